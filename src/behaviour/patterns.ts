import { isExamplePath, isSecretPath } from '../credentials/paths.ts';

/** How much a search pattern speaks of credentials: `shape` looks for the secret's own form, `names` for several words. */
export type PatternStrength = 'none' | 'name' | 'names' | 'shape';

/** The beginnings and forms of real secrets: nobody searches these but to find one. */
const secretShape =
  /AKIA|ASIA\[|gh[pousr]_|github_pat|glpat-|xox[bpars]|sk[_-](?:live|test|ant|proj)|rlwy_|BEGIN(?:[ .\\[\]A-Z_+*?()|-]*)PRIVATE(?:[ .\\_])?KEY|dop_v1|napi_|npm_\[|hvs\.|AIza|eyJ|SG\\?\.\[/;

/** The beginning of an address with a password in it. */
const connection = /^[^|]{0,20}(?:postgres(?:ql)?|mysql|mongodb(?:\\?\+srv)?|rediss?|amqps?):(?:\\?\/){2}/i;

const plainWords =
  '(?:tokens?|secrets?|passw(?:or)?ds?|passwd|passphrases?|pwd|credentials?|creds|api ?keys?|apikeys?|access ?keys?|secret ?keys?|private ?keys?|auth ?keys?|auth ?tokens?|bearer)';
/** Words that may stand before: they narrow to a credential. `reset`, `max`, `csrf`, `refresh`, `design` are not among them. */
const before =
  '(?:(?:api|auth|access|secret|private|client|service|deploy|bot|admin|root|prod|production|staging|db|database|user|my|the|railway|aws|github|gh|gitlab|stripe|vercel|netlify|heroku|supabase|neon|cloudflare|cf|digitalocean|do|fly|azure|gcp|google|openai|anthropic|slack|npm|docker|postgres|pg|mysql|redis|mongo|hetzner|hcloud|render|planetscale|pscale|project|team|account|personal|bearer|authorization|x) ){0,3}';
const credentialName = new RegExp(`^${before}${plainWords}(?: (?:id|value|env))?$`, 'i');
/** `RAILWAY_TOKEN`, `STRIPE_SECRET_KEY`: a variable that holds a secret. */
const variable =
  /^(?:[A-Z][A-Z0-9]*_){1,5}(?:TOKEN|SECRET|PASSWORD|PASS|PWD|KEY|PAT|CREDENTIALS?|DSN)$|^(?:DATABASE|DB|POSTGRES|MONGO|MONGODB)_UR[LI]$/;
const vendorVariable =
  /^(?:RAILWAY|AWS|GITHUB|GH|GITLAB|STRIPE|VERCEL|NETLIFY|HEROKU|SUPABASE|NEON|CLOUDFLARE|CF|DIGITALOCEAN|DO|FLY|AZURE|ARM|GCP|GOOGLE|OPENAI|ANTHROPIC|SLACK|NPM|DOCKER|HCLOUD|RENDER|PLANETSCALE)_$/;

/** `railway.*token`: a word, anything between, and a credential's. */
const farWord = new RegExp(`^[\\w ]{2,40}~ ${plainWords}(?: ~)?$`, 'i');
const codeWord =
  /\b(?:function|class|def|const|let|var|import|export|interface|type|struct|impl|fn|func|return|new|enum|public|private|async|from|require)\b/;

/** The alternatives of a pattern as plain words: regular-expression signs taken away, `_` and `-` as spaces. */
function alternatives(pattern: string): string[] {
  return pattern
    .slice(0, 1000)
    .replaceAll('\\|', '|')
    .replace(/^\(\?[a-z]+\)/, '')
    .split(/[|()]+/)
    .slice(0, 32)
    .map((part) =>
      part
        .replace(/\\[bBswdSWD]/g, ' ')
        .replace(/\[[^\]]{0,40}\]\{?[\d,]*\}?[?*+]?/g, ' ')
        .replace(/\{[\d,]*\}/g, '')
        .replace(/\.[*+?]|\.\{[\d,]*\}/g, ' ~ ')
        .replace(/[?*+^$"'`=:<>\\,;]/g, ' ')
        .trim(),
    )
    .filter((part) => part !== '' && part !== 'i' && part !== '?:');
}

/**
 * How much a search for `pattern` is a search for credentials.
 * `caseless` tells `-i`: without it, a camel-case name (`accessToken`) is the name of a thing in code.
 */
export function patternStrength(pattern: string, { caseless }: { readonly caseless: boolean }): PatternStrength {
  if (secretShape.test(pattern)) return 'shape';
  if (connection.test(pattern)) return 'name';
  if (/^[^|\\[\]*]*$/.test(pattern) && pattern.split(/\s+/).length >= 4) return asksInWords(pattern) ? 'names' : 'none';
  const parts = alternatives(pattern);
  const named = parts.filter((part) => isCredentialName(part, caseless));
  if (named.length === 0) return 'none';
  // A list of other things in which a token appears too (`class|function|token`) is a search in code.
  if (named.length * 2 < parts.length) return 'none';
  return named.length > 1 ? 'names' : 'name';
}

/** A question to a search by meaning: `where is the Railway API token stored`. */
function asksInWords(question: string): boolean {
  return (
    /\b(?:where|find|locate|stored|kept|look|list|any|all|values?)\b/i.test(question) &&
    /\b(?:api|access|auth|secret|deploy|railway|aws|github|stripe|vercel)\s(?:\w+\s)?(?:tokens?|keys?)\b|\b(?:credentials|passwords?|secrets)\b/i.test(
      question,
    )
  );
}

function isCredentialName(part: string, caseless: boolean): boolean {
  if (variable.test(part) || vendorVariable.test(part)) return true;
  if (farWord.test(part) && !codeWord.test(part)) return true;
  if (!caseless && /[a-z][A-Z]/.test(part)) return false;
  const spaced = part.replace(/[_\-./ ~]+/g, ' ').trim();
  return credentialName.test(spaced);
}

/** Whether a glob of file names looks for files that hold secrets: `.env*`, `*.pem`, `credentials*`. */
export function isSecretGlob(glob: string): boolean {
  const name = glob.slice(0, 400).replaceAll('\\', '/').toLowerCase();
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (isExamplePath(base.replaceAll('*', ''))) return false;
  if (/\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|cs|php|md|html?|css|vue|svelte|sql|snap|test|spec)\b/.test(base))
    return false;
  if (isSecretPath(base.replaceAll('*', '')) || isSecretPath(base.replaceAll('*', 'x'))) return true;
  if (/^\*?[_.-]?(?:private|service)?[_.-]?keys?[_.-]?\*?\.(?:json|p8|pem|p12)$/.test(base)) return true;
  return /credential|secrets?\b|passw(?:or)?d|id_(?:rsa|ed25519|ecdsa)|\.env(?:[.*\]]|$)|\.(?:pem|p12|pfx|netrc|npmrc|pypirc|tfstate)(?:\*|$)|^\*?(?:api[_-]?key|token)s?\*?$/.test(
    base,
  );
}

/** Where a search looks, as far as it matters for finding a secret. */
export type SearchScope = 'code' | 'tree' | 'settings' | 'wide' | 'secret';

const codeFile =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|pyi|go|rs|rb|java|kts?|scala|cs|fs|cpp|cc|cxx|c|h|hpp|swift|m|mm|php|pl|lua|exs?|erl|hs|mli?|clj|dart|r|jl|sh|bash|zsh|ps1|sql|proto|graphql|gql|html?|s?css|less|mdx?|rst|adoc|txt|log|jsonl|ndjson|csv|lock|snap|ipynb|diff|patch|out|map|svg|xml|g4|l|y|ll|yy|lex|mjs|cts|mts)\*?$/i;
const settingsPlace =
  /(?:^|\/)(?:infra(?:structure)?|deploy(?:ment)?s?|ops|devops|terraform|ansible|k8s|kubernetes|helm|charts|secrets?|credentials?|\.github|\.circleci|\.gitlab|\.config|\.docker)(?:\/|$)/i;
const settingsFile = /\.(?:ya?ml|toml|ini|cfg|conf|properties|json|tfvars|hcl|env)\*?$|^\.[a-z]+rc$/i;
const ordinarySettings =
  /(?:^|\/)(?:package(?:-lock)?|tsconfig[^/]*|jsconfig|composer|cargo|pyproject|biome|deno|turbo|nx|lerna|pnpm-workspace|pnpm-lock|poetry|go|openapi|swagger|schema|manifest|app|[a-z]{2}(?:-[a-z]{2})?)\.(?:jsonc?|toml|ya?ml|lock)$/i;

const codeFolder =
  /^(?:src|lib|libs|app|apps|packages?|pkg|internal|cmd|tests?|specs?|docs?|components?|pages|routes|api|server|client|web|frontend|backend|scripts?|dist|build|node_modules|tmp|logs?)$/i;

/** Where a search of this path looks. `workspaceRoot` and `.` are the whole tree. */
export function scopeOfPath(
  given: string,
  { cwd, workspaceRoot }: { cwd: string; workspaceRoot: string },
): SearchScope {
  const slashed = given.trim().replaceAll('\\', '/').replace(/\/+$/, '') || '/';
  const root = workspaceRoot.replaceAll('\\', '/').replace(/\/$/, '');
  if (slashed === root || slashed === cwd) return 'tree';
  const file = slashed.startsWith(`${root}/`) ? slashed.slice(root.length + 1) : slashed;
  if (isExamplePath(file) || isExamplePath(`${file}/x`)) return 'code';
  if (isSecretPath(file)) return 'secret';
  if (/^(?:\.\/)?\*{1,2}(?:\/\*{1,2})?$|^\.$|^\{\}$/.test(file)) return 'tree';
  if (/^(?:~|\/|\$HOME|\/home\/[^/]+|\/Users\/[^/]+|\/root|\/etc|\/opt|\/var|\/srv|[A-Za-z]:)$/.test(file))
    return 'wide';
  const own = /^(?:~|\$HOME|\/home\/[^/]+|\/Users\/[^/]+|\/root)\/\.([a-z]+)\b/.exec(file)?.[1];
  if (own !== undefined && /^(?:aws|ssh|kube|docker|azure|railway|fly|gnupg)$/.test(own)) return 'secret';
  if (own !== undefined && /^(?:config|local)$/.test(own)) return 'wide';
  if (/^(?:\.\.\/?)+$/.test(file)) return 'tree';
  if (codeFile.test(file)) return 'code';
  if (ordinarySettings.test(file)) return 'code';
  if (/(?:^|\/)(?:src|lib)\//.test(file)) return 'code';
  const folder = file.slice(file.lastIndexOf('/') + 1);
  const absolute = file.startsWith('/') || file.startsWith('~');
  if (absolute && !codeFolder.test(folder) && !/\.\w{1,5}$/.test(folder)) return 'tree';
  if (/^(?:config|conf|settings|envs?|environments)$/.test(folder)) return 'settings';
  if (settingsPlace.test(file) || settingsFile.test(file)) return 'settings';
  return 'code';
}

/** Where a search restricted to this glob of names looks. */
export function scopeOfGlob(glob: string): SearchScope {
  if (isSecretGlob(glob)) return 'secret';
  const inner = glob
    .replace(/[{}]/g, ' ')
    .split(/[\s,]+/)
    .filter(Boolean);
  if (
    inner.length > 0 &&
    inner.every((part) => codeFile.test(part) || codeFile.test(`.${part}`) || /\/\*{1,2}$/.test(part))
  )
    return 'code';
  if (inner.some((part) => settingsFile.test(part))) return 'settings';
  if (/^\*{1,2}(?:\/\*)?$/.test(glob)) return 'tree';
  return 'code';
}

const ranks: readonly SearchScope[] = ['code', 'tree', 'settings', 'wide', 'secret'];

/** The widest of several places. */
export function widest(scopes: readonly SearchScope[]): SearchScope {
  return scopes.reduce<SearchScope>(
    (most, scope) => (ranks.indexOf(scope) > ranks.indexOf(most) ? scope : most),
    'code',
  );
}

/** How strongly a search of this pattern in this place speaks of looking for credentials; 0: not at all. */
export function searchScore(strength: PatternStrength, scope: SearchScope): number {
  const table: Readonly<Record<PatternStrength, Readonly<Record<SearchScope, number>>>> = {
    none: { code: 0, tree: 0, settings: 0, wide: 0, secret: 0.4 },
    name: { code: 0, tree: 0.4, settings: 0.4, wide: 0.6, secret: 0.6 },
    names: { code: 0, tree: 0.6, settings: 0.6, wide: 0.8, secret: 0.8 },
    shape: { code: 0.4, tree: 0.7, settings: 0.7, wide: 0.9, secret: 0.9 },
  };
  return table[strength][scope];
}
