import type { CredentialOrigin } from '../action/signal.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { kindOfName, kindOfPath } from '../credentials/kinds.ts';
import { isExamplePath, isSecretPath } from '../credentials/paths.ts';
import { isPlaceholder, looksRandom, looksSecret } from '../credentials/placeholders.ts';
import { type FoundCredential, recogniseCredentials } from '../credentials/recognise.ts';
import { otherwiseWritten } from './encodings.ts';
import { isDescription } from './known-places.ts';
import { limits } from './limits.ts';
import { placer } from './placing.ts';

/** A text that came to the agent's eyes. */
export interface RevealedText {
  readonly text: string;
  /** Display path of the file, or a description: `output of npm test`. */
  readonly foundIn: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Index of the event that revealed it. */
  readonly event: number;
  /** Line number of the text's first line in the file; null where the lines of the text are not those of the file. */
  readonly firstLine: number | null;
  /** The text is a value and nothing around it; `name` is the variable it was looked up by. */
  readonly bare?: { readonly name?: string; readonly asked?: true };
  /** What is printed is written down somewhere: settings, or what would be run. */
  readonly written?: true;
  /** Files shown one behind the other, without a word between them. */
  readonly parts?: readonly string[];
  /** The line that stands between them. */
  readonly separator?: string;
  /** The two files that are held against each other, `<` and `>`. */
  readonly sides?: readonly [string, string];
  /** People wrote it for each other. */
  readonly spoken?: boolean;
  /** False where what stands below a file's name does not begin with the file's first line. */
  readonly counted?: boolean;
  /** Where searches print `file:line:text`: paths are read from the lines. */
  readonly lines?: { readonly cwd: string; readonly workspaceRoot: string };
}

/** What one text revealed: where each credential was seen, and whether it is surely one. */
export interface Revelation {
  readonly origin: CredentialOrigin;
  /** False for what could as well be made up: a password in source code. */
  readonly telling: boolean;
}

/** Files of settings: what stands in them under a secret's name is one. */
const settingsFile =
  /\.(?:ya?ml|toml|ini|json|properties|conf|cfg|config|tfvars|xml|plist|bicepparam|runsettings|xcconfig|hcl)$|(?:^|\/)(?:hosts|inventory)$/i;

/** What a client of interfaces reads its real values from, or recorded of them, wherever it is kept. */
const usedByTool =
  /\.postman_(?:environment|globals|collection)\.json$|\.(?:har|http|rest|bru|saz)$|(?:^|[/._-])(?:insomnia|hoppscotch|thunder-?(?:client|collection\w*|environment\w*))[\w.-]*\.(?:json|ya?ml)$|\.paw$/i;
/** Those among tests are played back, and what stands in them was taken out. */
const playedBack =
  /(?:^|\/)(?:__fixtures__|fixtures?|testdata|test-data|__mocks__|mocks?|__tests__|tests?|specs?|cassettes|node_modules)\//;

/** The credentials in a text as origins, one per fingerprint. The secrets themselves go no further. */
export function revelations(revealed: RevealedText, key: string): Revelation[] {
  const text = revealed.text.slice(0, limits.outputCharacters);
  const recognised = recogniseCredentials(text, {
    foundIn: revealed.foundIn,
    ...(revealed.spoken ? { spoken: true } : {}),
  });
  const bare = recognised.length === 0 && (revealed.bare !== undefined || isOneWord(text, revealed));
  const found = bare
    ? bareCredentials(text, revealed)
    : recognised.length === 0 && revealed.written === true
      ? rowsOf(text)
      : recognised;
  const marked = new Map<string, Revelation>();
  const placeOf = placer(text, revealed);
  for (const [index, credential] of found.entries()) {
    const line = lineText(text, credential.start);
    const place = partOf({ count: found.length, index }, credential, revealed) ?? placeOf(credential);
    // What stands in documentation and tests is made up, unless somebody uses it: then it is known where it stood.
    const kept = usedByTool.test(place.foundIn) && !playedBack.test(place.foundIn);
    const example = isExamplePath(place.foundIn) && !kept;
    if (example && !isVendors(credential.kind) && !isHardCoded(credential)) continue;
    const sure = kept || revealed.written === true || (bare && revealed.bare?.asked === true);
    const telling =
      !example &&
      (isTelling(credential, line, place.foundIn) ||
        (sure &&
          !isMadeUp(line, credential) &&
          credential.value.length >= 16 &&
          looksRandom(credential.value) &&
          !words.test(credential.value)));
    for (const value of [credential.value, ...otherwiseWritten(credential.value)]) {
      const mark = fingerprint(value, key);
      if (marked.has(mark)) continue;
      marked.set(mark, {
        origin: {
          kind: credential.kind,
          fingerprint: mark,
          foundIn: place.foundIn,
          ...(place.line === undefined ? {} : { line: place.line }),
          ...(credential.variable === undefined ? {} : { variable: credential.variable }),
          foundAt: revealed.at,
          event: revealed.event,
          ...(telling ? {} : { untold: true as const }),
        },
        telling: telling && value === credential.value,
      });
    }
  }
  const all = [...marked.values()];
  if (all.length <= limits.revealed) return all;
  // Many made-up values in front must not hide the one that counts.
  return all.toSorted((a, b) => Number(b.telling) - Number(a.telling)).slice(0, limits.revealed);
}

