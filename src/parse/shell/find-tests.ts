import type { Field } from './value.ts';

/** Globs below a starting point: what a `find` hands on lies in one of them. */
type Globs = readonly string[];

/** Whatever lies there. */
const all: Globs = ['**'];
/** Some of it, by tests that no glob can say: it may be all there is, but that is not certain. */
const some: Globs = ['**/*'];
/** In place of a glob: what is empty itself, so that nothing is lost with it. No path holds that character. */
export const whatIsEmpty = '\0';
const empty: Globs = [whatIsEmpty];

/** More alternatives than anybody types. */
const maximumGlobs = 64;

const valued =
  /^-(?:[acm](?:newer|min|time)|newer\w*|context|fstype|gid|uid|group|user|i?l?name|i?(?:whole|path)(?:name)?|i?regex|inum|links|perm|samefile|size|x?type|used|(?:min|max)depth|regextype|f?printf|fprint0?|fls|files0-from|D)$/;
/** What says nothing about which files are found. */
const neutral =
  /^-(?:a|and|x?type|(?:min|max)depth|depth|d|xdev|mount|follow|daystart|noleaf|(?:no)?warn|true|regextype|prune|quit)$/;
const printing = /^-(?:print0?|printf|ls)$/;
const executing = /^-(?:exec|ok)(?:dir)?$/;

/** What a `find` hands on from one starting point, as globs below it. */
export interface Found {
  /** To each of its actions, by the position of the action's word in the expression. */
  readonly reached: ReadonlyMap<number, Globs>;
  /** To whoever reads its output. */
  readonly listed: Globs;
}

/** The chain of tests being read, and what stands around it. */
interface Level {
  /** What comes as far as the bracket at all. */
  readonly reach: Globs;
  readonly negated: boolean;
  /** What the alternatives so far let through; null before the first has ended. */
  before: Globs | null;
  chain: Globs;
}

/** The position behind the last word of the command that begins at `from`: behind its `;` or `{} +`. */
export function endOfCommand(expression: readonly Field[], from: number): number {
  for (let index = from; index < expression.length; index++) {
    const text = expression[index]?.text;
    if (text === ';' || (text === '+' && expression[index - 1]?.text === '{}')) return index;
  }
  return expression.length;
}

/**
 * Reads the tests of a `find` from left to right, as `find` goes through them: an action gets what the tests in front of
 * it let through, in its own alternative (find(1), EXPRESSION). What a test says that is negated narrows nothing.
 */
export function readTests(expression: readonly Field[], start: string): Found {
  const reached = new Map<number, Globs>();
  const around: Level[] = [];
  let level: Level = { reach: all, negated: false, before: null, chain: all };
  let printed: Globs | null = null;
  let not = false;
  for (let index = 0; index < expression.length; index++) {
    const text = expression[index]?.text ?? '';
    if (text === '!' || text === '-not') {
      not = !not;
      continue;
    }
    if (text === '(') {
      around.push(level);
      level = { reach: both(level.reach, level.chain), negated: not, before: null, chain: all };
    } else if (text === ')') {
      const value = level.negated ? some : either(level.before, level.chain);
      level = around.pop() ?? level;
      level.chain = both(level.chain, value);
    } else if (text === '-o' || text === '-or' || text === ',') {
      level.before = text === ',' ? null : either(level.before, level.chain);
      // What the alternative in front took does not come here.
      level.chain = text === ',' ? all : some;
    } else if (text === '-delete' || executing.test(text) || printing.test(text)) {
      const here = both(level.reach, level.chain);
      reached.set(index, here);
      if (printing.test(text)) printed = either(printed, here);
      if (text === '-printf') index += 1;
      else if (executing.test(text)) index = endOfCommand(expression, index);
    } else {
      const value = valued.test(text) ? expression[++index] : undefined;
      if (!neutral.test(text)) level.chain = both(level.chain, not ? some : tested(text, value, start));
    }
    not = false;
  }
  const handed = [...reached.values()].reduce<Globs | null>(either, null);
  const atTop = expression.findIndex(({ text }) => text === '-maxdepth');
  const flat = atTop >= 0 && expression[atTop + 1]?.text === '1';
  return {
    reached: flat ? new Map([...reached].map(([at, globs]) => [at, flattened(globs)])) : reached,
    listed: (flat ? flattened : asTheyAre)(printed ?? handed ?? either(level.before, level.chain)),
  };
}

