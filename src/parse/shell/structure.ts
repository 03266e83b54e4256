import { maximumStructure } from '../limits.ts';

/** Texts below this length cannot hold enough of anything to matter. */
const harmlessLength = 1600;

/**
 * What of a shell text goes over a bound, or null. One pass over its characters, before any grammar sees it:
 * a megabyte of `$(` or `;` must not cost seconds. Quotes are not looked at, so that text inside them counts too.
 */
export function excessiveStructure(text: string): string | null {
  if (text.length < harmlessLength) return null;
  const counts = {
    separators: 0,
    blanks: 0,
    openings: 0,
    hereDocuments: 0,
    quotes: 0,
    braces: 0,
    variables: 0,
    patterns: 0,
  };
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 10: // newline
      case 59: // ;
      case 124: // |
      case 38: // &
        counts.separators++;
        break;
      case 32: // space
      case 9: // tab
        counts.blanks++;
        break;
      case 34: // "
      case 39: // '
        counts.quotes++;
        break;
      case 63: // ?
      case 42: // *
        counts.patterns++;
        break;
      case 36: // $
        counts.variables++;
        break;
      case 40: // (
        if (isOpening(text.charCodeAt(index - 1))) counts.openings++;
        break;
      case 123: // {
        counts.braces++;
        if (text.charCodeAt(index - 1) === 36) counts.openings++;
        break;
      case 96: // `
        counts.openings++;
        break;
      case 60: // <
        if (text.charCodeAt(index - 1) === 60) counts.hereDocuments++;
        break;
    }
  }
  for (const kind of kinds) {
    if (counts[kind] > maximumStructure[kind]) return `more than ${maximumStructure[kind]} ${kind}`;
  }
  return null;
}

const kinds = [
  'separators',
  'blanks',
  'openings',
  'hereDocuments',
  'quotes',
  'braces',
  'variables',
  'patterns',
] as const;

/** `$(`, `<(`, `>(`, `((`. */
function isOpening(before: number): boolean {
  return before === 36 || before === 60 || before === 62 || before === 40;
}
