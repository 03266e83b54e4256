import type { Effect } from '../action/effect.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import { placed } from './command-place.ts';
import type { CommandTable } from './command-table.ts';
import { calledByName, isQuestionOrMaking, singular } from './command-verbs.ts';
import { readNoun } from './nouns.ts';
import { type Call, effectOf, type Rule, type Sighting, serverDataLoss } from './pack.ts';
import { isFinal, nounKind, verbStrength } from './stranger-words.ts';
import { dealt } from './takings.ts';
import { type Arguments, literalOf, shown, wordsOf } from './words.ts';

const docs = 'https://clig.dev/#subcommands';
/** What every rule of strangers has in common. */
export const strangerBase = { ...serverDataLoss, provider: 'strangers', source: docs } as const;

const deletes: Rule = {
  ...strangerBase,
  id: 'strangers/delete',
  verb: 'delete',
  resource: 'resource',
  reason: 'Deletes {target} with what it holds.',
};

/** The options that most command lines share. */
export const sharedOptions: Pick<CommandTable, 'valued' | 'environment' | 'endpoint'> = {
  valued:
    '-jar -a --app -p --project -e --env --environment -o --org --organization -t --token -r --region -n --name -c --config --profile -s --service --site --context --workspace -u --url --api-key --id --team --namespace -H --host --server --endpoint --user --password -U --vault --zone --account --cluster --location',
  environment: '-e --env --environment -p --project --profile --context --workspace --namespace --cluster',
  endpoint: '-u --url --endpoint --server --host',
};
/** Those of them that take the next word. */
export const valued: ReadonlySet<string> = new Set(sharedOptions.valued.split(' '));

/** Options that only mean something where a server or somebody else's things are concerned, or that no question is asked. */
const evident =
  /^(?:--?(?:force|yes|confirm|all|recursive|cascade|purge|hard|permanent(?:ly)?|no-prompt|no-confirm|no-input|non-interactive|noprompt|auto-approve|assume-yes|skip-confirmation|immediate|prod|production|project|org|organization|region|server|host|cluster|account|namespace|token|api-key|tenant|id|site|zone|endpoint|env|environment|stage)(?:=.*)?|-[fy])$/;

/** Options that say which one is meant. */
const naming = /^--(?:[a-z]+-?)*(?:id|name|url|title)(?:=|$)/i;

/** Options that name the file which says what there is. */
const describing = /^(?:-[cf]|--(?:[a-z]+-)?(?:config|file|filename|manifest|spec)(?:-file)?)(?:=|$)/;

/** Things that code generators name (`acme delete service button`). */
const generated =
  /^(?:services?|pages?|forms?|functions?|endpoints?|templates?|triggers?|rules?|events?|index|tables?|items?)$/;

/** A destructive word of a command line and what it is said of. */
export interface Said {
  readonly verb: string;
  readonly strength: 'strong' | 'weak';
  /** Lower-case words in front of the verb or joined to it, else the noun behind it; empty where there is none. */
  readonly noun: string;
  /** True where the verb comes first and the noun, if any, behind it. */
  readonly leads: boolean;
  /** What stands behind. */
  readonly rest: readonly Word[];
}

