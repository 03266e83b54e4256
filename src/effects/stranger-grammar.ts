import type { Effect } from '../action/effect.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import { isHarmless } from './command-words.ts';
import { environmentOfHost } from './environment.ts';
import { type Call, effectOf, type Rule, serverDataLoss } from './pack.ts';
import { deviceEffects, linesHanded, statementsHanded } from './stranger-lines.ts';
import {
  apart,
  effectFor,
  isLoss,
  placeOf,
  type Said,
  saidBy,
  sharedOptions,
  strangerBase,
  valued,
} from './stranger-reading.ts';
import { isBystander, isFinal, nounKind, verbStrength } from './stranger-words.ts';
import { literalOf, readArguments, shown, wordsOf } from './words.ts';

const byOption: Rule = {
  ...strangerBase,
  id: 'strangers/delete-option',
  verb: 'delete',
  resource: 'resource',
  reason: 'Is told to delete by an option ({target}).',
};

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
  if (isHarmless(read, sharedOptions)) return [];
  const named = namedFor(program);
  if (named) return [effectFor({ ...named, leads: false, rest: read.operands }, call, read)];
  const said = saidBy(invocation, read);
  if (said && isLoss(said, invocation)) return [effectFor(said, call, read)];
  const option = read.operands.slice(0, 3).some((word) => asking.test(literalOf(word) ?? ''))
    ? null
    : tellingOption(invocation.args);
  if (option !== null)
    return [effectOf(byOption, { target: `${program} ${option}`, span: invocation.span, ...placeOf(call, read, '') })];
  if (invocation.wrappers.some(({ place }) => place === 'remote')) return deviceEffects(call);
  const statements = statementsHanded(call);
  return statements.length > 0 ? statements : linesHanded(call, read);
}

/** First words with which an option only says what to look for (`node status --decommission`). */
const asking =
  /^(?:list|ls|get|describe|show|view|info|inspect|status|search|find|query|help|version|logs|plan|diff|preview|validate|check)$/;

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

/** `drop-database shop`, `tenant-purge`: a program that is called by its verb. */
function namedFor(program: string): Pick<Said, 'verb' | 'strength' | 'noun'> | null {
  const parts = wordsOf(program.replace(/\.\w+$/, ''));
  if (parts.length < 2) return null;
  const verb = [parts[0], parts.at(-1)].find((part) => part !== undefined && verbStrength(part) === 'strong');
  const noun = parts.filter((part) => part !== verb).join(' ');
  return verb === undefined || nounKind(noun) !== 'held' ? null : { verb, strength: 'strong', noun };
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

/** `exec 3<>/dev/tcp/cache/6379; printf 'FLUSHALL\\r\\n' >&3`: the same over a connection that the shell opened. */
export function flushedOverSocket(invocations: readonly Invocation[]): readonly Effect[] {
  const host = invocations
    .flatMap(({ redirections }) => redirections)
    .map(({ target }) => /^\/dev\/tcp\/([^/]+)\/\w+$/.exec(shown(target))?.[1])
    .find((name) => name !== undefined);
  const says = invocations.find(
    ({ program, args }) =>
      /^(?:echo|printf)$/.test(program ?? '') &&
      args.some((word) => /(?:^|\\n|\n)\s*(?:flush_all|flushall|flushdb)\b/i.test(shown(word))),
  );
  return host === undefined || !says
    ? []
    : [effectOf(flush, { target: host, span: says.span, environment: environmentOfHost(host) })];
}

/** `echo flush_all | nc cache 11211`: the protocols of memcached and Redis are plain lines. */
function flushed({ invocation }: Call): readonly Effect[] {
  const { stdin, args, span } = invocation;
  const typed = stdin.kind === 'text' ? stdin.value : stdin.kind === 'unknown' ? (stdin.text ?? '') : '';
  if (!/^[^\S\n]*(?:flush_all|flushall|flushdb)\b/im.test(typed)) return [];
  const host = args.map(literalOf).find((text) => text && !/^-|^\d+$/.test(text)) ?? 'on this machine';
  return [effectOf(flush, { target: host, span, environment: environmentOfHost(host) })];
}
