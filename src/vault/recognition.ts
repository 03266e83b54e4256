import { fingerprint } from '../credentials/fingerprint.ts';
import { isExamplePath, isSecretPath } from '../credentials/paths.ts';
import { isPlaceholder, looksRandom } from '../credentials/placeholders.ts';
import { type FoundCredential, recogniseCredentials } from '../credentials/recognise.ts';

/** A credential in a text, as a range of it. Never kept: its fingerprint is. */
export interface Recognised {
  readonly kind: string;
  readonly value: string;
  /** Half-open, UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  readonly variable?: string;
}

/**
 * A part of everything that secretlint's recommended rules look for: a text without any of them holds nothing for
 * them, and need not wait for them. (The preset's own patterns, version 12; the test holds each rule against it.)
 */
const deepHint =
  /A3T[A-Z0-9]{17}|A(?:KIA|GPA|IDA|ROA|IPA|NPA|NVA|SIA)[A-Z0-9]{16}|SECRET_?ACCESS_?KEY|secret_?access_?key|secretAccessKey|PRIVATE KEY|private_key|x-oauth-basic|_authToken|npm_[A-Za-z0-9]{36}|xox[bpaor]-|xapp-|hooks\.slack\.com|:\/\/[^\s/:"'`]{0,256}:[^\s/@"'`]{1,256}@|T3BlbkFJ|sk-ant-api|gsk_[a-zA-Z0-9]{52}|hf_[a-zA-Z]{34}|lin_api_|ntn_[0-9]{11}|SG\.\w+\.|shp(?:pa|ca|at|ss)_|gh[pousr]_[A-Za-z0-9]{36}|github_pat_|glpat-|glc_[A-Za-z0-9]{32}|glsa_[A-Za-z0-9]{32}|ops_ey|hv[sbr]\.[A-Za-z0-9_-]{90}|vc[piark]_[A-Za-z0-9]{20}|dapi[A-Fa-f0-9]{32}|dckr_pat_|figd_/;

/**
 * The credentials in a file's text: what our own recognition is sure of, what files of a known form hold, and what
 * secretlint's rules find beyond that. `shown` is the file's path relative to the workspace.
 */
export async function recognise(text: string, shown: string): Promise<Recognised[]> {
  if (isExamplePath(shown)) return [];
  const own = recogniseCredentials(text, { foundIn: shown }).filter((one) => isTelling(one, text, shown));
  const found: Recognised[] = [...own];
  const add = (more: readonly Recognised[]) => {
    for (const one of more) {
      if (isPlaceholder(one.value) || found.some((known) => known.start < one.end && one.start < known.end)) continue;
      found.push(one);
    }
  };
  add(byForm(text, shown));
  if (deepHint.test(text)) {
    const { recogniseDeeply } = await import('../credentials/deep.ts');
    add((await recogniseDeeply(text, shown)).filter((one) => !isOnLineOf(one, found)));
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The mark a credential is known by. */
export function markOf({ value }: Pick<Recognised, 'value'>, key: string): string {
  return fingerprint(value, key);
}

/** secretlint names a secret by its line where a rule speaks of more than the secret itself. */
function isOnLineOf({ line }: Recognised, found: readonly Recognised[]): boolean {
  return found.some((one) => one.line === line);
}

const settingsFile = /\.(?:properties|ya?ml|toml|ini|cfg|conf|json|tfvars|xml|plist|config|env)$/i;

/** Whether it is surely one: a password in source code may as well be made up. */
function isTelling({ kind, value, variable, start }: FoundCredential, text: string, shown: string): boolean {
  if (isSecretPath(shown)) return true;
  if (kind === 'jwt' || kind === 'google-api-key') return settingsFile.test(shown);
  if (!kind.startsWith('generic-')) return true;
  if (variable === undefined) return false;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  // `NAME=value` on a line of its own: an environment, not code.
  if (/^\s*(?:export |ENV )?[A-Z][A-Z0-9_]{3,80}=["']?$/.test(line)) return true;
  return settingsFile.test(shown) && value.length >= 12 && looksRandom(value);
}

/** Files whose form says where the secret stands, by their name. Group 1 is the secret. */
const forms: readonly { readonly name: RegExp; readonly secret: RegExp; readonly kind: string }[] = [
  { name: /(?:^|\/)[._]netrc$/, secret: /\bpassword\s+(\S{6,256})/g, kind: 'generic-password' },
  { name: /(?:^|\/)\.pgpass$/, secret: /^[^#\n]*:([^:\s]{6,256})$/gm, kind: 'database-url' },
  {
    name: /\.php$/,
    secret: /define\(\s*['"]\w*(?:PASSWORD|_KEY|SALT|SECRET|TOKEN)\w*['"]\s*,\s*['"]([^'"\n]{8,256})['"]/g,
    kind: 'generic-password',
  },
  { name: /(?:^|\/)\.(?:htpasswd|git-credentials)$/, secret: /:([^:@\s]{6,256})(?:@|$)/gm, kind: 'generic-password' },
];

function byForm(text: string, shown: string): Recognised[] {
  return forms
    .filter(({ name }) => name.test(shown))
    .flatMap(({ secret, kind }) =>
      [...text.matchAll(secret)].map((match) => {
        const value = match[1] ?? '';
        const start = match.index + match[0].lastIndexOf(value);
        return { kind, value, start, end: start + value.length, line: text.slice(0, start).split('\n').length };
      }),
    );
}
