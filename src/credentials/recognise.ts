import { beforeOnLine, type Candidate, recognisedCredentials } from './candidate.ts';
import { byConnection } from './connections.ts';
import { byInsert } from './inserts.ts';
import { credentialKinds } from './kind-table.ts';
import { kindOfName, kindOfPath } from './kinds.ts';
import { byName } from './named.ts';
import { byHome, byNesting } from './nested.ts';
import { isSecretPath } from './paths.ts';
import { isHollow, isPlaceholder, isStandIn, looksRandom, looksSecret } from './placeholders.ts';
import { bySpeech } from './spoken.ts';

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
  /** Somebody called it a credential in words, in a text that people write for each other. */
  readonly spoken?: true;
}

/** Where a text came from, as far as it helps. */
export interface Provenance {
  /** The file it stands in: tells the vendor, and whether assignments in it are real (`.env`) or code. */
  readonly foundIn?: string;
  /** People wrote it for each other: a page, a chat, a ticket, mail, notes. */
  readonly spoken?: boolean;
}

const none: readonly Candidate[] = [];

/** A part of every text that headers, logins and dumps are found in: most have none. */
const rareWord = /auth|-key|-token|(?:earer|key|ssws|plunk|jwt|asic|nto) /i;

/** The most that is looked at, characters: the beginning and the end of a longer text. */
const recognisedCharacters = 524_288;

/**
 * The credentials in a text, in order, without overlaps: by shape (a vendor's prefix), by name (`RAILWAY_TOKEN=…`,
 * `"password": "…"`), in `Authorization` headers and in the user part of URLs. Linear in the text's length.
 * Stand-ins (`xxx`, `changeme`, `${VAR}`) and code (`token = lexer.next()`) are none.
 */
