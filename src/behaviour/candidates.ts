import { recogniseCredentials } from '../credentials/recognise.ts';
import { decodedAddress, decodedBase64 } from './encodings.ts';

/**
 * The parts of a text that may be a secret: words, what follows a `=` or `:`, the user part of a URL, `Basic` decoded.
 * What is recognised as a credential comes first, so that a long body cannot push it out of the bound.
 */
export function* candidateValues(text: string): Generator<string> {
  const fits = (value: string) => value.length >= 6 && value.length <= 4096;
  for (const found of recogniseCredentials(text)) yield found.value;
  for (const match of text.matchAll(/\bBasic\s{1,3}([A-Za-z0-9+/]{8,2000}={0,2})/gi)) {
    const [user = '', ...rest] = Buffer.from(match[1] ?? '', 'base64')
      .toString('utf8')
      .split(':');
    for (const part of [rest.join(':'), user]) if (fits(part)) yield part;
  }
  for (const match of text.matchAll(/:\/\/([^\s/@"'`]{1,600})@/g)) {
    const userinfo = match[1] ?? '';
    const colon = userinfo.indexOf(':');
    for (const part of [userinfo.slice(colon + 1), decodedAddress(userinfo.slice(colon + 1))])
      if (fits(part)) yield part;
  }
  // `'half' + 'half'`, and `"half" "half"` in a shell is one word to begin with.
  for (const match of text.matchAll(/(["'])([^"'\s]{3,400})\1(?:\s{0,3}[+.&]\s{0,3}(["'])([^"'\s]{3,400})\3){1,8}/g)) {
    const joined = match[0].replace(/(["'])\s{0,3}[+.&]\s{0,3}["']/g, '').slice(1, -1);
    for (const part of [joined, after(joined, ' ')]) if (fits(part)) yield part;
  }
  for (const word of text.split(/[\s"'`]+/)) {
    if (word.length < 6) continue;
    const bare = word.replace(/[,;)}\]]+$/, '').replace(/^[({[]+/, '');
    for (const part of [bare, after(bare, '='), after(bare, ':')]) if (fits(part)) yield part;
    for (const cut of [/[=:@,;()[\]{}<>|&?\\]+/, /[=:@,;()[\]{}<>|&?/\\]+/]) {
      for (const part of bare.split(cut)) {
        if (!fits(part)) continue;
        yield part;
        // `?d=c2stcHJv…`
        const said = part.length < 24 || part.length === bare.length ? undefined : decodedBase64(part);
        if (said !== undefined) yield* [said, after(said, ':')].filter(fits);
      }
    }
    const plain = bare.length < 16 ? undefined : decodedBase64(bare);
    if (plain !== undefined) for (const part of [plain, after(plain, ':')]) if (fits(part)) yield part;
    if (bare.includes('%')) for (const part of decodedAddress(bare).split(/[=:&?]+/)) if (fits(part)) yield part;
  }
}

/** What follows the first `sign` in a text; empty where it does not stand there. */
export function after(text: string, sign: string): string {
  const at = text.indexOf(sign);
  return at === -1 ? '' : text.slice(at + 1);
}
