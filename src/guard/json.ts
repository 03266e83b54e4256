/** Nesting of objects and arrays in JSON that is read; deeper, nobody can be sure what a reader makes of it. */
const deepest = 200;

/** Any JSON value read through the door, or one plain sentence why not. */
export type JsonReading =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses JSON that decides what would run. A key named twice makes it unreadable: parsers differ in which of the two
 * counts, so nobody can say which one the host would act on. `subject` begins the sentence.
 */
export function readJson(text: string, subject: string): JsonReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', problem: `${subject} is not valid JSON.` };
  }
  const survey = surveyJson(text);
  if (survey.depth > deepest) {
    return { kind: 'unreadable', problem: `${subject} is nested more than ${deepest} levels deep.` };
  }
  if (survey.duplicate !== undefined) {
    const name = survey.duplicate.length > 60 ? `${survey.duplicate.slice(0, 60)}…` : survey.duplicate;
    return {
      kind: 'unreadable',
      problem: `${subject} names "${name}" twice in one object, so nobody can tell which one counts.`,
    };
  }
  return { kind: 'value', value };
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Nesting and the first key named twice in one object, of text that `JSON.parse` accepts. */
export function surveyJson(text: string): { depth: number; duplicate?: string } {
  const levels: (Set<string> | null)[] = [];
  let depth = 0;
  let expectsKey = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at);
        const keys = levels.at(-1);
        if (expectsKey && keys) {
          const raw = text.slice(at, end);
          const key: string = raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1);
          if (keys.has(key)) return { depth, duplicate: key };
          keys.add(key);
          expectsKey = false;
        }
        at = end - 1;
        break;
      }
      case openBrace:
      case openBracket: {
        const isObject = text.charCodeAt(at) === openBrace;
        levels.push(isObject ? new Set() : null);
        depth = Math.max(depth, levels.length);
        expectsKey = isObject;
        break;
      }
      case closeBrace:
      case closeBracket:
        levels.pop();
        expectsKey = false;
        break;
      case comma:
        expectsKey = levels.at(-1) != null;
        break;
    }
  }
  return { depth };
}

/** Index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}
