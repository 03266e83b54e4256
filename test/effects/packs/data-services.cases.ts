import type { Case } from '../judging.ts';

export const secretStoresCases: readonly Case[] = [
  {
    rule: 'vault',
    stops: [
      'vault kv delete secret/app',
      'vault kv destroy -versions=1,2 secret/app',
      'vault kv metadata delete secret/app',
      'vault delete secret/app',
      'vault secrets disable kv/',
      'vault auth disable userpass/',
      'vault lease revoke -prefix database/',
      'vault policy delete admin',
      'vault operator seal',
      'vault kv destroy -mount=secret app',
      'vault audit disable file',
    ],
    passes: [
      'vault status',
      'vault kv get secret/app',
      'vault kv list secret/',
      'vault kv put secret/app a=b',
      'vault login',
      'vault read x',
      'VAULT_ADDR=http://127.0.0.1:8200 vault kv delete secret/app',
      'vault kv metadata get secret/delete',
    ],
  },
  {
    rule: 'consul',
    stops: [
      'consul kv delete -recurse app/',
      'consul snapshot restore a.snap',
      'consul acl token delete -id x',
      'consul operator raft remove-peer -id x',
      'consul config delete -kind service-defaults -name web',
    ],
    passes: ['consul members', 'consul kv get app/x', 'consul kv put app/x 1', 'consul snapshot save a.snap'],
  },
  {
    rule: 'etcd',
    stops: [
      'etcdctl del /registry --prefix',
      'etcdctl del key',
      'etcdctl member remove 1',
      'etcdctl snapshot restore s.db',
      'etcdctl --endpoints=https://etcd-prod:2379 del x',
      'etcdctl compact 5',
    ],
    passes: [
      'etcdctl get key',
      'etcdctl put key 1',
      'etcdctl member list',
      'etcdctl snapshot save s.db',
      'etcdctl --endpoints=http://localhost:2379 del x',
    ],
  },
  {
    rule: 'secret-managers',
    stops: [
      'op item delete x',
      'doppler secrets delete KEY',
      'infisical secrets delete KEY',
      'bw delete item x',
      'op vault delete shop',
      'doppler projects delete shop',
      'chamber delete svc key',
    ],
    passes: [
      'op item get x',
      'op run -- npm test',
      'doppler secrets',
      'bw sync',
      'op item delete x --archive --vault dev',
      'chamber list svc',
      'doppler run -- make',
    ],
  },
];

export const brokersCases: readonly Case[] = [
  {
    rule: 'kafka',
    stops: [
      'kafka-topics.sh --bootstrap-server kafka:9092 --delete --topic orders',
      'kafka-topics --delete --topic orders --zookeeper z:2181',
      'kafka-consumer-groups.sh --bootstrap-server k:9092 --group g --reset-offsets --to-earliest --all-topics --execute',
      'kafka-consumer-groups --bootstrap-server k --delete --group g',
      'kafka-delete-records --bootstrap-server k --offset-json-file f.json',
      'kafka-configs --bootstrap-server k --alter --entity-type topics --entity-name orders --add-config retention.ms=1000',
    ],
    passes: [
      'kafka-topics.sh --list --bootstrap-server k:9092',
      'kafka-topics --describe --topic orders',
      'kafka-topics --create --topic x',
      'kafka-consumer-groups --bootstrap-server k --group g --reset-offsets --to-earliest --all-topics --dry-run',
      'kafka-topics --bootstrap-server localhost:9092 --delete --topic orders',
      'kafka-consumer-groups --describe --group g',
    ],
  },
  {
    rule: 'rabbitmq',
    stops: [
      'rabbitmqctl delete_queue orders',
      'rabbitmqctl purge_queue orders',
      'rabbitmqctl reset',
      'rabbitmqctl force_reset',
      'rabbitmqctl delete_vhost /',
      'rabbitmqctl delete_user bob',
      'rabbitmqctl --node n reset',
      'rabbitmqadmin delete queue name=orders',
      'rabbitmqctl clear_permissions -p / bob',
    ],
    passes: [
      'rabbitmqctl list_queues',
      'rabbitmqctl status',
      'rabbitmqctl add_user a b',
      'rabbitmqadmin list queues',
      'rabbitmqctl list_users',
    ],
  },
  {
    rule: 'streams',
    stops: [
      'celery -A app purge -f',
      'rpk topic delete orders',
      'nats stream rm ORDERS -f',
      'nats stream purge ORDERS',
      'confluent kafka topic delete orders',
      'confluent kafka cluster delete lkc-1',
      'nats kv del bucket key',
    ],
    passes: [
      'celery -A app worker',
      'rpk topic list',
      'nats stream ls',
      'nats pub x y',
      'confluent kafka topic list',
      'celery -A app inspect active',
    ],
  },
];

