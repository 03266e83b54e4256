import { gapBehind } from './assignments.ts';
import { beforeOnLine, type Candidate, recognisedCredentials } from './candidate.ts';
import { kindOfName, variableName } from './kinds.ts';
import { entropyOf, isPlaceholder, isStandIn, looksRandom } from './placeholders.ts';

/** The words that make a name a credential's. The scan runs over these alone and reads outwards by hand. */
const credentialWord =
  /token|secret|passw(?:or)?d|(?<=<)pass(?=[ >])|passphrase|requirepass|masterauth|pgpassword|_pwd|_pass\b|service[_.-]?role|credential|_dsn\b|_pat\b|(?<=(?:api|access|private|auth|admin|master|root|write|management|signing|encryption|service|server|deploy|account|consumer|application|webhook|integration)[_.-]?)key|(?<=_)key\b|(?<=_)private\b|(?<![\w.-])key(?=\s{0,3}=\s{0,3}(?=[A-Za-z+/_-]{0,40}\d)[A-Za-z0-9+/_-]{20})|(?<![\w.-])(?:pat|auth)(?=["']?\s{0,3}[:=]\s{0,3}["']?(?=[A-Za-z+/_-]{0,60}\d)[A-Za-z0-9+/_-]{20})|(?<=\$)(?:pat|pass|pwd?|key|creds?|bearer|sas|jwt|auth)(?=\s{0,3}=\s{0,3}["'])/gi;

/** Names that hold such a word and no secret: counts, limits, names of things, types, paths. */
const harmlessName =
  /(?:max|min|num|total|count|limit|length|size|type|name|id|url|uri|path|file|dir|header|prefix|suffix|expir\w*|ttl|lifetime|index|regex|pattern|field|label|hint|public|publishable|anon|usage|budget|rate|policy|reset|hash(?:ed)?|strength|rules?|enabled|required|interval|threshold|timeout|duration|window|buffer|(?<!pas|credential)s)$|^(?:max|min|num|total|count|public|next_public|vite|react_app|expo_public|is|has|no|use|prompt|completion|input|output|cached?|foreign|primary|sort|cache|partition|map|object)_/i;

const nameLetter = /[A-Za-z0-9_.-]/;

/** Files of settings that are no code: what stands behind a name is its value. */
const settingsFile = /\.(?:ini|conf|cnf|cfg|properties|service|desktop)$/i;
/** `/etc/app/app.ini:233: ` before a name: a match in such a file. */
const ofSettings = /^\S{1,100}\.(?:ini|conf|cnf|cfg|properties|service):(?:\d{1,7}[:-])?\s{0,20}$/i;

/** Files in which a name and its value stand side by side: `requirepass …`, `machine … login … password …`. */
const wordsFile = /\.(?:conf|cnf|cfg)$|(?:^|[/._])netrc$/i;

/** What is assigned to names of secrets: in environment files, settings, JSON, XML, options of a command. */
export function byName(text: string, real: boolean, foundIn: string | undefined): Candidate[] {
  const words = foundIn !== undefined && wordsFile.test(foundIn);
  const settings = foundIn !== undefined && settingsFile.test(foundIn);
  const yaml = foundIn !== undefined && /\.ya?ml$/i.test(foundIn);
  if (!words && !/[=:>]|--|\bENV |[Ss]et[Ee]nv |set -gx |\sREG_|(?:values|VALUES|define) ?\(/.test(text)) return [];
  const candidates: Candidate[] = [];
  credentialWord.lastIndex = 0;
  for (let match = credentialWord.exec(text); match; match = credentialWord.exec(text)) {
    const from = nameStart(text, match.index);
    const to = nameEnd(text, match.index + match[0].length);
    credentialWord.lastIndex = Math.max(to, match.index + 1);
    const name = text.slice(from, to);
    const candidate = assigned(text, { name, from, to }, { real, words, settings, yaml });
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
  { real, words, settings, yaml }: { real: boolean; words: boolean; settings: boolean; yaml: boolean },
): Candidate | 'endless' | undefined {
  const plain = variableName(name.replace(/^-+/, ''));
  const gap = gapBehind(text, { name, from, to }, words);
  if (!gap) return undefined;
  if (harmlessName.test(plain)) return undefined;
  // `checksum/secret: 9f86…`: what a chart notes of a file.
  if (text[from - 1] === '/' && /(?:checksum|hash|digest)\/$/.test(text.slice(Math.max(0, from - 12), from)))
    return undefined;
  const sign = text.slice(to, to + gap.length);
  let start = to + gap.length;
  // `\"name\":\"value\"`: JSON inside another text.
  const escaped = text[start] === '\\' ? escapedQuote(text, start) : 0;
  const quote = escaped === 0 && /["'`]/.test(text[start] ?? '') ? text[start] : undefined;
  start += escaped + (quote ? 1 : 0);
  const dotenv = gap.as === 'variable' || (sign.includes('=') && isDotenvLine(text, from, plain, name));
  const end = real && dotenv && !quote ? wholeValueEnd(text, start) : valueEnd(text, start, quote);
  if (end - start >= endless) return 'endless';
  const value = text.slice(start, end);
  if (real ? isPlaceholder(value) : isStandIn(value)) return undefined;
  // `env:NAME`, `NAME=` followed by code, a URL or a path is no secret.
  if (/^(?:https?|wss?|file):\/\/|^\/|^\.\.?\/|^~\//.test(value) || value.includes('://')) return undefined;
  const before = beforeOnLine(text, from, 120);
  const setting =
    gap.as === 'setting' ||
    (sign.startsWith(':') && plain === name && /^\s*(?:- )?$/.test(before)) ||
    (settings && /^\s{0,40}(?:\d{1,7}[:→\t-]\s{0,20})?$/.test(before)) ||
    ofSettings.test(before);
  // `password: …` in YAML is a value, and no code.
  const plainPassword = yaml && passwordName.test(plain) && passwordLike.test(value);
  if (
    !plainPassword &&
    !isCredible(value, { dotenv: real || dotenv, quoted: quote !== undefined || escaped > 0, setting, plain })
  ) {
    return undefined;
  }
  const password = passwordName.test(plain) || /^p(?:ass|wd?)$/.test(name);
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
      /PASSW|^P(?:ASS|WD?)$/.test(how.plain) &&
      value.length >= 8 &&
      /[0-9]/.test(value) &&
      /[A-Za-z]/.test(value) &&
      !/\s/.test(value)
    );
  }
  // `POSTGRES_PASSWORD: …` in a compose file: a variable's name, and a value that is no word.
  if (how.setting && value.length >= 12 && /[A-Za-z]/.test(value) && (/[0-9]/.test(value) || isMixed(value)))
    return true;
  return looksRandom(value) && value.length >= 16;
}

/** A name of a password, and what people and generators make one of. */
const passwordName = /PASSW|PASSPHRASE|_PWD$|_PASS$/;
const passwordLike = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[^\s(){}]{10,}$/;

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

/** How long the escaped quote at `start` is; 0 where none stands there. */
function escapedQuote(text: string, start: number): number {
  return /^\\{1,3}["']/.exec(text.slice(start, start + 4))?.[0].length ?? 0;
}

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
