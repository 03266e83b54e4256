import type { Effect } from '../action/effect.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import { placed } from './command-place.ts';
import type { CommandTable } from './command-table.ts';
import { isQuestionOrMaking, singular } from './command-verbs.ts';
import { isHarmless } from './command-words.ts';
import { environmentOfHost } from './environment.ts';
import { httpEffects } from './http.ts';
import { sqlIn } from './http-body.ts';
import { readNoun } from './nouns.ts';
import { type Call, effectOf, type Rule, type Sighting, serverDataLoss } from './pack.ts';
import { sqlEffects } from './sql.ts';
import { isBystander, isFinal, nounKind, verbStrength } from './stranger-words.ts';
import { type Arguments, literalOf, readArguments, shown, wordsOf } from './words.ts';

const docs = 'https://clig.dev/#subcommands';
const base = { ...serverDataLoss, provider: 'strangers', source: docs } as const;
const rules = {
  deletes: {
    ...base,
    id: 'strangers/delete',
    verb: 'delete',
    resource: 'resource',
    reason: 'Deletes {target} with what it holds.',
  },
  option: {
    ...base,
    id: 'strangers/delete-option',
    verb: 'delete',
    resource: 'resource',
    reason: 'Is told to delete by an option ({target}).',
  },
} as const satisfies Record<string, Rule>;

const table: Pick<CommandTable, 'valued' | 'environment' | 'endpoint'> = {
  valued:
    '-jar -a --app -p --project -e --env --environment -o --org --organization -t --token -r --region -n --name -c --config --profile -s --service --site --context --workspace -u --url --api-key --id --team --namespace -H --host --server --endpoint --user --password -U --vault --zone --account --cluster --location',
  environment: '-e --env --environment -p --project --profile --context --workspace --namespace --cluster',
  endpoint: '-u --url --endpoint --server --host',
};
const valued = new Set(table.valued.split(' '));

/** Options that only mean something where a server or somebody else's things are concerned, or that no question is asked. */
const evident =
  /^(?:--?(?:force|yes|confirm|all|recursive|cascade|purge|hard|permanent(?:ly)?|no-prompt|no-confirm|no-input|non-interactive|noprompt|auto-approve|assume-yes|skip-confirmation|immediate|prod|production|project|org|organization|region|server|host|cluster|account|namespace|token|api-key|tenant|id|site|zone|endpoint|env|environment|stage)(?:=.*)?|-[fy])$/;

/**
 * What a program that no pack knows takes away, by the grammar that command lines share: `<noun> destroy <name>`,
 * `<noun>:destroy`, `delete-noun`, `noun.delete`, `destroyNoun`, `delete <noun> <name>`, `--destroy`.
 */
export function strangerDeletions(call: Call): readonly Effect[] {
  const { invocation } = call;
  const program = invocation.program ?? '';
  if (lineClients.has(program)) return flushed(call);
  if (otherwiseMeant.has(program)) return [];
  if (isBystander(program) || isOwnFile(invocation)) return [];
  const read = readArguments(invocation.args, valued);
  if (isHarmless(read, table)) return [];
  const named = namedFor(program);
  if (named) return [effectFor({ ...named, leads: false, rest: read.operands }, call, read)];
  const said = saidBy(invocation, read);
  if (said && isLoss(said, invocation)) return [effectFor(said, call, read)];
  const option = read.operands.slice(0, 3).some((word) => asking.test(literalOf(word) ?? ''))
    ? null
    : tellingOption(invocation.args);
  if (option !== null)
    return [
      effectOf(rules.option, { target: `${program} ${option}`, span: invocation.span, ...placeOf(call, read, '') }),
    ];
  if (invocation.wrappers.some(({ place }) => place === 'remote')) return deviceEffects(call);
  const statements = statementsHanded(call);
  return statements.length > 0 ? statements : linesHanded(call, read);
}