export const redisCases: readonly Case[] = [
  {
    rule: 'redis/flush',
    stops: [
      'redis-cli FLUSHALL',
      'redis-cli -h redis.prod.example.com flushdb',
      'redis-cli -n 2 FLUSHDB ASYNC',
      'docker exec redis redis-cli flushall',
      'echo FLUSHALL | redis-cli',
      'redis-cli -u redis://:SYNTHETIC@cache.example.com:6379 FLUSHALL',
      'valkey-cli flushall',
      'redis-cli --cluster call 10.0.0.1:6379 FLUSHALL',
      `redis-cli EVAL "redis.call('flushall')" 0`,
    ],
    passes: [
      'redis-cli ping',
      'redis-cli INFO',
      'redis-cli GET flushall',
      'redis-cli keys "*"',
      'redis-cli --scan --pattern "del*"',
      'redis-cli --help',
      'redis-cli MONITOR',
      'redis-cli set a b',
      'redis-cli config get dir',
    ],
  },
  {
    rule: 'redis/delete',
    stops: [
      'redis-cli -h redis.example.com DEL user:1',
      'redis-cli --scan --pattern "user:*" | xargs redis-cli DEL',
      'redis-cli -h cache-prod.example.com unlink a b',
    ],
    passes: ['redis-cli DEL session:1', 'redis-cli -h localhost del a'],
  },
  {
    rule: 'redis/server',
    stops: ['redis-cli SHUTDOWN NOSAVE', 'redis-cli REPLICAOF evil.example.com 6379', 'redis-cli cluster reset hard'],
    passes: ['redis-cli REPLICAOF NO ONE', 'redis-cli cluster info'],
  },
];

export const mongodbCases: readonly Case[] = [
  {
    rule: 'mongodb/drop',
    stops: [
      `mongosh --eval 'db.dropDatabase()'`,
      `mongosh "mongodb+srv://cluster.example.net/shop" --eval "db.users.drop()"`,
      `mongosh shop --quiet --eval 'db.users.deleteMany({})'`,
      `mongo shop --eval "db.users.remove({})"`,
      `docker exec mongo mongosh shop --eval 'db.dropDatabase()'`,
      `mongosh shop <<'EOF'\ndb.orders.deleteMany({})\nEOF`,
      `mongosh "mongodb://db.example.com/x" --eval 'db.runCommand({dropDatabase: 1})'`,
    ],
    passes: [
      `mongosh --eval 'db.users.find({})'`,
      'mongosh',
      `mongosh shop --eval 'db.stats()'`,
      `mongosh shop --eval 'db.users.countDocuments({dropped: true})'`,
      'mongodump --db shop',
      `mongosh shop --eval 'db.getCollectionNames()'`,
    ],
  },
  {
    rule: 'mongodb/delete',
    stops: [
      `mongosh "mongodb+srv://cluster.example.net/shop" --eval 'db.users.deleteMany({active: false})'`,
      `mongosh shop-prod --eval 'db.users.deleteOne({_id: 1})'`,
    ],
    passes: [`mongosh shop --eval 'db.users.deleteOne({_id: 1})'`],
  },
  {
    rule: 'mongodb/restore-drop',
    stops: ['mongorestore --drop dump/', 'mongoimport --db shop --collection users --drop --file u.json'],
    passes: [
      'mongorestore dump/',
      'mongoimport --db shop --collection users --file u.json',
      'mongorestore --drop --dryRun dump/',
      'mongorestore --db shop_test --drop dump/',
    ],
  },
  {
    rule: 'mongodb/unread-script',
    stops: ['mongosh "mongodb+srv://cluster.example.net/shop" cleanup.js'],
    passes: ['mongosh seed.js', 'mongosh localhost/shop seed.js'],
  },
];

