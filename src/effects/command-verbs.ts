import type { Asset, Effect } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import { placed } from './command-place.ts';
import { type Compiled, targetOf } from './command-words.ts';
import { madeAgain, readNoun } from './nouns.ts';
import { type Call, effectOf } from './pack.ts';
import { isWrittenAnew, readName } from './verbs.ts';
import { type Arguments, literalOf, shown, wordsOf } from './words.ts';

/** A verb that asks, makes or moves: what stands behind it is a name. */
const otherVerbs = new Set(
  (
    'list ls get describe show view info inspect status create add new init update set edit apply deploy up start open logs log tail ' +
    'search find query export download upload copy cp import attach enable wait diff plan preview validate lint login whoami version help ' +
    'run exec ssh connect proxy scale resize rename link use switch select checkout pull push tag build test restore undelete recover ' +
    'install upgrade rotate generate print read head cat stat count invoke call publish send put sync watch track refresh complete lock ' +
    'execute trigger resume reboot restart migrate promote retry replay ack approve verify sign encrypt decrypt convert transfer ' +
    'resolve write append configure authorize grant allow register associate assign reserve request submit lookup history top ' +
    'health ping explain doctor docs console shell psql wizard'
  ).split(' '),
);

/** True where one of the words says already that nothing is taken away: `firestore export $NAME`. */
export function asksOrMakes(operands: readonly Word[], { table }: Compiled): boolean {
  return operands.slice(table.serviceFirst ? 1 : 0).some((word) => otherVerbs.has(literalOf(word) ?? ''));
}

/** `create-table`, `get-delete-marker`: an operation that asks, makes or changes. */
const makingVerb = /^(?:get|list|describe|create|update|put|add|set|show|start|enable|modify|batch-get|undelete|un)-/;

/** True for a word of a command line that asks, makes or moves: what stands behind it is a name. */
export function isQuestionOrMaking(text: string): boolean {
  const parts = text.toLowerCase().split(':');
  return parts.some((part) => otherVerbs.has(part) || part === 'make') || makingVerb.test(wordsOf(text).join('-'));
}

/** Flags that every command line has: the word behind one is no value. */
const plainFlags =
  /^(?:-[a-zA-Z]|--(?:quiet|yes|force|debug|verbose|json|async|no-wait|no-input|all|assume-yes|auto-approve))$/;

const relating = /^(?:from|for|to|by|with|on|in|of|without)$/;

const bulk = new Set(['batch', 'bulk', 'admin', 'force']);

/** `<nouns> delete <name>` of a program whose table has no line for these nouns. */
export function genericEffects(call: Call, compiled: Compiled, read: Arguments, operands: readonly Word[]): Effect[] {
  const { table, takesAway } = compiled;
  const values = maybeValues(call.invocation.args, compiled);
  for (let index = 0; index < Math.min(operands.length, 7); index += 1) {
    const written = literalOf(operands[index]);
    const text = written?.toLowerCase();
    if (!written || text === undefined || !/^[a-z][a-z0-9_-]*$/.test(text)) return [];
    if (index > 0 && values.has(operands[index])) return [];
    if (table.serviceFirst && index === 0) continue;
    if (otherVerbs.has(text)) return [];
    const parts = wordsOf(written);
    const verb = takesAway.has(text) ? text : verbAmong(parts, compiled);
    if (verb !== text && parts.length > 1 && makingVerb.test(parts.join('-'))) return [];
    if (verb === undefined) {
      const called = calledByName(call.invocation.args, written, operands.slice(0, index).map(shown));
      if (!called) continue;
      const target = targetOf(compiled, read, operands.slice(index + 1), table.named?.split(' ') ?? []);
      return genericEffect(call, compiled, read, { ...called, target });
    }
    const own = verb === text ? '' : ownNoun(parts, verb);
    const noun = own === '' ? operands.slice(0, index).map(shown).slice(-2).join(' ') : own;
    const target = targetOf(compiled, read, operands.slice(index + 1), table.named?.split(' ') ?? []);
    return genericEffect(call, compiled, read, { verb, noun: noun === '' ? 'resource' : noun, target });
  }
  return [];
}