/** The destructive word of a command line, or null where none stands as a verb. */
export function saidBy({ args }: Invocation, { operands }: Arguments): Said | null {
  const values = behindOptions(args);
  for (let index = 0; index < Math.min(operands.length, 6); index += 1) {
    const word = operands[index];
    const written = literalOf(word);
    if (written === null || !/^[A-Za-z][\w.:-]*$/.test(written) || (index > 0 && values.has(word))) return null;
    // `repo::archive`: the name of something in a repository.
    if (written.includes('::')) return null;
    const parts = wordsOf(written).flatMap(apart);
    // `drop.sql`, `remove.py`: a file.
    if (/\.\w{1,4}$/.test(written) && verbStrength(parts.at(-1) ?? '') === undefined) return null;
    const text = written.toLowerCase();
    const next = literalOf(operands[index + 1])?.toLowerCase() ?? '';
    // `docs delete x`: a thing here, and no question.
    const isThing =
      (/^(?:docs|logs?|history|builds?|tests?|tags?|links?|exports?|imports?|views?|shells?)$/.test(text) &&
        verbStrength(next) === 'strong') ||
      // `m365 spo list remove`: deep in a command line these are things as well.
      (index > 0 &&
        /^(?:lists?|plans?|checks?|search(?:es)?|quer(?:y|ies)|reports?)$/.test(text) &&
        verbStrength(next));
    if (!isThing && isQuestionOrMaking(written)) return null;
    const verb = verbStrength(text) ? text : [parts[0], parts.at(-1)].find((part) => part && verbStrength(part));
    const strength = verb === undefined ? undefined : verbStrength(verb);
    if (verb === undefined || strength === undefined) {
      const called = /[a-z][A-Z]/.test(written)
        ? calledByName(args, written, operands.slice(0, index).map(shown))
        : null;
      if (called) return { ...called, strength: 'strong', leads: false, rest: operands.slice(index + 1) };
      continue;
    }
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

/** True where what is said amounts to a loss that is somebody's grief. */
export function isLoss({ verb, strength, noun, leads, rest }: Said, { args }: Invocation): boolean {
  const kind = nounKind(noun);
  const last = noun.split(' ').at(-1) ?? '';
  if (kind === 'slight') return false;
  // What is switched off keeps what it holds and is switched on again; a whole cluster may not come back alone.
  if (/^(?:stop|poweroff)$/.test(verb)) return false;
  // A disk is written anew; an app or a site is only built again.
  if (/^re(?:install|build|image)$/.test(verb))
    return rest.length > 0 && /^(?:servers?|instances?|vms?|vps|machines?|droplets?|nodes?|devices?)$/.test(last);
  if (verb === 'shutdown' && noun !== '' && !/^clusters?$/.test(last)) return false;
  // A branch of a database or of code: only one that nobody is asked about, or that has no directory in its name.
  if (/^branch(?:es)?$/.test(last))
    return hasEvidence(args) || rest.every((word) => /^(?:main|master|prod\w*|br_\w+|[\w-]{20,})$/.test(shown(word)));
  // `uplink rm --recursive sj://prod`: what lies in somebody's object storage.
  if (rest.some((word) => /^(?!https?|file|data)[a-z][a-z\d]{1,9}:\/\/\w/.test(shown(word)))) return true;
  // What only runs or waits is begun anew.
  if (verb === 'cancel') return dealt.test(last) && (rest.length > 0 || hasEvidence(args));
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
      return (
        (rest.length > 0 || args.some((word) => naming.test(literalOf(word) ?? ''))) &&
        args.some((word) => /^--?(?:force|yes|confirm|y|f)$/.test(literalOf(word) ?? ''))
      );
    return kind === 'held' && (rest.length > 0 || hasEvidence(args));
  }
  if (!leads) return true;
  // Of these there is often one, and nobody names it.
  if (kind === 'held')
    return (
      rest.length > 0 ||
      hasEvidence(args) ||
      // `milvus_cli delete collection -c docs`
      args.some((word, at) => /^--?[a-z]/i.test(literalOf(args[at - 1]) ?? '') && /^\w/.test(literalOf(word) ?? '')) ||
      /^(?:cluster|project|database|tenant|organi[sz]ation|environment|stack|realm|account)$/.test(last)
    );
  if (kind === 'shared' && !generated.test(noun)) return rest.length > 0 || hasEvidence(args);
  return (
    isFinal(verb) ||
    hasEvidence(args) ||
    // `hetzner-k3s delete --config prod.yaml`: all that the file describes.
    (verb === 'delete' &&
      noun === '' &&
      rest.length === 0 &&
      args.some((word) => describing.test(literalOf(word) ?? ''))) ||
    (rest.length > 0 && (!generated.test(noun) || /^(?:drop|truncate|purge|wipe)$/.test(verb)))
  );
}

function hasEvidence(args: readonly Word[]): boolean {
  return args.some((word) => evident.test(literalOf(word) ?? ''));
}

/** The effect of what is said. */
export function effectFor({ verb, noun, rest }: Said, call: Call, read: Arguments): Effect {
  const program = call.invocation.program ?? '';
  const option = ['--name', '-n', '--id', '--app', '-a'].map((name) => read.options.get(name)).find(Boolean);
  const name = option ? shown(option) : rest[0] ? shown(rest[0]) : null;
  const resource = noun === '' ? 'resource' : singular(noun);
  const target = [noun === '' ? '' : resource, name].filter(Boolean).join(' ') || `what ${program} manages`;
  const reading = readNoun(noun);
  return effectOf(deletes, {
    target,
    verb,
    resource,
    span: call.invocation.span,
    ...(reading ? { asset: reading.asset, attack: reading.attack } : {}),
    ...(verb === 'cancel' ? { reason: 'Calls off {target}: no call takes it up again.' } : {}),
    ...placeOf(call, read, name ?? ''),
  });
}

/** Where a call works. */
export function placeOf(call: Call, read: Arguments, name: string): Partial<Sighting> {
  return placed(
    call,
    { table: { ...sharedOptions, id: 'strangers', title: '', programs: [], docs, rows: [] } },
    read,
    name,
  );
}

/** `deleteenv`, `delnode`, `collectiondelete`, `userdel`: a verb and its noun in one word. */
export function apart(word: string): string[] {
  if (word.length < 5 || verbStrength(word)) return [word];
  const [, first, behind] = /^(delete|destroy|purge|remove|terminate|wipe|del|rm)([a-z]{2,})$/.exec(word) ?? [];
  if (first && behind && nounKind(behind) !== 'other') return [first, behind];
  const [, ahead, last] = /^([a-z]{2,30}?)(delete|destroy|truncate|purge|remove|terminate|drop|del)$/.exec(word) ?? [];
  const kind = ahead && last ? nounKind(ahead) : 'other';
  // `filedrop`, `airdrop` take nothing away.
  return ahead && last && (kind === 'held' || (kind === 'shared' && !/^(?:drop|remove)$/.test(last)))
    ? [ahead, last]
    : [word];
}