const asTheyAre = (globs: Globs): Globs => globs;

/** `-maxdepth 1`: a name lies directly in the starting point. */
function flattened(globs: Globs): Globs {
  return globs.map((glob) => (glob === '**' || some.includes(glob) ? glob : glob.replace(/^\*\*\/(?=[^/]+$)/, '')));
}

/** What one test lets through. */
function tested(test: string, value: Field | undefined, start: string): Globs {
  if (test === '-empty') return empty;
  if (!value || value.holed) return some;
  if (/^-i?name$/.test(test)) return isTelling(value.text) && !/[/\0]/.test(value.text) ? [`**/${value.text}`] : some;
  if (/^-i?(?:path|wholename)$/.test(test)) return pathGlob(value.text, start);
  return /^-i?regex$/.test(test) ? expressionGlobs(value.text) : some;
}

/** Whether a glob asks for anything: `*`, `.*`, `[a-z]*` fit nearly every name. */
function isTelling(glob: string): boolean {
  return /[^*?.]/.test(glob.replace(/\[[^\]]*\]/g, ''));
}

/** The glob of `-path`, whose `*` takes slashes as well. */
function pathGlob(pattern: string, start: string): Globs {
  const from = `${start.replace(/(.)\/+$/, '$1')}/`;
  if (!isTelling(pattern.replace(/[/\0]/g, '')) || !(pattern.startsWith('*') || pattern.startsWith(from))) return some;
  const parts: string[] = [];
  const segments = (pattern.startsWith('*') ? pattern : pattern.slice(from.length)).replaceAll('\0', '?').split('/');
  for (const [at, segment] of segments.entries()) {
    const star = segment.indexOf('*');
    const last = at === segments.length - 1;
    if (star > 0 && star < segment.length - 1) return [[...parts, segment.slice(0, star + 1), '**', '*'].join('/')];
    if (star === 0 && parts.at(-1) !== '**') parts.push('**');
    if (segment !== '*' || last) parts.push(segment);
    if (star > 0 && !last) parts.push('**');
  }
  return [parts.join('/')];
}

/** `.*\.pyc`, `.*\.\(pyc\|pyo\)`: endings. Of another pattern it is known only whether it leaves anything out. */
function expressionGlobs(pattern: string): Globs {
  const endings = /^\.\*\\\.(?:\w+|\\?\(((?:\w+(?:\\?\||(?=\\?\))))+)\\?\))\$?$/.exec(pattern);
  if (endings) return (endings[1] ?? pattern.slice(4).replace('$', '')).split(/\\?\|/).map((one) => `**/*.${one}`);
  return /\w/.test(pattern.replace(/\[[^\]]*\]|\\[wWsSdDbB]/g, '')) ? ['**/?*'] : some;
}

/** What two tests let through together. */
function both(one: Globs, other: Globs): Globs {
  if (one === empty || other === empty) return empty;
  if (one === all || (one === some && other !== all)) return other;
  if (other === all || other === some) return one;
  if (one.length * other.length > maximumGlobs) return some;
  return namesWithin(one, other) ?? namesWithin(other, one) ?? [...one, ...other];
}

/** `-path './src/*' -name '*.snap'`: the names below the paths. */
function namesWithin(paths: Globs, names: Globs): Globs | null {
  if (!paths.every((glob) => glob.endsWith('/**/*')) || !names.every((glob) => /^\*\*\/[^/]+$/.test(glob))) return null;
  return paths.flatMap((glob) => names.map((name) => `${glob.slice(0, -1)}${name.slice(3)}`));
}

/** What one of two alternatives lets through. */
function either(one: Globs | null, other: Globs): Globs {
  if (one === null || other === all) return other;
  if (one === all || one === some) return one;
  return other === some || one.length + other.length > maximumGlobs ? some : [...one, ...other];
}