export function recogniseCredentials(text: string, provenance: Provenance = {}): FoundCredential[] {
  if (text.length < 8) return [];
  const looked = text.length > recognisedCharacters ? text.slice(0, recognisedCharacters) : text;
  const real = provenance.foundIn !== undefined && isSecretPath(provenance.foundIn);
  const candidates: Candidate[] = [];
  // Most texts have none of any kind.
  const take = (found: readonly Candidate[]): void => {
    if (found.length > 0) candidates.push(...found);
  };
  take(byShape(looked, real));
  if (provenance.spoken) take(bySpeech(looked));
  take(byAddress(looked));
  if (looked.includes('=') || looked.includes('@')) take(byConnection(looked));
  take(byName(looked, real, provenance.foundIn));
  if (rareWord.test(looked)) {
    take(byHeader(looked));
    take(byScheme(looked));
    take(byLogin(looked));
    take(byInsert(looked));
  }
  take(byOption(looked));
  take(byField(looked, provenance.foundIn));
  if (real) take(byHost(looked));
  take(byNesting(looked, provenance.foundIn));
  take(byHome(looked, provenance.foundIn));
  if (candidates.length === 0) return [];
  candidates.sort((a, b) => a.start - b.start || b.end - a.end);
  const found: FoundCredential[] = [];
  const lines = lineCounter(looked);
  let last = 0;
  for (const candidate of candidates) {
    const before = found.at(-1);
    if (before && candidate.start < last) {
      // The same value, found by a name and called a credential in words.
      if (candidate.spoken && candidate.start <= before.start + 2)
        found[found.length - 1] = { ...before, spoken: true };
      continue;
    }
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

function byShape(text: string, real: boolean): readonly Candidate[] {
  if (!anyHint.test(text)) return none;
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

function byAddress(text: string): readonly Candidate[] {
  if (!text.includes('://')) return none;
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

/** The value of such a header alone, as it is cut out of a recording. */
const scheme =
  /(?<![\w-])(?:[Bb]earer|[Aa]piKey|SSWS|GenieKey|Splunk|JWT|[Bb]asic) {1,2}([A-Za-z0-9_\-.+/=~]{16,4000})/g;
const schemeWord = /(?:earer|Key|SSWS|plunk|JWT|asic) /;

/** A part of every name in {@link header}: most texts have none, and the long expression need not even be compiled. */
const headerWord = /authorization|-key|-token/i;

function byHeader(text: string): readonly Candidate[] {
  if (!headerWord.test(text)) return none;
  const candidates: Candidate[] = [];
  for (const match of text.matchAll(header)) {
    const [, variable = '', value = ''] = match;
    if (isStandIn(value)) continue;
    if (!looksRandom(value) && !/^[A-Za-z0-9]+[-_][A-Za-z0-9_-]*\d/.test(value)) continue;
    const start = match.index + match[0].length - value.length;
    candidates.push({ kind: 'generic-token', start, end: start + value.length, variable });
    if (candidates.length >= recognisedCredentials) break;
  }
  return candidates;
}

function byScheme(text: string): readonly Candidate[] {
  if (!schemeWord.test(text)) return none;
  const candidates: Candidate[] = [];
  for (const match of text.matchAll(scheme)) {
    const value = match[1] ?? '';
    if (!looksSecret(value)) continue;
    const start = match.index + match[0].length - value.length;
    candidates.push({ kind: 'generic-token', start, end: start + value.length, variable: 'Authorization' });
    if (candidates.length >= recognisedCredentials) break;
  }
  return candidates;
}

/** What registries keep of a login: a name and a password, together in base64. */
const login = /(?<=["'\s:/])_?auth["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9+/]{12,2000}={0,2})/g;

function byLogin(text: string): readonly Candidate[] {
  if (!text.includes('auth')) return none;
  return [...text.matchAll(login)].slice(0, recognisedCredentials).flatMap((match) => {
    const value = match[1] ?? '';
    const said = Buffer.from(value, 'base64').toString('latin1');
    if (!/^[\x21-\x39\x3b-\x7e]{1,128}:[\x21-\x7e]{6,1024}\n?$/.test(said)) return none;
    const end = match.index + match[0].length;
    return [{ kind: 'generic-token', start: end - value.length, end, variable: 'auth' }];
  });
}

/** Programs that take a password as an option: `curl -u me:…`, `sshpass -p …`, `mysql -p…`, `docker login -p …`. */
const passwordOption =
  /(?:\s-u ?|\s--(?:proxy-)?user[ =])["']?[^\s:"'$/\\]{2,100}:([^\s"'$/\\][^\s"'$]{5,255})|\bsshpass\s+-p ?["']?([^\s"'$]{6,256})|\b(?:mysql|mysqldump|mariadb|mysqladmin)\s(?:[^\n|;]{0,200}\s)?-p([^\s"'$]{6,256})|\blogin\s(?:[^\n|;]{0,200}\s)?-p\s+["']?([^\s"'$]{6,256})/g;
/** The same of Windows and of stores: `sqlcmd -P …`, `redis-cli -a …`, a secure string, `net use`. */
const otherOption =
  /\b(?:sqlcmd|bcp)\s(?:[^\n|;]{0,200}\s)?-P\s+["']?([^\s"'$]{6,256})|\b(?:redis|valkey)-cli\s(?:[^\n|;]{0,200}\s)?-a\s+["']?([^\s"'$]{6,256})|\bConvertTo-SecureString\s+(?:-String\s+)?["']([^\s"'$]{6,256})["'](?=[^\n;|]{0,60}-AsPlainText)|\b(?:Network|PS)Credential\]?(?:::new)?\s{0,2}\(\s{0,2}["'][^"'\n]{1,100}["']\s{0,2},\s{0,2}["']([^\s"'$]{6,256})["']|\bnet\s+use\s+(?:\w:\s+)?\\\\\S{1,200}\s+(?!\/)([^\s"'$*]{6,256})\s+\/u/gi;
const otherProgram = /sqlcmd|bcp |redis-cli|valkey-cli|SecureString|Credential\]?(?:::new)? ?\(|net use/i;

function byOption(text: string): readonly Candidate[] {
  const forms = [
    ...(/\s-[pu]|--(?:proxy-)?user/.test(text) ? [passwordOption] : []),
    ...(otherProgram.test(text) ? [otherOption] : []),
  ];
  if (forms.length === 0) return none;
  const candidates: Candidate[] = [];
  for (const match of forms.flatMap((form) => [...text.matchAll(form)])) {
    const value = match.slice(1).find((one) => one !== undefined) ?? '';
    if (isPlaceholder(value)) continue;
    const start = match.index + match[0].lastIndexOf(value);
    candidates.push({ kind: 'generic-password', start, end: start + value.length });
    if (candidates.length >= recognisedCredentials) break;
  }
  return candidates;
}

/** The last of the five fields of `~/.pgpass`: host, port, database, user, password. */
const passwordField = /^(?:[^\s:#]{1,255}:){4}(\S{4,256})$/gm;

function byField(text: string, foundIn: string | undefined): readonly Candidate[] {
  if (foundIn === undefined) return none;
  if (/\.[ct]sv$/i.test(foundIn)) return byColumn(text, foundIn.toLowerCase().endsWith('.tsv') ? '\t' : ',');
  if (!/pgpass/i.test(foundIn)) return none;
  return [...text.matchAll(passwordField)].map((match) => {
    const end = match.index + match[0].length;
    return { kind: 'database-url', start: end - (match[1]?.length ?? 0), end };
  });
}

/** `"github.com": "…"`: what a file of logins keeps for a host. */
const ofHost = /"(?:[\w-]{1,60}\.){1,4}[a-z]{2,12}"\s{0,4}:\s{0,4}"([^"\s]{16,400})"/g;

function byHost(text: string): readonly Candidate[] {
  return [...text.matchAll(ofHost)].slice(0, recognisedCredentials).flatMap((match) => {
    const value = match[1] ?? '';
    if (!looksSecret(value) || value.includes('://')) return [];
    const end = match.index + match[0].length - 1;
    return [{ kind: 'generic-token', start: end - value.length, end }];
  });
}

/** Rows of a table whose columns are looked at. */
const rows = 200;

/** A table whose first line names a column of secrets: what clouds hand out as `credentials.csv`. */
function byColumn(text: string, sign: string): readonly Candidate[] {
  const head = text.slice(0, Math.min(2000, (text.indexOf('\n') + 1 || text.length + 1) - 1)).split(sign);
  const column = head.findIndex((name) => /token|secret|passw|api.?key/i.test(name));
  if (column === -1) return none;
  const candidates: Candidate[] = [];
  let start = text.indexOf('\n') + 1;
  for (let row = 0; row < rows && start > 0 && start < text.length; row += 1) {
    const end = text.indexOf('\n', start);
    const fields = text.slice(start, end === -1 ? undefined : end).split(sign);
    const field = fields[column]?.trim() ?? '';
    const value = field.replace(/^"|"$/g, '');
    if (looksSecret(value)) {
      const at = text.indexOf(value, start + fields.slice(0, column).join(sign).length);
      const variable = head[column]?.trim() ?? '';
      candidates.push({ kind: 'generic-token', start: at, end: at + value.length, variable });
    }
    start = end === -1 ? 0 : end + 1;
  }
  return candidates;
}

const nameThenGap = /([A-Za-z_][A-Za-z0-9_.-]{0,63})["']?[ \t]{0,3}(?:=>|[:=])[ \t]{0,3}["']?$/;

/** The variable a value at `start` is assigned to on its own line. */
function nameBefore(text: string, start: number): string | undefined {
  return nameThenGap.exec(beforeOnLine(text, start, 90))?.[1];
}
