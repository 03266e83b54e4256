import { type Candidate, recognisedCredentials } from './candidate.ts';
import { isPlaceholder } from './placeholders.ts';

/** The words by which people call a credential when they write it down for each other. */
const spokenWord =
  /(?<![A-Za-z0-9_/.-])(?:((?:api|access|admin|master|root|mgmt|management|deploy|private|secret|service|signing|licen[cs]e|account|write|robot)[ _-]?keys?|api[ _-]?schlüssel|(?:(?!(?:page|next|cursor|csrf|xsrf|design|max|sync|cancel\w*|lexer|device|push)\b)\w{1,20}[ _-])?tokens?|secrets?|pat|credentials?|creds)|(pass(?:words?|wd|phrase|code|wort)?|p[wd]|pwd?|kennwort|zugangsdaten|logins?|mot de passe|contraseña)|(key))(?![A-Za-z0-9_-])/giu;
const harmlessWord =
  /\b(?:page|next|cursor|continuation|sync|csrf|xsrf|design|max|min|sort|foreign|primary|cache|idempotency|partition|issue|public|publishable|project|object|map|reset|lexer|device|push|cancel\w*|event|message|track\w*|upload|build|commit|session)[ _-]?$/i;

/**
 * What stands between such a word and the value: a remark in brackets, bold, a sign of assignment or "is", the cells of a
 * table, a line's end and the marks of code. A `"` right behind the word would be a name in JSON, which is read elsewhere.
 */
