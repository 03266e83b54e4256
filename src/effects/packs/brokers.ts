import { commandPack, joinedPacks } from '../command-table.ts';

const kafkaOptions = {
  docs: 'https://kafka.apache.org/documentation/',
  valued:
    '--bootstrap-server --zookeeper --topic --group --command-config --config --add-config --delete-config --entity-name --entity-type --offset-json-file --to-offset --application-id --input-topics -t -c',
  endpoint: '--bootstrap-server --zookeeper',
  named: '--topic --group --entity-name --application-id --offset-json-file',
} as const;

const scripts = (...names: readonly string[]): string[] => names.flatMap((name) => [name, `${name}.sh`]);

/** Kafka's tools say by options what others say by words. */
const kafka = commandPack({
  ...kafkaOptions,
  id: 'kafka',
  title: 'Kafka',
  programs: scripts(
    'kafka-topics',
    'kafka-consumer-groups',
    'kafka-configs',
    'kafka-acls',
    'kafka-reassign-partitions',
  ),
  safer: 'kafka-topics --list --bootstrap-server localhost:9092',
  rows: [
    {
      words: '',
      needs: ['--delete'],
      unless: ['--add-config'],
      resource: 'topic',
      asset: 'data-store',
      reason: 'Deletes {target} from Kafka with its messages or offsets.',
      page: '#basic_ops_delete_topic',
    },
    {
      words: '',
      name: 'offsets-reset',
      needs: ['--reset-offsets', '--delete-offsets'],
      argument: /^--execute$|^--delete-offsets$/,
      verb: 'reset',
      resource: 'consumer group',
      asset: 'state',
      reason: 'Moves the offsets of {target}: messages are skipped or read twice.',
      page: '#basic_ops_consumer_group',
    },
    {
      words: '',
      name: 'retention-change',
      argument: /retention\.(?:ms|bytes)=|cleanup\.policy=/,
      verb: 'expire',
      resource: 'topic',
      asset: 'data-store',
      reason: 'Changes how long {target} keeps messages: older ones are deleted.',
      page: '#topicconfigs',
    },
    {
      words: '',
      name: 'acl-remove',
      needs: ['--remove'],
      verb: 'remove',
      resource: 'access rule',
      asset: 'access',
      reversibility: 'recoverable',
      wayBack: 'kafka-acls --add',
      reason: 'Removes access rules of {target}.',
      page: '#security_authz',
    },
  ],
});

const kafkaDeleters = commandPack({
  ...kafkaOptions,
  id: 'kafka-data',
  title: 'Kafka',
  programs: scripts('kafka-delete-records', 'kafka-streams-application-reset'),
  safer: 'kafka-topics --list --bootstrap-server localhost:9092',
  rows: [
    {
      words: '',
      resource: 'message',
      asset: 'data-store',
      reason: 'Deletes the messages or the state that {target} names.',
    },
  ],
});

const kafkaStorage = commandPack({
  ...kafkaOptions,
  id: 'kafka-storage',
  title: 'Kafka',
  programs: scripts('kafka-storage'),
  scope: 'machine',
  rows: [
    {
      words: 'format',
      needs: ['--ignore-formatted', '-g'],
      verb: 'format',
      resource: 'storage',
      asset: 'data-store',
      named: ['-c', '--config'],
      reason: 'Formats the storage of the broker that {target} describes.',
    },
  ],
});

const rabbit = commandPack({
  id: 'rabbitmq',
  title: 'RabbitMQ',
  programs: ['rabbitmqctl', 'rabbitmqadmin', 'rabbitmq-queues', 'rabbitmq-diagnostics'],
  docs: 'https://www.rabbitmq.com/docs/man/rabbitmqctl.8',
  valued: '-n --node -p --vhost -V -H --host -P --port -u --username -t --timeout --password -N',
  environment: '-n --node',
  endpoint: '-H --host',
  verbs: 'delete purge clear remove destroy forget',
  takesAway: 'stop shutdown close disable',
  safer: 'rabbitmqctl list_queues',
  rows: [
    {
      words: 'reset|force_reset',
      verb: 'reset',
      resource: 'node',
      asset: 'data-store',
      named: ['-n', '--node'],
      otherwise: 'this node',
      reason: 'Resets {target}: its queues, users and messages are gone.',
    },
    {
      words: 'delete_vhost|delete_queue|purge_queue / delete|purge queue|vhost|exchange / queues delete|purge',
      resource: 'queue',
      asset: 'data-store',
      reason: 'Deletes {target} with the messages in it.',
    },
    {
      words: 'eval',
      verb: 'run',
      resource: 'expression',
      asset: 'data-store',
      argument: /delete|purge|reset|stop\b|drop/i,
      reason: 'Runs an expression on the broker that deletes: {target}.',
    },
    {
      words: 'stop_app|stop|shutdown',
      verb: 'stop',
      resource: 'node',
      asset: 'compute',
      named: ['-n', '--node'],
      otherwise: 'this node',
      reversibility: 'recoverable',
      wayBack: 'rabbitmqctl start_app',
      reason: 'Stops {target}.',
    },
    {
      words: 'delete_user|clear_permissions|clear_password|set_permissions-none',
      resource: 'user',
      asset: 'access',
      reversibility: 'recoverable',
      wayBack: 'rabbitmqctl add_user, set_permissions',
      reason: 'Takes the access of {target} away.',
    },
  ],
});

const streams = commandPack({
  id: 'streams',
  title: 'stream',
  programs: ['rpk', 'confluent', 'ccloud', 'kaf', 'nats', 'pulsar-admin', 'celery', 'nsqadmin', 'redpanda'],
  docs: 'https://docs.nats.io/nats-concepts/jetstream/streams',
  valued:
    '-s --server -b --brokers --context --cluster --environment -X --profile -A --app -Q --queues --tenant -c --consumer',
  environment: '--context --cluster --environment --profile',
  endpoint: '-s --server -b --brokers',
  many: true,
  verbs: 'delete rm remove purge destroy del trim-prefix trim wipe clear-backlog skip-all terminate',
  takesAway: 'unload disable',
  rows: [
    {
      words: 'purge / amqp queue.purge|queue.delete',
      verb: 'purge',
      resource: 'queue',
      asset: 'data-store',
      otherwise: 'all queues',
      reason: 'Deletes every waiting task of {target}.',
    },
    {
      words: 'group seek',
      verb: 'reset',
      resource: 'consumer group',
      asset: 'state',
      reason: 'Moves the offsets of {target}: messages are skipped or read twice.',
    },
  ],
  passes: ['context', 'login|logout', 'worker|beat|inspect|status', 'profile', 'plugin', 'environment use'],
});

/** Message brokers: Kafka, RabbitMQ, NATS and others. */
export const brokersPack = joinedPacks('brokers', [kafka, kafkaDeleters, kafkaStorage, rabbit, streams]);
