import { gapBehind } from './assignments.ts';
import { credentialKinds } from './kind-table.ts';
import { kindOfName, kindOfPath, variableName } from './kinds.ts';
import { isSecretPath } from './paths.ts';
import { entropyOf, isHollow, isPlaceholder, looksRandom } from './placeholders.ts';

/** A credential seen in a text. */
export interface FoundCredential {
  /** Kind id of `kinds.ts`. */
  readonly kind: string;
  /** The secret itself. Never store it: fingerprint it. */
  readonly value: string;
  /** Half-open range of the secret in the text, UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** 1-based line of the text. */
  readonly line: number;
  /** The variable or key it was assigned to, where it was. */
  readonly variable?: string;
}

/** Where a text came from, as far as it helps. */
export interface Provenance {
  /** The file it stands in: tells the vendor, and whether assignments in it are real (`.env`) or code. */
  readonly foundIn?: string;
}

/** The most that is looked at, characters: the beginning and the end of a longer text. */
const recognisedCharacters = 524_288;
/** The most that is reported of one text. */
const recognisedCredentials = 1000;

interface Candidate {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly variable?: string;
}

/**
 * The credentials in a text, in order, without overlaps: by shape (a vendor's prefix), by name (`RAILWAY_TOKEN=…`,
 * `"password": "…"`), in `Authorization` headers and in the user part of URLs. Linear in the text's length.
 * Stand-ins (`xxx`, `changeme`, `${VAR}`) and code (`token = lexer.next()`) are none.
 */
export function recogniseCredentials(text: string, provenance: Provenance = {}): FoundCredential[] {
  if (text.length < 8) return [];
  const looked = text.length > recognisedCharacters ? text.slice(0, recognisedCharacters) : text;
  const real = provenance.foundIn !== undefined && isSecretPath(provenance.foundIn);
  const candidates = [
    ...byShape(looked, real),
    ...byAddress(looked),
    ...byName(looked, real, provenance.foundIn),
    ...byHeader(looked),
    ...byOption(looked),
    ...byField(looked, provenance.foundIn),
  ];
  if (candidates.length === 0) return [];
  candidates.sort((a, b) => a.start - b.start || b.end - a.end);
  const found: FoundCredential[] = [];
  const lines = lineCounter(looked);
  let last = 0;
  for (const candidate of candidates) {
    if (candidate.start < last) continue;
    last = candidate.end;
    const value = looked.slice(candidate.start, candidate.end);
    const kind = vendorKind(candidate, provenance.foundIn);
    found.push({ ...candidate, kind, value, line: lines(candidate.start) });
    if (found.length >= recognisedCredentials) break;
  }
  return found;
}

function vendorKind(candidate: Candidate, foundIn: string | undefined): string {
  if (candidate.kind !== 'generic-token' && candidate.kind !== 'jwt') return candidate.kind;
  if (candidate.variable !== undefined) {
    const named = kindOfName(candidate.variable);
    if (named) return named.id;
  }
  return (foundIn === undefined ? undefined : kindOfPath(foundIn)?.id) ?? candidate.kind;
}

