import type { Effect } from '../action/effect.ts';
import type { Call } from './pack.ts';
import { strangerDeletions } from './stranger-grammar.ts';
import { apexHanded, runsByName, statementsHanded } from './stranger-lines.ts';
import { literalOf } from './words.ts';

/** One look before a stranger's arguments are read: most command lines of programs no pack knows stop here. */
const telling =
  /delet|destroy|purge|wipe|terminat|deprovision|decommission|drop|oblitera|nuke|eras|truncat|regist|expunge|tear|undeploy|zeroize|factory|remov|rm|del|reset|clear|flush|revoke|activat|suspend|disabl|archiv|down|poweroff|stop|kill|rollback|detach|cancel|empty|evict|shred|reinit|reinstall|rebuild|reimage|uninstall|alter\s|update\s|mutation\b/i;

/** What a program that no pack knows says of itself: by the grammar all command lines share, or by the SQL it is handed. */
export function strangerEffects(call: Call): readonly Effect[] {
  const { program, args, stdin } = call.invocation;
  const tells =
    program !== null &&
    (telling.test(program) ||
      args.some((word) => telling.test(literalOf(word) ?? '')) ||
      // What stands on the other side may be no shell: a switch, a firewall.
      call.invocation.wrappers.some(({ program: way }) => way === 'ssh') ||
      (stdin.kind === 'text' && telling.test(stdin.value.slice(0, 20_000))) ||
      (stdin.kind === 'unknown' && stdin.text !== undefined && telling.test(stdin.text.slice(0, 20_000))));
  return tells ? strangerDeletions(call) : [];
}

/** Command lines that start something by its name on a server: a workflow, a function, a job. */
const runners =
  /^(?:gh|glab|aws|gcloud|az|convex|dbt|airflow|argo|tkn|jenkins-cli|temporal|tctl|sls|serverless|nomad|supabase|prefect|dagster|bk|circleci|databricks|firebase|inngest|oci|doctl|faas-cli|nuctl|fn|kn|kubectl|oc|modal|spin|rundeck|rd|tsh|snow|turso|pscale|neonctl|neon|fly|flyctl|heroku|railway|ibmcloud|aliyun|dremio|starrocks|psqldef|fivetran|newrelic|hasura|linear|shopify|contentful|sanity)$/;
const destroyingName =
  /(?:^|[-_/:.])(?:destroy|delete|wipe|purge|drop|nuke|tear-?down|truncate|terminate|decommission|erase)|[a-z](?:Destroy|Delete|Wipe|Purge|Drop|Nuke|Teardown|Truncate|Terminate)/i;

const losingStatement = /(?:^|=)\s*(?:mutation\b|drop|truncate|delete\s+from|alter|update|create\s+or\s+replace)\s/i;

/** What a run of something remote would do by its name: `gh workflow run destroy.yml`, `convex run wipe`. */
export function namedRunEffects(call: Call): readonly Effect[] {
  const { program, args } = call.invocation;
  if (program === 'sf' || program === 'sfdx') return apexHanded(call);
  if (program === null || !runners.test(program)) return [];
  if (args.some((word) => destroyingName.test(literalOf(word) ?? ''))) {
    const effects = runsByName(call);
    if (effects.length > 0) return effects;
  }
  // `aws rds-data execute-statement --sql 'DROP …'`, `tsh db exec 'DROP …'`
  // What is said to people is no statement: `gh issue create --body 'DROP …'`.
  if (/^(?:gh|glab)$/.test(program)) return [];
  return args.some((word) => losingStatement.test(literalOf(word) ?? '')) ? statementsHanded(call) : [];
}