export const analyticsClientsCases: readonly Case[] = [
  {
    rule: 'sql clients',
    stops: [
      'cqlsh -e "DROP KEYSPACE shop"',
      'cqlsh db.example.com -e "TRUNCATE shop.users"',
      'clickhouse-client -q "DROP TABLE events"',
      'clickhouse-client --host ch.prod --query "TRUNCATE TABLE events"',
      'cockroach sql --execute="DROP DATABASE shop CASCADE"',
      'sqlcmd -S sql.example.com -Q "DROP DATABASE Shop"',
      'snowsql -c prod -q "DROP SCHEMA analytics.public CASCADE"',
      'usql pg://db.example.com/x -c "TRUNCATE users"',
      'trino --execute "DROP TABLE hive.web.x"',
      'echo "DROP TABLE x" | clickhouse-client',
    ],
    passes: [
      'cqlsh -e "SELECT * FROM shop.users LIMIT 1"',
      'clickhouse-client -q "SELECT 1"',
      'clickhouse-client --help',
      'cockroach node status',
      'sqlcmd -S sql.example.com -Q "SELECT 1"',
      'snowsql -q "SELECT 1"',
      'trino --execute "SHOW CATALOGS"',
    ],
  },
  {
    rule: 'analytics-clients/influx-delete',
    stops: [
      'influx delete --bucket shop --start 1970-01-01T00:00:00Z --stop 2030-01-01T00:00:00Z',
      'influx bucket delete -n shop',
      `influx -execute 'DROP DATABASE metrics'`,
      'influx org delete -n x',
    ],
    passes: [
      'influx bucket list',
      `influx -execute 'SHOW DATABASES'`,
      'influx query "x"',
      'influx write -b shop x',
      'influx -database delete -execute "SELECT 1"',
    ],
  },
];

export const ansibleCases: readonly Case[] = [
  {
    rule: 'ansible',
    stops: [
      'ansible all -m shell -a "rm -rf /var/lib/app"',
      'ansible web -i prod.ini -b -m file -a "path=/srv/data state=absent"',
      'ansible db -a "systemctl poweroff" -b',
      'ansible all -m shell -a "$CMD"',
      'ansible all -m service -a "name=nginx state=stopped" -i production',
      'ansible-playbook teardown.yml -i prod',
      'ansible-playbook playbooks/destroy-cluster.yml',
      'ansible all -m reboot',
      'ansible all -m community.mysql.mysql_db -a "name=shop state=absent"',
    ],
    passes: [
      'ansible all -m ping',
      'ansible all -a uptime',
      'ansible all -m shell -a "df -h"',
      'ansible-playbook site.yml',
      'ansible-playbook site.yml --check',
      'ansible-playbook destroy.yml --check',
      'ansible-playbook destroy.yml --syntax-check',
      'ansible all -m setup',
      'ansible all -m apt -a "name=nginx state=present"',
      'ansible web -m apt -a "name=x state=absent" -l staging',
    ],
  },
];

export const databaseToolsCases: readonly Case[] = [
  {
    rule: 'database-tools',
    stops: [
      'dropuser app',
      'sudo pg_dropcluster --stop 14 main',
      'pg_resetwal -f /var/lib/postgresql/data',
      'nodetool clearsnapshot --all',
      'nodetool decommission',
      'patronictl -c p.yml remove shop',
      'duckdb warehouse.duckdb "DROP TABLE facts"',
      'duckdb /srv/w.duckdb -c "DELETE FROM facts"',
    ],
    passes: [
      'dropuser --help',
      'pg_resetwal -n /var/lib/postgresql/data',
      'nodetool status',
      'patronictl list',
      'duckdb warehouse.duckdb "SELECT 1"',
      'duckdb -c "CREATE TABLE x(a int); DROP TABLE x"',
      'duckdb :memory: "DROP TABLE x"',
    ],
  },
];
