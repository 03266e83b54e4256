import { type Candidate, recognisedCredentials } from './candidate.ts';
import { isStandIn, looksSecret } from './placeholders.ts';

/** Files of settings, and those a program keeps in a person's own folder: no code, no lists of what a package is made of. */
const settings =
  /\.(?:ya?ml|toml|ini|json[5c]?|properties|conf|cfg|config|tfvars|xml|plist|hcl|local)$|(?:^|\/)\.[\w-]+$|^(?:~|\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:[\\/]Users[\\/][^\\/]+)[\\/]\.(?:config[\\/])?[^\\/]+(?:[\\/][\w-]+)?$/;
const made =
  /(?:^|[\\/])(?:package-lock|composer|pnpm-lock|yarn|Cargo|poetry|flake)[\w.-]*\.(?:json|lock|ya?ml)$|(?:^|[\\/])(?:locales?|lang|i18n|design|themes?|styles?)[\\/]/i;

/** A name for several credentials at once, and what opens the list of them below it: `"apikeys": {`, `tokens:`, `[tokens]`. */
const heading =
  /(?<![\w.-])\[?["']?(?:[a-z]{2,20}[_-])?(?:api[_-]?keys?|(?:api|access|auth|deploy|service|personal)?[_-]?tokens?|pats|secrets|credentials|creds|auths?|passwords)["']?(?:\]\s{0,4}\n|\s{0,3}[:=]\s{0,3}(?:[{[]|\r?\n(?=[ \t]+["']?[\w.@/-])))/gi;
/** One of them, under the name of what it is for. */
const entry =
  /(?<![\w.-])["']?([\w.@/:-]{1,80}?)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?([A-Za-z0-9_\-.+/=~:]{16,400})["']?(?=[\s,;}\]]|$)/g;
/** How far behind the name the list is looked at. */
const reach = 1200;
/** What says nothing of itself: digests, addresses, names of places, what a public half is called. */
const harmless =
  /public|hash|digest|sha\d|checksum|integrity|fingerprint|url|uri|path|file|id$|name|expire|date|created|updated|version|type|issuer|client|host|image|color/i;

/**
 * Credentials that stand under what they are for, one level below the name that says what they are:
 * `"apikeys": {"acme": "…"}`. Only in files of settings.
 */
export function byNesting(text: string, foundIn: string | undefined): Candidate[] {
  if (foundIn === undefined || !settings.test(foundIn) || made.test(foundIn)) return [];
  const candidates: Candidate[] = [];
  heading.lastIndex = 0;
  for (let match = heading.exec(text); match; match = heading.exec(text)) {
    const from = match.index + match[0].length;
    const to = endOfList(text, { opened: match[0].at(-1) ?? '', from, heading: match.index });
    for (const found of text.slice(from, to).matchAll(entry)) {
      const [whole, name = '', value = ''] = found;
      if (harmless.test(name) || !isSecretLike(value)) continue;
      const start = from + found.index + whole.lastIndexOf(value);
      candidates.push({ kind: 'generic-token', start, end: start + value.length, variable: name });
      if (candidates.length >= recognisedCredentials) return candidates;
    }
    heading.lastIndex = Math.max(from, heading.lastIndex);
  }
  return candidates;
}

/** Names that say it only in a file that a program keeps in a person's own folder: `"session": "…"`. */
const ofHome =
  /(?<![\w.-])["']?(access|refresh|session|bearer|jwt|key|pass|pwd|cookie|sid|login|code)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?([A-Za-z0-9_\-.+/=~]{20,400})["']?(?=[\s,;}\]]|$)/gim;
const home =
  /^(?:~|\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:[\\/]Users[\\/][^\\/]+)[\\/](?:\.|AppData[\\/]|Library[\\/](?:Application Support|Preferences)[\\/])/;

/** A password under any name that ends so: `acme.password = …`. */
const passwordOfHome =
  /(?<![\w.-])["']?([\w.-]{0,60}(?:password|passwd|_pass|pwd))["']?[ \t]{0,3}[:= ][ \t]{0,3}["']?((?=\S{0,200}\d)(?=\S{0,200}[A-Za-z])[^\s"'`,;<>(){}]{8,200})["']?(?=[\s,;}\]]|$)/gim;

/** What a tool keeps of its login in a person's own folder. */
export function byHome(text: string, foundIn: string | undefined): Candidate[] {
  if (foundIn === undefined || !home.test(foundIn)) return [];
  const passwords = [...text.matchAll(passwordOfHome)].slice(0, recognisedCredentials).flatMap((match): Candidate[] => {
    const [whole, variable = '', value = ''] = match;
    if (isStandIn(value) || /^[$%/~]|:\/\//.test(value)) return [];
    const start = match.index + whole.lastIndexOf(value);
    return [{ kind: 'generic-password', start, end: start + value.length, variable }];
  });
  const others = [...text.matchAll(ofHome)].slice(0, recognisedCredentials).flatMap((match): Candidate[] => {
    const [whole, variable = '', value = ''] = match;
    if (!isSecretLike(value)) return [];
    const start = match.index + whole.lastIndexOf(value);
    return [{ kind: 'generic-token', start, end: start + value.length, variable }];
  });
  return [...passwords, ...others];
}

/** Where the list ends: at its bracket, in YAML where a line is indented no more, in TOML where the next one begins. */
function endOfList(
  text: string,
  { opened, from, heading: at }: { readonly opened: string; readonly from: number; readonly heading: number },
): number {
  const last = Math.min(text.length, from + reach);
  if (opened === '{' || opened === '[') {
    let depth = 1;
    for (let index = from; index < last; index += 1) {
      const sign = text[index];
      if (sign === '{' || sign === '[') depth += 1;
      else if (sign === '}' || sign === ']') depth -= 1;
      if (depth === 0) return index;
    }
    return last;
  }
  const list = text.slice(from, last);
  if (text[at] === '[') {
    const next = list.search(/^\s*\[/m);
    return next === -1 ? last : from + next;
  }
  const indent = /[ \t]*$/.exec(text.slice(Math.max(0, at - 80), at))?.[0].length ?? 0;
  let end = from;
  for (const line of list.split('\n')) {
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() !== '' && own <= indent) break;
    end += line.length + 1;
  }
  return Math.min(end, last);
}

/** Random, and neither a place nor a digest that names what it is made with. */
function isSecretLike(value: string): boolean {
  if (!looksSecret(value)) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (/^(?:[/.~]|\w{2,12}:(?!\w{12})|arn:|sha\d+-|v?\d+(?:\.\d+)+)|:\/\/|\.\w{2,4}$|^\d{4}-\d{2}-\d{2}/.test(value))
    return false;
  return value.length >= 20 || (value.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g) ?? []).length >= 4;
}