/** Line numbers for rising offsets, in one pass. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

/** Any of the kinds' hints: most texts have none, and need not be gone through kind by kind. */
const anyHint = new RegExp(
  [...new Set(credentialKinds.flatMap(({ shapes }) => shapes.map(({ hint }) => hint)))]
    .map((hint) => hint.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|'),
);

function byShape(text: string, real: boolean): Candidate[] {
  if (!anyHint.test(text)) return [];
  const candidates: Candidate[] = [];
  for (const kind of credentialKinds) {
    for (const { hint, pattern } of kind.shapes) {
      if (!text.includes(hint)) continue;
      for (const match of text.matchAll(pattern)) {
        const value = match[1] ?? match[0];
        if (!real && isHollow(value)) continue;
        if (real && /x{8}|\*{4}|…|\.{4}/i.test(value)) continue;
        const start = match.index + match[0].indexOf(value);
        const variable = nameBefore(text, start);
        candidates.push({ kind: kind.id, start, end: start + value.length, ...(variable ? { variable } : {}) });
        if (candidates.length >= recognisedCredentials) return candidates;
      }
    }
  }
  return candidates;
}

const databaseSchemes =
  /^(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|cockroachdb|amqps?|mssql|sqlserver|clickhouse|libsql)/;
const address =
  /([a-z][a-z0-9+.-]{1,24}):\/\/([^\s:/@"'`<>\\]{0,128}):([^\s/@"'`<>\\]{1,256})@([A-Za-z0-9_.[\]:-]{1,256})/gi;

function byAddress(text: string): Candidate[] {
  if (!text.includes('://')) return [];
  const candidates: Candidate[] = [];
  for (const match of text.matchAll(address)) {
    const [whole, scheme = '', user = '', password = '', host = ''] = match;
    if (isPlaceholder(password) || password === user || /^[$%{<[]/.test(password)) continue;
    if (/^(?:localhost|127\.|\[::1\]|0\.0\.0\.0|host\.docker\.internal|example\.(?:com|org)|host(?::|$))/i.test(host))
      continue;
    const start = match.index + whole.length - host.length - 1 - password.length;
    const name = nameBefore(text, match.index);
    const kind = databaseSchemes.test(scheme.toLowerCase()) ? 'database-url' : 'url-password';
    candidates.push({ kind, start, end: start + password.length, ...(name ? { variable: name } : {}) });
    if (candidates.length >= recognisedCredentials) break;
  }
  return candidates;
}

const header =
  /(authorization|x-api-key|x-auth-token|private-token|api-key|x-shopify-access-token|dd-api-key)["']?\s{0,3}(?:,\s{0,20}["']value["']\s{0,3})?[:=]\s{0,3}["']?(?:(?:bearer|basic|token|apikey|ssws|bot)\s{1,3})?([A-Za-z0-9_\-.+/=~:]{8,4000})/gi;

/** A part of every name in {@link header}: most texts have none, and the long expression need not even be compiled. */
const headerWord = /authorization|-key|-token/i;

function byHeader(text: string): Candidate[] {
  if (!headerWord.test(text)) return [];
  const candidates: Candidate[] = [];
  for (const match of text.matchAll(header)) {
    const [, variable = '', value = ''] = match;
    if (isPlaceholder(value) || isHollow(value)) continue;
    if (!looksRandom(value) && !/^[A-Za-z0-9]+[-_][A-Za-z0-9_-]*\d/.test(value)) continue;
    const start = match.index + match[0].length - value.length;
    candidates.push({ kind: 'generic-token', start, end: start + value.length, variable });
    if (candidates.length >= recognisedCredentials) break;
  }
  return candidates;
}

/** Programs that take a password as an option: `curl -u me:…`, `sshpass -p …`, `mysql -p…`, `docker login -p …`. */
const passwordOption =
  /(?:\s-u ?|\s--(?:proxy-)?user[ =])["']?[^\s:"'$/\\]{2,100}:([^\s"'$/\\][^\s"'$]{5,255})|\bsshpass\s+-p ?["']?([^\s"'$]{6,256})|\b(?:mysql|mysqldump|mariadb|mysqladmin)\s(?:[^\n|;]{0,200}\s)?-p([^\s"'$]{6,256})|\blogin\s(?:[^\n|;]{0,200}\s)?-p\s+["']?([^\s"'$]{6,256})/g;

function byOption(text: string): Candidate[] {
  if (!/\s-[pu]|--(?:proxy-)?user/.test(text)) return [];
  const candidates: Candidate[] = [];
  for (const match of text.matchAll(passwordOption)) {
    const value = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
    if (isPlaceholder(value)) continue;
    const end = match.index + match[0].length;
    candidates.push({ kind: 'generic-password', start: end - value.length, end });
    if (candidates.length >= recognisedCredentials) break;
  }
  return candidates;
}

/** The words that make a name a credential's. The scan runs over these alone and reads outwards by hand. */
const credentialWord =
  /token|secret|passw(?:or)?d|(?<=<)pass(?=[ >])|passphrase|requirepass|masterauth|pgpassword|_pwd|_pass\b|api_?-?key|apikey|access_?-?key|private_?-?key|service_?-?role|auth_?-?key|(?:admin|master|root|write|management|signing|encryption|service|server|deploy|account|consumer|application|webhook|integration)_?-?key|_key\b|credential|_dsn\b|_pat\b/gi;

/** Names that hold such a word and no secret: counts, limits, names of things, types, paths. */
const harmlessName =
  /(?:max|min|num|total|count|limit|length|size|type|name|id|url|uri|path|file|dir|header|prefix|suffix|expir\w*|ttl|lifetime|index|regex|pattern|field|label|hint|public|publishable|anon|usage|budget|rate|policy|reset|hash(?:ed)?|strength|rules?|enabled|required|interval|threshold|timeout|duration|window|buffer|(?<!pas)s)$|^(?:max|min|num|total|count|public|next_public|vite|react_app|expo_public|is|has|no|use|prompt|completion|input|output|cached?|foreign|primary|sort|cache|partition|map|object)_/i;

const nameLetter = /[A-Za-z0-9_.-]/;

/** Files of settings that are no code: what stands behind a name is its value. */
const settingsFile = /\.(?:ini|conf|cnf|cfg|properties|service|desktop)$/i;
/** `/etc/app/app.ini:233: ` before a name: a match in such a file. */
const ofSettings = /^\S{1,100}\.(?:ini|conf|cnf|cfg|properties|service):(?:\d{1,7}[:-])?\s{0,20}$/i;

/** Files in which a name and its value stand side by side: `requirepass …`, `machine … login … password …`. */
const wordsFile = /\.(?:conf|cnf|cfg)$|(?:^|[/._])netrc$/i;

function byName(text: string, real: boolean, foundIn: string | undefined): Candidate[] {
  const words = foundIn !== undefined && wordsFile.test(foundIn);
  const settings = foundIn !== undefined && settingsFile.test(foundIn);
  if (!words && !/[=:>]|--|\bENV /.test(text)) return [];
  const candidates: Candidate[] = [];
  credentialWord.lastIndex = 0;
  for (let match = credentialWord.exec(text); match; match = credentialWord.exec(text)) {
    const from = nameStart(text, match.index);
    const to = nameEnd(text, match.index + match[0].length);
    credentialWord.lastIndex = Math.max(to, match.index + 1);
    const name = text.slice(from, to);
    const candidate = assigned(text, { name, from, to }, { real, words, settings });
    if (candidate === 'endless') credentialWord.lastIndex = to + endless;
    if (!candidate || candidate === 'endless') continue;
    candidates.push(candidate);
    credentialWord.lastIndex = candidate.end;
    if (candidates.length >= recognisedCredentials) break;
  }
  return candidates;
}

function nameStart(text: string, from: number): number {
  let start = from;
  while (start > 0 && from - start < 80 && nameLetter.test(text[start - 1] ?? '')) start -= 1;
  return start;
}

function nameEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && end - from < 80 && nameLetter.test(text[end] ?? '')) end += 1;
  return end;
}

/** A value of this length is a blob, not a credential given by name; the scan goes on behind it. */
const endless = 2048;

function assigned(
  text: string,
  { name, from, to }: { name: string; from: number; to: number },
  { real, words, settings }: { real: boolean; words: boolean; settings: boolean },
): Candidate | 'endless' | undefined {
  const plain = variableName(name.replace(/^-+/, ''));
  const gap = gapBehind(text, { name, from, to }, words);
  if (!gap) return undefined;
  if (harmlessName.test(plain)) return undefined;
  const sign = text.slice(to, to + gap.length);
  let start = to + gap.length;
  const quote = /["'`]/.test(text[start] ?? '') ? text[start] : undefined;
  if (quote) start += 1;
  const dotenv = gap.as === 'variable' || (sign.includes('=') && isDotenvLine(text, from, plain, name));
  const end = real && dotenv && !quote ? wholeValueEnd(text, start) : valueEnd(text, start, quote);
  if (end - start >= endless) return 'endless';
  const value = text.slice(start, end);
  if (isPlaceholder(value) || (!real && isHollow(value))) return undefined;
  // `env:NAME`, `NAME=` followed by code, a URL or a path is no secret.
  if (/^(?:https?|wss?|file):\/\/|^\/|^\.\.?\/|^~\//.test(value) || value.includes('://')) return undefined;
  const before = beforeOnLine(text, from, 120);
  const setting =
    gap.as === 'setting' ||
    (sign.startsWith(':') && plain === name && /^\s*(?:- )?$/.test(before)) ||
    (settings && /^\s{0,40}(?:\d{1,7}[:→\t-]\s{0,20})?$/.test(before)) ||
    ofSettings.test(before);
  if (!isCredible(value, { dotenv: real || dotenv, quoted: quote !== undefined, setting, plain })) {
    return undefined;
  }
  const password = /PASSW|PASSPHRASE|_PWD$|_PASS$/.test(plain);
  const vendor = kindOfName(plain)?.id;
  return {
    kind: vendor ?? (password ? 'generic-password' : 'generic-token'),
    start,
    end,
    variable: name.replace(/^-+/, ''),
  };
}

/** `NAME=value` alone on its line, upper case: an environment file or the print of one, not code. */
function isDotenvLine(text: string, from: number, plain: string, name: string): boolean {
  if (plain !== name) return false;
  const before = beforeOnLine(text, from, 120);
  return (
    /^(?:[^\s:]{0,100}:(?:\d{1,6}[:-])?)?\s*(?:export |set |declare -x |ENV |- )?["']?$/.test(before) ||
    /(?:^|[\s;&(])$/.test(before)
  );
}

function isCredible(
  value: string,
  how: { dotenv: boolean; quoted: boolean; setting: boolean; plain: string },
): boolean {
  if (value.length < 6 || value.length > 4096) return false;
  // Code on the right side: a call, a member, a type, an interpolation.
  if (/[(){}<>]|\$\{|=>|\|\|/.test(value) && !how.quoted && !how.dotenv) return false;
  if (/[([]$/.test(value)) return false;
  if (/\s/.test(value) && entropyOf(value) < 4) return false;
  if (how.dotenv) return value.length >= 8 && !/^\d{1,9}$/.test(value) && !/^[a-z]+(?:[-_. ][a-z]+)*$/.test(value);
  if (/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value) && !looksRandom(value)) return false;
  if (how.quoted) {
    if (looksRandom(value)) return true;
    // A person's password: letters with digits or signs, no words of prose.
    return (
      /PASSW/.test(how.plain) && value.length >= 8 && /[0-9]/.test(value) && /[A-Za-z]/.test(value) && !/\s/.test(value)
    );
  }
  // `POSTGRES_PASSWORD: …` in a compose file: a variable's name, and a value that is no word.
  if (how.setting && value.length >= 12 && /[A-Za-z]/.test(value) && (/[0-9]/.test(value) || isMixed(value)))
    return true;
  return looksRandom(value) && value.length >= 16;
}

/** Capitals and small letters as no name in code has them: `ieUDnQWdHx`. */
function isMixed(value: string): boolean {
  return /[a-z]/.test(value) && /[A-Z]{2}[a-z]|[a-z][A-Z][A-Z]/.test(value) && entropyOf(value) >= 3;
}

const wholeValue = /\S{0,4096}/y;
const bareValue = /[^\s"'`,;)}\]&|<>\\]{0,4096}/y;
const quotedValues: Readonly<Record<string, RegExp>> = {
  '"': /[^"\r\n]{0,4096}/y,
  "'": /[^'\r\n]{0,4096}/y,
  '`': /[^`\r\n]{0,4096}/y,
};

/** An unquoted value of an environment file: signs that end a word in a shell belong to it. */
function wholeValueEnd(text: string, start: number): number {
  wholeValue.lastIndex = start;
  return start + (wholeValue.exec(text)?.[0].replace(/[;,]$/, '').length ?? 0);
}

function valueEnd(text: string, start: number, quote: string | undefined): number {
  const form = (quote === undefined ? undefined : quotedValues[quote]) ?? bareValue;
  form.lastIndex = start;
  return start + (form.exec(text)?.[0].length ?? 0);
}

/** The last of the five fields of `~/.pgpass`: host, port, database, user, password. */
const passwordField = /^(?:[^\s:#]{1,255}:){4}(\S{4,256})$/gm;

function byField(text: string, foundIn: string | undefined): Candidate[] {
  if (foundIn === undefined || !/pgpass/i.test(foundIn)) return [];
  return [...text.matchAll(passwordField)].map((match) => {
    const end = match.index + match[0].length;
    return { kind: 'database-url', start: end - (match[1]?.length ?? 0), end };
  });
}

/** What stands before an offset on its own line, at most `most` characters. */
function beforeOnLine(text: string, offset: number, most: number): string {
  const near = text.slice(Math.max(0, offset - most), offset);
  return near.slice(near.lastIndexOf('\n') + 1);
}

const nameThenGap = /([A-Za-z_][A-Za-z0-9_.-]{0,63})["']?[ \t]{0,3}(?:=>|[:=])[ \t]{0,3}["']?$/;

/** The variable a value at `start` is assigned to on its own line. */
function nameBefore(text: string, start: number): string | undefined {
  return nameThenGap.exec(beforeOnLine(text, start, 90))?.[1];
}
