import type { Effect } from '../action/effect.ts';
import { look } from '../action/facts.ts';
import type { Word } from '../action/invocation.ts';
import { isHarmless } from './command-words.ts';
import { httpEffects } from './http.ts';
import { type Call, effectOf, type Rule } from './pack.ts';
import { absolutePath } from './paths.ts';
import { destructiveQuery } from './queries.ts';
import { sqlEffects } from './sql.ts';
import { sqlIn } from './sql-text.ts';
import { effectFor, placeOf, saidBy, sharedOptions, strangerBase, valued } from './stranger-reading.ts';
import { nounKind, verbStrength } from './stranger-words.ts';
import { type Arguments, literalOf, readArguments, shown, wordsOf } from './words.ts';

const gear: Rule = {
  ...strangerBase,
  id: 'strangers/device',
  verb: 'erase',
  resource: 'configuration',
  asset: 'access',
  attack: 'T1561',
  reason: 'Takes the configuration of a device away, or the device out of the network: {target}.',
  source: 'https://attack.mitre.org/techniques/T1561/',
};
/** What the command lines of switches, routers, firewalls and storage say, typed over `ssh`. */
const erasing =
  /^(?:write (?:erase|default)|erase (?:startup|nvram|flash|running)|delete (?:startup-config|flash:|nvram:|vlan|network-interface|configuration|volume|lun)|clear configure? ?(?:all)?$|config(?:ure)? (?:factory-default|replace)|reset (?:saved-configuration|system|factory)|restore (?:factory|default)|request system (?:zeroize|reboot|halt|power-off|software (?:delete|rollback))|execute (?:factoryreset|formatlogdisk|erase-disk|shutdown|reboot|restore)|(?:load )?factory-?default|format |reload(?: |$)|\/?system[ /]reset-configuration|set-defaults?|(?:volume|vol|aggr|lun|snapshot|snap|vserver|qtree|storage) (?:\S+ )*?(?:destroy|offline|delete|remove|initialize)|no (?:router|interface|vlan|vrf|ip route|aaa|access-list|snmp-server)|undo (?:interface|vlan|acl)|load (?:sys )?(?:config )?default|clear (?:crypto|line|ip bgp \*|mac address-table)|set system (?:restore|halt))/i;

/** A command line of network and storage devices, where no shell and no program of ours stands. */
export function deviceEffects({ invocation }: Call): readonly Effect[] {
  const text = [invocation.program, ...invocation.args.map(shown)].join(' ');
  const away = invocation.wrappers.find(({ place }) => place === 'remote');
  if (!erasing.test(text)) return [];
  return [effectOf(gear, { target: `${text}${away?.target ? ` on ${away.target}` : ''}`, span: invocation.span })];
}

/** Options whose value a console reads as a line of its own. */
const lineOption = /^(?:-[eEcCxq]|--?(?:command|cmd|exec|execute|eval|query|run|script))(?:=|$)/;
const consoles = /shell|console|repl$|prompt$|interactive|adm(?:in|c)?$|cli$|ctl$|client$|query$/i;

/** Lines of a console: `ovirt-shell -E 'remove vm db01'`, `weed shell <<E`, `dsmadmc "delete filespace x"`. */
export function linesHanded(call: Call, read: Arguments): readonly Effect[] {
  const { invocation } = call;
  const { args, stdin, program } = invocation;
  const isConsole = consoles.test(program ?? '') || consoles.test(literalOf(read.operands[0]) ?? '');
  const texts = args.flatMap((word, at) => {
    const text = literalOf(word) ?? '';
    const told = lineOption.test(literalOf(args[at - 1]) ?? '') || (isConsole && word === read.operands[0]);
    return told && /\s/.test(text.trim()) ? [text] : [];
  });
  if (isConsole && stdin.kind === 'text') texts.push(...stdin.value.slice(0, 20_000).split(/[\n;]/));
  for (const text of texts.slice(0, 200)) {
    const words = text
      .trim()
      .split(/[\s;]+/)
      .slice(0, 12)
      .map((value): Word => ({ kind: 'known', value, span: invocation.span }));
    const line = { ...invocation, args: words };
    const parts = readArguments(words, valued);
    const said = saidBy(line, parts);
    if (
      said &&
      (said.rest.length > 0 || words.length > 1) &&
      nounKind(said.noun) !== 'slight' &&
      (said.strength === 'strong' || nounKind(said.noun) === 'held')
    )
      return [effectFor(said, { ...call, invocation: line }, parts)];
  }
  return [];
}