/** `cat ~/.acme/session`: one random word is all that a tool keeps in a file of a person's own. */
function isOneWord(text: string, { foundIn }: RevealedText): boolean {
  const word = text.length > 4096 || !inHome.test(foundIn) || installed.test(foundIn) ? '' : text.trim();
  return word.length >= hardCoded && !/\s/.test(word) && randomRun.test(word) && !/^[0-9a-f-]+$/i.test(word);
}

/** `[{"value":"…"}]`: what a place answers that was asked by a name of secrets. */
function rowsOf(text: string): FoundCredential[] {
  return [
    ...text.matchAll(/"(?:value|val|secret|content|data|credential)"\s{0,3}:\s{0,3}"([A-Za-z0-9_\-.+/=~]{20,400})"/g),
  ]
    .slice(0, bareLines)
    .flatMap((match): FoundCredential[] => {
      const value = match[1] ?? '';
      if (!randomRun.test(value) || !looksSecret(value)) return [];
      const start = match.index + match[0].lastIndexOf(value);
      return [{ kind: 'generic-token', value, start, end: start + value.length, line: 1 }];
    });
}

/** The most lines of an output that is values and nothing around them. */
const bareLines = 3;

/** What was cut out of a secret file, or handed out by a store: a word to a line, without a name and a shape. */
function bareCredentials(text: string, { foundIn, bare }: RevealedText): FoundCredential[] {
  const asked = bare?.asked === true;
  // `jq .apikeys f` prints an object.
  const lines = text
    .trim()
    .split('\n')
    .filter((line) => !asked || !/^\s*[[\]{}],?\s*$/.test(line));
  if (lines.length > bareLines) return [];
  const named = bare?.name === undefined ? undefined : kindOfName(bare.name);
  const kind = named?.id ?? kindOfPath(foundIn)?.id ?? 'generic-token';
  return lines.flatMap((line, index): FoundCredential[] => {
    // A read tool may have put the line's number before it.
    const value = line
      .replace(/^\s{0,8}L?\d{1,7}(?:→|\t|\s{0,4}[|│]|: )\s{0,2}/, '')
      .trim()
      .replace(asked ? /^["'][\w.@/-]{1,80}["']:\s|,$/g : /(?!)/, '')
      .replace(/^["']|["']$/g, '');
    if (value.length < 8 || value.length > 4096 || /\s/.test(value) || isPlaceholder(value)) return [];
    if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || /^(?:https?:|\/|\.)/.test(value)) return [];
    const start = text.indexOf(value);
    const variable = bare?.name === undefined ? {} : { variable: bare.name };
    return [{ kind, value, start, end: start + value.length, line: index + 1, ...variable }];
  });
}

/** Whether a kind has a shape of its own that nobody writes by chance. */
function isVendors(kind: string): boolean {
  return (
    !kind.startsWith('generic-') && !/^(?:jwt|google-api-key|database-url|url-password|ssh-key|pgp-key)$/.test(kind)
  );
}

/** A name of several words. */
const words = /^[a-z]+(?:[._/-][a-z0-9]{1,12})+$/;

/** A call with its login written out: somebody wrote it down. */
const loginCall =
  /\b(?:curl|wget|xh|sshpass|mysql\w*|mariadb|sqlcmd|bcp|redis-cli|ConvertTo-SecureString|\w+Credential\b.*\(.*|net use|Invoke-(?:RestMethod|WebRequest))\s|\bhttps? (?:-|GET\b|POST\b|PUT\b|PATCH\b|DELETE\b)/;
/** What such a login is where it is no token: a person's or a service's password. */
const passwordLike = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])\S{10,}$/;
const localHost = /\b(?:localhost|127\.0\.0\.1|host\.docker\.internal)\b/;
/** What a description gives as an example, and digests of what holds a secret. */
const madeUp = /(?<!\w\.)\bexamples?\b|\bexamples?\.(?:com|org|net)\b|\bsha(?:256|512)[-:]/i;

/** What stands around a value tells; its own letters may say anything. */
function isMadeUp(line: string, { value }: FoundCredential): boolean {
  return madeUp.test(line) && madeUp.test(line.replace(value, ''));
}

/** A person's own settings, the machine's, and what runs on it: nobody makes up secrets there. */
const livePlace =
  /^(?:~|\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:[\\/]Users[\\/][^\\/]+)[\\/]\.|^\/(?:etc|root|srv|opt|run|proc|var\/(?!folders|tmp))|^output of (?:sudo )?(?:ps|docker|podman|kubectl|helm|oc|glab|gh|az|aws|gcloud|systemctl|journalctl|crontab|launchctl|heroku|fly|flyctl|vercel|netlify|ssh|reg|sqlite3)\b/;
const inHome = /^(?:~|\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:[\\/]Users[\\/][^\\/]+)[\\/]\./;
/** Below a person's own folder, but somebody else's: installed programs, caches, editors' and agents' files. */
const installed =
  /[\\/]\.(?:cache|cargo[\\/]registry|rustup|nvm|pyenv|rbenv|asdf|npm|pnpm|yarn|bun|deno|gradle|m2[\\/]repository|local[\\/]lib|vscode|cursor|claude|codex|gemini)[\\/]/;

/** Characters of a hard-coded value from which on it may be told of, and a run in it that is no word. */
const hardCoded = 24;
const randomRun =
  /(?<![A-Za-z0-9+/])(?=[A-Za-z+/]*\d)(?=\d*[A-Za-z])[A-Za-z0-9+/]{16}|(?<![0-9a-f-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-/i;

/** What a test run encrypts and signs its own things with: in settings for it nobody else's. */
const ofTheRun =
  /^(?:APP_KEY|SECRET_KEY(?:_BASE)?|.*(?:JWT|SESSION|COOKIE|NEXTAUTH|ENCRYPTION|HASH).*|.*_(?:TEST|CI)(?:_.*)?)$/;

function isTelling(credential: FoundCredential, line: string, foundIn: string): boolean {
  if (isSecretPath(foundIn)) return true;
  if (foundIn.endsWith('.env.ci') && ofTheRun.test(credential.variable ?? '')) return false;
  if (credential.kind === 'google-api-key') return false;
  if (livePlace.test(foundIn) && !installed.test(foundIn)) return true;
  if (credential.kind === 'jwt') return false;
  if (!credential.kind.startsWith('generic-')) return true;
  if (isMadeUp(line, credential)) return false;
  if (credential.spoken) return true;
  if (isWrittenElsewhere(credential, foundIn)) return true;
  const { value, variable } = credential;
  if (
    loginCall.test(line) &&
    !localHost.test(line) &&
    ((value.length >= 16 && looksRandom(value)) ||
      (credential.kind === 'generic-password' && passwordLike.test(value))) &&
    !/^an answer from /.test(foundIn)
  )
    return true;
  if (variable === undefined) return false;
  // The log-in line of a Kafka client's settings.
  if (/\bsasl\.jaas\.config\b/.test(line)) return true;
  if (settingsFile.test(foundIn) && value.length >= 12) return true;
  // `NAME=value` on a line of its own: an environment, not code.
  if (/(?:^|[\s:→|│"'`])(?:export )?[A-Z][A-Z0-9_]{3,80}=["']?\S/.test(line)) return true;
  // In a file it was written down; what a program answers it may have made that moment.
  return (
    credential.kind === 'generic-token' && value.length >= hardCoded && randomRun.test(value) && !isDescription(foundIn)
  );
}

/** A password between quotes in another project's source: long, of letters, digits and signs, and nobody's test. */
function isWrittenElsewhere({ kind, value }: FoundCredential, foundIn: string): boolean {
  if (kind !== 'generic-password' || !/^(?:[~/]|\.\.|[A-Za-z]:[\\/])/.test(foundIn)) return false;
  if (
    /^(?:\/private)?\/(?:tmp|var\/folders)\/|[\\/](?:node_modules|vendor|site-packages|dist-packages)[\\/]/.test(
      foundIn,
    )
  )
    return false;
  return value.length >= 10 && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/\s/.test(value);
}

function isHardCoded({ kind, value }: FoundCredential): boolean {
  return kind === 'generic-token' && value.length >= hardCoded && randomRun.test(value);
}

function lineText(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(Math.max(start, offset - 400), end === -1 ? offset + 80 : Math.min(end, offset + 80));
}

/**
 * Of files shown one behind the other: a line between them tells them apart, else their order where each gives as many
 * credentials as the others.
 */
function partOf(
  { count, index }: { readonly count: number; readonly index: number },
  { line }: FoundCredential,
  { text, parts, separator }: RevealedText,
): { foundIn: string; line?: number } | undefined {
  if (!parts) return undefined;
  if (separator !== undefined) {
    const above = text.split('\n', line - 1);
    const passed = above.filter((one) => one === separator).length;
    const foundIn = parts[passed];
    return foundIn === undefined ? undefined : { foundIn, line: line - 1 - above.lastIndexOf(separator) };
  }
  if (count % parts.length !== 0) return undefined;
  const foundIn = parts[Math.floor(index / (count / parts.length))];
  return foundIn === undefined ? undefined : { foundIn };
}