const gap =
  /(?:[*_`]{1,3}|<\/?\w{1,10}>|&\w{2,6};)?(?: {1,2}(?:for|of|für|f&uuml;r) [\w .-]{1,40})?(?: {0,2}\([^()\n]{1,60}\))?(?:[*_]{1,3})?(?: {0,3}(?::|=>|=|→|->|\||–|—) {0,3}| {1,2}(?:is|was|ist|lautet)(?: now)?:? {1,2}| {1,2}(?=[`'"]))(?:[*_]{1,3} {0,2})?(?:(?:\\n|\s){0,4}(?:```\w{0,10}|~~~)(?:\\n|\s){1,2}|(?:\\n|\n){1,2}(?=\S))?/y;
/** A person before a password: `ops@acme.dev / …`, `svc-deploy / …`. */
const person = /(?:\\?["'`]|<\w{1,10}>|\{\{)?[\w.+-]{2,40}(?:@[\w.-]{3,60})? ?(?:\/|\||:| pass(?:word)?:?) {0,2}/y;
const opening = /(?:\\?["'`]|\{\{|<(?:code|b|strong|pre|tt|kbd)>|[*_]{2}){0,3}/y;
const spokenValue = /[A-Za-z0-9][A-Za-z0-9._~+/=!@#$%^&*?-]{7,400}/y;

/** `ops@acme.dev / VALUE`, `deploy:VALUE`: a name and what goes with it, without a word for it. */
const pair = /(?<![\w/.@-])[\w.+-]{2,40}@[\w-]+\.[\w.-]{2,40}(?: {1,2}[/|] {1,2}|:)|(?<=\btry )[\w.-]{2,30}:/g;
/** A column of a table whose head names a secret. */
const tableHead = /^[ \t]*\|?([^\n]*\b(?:token|password|passwort|secret|api[ _-]?key)s?\b[^\n]*)$/gim;

/** What people wrote down for each other in pages, chats, tickets and mail. `\n` and `\"` may still be escaped. */
export function bySpeech(text: string): Candidate[] {
  const candidates: Candidate[] = [];
  const take = (start: number, password: boolean, sure: boolean): void => {
    const value = at(spokenValue, text, start)?.replace(/(?:[.,;:!?*_=]+|\*\*)$/, '');
    if (value === undefined || isPlaceholder(value) || !isNoWord(value, { password, sure })) return;
    candidates.push({
      kind: password ? 'generic-password' : 'generic-token',
      start,
      end: start + value.length,
      spoken: true,
    });
  };
  for (const match of text.matchAll(spokenWord)) {
    if (candidates.length >= recognisedCredentials) break;
    const [word, , password, key] = match;
    // What narrows the word stands before it or is a part of it: `commit token`.
    const kind = match.index + Math.max(0, word.search(/[\p{L}\d]+$/u));
    if ([match.index, kind].some((end) => harmlessWord.test(text.slice(Math.max(0, end - 24), end)))) continue;
    const from = match.index + word.length;
    const between = at(gap, text, from);
    if (between === undefined || between === '') continue;
    const start = from + between.length;
    const named = /^(?:login|credential|cred|zugangsdaten)/i.test(word) ? (at(person, text, start) ?? '') : '';
    for (const behind of named === '' ? [start] : [start + named.length, start])
      take(behind + (at(opening, text, behind) ?? '').length, password !== undefined, key === undefined);
  }
  for (const match of text.matchAll(pair)) {
    const start = match.index + match[0].length;
    take(start + (at(opening, text, start) ?? '').length, true, false);
  }
  // `here you go VALUE, that is the admin token`
  for (const match of text.matchAll(
    /\\?`([A-Za-z0-9._~+/=-]{16,400})\\?`(?=[^`\n]{0,40}\b(?:token|key|password|secret)\b)/gi,
  ))
    take(match.index + match[0].indexOf(match[1] ?? ''), false, false);
  for (const match of text.matchAll(/(?<=\btoken )[A-Za-z0-9._~+/=-]{16,400}/gi))
    if (!harmlessWord.test(text.slice(Math.max(0, match.index - 26), match.index - 'token '.length)))
      take(match.index, false, false);
  candidates.push(...inTables(text));
  return candidates;
}

/** Rows of a table that are looked at, and tables of a text. */
const rows = 60;
const tables = 40;

function inTables(text: string): Candidate[] {
  const candidates: Candidate[] = [];
  const plain = text.replaceAll('\\n', '\n ').replaceAll('\\t', '\t ');
  if (plain.length > 200_000 && !text.includes('|')) return [];
  let seen = 0;
  for (const match of plain.matchAll(tableHead)) {
    seen += 1;
    if (seen > tables) break;
    const sign = ['|', '\t', ';', ','].find((one) => match[0].includes(one));
    if (sign === undefined) continue;
    const head = match[0].split(sign);
    const column = head.findIndex((cell) => /\b(?:token|password|passwort|secret|api[ _-]?key)s?\b/i.test(cell));
    let start = match.index + match[0].length + 1;
    for (let row = 0; row < rows && start < plain.length; row += 1) {
      const end = (plain.indexOf('\n', start) + 1 || plain.length + 1) - 1;
      const cells = plain.slice(start, end).split(sign);
      if (cells.length < head.length - 1) break;
      const before = cells.slice(0, column).join(sign).length + (column > 0 ? sign.length : 0);
      const cell = cells[column] ?? '';
      const lead = /^[\s`"*]*/.exec(cell)?.[0].length ?? 0;
      const value = at(spokenValue, plain, start + before + lead)?.replace(/[`"*]+$/, '');
      if (
        value !== undefined &&
        lead + value.length <= cell.length &&
        !isPlaceholder(value) &&
        isNoWord(value, { password: true, sure: true })
      ) {
        const from = start + before + lead;
        // Escapes were written with as many signs: positions are the same.
        candidates.push({ kind: 'generic-token', start: from, end: from + value.length, spoken: true });
      }
      start = end + 1;
    }
  }
  return candidates;
}

/**
 * Whether a value is made of signs that nobody writes as words: letters and digits among each other in one long part or in
 * several. `sure` where it was called a credential outright: then hexadecimal digits and UUIDs are one as well.
 */
function isNoWord(value: string, { password, sure }: { readonly password: boolean; readonly sure: boolean }): boolean {
  if (value.length < (password ? 8 : 16) || value.includes('://') || /^(?:www\.|\/)/.test(value)) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) || /^[0-9a-f]{16,128}$/.test(value)) return sure;
  const parts = value.split(/[^A-Za-z0-9]+/);
  const mixed = parts.filter((part) => /\d/.test(part) && /[A-Za-z]/.test(part));
  if (mixed.filter((part) => part.length >= 4).length > 1) return true;
  if (mixed.some((part) => part.length >= 8 && changes(part) >= 2)) return true;
  // `Summer2026!` to a colleague: a person's password, where it is called one.
  return (
    password && sure && /[A-Z]/.test(value) && /[a-z]/.test(value) && /[^A-Za-z0-9]/.test(value.replace(/[-_./]/g, ''))
  );
}

/** How often letters and digits take turns. */
function changes(part: string): number {
  return (part.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g) ?? []).length;
}

function at(form: RegExp, text: string, start: number): string | undefined {
  form.lastIndex = start;
  return form.exec(text)?.[0];
}