/** A GraphQL document as an argument: `newrelic nerdgraph query 'mutation { … }'`. */
function documentsHanded({ invocation, inquiry }: Call): readonly Effect[] {
  return invocation.args.flatMap((word) => {
    const text = word.kind === 'known' ? word.value.replace(/^--?[\w-]+=/, '') : '';
    if (!/^\s*mutation\b[^{]{0,500}\{/.test(text)) return [];
    const body = { kind: 'text', value: JSON.stringify({ query: text }) } as const;
    return httpEffects({ method: 'POST', url: null, headers: {}, body, span: invocation.span }, inquiry);
  });
}

/** Words that set down what somebody wrote, and options whose value is run all the same. */
const writing = /^(?:add|create|new|note|comment|post|send|say|reply|log|edit|update)$/;
const runOption = /^--?(?:\w*sql|quer(?:y|ies)|statements?|[eqcx]|exec(?:ute)?|eval|command|cmd|script|ddl)(?:=|$)/i;

/** SQL that an unknown client is handed: `impala-shell -q 'drop table t'`, `tsh db exec "…"`, `hdbsql <<E`. */
export function statementsHanded(call: Call): readonly Effect[] {
  const documents = documentsHanded(call);
  if (documents.length > 0) return documents;
  const { invocation, inquiry } = call;
  const { args, stdin, program, span } = invocation;
  const place = { provider: 'sql', environment: 'unknown', database: null, scope: 'remote', offset: null } as const;
  // `jira issue create --summary "drop table x from the docs"`: what is set down runs nowhere.
  const isWritten =
    !/sql|db|query/i.test(program ?? '') && args.slice(0, 3).some((word) => writing.test(literalOf(word) ?? ''));
  const texts = args.flatMap((word, at) => {
    const text = word.kind === 'known' ? word.value.replace(/^--?[\w-]+=/, '') : '';
    if (!isStatement(text)) return [];
    const option = shown(word) === text ? (literalOf(args[at - 1]) ?? '') : shown(word);
    return isWritten && !runOption.test(option) ? [] : [text];
  });
  const fed =
    stdin.kind === 'text' &&
    /sql|db|query|cli$|client|shell$/i.test(program ?? '') &&
    stdin.value.slice(0, 20_000).split(';').some(isStatement);
  return [...texts, ...(fed ? [stdin.value] : [])].flatMap((text) => sqlEffects(text, { ...place, span }, inquiry));
}

function isStatement(text: string): boolean {
  return (
    /^\s*(?:create\s+or\s+replace\s+(?:table|database|schema)|(?:drop|truncate|delete|alter|update|with|begin|use|set))\s/i.test(
      text,
    ) &&
    (sqlIn(text) || /^\s*create\s+or\s+replace\s/i.test(text))
  );
}

const run: Rule = {
  ...strangerBase,
  id: 'strangers/named-run',
  verb: 'run',
  resource: 'job',
  reversibility: 'unknown',
  reason: 'Starts {target} on a server, which by its name destroys; what it does does not show here.',
};
const starting =
  /^(?:run|invoke|trigger|execute|start|submit|dispatch|call|run-now|run-operation|start-(?:execution|build|pipeline-execution|automation-execution|job-run|workflow-run|sync-execution)|invoke-async)$/;
const naming =
  /^--?(?:function-name|function|name|state-machine-arn|type|project-name|document-name|job-name|workflow|workflow-id|from|pipeline|pipeline-name|job|task|f|n|p|w)(?:=|$)/;

/** A workflow, function or job whose own name says that it destroys. */
export function runsByName(call: Call): readonly Effect[] {
  const { invocation } = call;
  const read = readArguments(invocation.args, valued);
  if (isHarmless(read, sharedOptions)) return [];
  const words = invocation.args.map((word) => literalOf(word) ?? '');
  // `gh run list --workflow destroy.yml` only looks.
  if (
    /^(?:list|ls|view|watch|get|describe|show|status|logs?|download)$/.test(
      words.filter((word) => !word.startsWith('-'))[1] ?? '',
    )
  )
    return [];
  const at = words.findIndex((word) => starting.test(word));
  const made = words[0] === 'create' && words[1] === 'job';
  // A function that is called for one record is called by what it does: `delete-user`.
  if ((at < 0 && !made) || /^(?:aws|gcloud) (?:lambda|functions) /.test(`${invocation.program} ${words.join(' ')}`))
    return [];
  const options = words.flatMap((word, index) => {
    if (!naming.test(word)) return [];
    return [word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[index + 1] ?? '')];
  });
  const behind = words.slice(at + 1).find((word) => !word.startsWith('-'));
  const name = [...options, behind ?? ''].find((text) => text !== '' && destroysByName(text));
  if (name === undefined) return [];
  return [effectOf(run, { target: name, span: invocation.span, ...placeOf(call, read, name) })];
}

function destroysByName(text: string): boolean {
  const words = wordsOf(text.slice(0, 300));
  if (
    words.some((word) =>
      /^(?:preview|dry|plan|test|tests|list|get|check|validate|stale|expired|old|tmp|temp|cache|branch|branches)$/.test(
        word,
      ),
    )
  )
    return false;
  return words.some(
    (word, at) =>
      verbStrength(word) === 'strong' ||
      (word === 'tear' && words[at + 1] === 'down') ||
      /^(?:wipe|destroy|purge|delete)all$/.test(word),
  );
}

const apex: Rule = {
  ...strangerBase,
  id: 'strangers/apex',
  verb: 'delete',
  resource: 'records',
  asset: 'data-store',
  reason: 'Runs Apex that deletes records: {target}.',
  source: 'https://developer.salesforce.com/docs/atlas.en-us.apexref.meta/apexref/apex_methods_system_database.htm',
};

/** `sf apex run --file x.apex`, `sfdx force:apex:execute <<< '…'`: what the code that Salesforce is handed deletes. */
export function apexHanded({ invocation, inquiry }: Call): readonly Effect[] {
  const { args, stdin, span, cwd } = invocation;
  if (!args.slice(0, 2).some((word) => /apex/.test(literalOf(word) ?? ''))) return [];
  const at = args.findIndex((word) => /^(?:-f|--file|--apex-?code-?file)$/i.test(literalOf(word) ?? ''));
  const path = at < 0 ? null : absolutePath(literalOf(args[at + 1]) ?? '', cwd, inquiry.facts.place);
  const read = path === null ? null : look(inquiry, { kind: 'file-text', path });
  const text = read?.known ? read.value.text : stdin.kind === 'text' ? stdin.value : '';
  if (!destructiveQuery('salesforce', text)) return [];
  return [effectOf(apex, { target: path ?? text.trim().slice(0, 80), span })];
}