/** `tccli redis ClearInstance`, `aliyun ecs ReInitDisk`: an operation of the interface, under its own name. */
export function calledByName(
  args: readonly Word[],
  name: string,
  context: readonly string[],
): { readonly verb: string; readonly noun: string } | null {
  if (!/^[A-Za-z]+[a-z][A-Z][A-Za-z]*$/.test(name) || name.length > 80) return null;
  if (isWrittenAnew(name, args.map((word) => literalOf(word) ?? '').join(' ')))
    return { verb: 'overwrite', noun: 'disk' };
  const reading = readName(name, context);
  if (!reading || reading.reversibility === 'reversible') return null;
  // `UserDeleteSpec` names something; an operation begins with what it does.
  const begins = reading.verb === 'overwrite' || name.toLowerCase().startsWith(reading.verb);
  return begins ? { verb: reading.verb, noun: reading.resource } : null;
}

/** Words behind options that the table does not list: they may be values, never the verb. */
function maybeValues(args: readonly Word[], { valued }: Compiled): ReadonlySet<Word | undefined> {
  const found = new Set<Word | undefined>();
  args.forEach((word, index) => {
    const text = word.kind === 'unknown' ? word.prefix : word.value;
    if (text.startsWith('-') && !text.includes('=') && !valued.has(text) && !plainFlags.test(text))
      found.add(args[index + 1]);
  });
  return found;
}

/** The thing in `delete-db-snapshot`, `deregister-task-from-service`: what stands before the relating word. */
function ownNoun(parts: readonly string[], verb: string): string {
  const words = parts.filter((part) => part !== verb && !bulk.has(part));
  const end = words.findIndex((word) => relating.test(word));
  return (end > 0 ? words.slice(0, end) : words.filter((word) => !relating.test(word))).join(' ');
}

function verbAmong(parts: readonly string[], { verbs, takesAway }: Compiled): string | undefined {
  const whole = parts.join('-');
  if (verbs.has(whole) || takesAway.has(whole)) return whole;
  const candidates = bulk.has(parts[0] ?? '') ? parts : [parts[0], parts.at(-1)];
  return candidates.find((part) => part !== undefined && (verbs.has(part) || takesAway.has(part)));
}

const identity = /\b(?:user|service account|role|principal|access key)$/;

function genericEffect(
  call: Call,
  compiled: Compiled,
  read: Arguments,
  { verb, noun, target }: { readonly verb: string; readonly noun: string; readonly target: string | null },
): Effect[] {
  const { table, takesAway, generic } = compiled;
  const reading = readNoun(noun);
  if (!reading) return [];
  const kind = singular(noun);
  const name = target ?? `the ${kind}`;
  const named =
    target === null
      ? `${/^[AEIO]/.test(table.title) ? 'an' : 'a'} ${table.title} ${kind}`
      : `the ${table.title} ${kind} {target}`;
  const away = takesAway.has(verb);
  const reversibility = away ? 'recoverable' : reading.reversibility;
  return [
    effectOf(generic, {
      target: name,
      span: call.invocation.span,
      verb,
      resource: kind,
      asset: reading.asset,
      attack: away ? 'T1489' : reading.attack,
      reversibility,
      reason: away ? `Takes ${named} out of use (${verb}).` : `Deletes ${named}${lossOf(reading.asset)}.`,
      ...(reversibility === 'recoverable' ? { wayBack: away ? 'Put it back into use.' : madeAgain } : {}),
      // Who works for CI does so everywhere: an account of that name is no test account.
      ...placed(call, compiled, read, identity.test(kind) ? name.replaceAll(/\bci\b/g, '') : name),
    }),
  ];
}

/** A kind of thing in the singular, as sentences need it. */
export function singular(noun: string): string {
  const plain = noun.replaceAll(/[-_]/g, ' ');
  return /(?:ss|us|is)$/.test(plain) ? plain : plain.replace(/ies$/, 'y').replace(/s$/, '');
}

/** What goes with a thing of a kind, as the end of a sentence. */
function lossOf(asset: Asset): string {
  switch (asset) {
    case 'data-store':
      return ' with what it holds';
    case 'backup':
      return ': one way back less';
    case 'log':
      return ' and what it recorded';
    case 'key':
      return '; what it protects or opens may be lost with it';
    default:
      return '';
  }
}
