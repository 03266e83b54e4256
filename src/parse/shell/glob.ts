import { maximumPatternText } from '../limits.ts';

/**
 * A shell pattern as a regular expression over a whole text; null where it is too long or too costly to match.
 * `*` may match `/`: patterns of `case` and `${x%…}` are not path names.
 */
function patternExpression(glob: string, greedy: boolean): string | null {
  if (glob.length > 256 || (glob.match(/\*/g)?.length ?? 0) > 3) return null;
  let expression = '';
  for (let index = 0; index < glob.length; index++) {
    const character = glob.charAt(index);
    if (character === '*') expression += greedy ? '[^]*' : '[^]*?';
    else if (character === '?') expression += '[^]';
    else if (character === '\\' && index + 1 < glob.length) expression += escaped(glob.charAt(++index));
    else if (character === '[' || character === '(') return null;
    else expression += escaped(character);
  }
  return expression;
}

/** `${text#glob}` and its three siblings; null where it cannot be told. */
export function removeMatch(text: string, glob: string, operator: '#' | '##' | '%' | '%%'): string | null {
  if (text.length > maximumPatternText) return null;
  const expression = patternExpression(glob, operator.length === 2);
  if (expression === null) return null;
  if (operator.startsWith('#')) return text.replace(new RegExp(`^${expression}`), '');
  // The shortest suffix begins last: try from the end.
  const whole = new RegExp(`^${expression}$`);
  const starts = Array.from({ length: text.length + 1 }, (_, index) =>
    operator === '%' ? text.length - index : index,
  );
  for (const start of starts) {
    if (whole.test(text.slice(start))) return text.slice(0, start);
  }
  return text;
}

/** `${text/glob/replacement}` and its siblings; null where it cannot be told. */
export function replaceMatch(
  text: string,
  glob: string,
  replacement: string,
  operator: '/' | '//' | '/#' | '/%',
): string | null {
  if (text.length > maximumPatternText || glob === '') return null;
  const expression = patternExpression(glob, true);
  if (expression === null) return null;
  const anchored = operator === '/#' ? `^${expression}` : operator === '/%' ? `${expression}$` : expression;
  return text.replace(new RegExp(anchored, operator === '//' ? 'g' : ''), () => replacement);
}

function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/**
 * What a glob comes to as an argument: each of several names that a listing gives (`./**\/{*.a,*.b}`), without zsh's
 * qualifiers (`*(.)`), and with the hidden names where the shell was told to take them or a qualifier does (`*(D)`).
 */
export function globsOf(glob: string, hidden: boolean): string[] {
  const listed = glob.includes('**/{') ? /^(.*\*\*\/)\{([^{}]*)\}(.*)$/s.exec(glob) : null;
  const [, from = '', names = '', rest = ''] = listed ?? [];
  const each = listed ? names.split(',').map((name) => `${from}${name}${rest}`) : [glob];
  return each.flatMap((one) => {
    const qualifiers = one.endsWith(')') ? /(?<=[*?\]])\(([^()|]*)\)$/.exec(one) : null;
    const plain = qualifiers ? one.slice(0, qualifiers.index) : one;
    return hidden || qualifiers?.[1]?.includes('D') ? [plain, plain.replace(/(^|\/)(?=[*?])/, '$1.')] : [plain];
  });
}

/**
 * One glob for a variable that takes what is listed: names in one place as `./**\/{*.a,*.b}`, which {@link globsOf} takes
 * apart again; of several places the one that reaches out of this folder. Null where nothing is listed.
 */
export function joinedGlobs(listing: readonly string[]): string | null {
  const [first] = listing;
  if (first === undefined || listing.length === 1) return first ?? null;
  const from = first.slice(0, first.lastIndexOf('/') + 1);
  const names = listing.map((glob) => (glob.startsWith(from) ? glob.slice(from.length) : '/'));
  if (!names.some((name) => /[,{}/]/.test(name))) return `${from}{${names.join(',')}}`;
  return listing.find((glob) => /^[/~]|\.\./.test(glob)) ?? first;
}
