import type { Invocation } from '../action/invocation.ts';
import { textOf } from './places.ts';

/** Printable, and long enough for a secret. */
const printable = /^[\x20-\x7e]{6,4096}$/;

/**
 * The same secret as it is used elsewhere: what base64 (a cluster's secret, a registry's login) or percent signs (an
 * address) say, and of `user:password` the password.
 */
export function otherwiseWritten(value: string): string[] {
  const plain = decodedBase64(value);
  const password = plain === undefined ? undefined : /^[^\s:]{1,128}:(\S{6,})$/.exec(plain)?.[1];
  const unescaped = value.includes('%') ? decodedAddress(value) : value;
  return [plain, password, unescaped === value ? undefined : unescaped].filter((one) => one !== undefined);
}

/** What a word of base64 says, where that can be read; undefined for any other word. */
export function decodedBase64(word: string): string | undefined {
  if (word.length < 12 || word.length > 4096 || !/^[A-Za-z0-9+/]+={0,2}$/.test(word)) return undefined;
  // Every lower-case word is base64 of something: a secret's has digits or capitals.
  if (!/[A-Z]/.test(word) || word.replace(/=+$/, '').length % 4 === 1) return undefined;
  const text = Buffer.from(word, 'base64').toString('latin1').replace(/\n$/, '');
  return printable.test(text) ? text : undefined;
}

/** How a program wrote what it read of a file. */
export type Encoded = 'base64' | 'hex' | 'reversed';

/** How the last program of a command wrote what it read: `base64 f`, `xxd -p f`, `cat f | rev`. */
export function encodedBy(invocations: readonly Invocation[]): Encoded | undefined {
  const last = invocations.at(-1);
  const args = last?.args.map(textOf) ?? [];
  switch (last?.program) {
    case 'base64':
    case 'basenc':
    case 'openssl':
      if (last.program === 'openssl' && !/^(?:base64|enc)$/.test(args[0] ?? '')) return undefined;
      return args.some((arg) => /^-(?:d|D|-decode)$/.test(arg)) ? undefined : 'base64';
    case 'xxd':
    case 'hexdump':
    case 'od':
      return args.includes('-r') ? undefined : 'hex';
    case 'rev':
      return 'reversed';
    default:
      return undefined;
  }
}

/** What an output in other signs says; as it came where it cannot be read. */
export function readBack(output: string, encoded: Encoded): string {
  switch (encoded) {
    case 'base64': {
      const text = output.replace(/\s+/g, '');
      return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : output;
    }
    case 'hex': {
      // `00000000: 413d 310a  A=1.`: the place before, the letters behind.
      const digits = output
        .split('\n')
        .map((line) => {
          const said = line.replace(/^[0-9a-f]{6,8}:? /i, '');
          return line.endsWith('|') ? said.replace(/\|[^\n]*\|$/, '') : said.replace(/ {2,}[^\n]*$/, '');
        })
        .join('')
        .replace(/\s+/g, '');
      return digits.length % 2 === 0 && /^[0-9a-f]+$/i.test(digits)
        ? Buffer.from(digits, 'hex').toString('utf8')
        : output;
    }
    case 'reversed':
      return output
        .split('\n')
        .map((line) => [...line].reverse().join(''))
        .join('\n');
  }
}

/** A text with its percent signs resolved; as it came where they are none. */
export function decodedAddress(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
