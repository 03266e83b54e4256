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

/** A text with its percent signs resolved; as it came where they are none. */
export function decodedAddress(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