/** An option that is the verb itself: `--destroy`, `-deleteDatabase`, `--delete-all-data`, `--delete /zones/7`. */
function tellingOption(args: readonly Word[]): string | null {
  for (const word of args) {
    const text = literalOf(word) ?? '';
    if (!/^--?[a-z]/i.test(text)) continue;
    const [verb = '', ...noun] = wordsOf(text.replace(/=.*$/, '')).flatMap(apart);
    if (/=(?:false|no|0|never)$/i.test(text) || verbStrength(verb) === undefined) continue;
    if (noun.length === 0 && isFinal(verb) && verb !== 'terminate' && verb !== 'decommission') return text;
    if (verbStrength(verb) === 'strong' && nounKind(noun.join(' ')) === 'held') return text;
    if (
      /^(?:delete|destroy|purge|wipe|erase|remove|drop)$/.test(verb) &&
      /^(?:all )?(?:data|everything)$/.test(noun.join(' '))
    )
      return text;
  }
  return null;
}

const gear: Rule = {
  ...base,
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
function deviceEffects({ invocation }: Call): readonly Effect[] {
  const text = [invocation.program, ...invocation.args.map(shown)].join(' ');
  const away = invocation.wrappers.find(({ place }) => place === 'remote');
  if (!erasing.test(text)) return [];
  return [effectOf(gear, { target: `${text}${away?.target ? ` on ${away.target}` : ''}`, span: invocation.span })];
}

/** Options whose value a console reads as a line of its own. */
const lineOption = /^(?:-[eEcCxq]|--?(?:command|cmd|exec|execute|eval|query|run|script))(?:=|$)/;
const consoles = /shell|console|adm(?:in|c)?$|cli$|ctl$|client$|query$/i;

/** Lines of a console: `ovirt-shell -E 'remove vm db01'`, `weed shell <<E`, `dsmadmc "delete filespace x"`. */
function linesHanded(call: Call, read: Arguments): readonly Effect[] {
  const { invocation } = call;
  const { args, stdin, program } = invocation;
  const isConsole = consoles.test(program ?? '') || consoles.test(literalOf(read.operands[0]) ?? '');
  const texts = args.flatMap((word, at) => {
    const text = literalOf(word) ?? '';
    const told = lineOption.test(literalOf(args[at - 1]) ?? '') || (isConsole && word === read.operands[0]);
    return told && /\s/.test(text.trim()) ? [text] : [];
  });
  if (isConsole && stdin.kind === 'text') texts.push(...stdin.value.slice(0, 20_000).split('\n'));
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
      said.rest.length > 0 &&
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

/** SQL that an unknown client is handed: `impala-shell -q 'drop table t'`, `tsh db exec "…"`, `hdbsql <<E`. */
export function statementsHanded(call: Call): readonly Effect[] {
  const documents = documentsHanded(call);
  if (documents.length > 0) return documents;
  const { invocation, inquiry } = call;
  const { args, stdin, program, span } = invocation;
  const place = { provider: 'sql', environment: 'unknown', database: null, scope: 'remote', offset: null } as const;
  const texts = args
    .map((word) => (word.kind === 'known' ? word.value.replace(/^--?[\w-]+=/, '') : ''))
    .filter(isStatement);
  const fed =
    stdin.kind === 'text' && /sql|db|query|cli$|client|shell$/i.test(program ?? '') && isStatement(stdin.value);
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

/** `drop-database shop`, `tenant-purge`: a program that is called by its verb. */
function namedFor(program: string): Pick<Said, 'verb' | 'strength' | 'noun'> | null {
  const parts = wordsOf(program.replace(/\.\w+$/, ''));
  if (parts.length < 2) return null;
  const verb = [parts[0], parts.at(-1)].find((part) => part !== undefined && verbStrength(part) === 'strong');
  const noun = parts.filter((part) => part !== verb).join(' ');
  return verb === undefined || nounKind(noun) !== 'held' ? null : { verb, strength: 'strong', noun };
}

const run: Rule = {
  ...base,
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
  if (isHarmless(read, table)) return [];
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

/** A destructive word of a command line and what it is said of. */
interface Said {
  readonly verb: string;
  readonly strength: 'strong' | 'weak';
  /** Lower-case words in front of the verb or joined to it, else the noun behind it; empty where there is none. */
  readonly noun: string;
  /** True where the verb comes first and the noun, if any, behind it. */
  readonly leads: boolean;
  /** What stands behind. */
  readonly rest: readonly Word[];
}

function saidBy({ args }: Invocation, { operands }: Arguments): Said | null {
  const values = behindOptions(args);
  for (let index = 0; index < Math.min(operands.length, 6); index += 1) {
    const word = operands[index];
    const written = literalOf(word);
    if (written === null || !/^[A-Za-z][\w.:-]*$/.test(written) || (index > 0 && values.has(word))) return null;
    const parts = wordsOf(written).flatMap(apart);
    // `drop.sql`, `remove.py`: a file.
    if (/\.\w{1,4}$/.test(written) && verbStrength(parts.at(-1) ?? '') === undefined) return null;
    const text = written.toLowerCase();
    const next = literalOf(operands[index + 1])?.toLowerCase() ?? '';
    // `docs delete x`: a thing here, and no question.
    const isThing =
      /^(?:docs|logs?|history|builds?|tests?|tags?|links?|exports?|imports?|views?|shells?)$/.test(text) &&
      verbStrength(next) === 'strong';
    if (!isThing && isQuestionOrMaking(written)) return null;
    const verb = verbStrength(text) ? text : [parts[0], parts.at(-1)].find((part) => part && verbStrength(part));
    const strength = verb === undefined ? undefined : verbStrength(verb);
    if (verb === undefined || strength === undefined) continue;
    const rest = operands.slice(index + 1);
    const joined = verb === text ? '' : parts.filter((part) => part !== verb).join(' ');
    if (joined !== '') return { verb, strength, noun: joined, leads: false, rest };
    if (index > 0)
      return { verb, strength, noun: operands.slice(0, index).map(shown).slice(-2).join(' '), leads: false, rest };
    const behind = literalOf(rest[0]) ?? '';
    const kind = /^[A-Za-z][A-Za-z-]*$/.test(behind) ? nounKind(behind) : 'other';
    return kind === 'other'
      ? { verb, strength, noun: '', leads: true, rest }
      : { verb, strength, noun: behind.toLowerCase(), leads: true, rest: rest.slice(1) };
  }
  return null;
}

/** Words behind options whose meaning is not known may be values, never verbs. */
function behindOptions(args: readonly Word[]): ReadonlySet<Word | undefined> {
  const found = new Set<Word | undefined>();
  args.forEach((word, at) => {
    const text = literalOf(word) ?? '';
    if (text.startsWith('--') && !text.includes('=') && !valued.has(text) && !evident.test(text))
      found.add(args[at + 1]);
  });
  return found;
}

function isLoss({ verb, strength, noun, leads, rest }: Said, { args }: Invocation): boolean {
  const kind = nounKind(noun);
  const last = noun.split(' ').at(-1) ?? '';
  if (kind === 'slight') return false;
  // A branch of a database or of code: only one that nobody is asked about, or that has no directory in its name.
  if (/^branch(?:es)?$/.test(last))
    return hasEvidence(args) || rest.every((word) => /^(?:main|master|prod\w*|br_\w+|[\w-]{20,})$/.test(shown(word)));
  // `uplink rm --recursive sj://prod`: what lies in somebody's object storage.
  if (rest.some((word) => /^(?!https?|file|data)[a-z][a-z\d]{1,9}:\/\/\w/.test(shown(word)))) return true;
  if (strength === 'weak') {
    // `acme down -y`, `acme shutdown --all`: of all there is.
    if (noun === '') return /^(?:down|shutdown|reset)$/.test(verb) && hasEvidence(args);
    // Package managers call the places they fetch from repositories.
    if (/^(?:repo|repositor)/.test(last)) return rest.some((word) => /^[\w.-]+\/[\w.-]+$/.test(shown(word)));
    if (kind === 'shared' && (/^(?:deactivate|suspend|revoke|archive|deregister)$/.test(verb) || hasEvidence(args)))
      return rest.length > 0 || hasEvidence(args);
    if (/^(?:users?|members?|admins?)$/.test(last)) return rest.length > 0;
    // A question that is answered in advance: `acme datasource rm events --yes`.
    if (
      kind === 'other' &&
      !leads &&
      /^[a-z]+(?: [a-z]+)?$/.test(noun) &&
      /^(?:rm|rb|remove|del|clear|flush|reset|empty|evict)$/.test(verb)
    )
      return rest.length > 0 && args.some((word) => /^--?(?:force|yes|confirm|y|f)$/.test(literalOf(word) ?? ''));
    return kind === 'held' && (rest.length > 0 || hasEvidence(args));
  }
  if (!leads) return true;
  // Of these there is often one, and nobody names it.
  if (kind === 'held')
    return (
      rest.length > 0 ||
      hasEvidence(args) ||
      /^(?:cluster|project|database|tenant|organi[sz]ation|environment|stack|realm|account)$/.test(last)
    );
  if (kind === 'shared' && !generated.test(noun)) return rest.length > 0 || hasEvidence(args);
  return (
    isFinal(verb) ||
    hasEvidence(args) ||
    (rest.length > 0 && (!generated.test(noun) || /^(?:drop|truncate|purge|wipe)$/.test(verb)))
  );
}

/** First words with which an option only says what to look for (`node status --decommission`). */
const asking =
  /^(?:list|ls|get|describe|show|view|info|inspect|status|search|find|query|help|version|logs|plan|diff|preview|validate|check)$/;

/** Things that code generators name (`acme delete service button`). */
const generated =
  /^(?:services?|pages?|forms?|functions?|endpoints?|templates?|triggers?|rules?|events?|index|tables?|items?)$/;

function hasEvidence(args: readonly Word[]): boolean {
  return args.some((word) => evident.test(literalOf(word) ?? ''));
}

function effectFor({ verb, noun, rest }: Said, call: Call, read: Arguments): Effect {
  const program = call.invocation.program ?? '';
  const option = ['--name', '-n', '--id', '--app', '-a'].map((name) => read.options.get(name)).find(Boolean);
  const name = option ? shown(option) : rest[0] ? shown(rest[0]) : null;
  const resource = noun === '' ? 'resource' : singular(noun);
  const target = [noun === '' ? '' : resource, name].filter(Boolean).join(' ') || `what ${program} manages`;
  const reading = readNoun(noun);
  return effectOf(rules.deletes, {
    target,
    verb,
    resource,
    span: call.invocation.span,
    ...(reading ? { asset: reading.asset, attack: reading.attack } : {}),
    ...placeOf(call, read, name ?? ''),
  });
}

function placeOf(call: Call, read: Arguments, name: string): Partial<Sighting> {
  return placed(call, { table: { ...table, id: 'strangers', title: '', programs: [], docs, rows: [] } }, read, name);
}

/** `./deploy.sh`, `tool.py`: somebody's own file, whose body is read. A `.sh` found on the PATH is an installed program. */
function isOwnFile({ program, name }: Invocation): boolean {
  if (/\.(?:[cm]?[jt]s|py|rb|pl|php)$/.test(program ?? '')) return true;
  return /\.(?:sh|bash|zsh)$/.test(program ?? '') && (literalOf(name) ?? '').includes('/');
}

/** `wal-g delete` and `duplicity` without their `--confirm` and `--force` only say what they would delete, `virsh destroy` pulls the plug. */
const otherwiseMeant = new Set(['wal-g', 'duplicity', 'virsh']);

const lineClients = new Set(['nc', 'ncat', 'netcat', 'telnet']);
const flush: Rule = {
  ...serverDataLoss,
  provider: 'line protocol',
  id: 'strangers/flush',
  verb: 'flush',
  resource: 'cache',
  reason: 'Deletes everything that the memcached or Redis server {target} holds.',
  source: 'https://docs.memcached.org/protocols/basic/',
};

/** `echo flush_all | nc cache 11211`: the protocols of memcached and Redis are plain lines. */
function flushed({ invocation }: Call): readonly Effect[] {
  const { stdin, args, span } = invocation;
  if (stdin.kind !== 'text' || !/^[^\S\n]*(?:flush_all|flushall|flushdb)\b/im.test(stdin.value)) return [];
  const host = args.map(literalOf).find((text) => text && !/^-|^\d+$/.test(text)) ?? 'on this machine';
  return [effectOf(flush, { target: host, span, environment: environmentOfHost(host) })];
}

/** `deleteenv`, `delnode`: a verb and its noun in one word. */
function apart(word: string): string[] {
  const [, verb, noun] = /^(del|delete|destroy|purge|rm|remove|terminate|wipe)([a-z]{2,})$/.exec(word) ?? [];
  return verb && noun && nounKind(noun) !== 'other' ? [verb, noun] : [word];
}
