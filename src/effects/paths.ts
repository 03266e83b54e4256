import path from 'node:path';
import type { Asset } from '../action/effect.ts';
import type { Place } from '../action/facts.ts';

/** What a path's name alone says. Pure: links and git are asked for separately. */
export interface PathReading {
  /** Absolute, `..` resolved. */
  readonly path: string;
  readonly region: 'temporary' | 'workspace' | 'workspace-root' | 'home' | 'root' | 'system' | 'outside' | 'device';
  /** A tool makes it again: `yes` by a name that means nothing else, `likely` by a name people also use by hand. */
  readonly regenerable: 'yes' | 'likely' | 'no';
  /** `.git` itself or inside it. */
  readonly repository: boolean;
  readonly asset: Asset;
}

/** Directories that tools make again and nobody edits by hand. */
const regenerableNames = new Set(
  (
    'node_modules __pycache__ .next .nuxt .svelte-kit .turbo .parcel-cache .pytest_cache .mypy_cache .ruff_cache ' +
    '.tox .nox .venv venv .gradle .eggs .cache .angular .output .vercel .netlify .serverless .terraform .expo ' +
    '.dart_tool bower_components jspm_packages .nyc_output coverage htmlcov .coverage .eslintcache .stylelintcache ' +
    '.tsbuildinfo .vite .astro .docusaurus storybook-static DerivedData Pods .build .stack-work _build elm-stuff ' +
    'package-lock.json yarn.lock pnpm-lock.yaml bun.lockb bun.lock Cargo.lock poetry.lock uv.lock Pipfile.lock composer.lock Gemfile.lock go.sum next-env.d.ts ' +
    '.sass-cache .webpack .rollup.cache .rpt2_cache .swc .nx .yarn-cache .pnpm-store .ipynb_checkpoints .hypothesis ' +
    '.DS_Store Thumbs.db test-results playwright-report .playwright .wrangler .vscode-test .bundle target dist'
  ).split(' '),
);

/** Names that outside a project may as well be somebody's own folder. */
const ambiguous = new Set(['target', 'dist', 'coverage', 'venv', 'Pods', 'env', 'package-lock.json']);

/** Names of build output that people also give to things they wrote. */
const likelyRegenerable = new Set(
  'build out bin obj lib output release debug tmp temp cache logs log public vendor packages generated gen _site site artifacts reports'.split(
    ' ',
  ),
);

const regenerableFile =
  /(?:\.(?:pyc|pyo|o|obj|class|py\[[cod]+\]|log|tmp|temp|swp|swo|tsbuildinfo|map|pid|lock\.db|cover|prof|gcda|gcno|core|egg-info|dist-info|whl|vsix|tgz)|~|-lock\.json|npm-debug\.log.*|\.log\.\d+)$/i;

const homeCaches =
  /^(?:\.cache|\.npm|\.pnpm-store|\.yarn\/(?:cache|berry)|\.cargo\/(?:registry|git)|\.gradle\/(?:caches|daemon)|\.m2\/repository|\.nuget\/packages|\.pub-cache|\.ccache|\.bun\/install|\.local\/share\/(?:Trash|pnpm\/store)|\.expo|\.deno|go\/pkg|Library\/Caches|Library\/Developer\/Xcode\/DerivedData|AppData\/Local\/(?:Temp|npm-cache|pip\/Cache|Yarn\/Cache)|\.vscode-test|\.node-gyp|\.electron)(?:\/|$)/;

const dataFile = /\.(?:sqlite3?|db|db3|mdb|rdb|dump|frm|ibd|realm)(?:-wal|-shm|-journal)?$/i;
const backupFile =
  /(?:(?:^|\/|\.(?:sql|db|sqlite3?|tar|tgz|zip|rdb|json|csv))\.?(?:bak|backup|bkp)|\.dump|\.sql\.(?:gz|xz|zst|bz2)|(?:^|[/_.-])(?:backup|dump|snapshot)[\w.-]*\.(?:sql|gz|tgz|zip|tar|xz|zst|db|sqlite3?|csv|7z))(?:\.(?:gz|xz|zst|zip|tar))?$/i;
const backupFolder =
  /(?:^|\/)(?:db[_-]?|database[_-]?|pg[_-]?|mysql[_-]?)?(?:backups?|snapshots|dumps?)(?:[_-]\d[\d_-]*)?(?:\/|$)/i;
/** The state of an interface in a test, and a copy of a tool's settings: no backup of anybody's data. */
const noBackup =
  /\.snap(?:\.\w+)?$|(?:^|\/)__snapshots__(?:\/|$)|(?:^|\/)(?:src|crates|packages|apps|lib)\/(?:.*\/)?snapshots(?:\/|$)|(?:^|\/)(?:package|tsconfig|jsconfig|settings|launch|tasks|extensions|composer|manifest|app|config|biome|turbo|vercel|eslintrc|\.\w+)(?:\.[\w-]+)*\.json\.(?:bak|backup)$/i;
const editorCopy = /\.(?:[\w]+)\.(?:bak|orig|backup)$|\.(?:orig|rej)$/i;
const keyFile = /(?:\.(?:pem|key|p12|pfx|jks|kdbx|gpg|asc)|(?:^|\/)(?:id_(?:rsa|ed25519|ecdsa|dsa)|authorized_keys))$/i;
const stateFile = /(?:\.tfstate(?:\.backup)?|terraform\.tfstate\.d)(?:\/|$)/;
const testName =
  /(?:^|[/_.-])(?:tests?|tmp|temp|scratch|demo|example|sample|fixture|dummy|foo|ci|e2e|smoke)(?:[/_.-]|$)/i;

const systemRoots =
  /^\/(?:etc|usr|bin|sbin|lib|lib32|lib64|boot|var|opt|root|srv|sys|proc|run|dev|System|Library|Applications|Volumes|mnt|media|data|private)(?:\/|$)/;

/** Reads an absolute path's name against the place. Trailing slashes and globs are the caller's business. */
export function readPath(absolute: string, place: Place): PathReading {
  const resolved = normal(absolute);
  const workspace = normal(place.workspaceRoot);
  const home = normal(place.home);
  const region = regionOf(resolved, workspace, home, place);
  const inside = region === 'workspace' ? resolved.slice(workspace.length + 1) : resolved;
  const parts = inside.split('/');
  return {
    path: resolved,
    region,
    regenerable: regenerabilityOf(resolved, parts, region, home),
    repository: parts.includes('.git'),
    asset: assetOf(inside),
  };
}

/** Makes a word an absolute path: `~`, relative to `cwd`, `..` resolved. Null where `cwd` is needed and not known. */
export function absolutePath(text: string, cwd: string | null, place: Place): string | null {
  const slashed = (place.platform === 'win32' ? text.replaceAll('\\', '/') : text).replace(/^\/\/\?\/(?=[a-z]:)/i, '');
  if (slashed === '~' || slashed.startsWith('~/')) return normal(`${place.home}/${slashed.slice(2)}`);
  // The kernel's other names for the same tree, whoever asks (proc(5)).
  const kernel = /^\/proc\/(?:self|thread-self|\d+)\/(?:task\/\d+\/)?(root|cwd)(?=\/|$)/.exec(slashed);
  if (kernel) return absolutePath(`${kernel[1] === 'root' ? '/' : '.'}${slashed.slice(kernel[0].length)}`, cwd, place);
  if (slashed.startsWith('/') || /^[a-z]:/i.test(slashed)) return normal(slashed);
  if (cwd === null) return null;
  return normal(`${cwd}/${slashed}`);
}

/** True where `inner` is `outer` or lies below it. Both absolute. */
export function isWithin(inner: string, outer: string): boolean {
  return isWithinNormal(normal(inner), normal(outer));
}

/** {@link isWithin} for paths as {@link normal} gives them. */
export function isWithinNormal(below: string, above: string): boolean {
  if (!below.startsWith(above)) return false;
  return below.length === above.length || above === '/' || below.charCodeAt(above.length) === 47;
}

/** An absolute path with slashes alone, `.` and `..` resolved, no slash at its end. */
export function normal(absolute: string): string {
  if (absolute.length < longPath) return normalOf(absolute);
  if (absolute !== long.path) long = { path: absolute, normal: normalOf(absolute) };
  return long.normal;
}

/** From here on a path is worth remembering: one call asks for the same one many times. */
const longPath = 4096;
let long = { path: '', normal: '' };

function normalOf(absolute: string): string {
  const slashed = absolute.includes('\\') ? absolute.replaceAll('\\', '/') : absolute;
  const cleaned = /\/\.{0,2}(?:\/|$)/.test(slashed) ? path.posix.normalize(slashed) : slashed;
  return cleaned.length > 1 && cleaned.endsWith('/') ? cleaned.slice(0, -1) : cleaned;
}

function regionOf(resolved: string, workspace: string, home: string, place: Place): PathReading['region'] {
  if (/^\/dev\/(?:null|stdout|stderr|tty|fd|zero|shm)/.test(resolved)) return 'temporary';
  if (/^\/dev\//.test(resolved)) return 'device';
  if (resolved === '/' || /^[a-z]:\/?$/i.test(resolved)) return 'root';
  if (resolved === workspace) return 'workspace-root';
  if (isWithin(resolved, workspace)) return 'workspace';
  for (const temporary of place.temporary) if (isWithin(resolved, temporary)) return 'temporary';
  if (/^\/(?:private\/)?(?:var\/)?tmp(?:\/|$)|^\/(?:private\/)?var\/folders\//.test(resolved)) return 'temporary';
  if (
    /^(?:[a-z]:|\/[a-z]|\/mnt\/[a-z])\/(?:users\/[^/]+\/appdata\/local\/temp|windows\/temp|temp|tmp)(?:\/|$)/i.test(
      resolved,
    )
  ) {
    return 'temporary';
  }
  if (isWithin(workspace, resolved)) return resolved === home ? 'home' : 'outside';
  if (resolved === home || /^\/(?:home|Users|root)(?:\/[^/]+)?$/.test(resolved)) return 'home';
  if (/^(?:[a-z]:|\/[a-z]|\/mnt\/[a-z])\/users(?:\/[^/]+)?$/i.test(resolved)) return 'home';
  if (isWithin(resolved, home)) return 'outside';
  if (systemRoots.test(resolved) || /^[a-z]:\/(?:windows|program files|programdata|inetpub\/logs)/i.test(resolved))
    return 'system';
  return 'outside';
}

function regenerabilityOf(
  resolved: string,
  parts: readonly string[],
  region: PathReading['region'],
  home: string,
): PathReading['regenerable'] {
  if (region === 'root' || region === 'device' || region === 'workspace-root') return 'no';
  if (isWithin(resolved, home) && homeCaches.test(resolved.slice(home.length + 1))) return 'yes';
  // A device by that name on Windows: the file is what `> nul` of another shell left behind, and nobody can fill it.
  if (/^[a-z]:\/.*\/nul$/i.test(resolved)) return 'yes';
  if (/^\/var\/(?:cache\/.|lib\/apt\/lists(?:\/|$))/.test(resolved)) return 'yes';
  if (region === 'system' || region === 'home') return 'no';
  const own = region === 'workspace' || region === 'temporary' || isProjectFolder(resolved);
  for (const part of parts) if (regenerableNames.has(part) && (own || !ambiguous.has(part))) return 'yes';
  const last = parts.at(-1) ?? '';
  if (editorCopy.test(last) && !backupFile.test(last) && region === 'workspace') return 'yes';
  if (regenerableFile.test(last) || /^cmake-build-|\.egg-info$/.test(last)) return 'yes';
  for (const part of parts) if (likelyRegenerable.has(part)) return 'likely';
  return 'no';
}

function assetOf(inside: string): Asset {
  if (keyFile.test(inside)) return 'key';
  if (stateFile.test(inside)) return 'state';
  if (testName.test(inside)) return 'files';
  if ((backupFile.test(inside) || backupFolder.test(inside)) && !noBackup.test(inside)) return 'backup';
  if (dataFile.test(inside) || /^\/var\/lib\/(?:postgresql|mysql|mongodb|redis|docker)/.test(inside))
    return 'data-store';
  if (/^\/var\/(?:log|audit)(?:\/|$)|\/\.(?:bash|zsh|fish)_history$/.test(inside)) return 'log';
  return 'files';
}

const projectFolder =
  /^(?:\/(?:workspaces?|app|repo|work|w)\/[^/]+|(?:[a-z]:|\/[a-z]|\/mnt\/[a-z])\/(?!(?:users|windows|inetpub|backups?)(?:\/|$)|program)[^/]+|.*\/(?:projects?|code|coding|src|sources?|repos?|repositories|dev|develop(?:er|ment)?|workspaces?|git(?:hub|lab)?|sites|webstormprojects|ideaprojects|pycharmprojects|worktrees?|wt|checkouts?)\/[^/]+)/i;

/** True for a directory that by its place is a checkout of its own: `~/projects/x`, `/d/x`, `~/code/a/b`. */
export function isProjectFolder(absolute: string): boolean {
  // The account's own name (`/home/dev`) says nothing.
  return projectFolder.test(
    absolute.replace(/^\/(?:home|Users)\/[^/]+|^(?:[a-z]:|\/[a-z]|\/mnt\/[a-z])\/users\/[^/]+/i, '/~'),
  );
}

const containers =
  'projects?|code|coding|src|sources?|repos?|repositories|dev|develop(?:er|ment)?|workspaces?|git(?:hub|lab)?|sites|webstormprojects|ideaprojects|pycharmprojects|worktrees?|wt|checkouts?';
const homeProject = new RegExp(`^(/~(?:/[^/]+)*?/(?:${containers})/[^/]+)/(.+)$`, 'i');
const driveProject =
  /^((?:[a-z]:|\/[a-z]|\/mnt\/[a-z])\/(?!(?:users|windows|inetpub|backups?)(?:\/|$)|program)[^/]+)\/(.+)$/i;
const conventional = /^(?:\.[^/]+|src|lib|docs?|tests?|scripts|assets|public|examples?)$/;

/**
 * The checkout that a path below a home or on a drive lies in by its place (`~/projects/shop/src/x`), or null. A whole
 * tree must lie so deep that it cannot be a checkout itself.
 */
export function projectAround(absolute: string, recursive: boolean): string | null {
  const account = /^\/(?:home|Users)\/[^/]+|^(?:[a-z]:|\/[a-z]|\/mnt\/[a-z])\/users\/[^/]+/i.exec(absolute)?.[0] ?? '';
  const found = account === '' ? driveProject.exec(absolute) : homeProject.exec(`/~${absolute.slice(account.length)}`);
  const [, root, rest] = found ?? [];
  if (root === undefined || rest === undefined) return null;
  // `~/src/github.com/acme/shop`: the host and the owner come first.
  const hosted = /\.[a-z]+$/i.test(root);
  const below = rest.split('/').slice(hosted ? 2 : 0);
  if (below.length === 0 || /\.git$/.test(rest) || below.includes('.git')) return null;
  // Below a drive anything may lie: only what checkouts call their own folders counts there.
  const deep = (account !== '' && below.length >= 2) || conventional.test(below[0] ?? '');
  return recursive && !deep ? null : account + (account === '' ? root : root.slice(2));
}

/** True where a relative path, by its names alone, is made again by a tool. */
export function isRegenerable(relative: string): boolean {
  const parts = relative.split('/').filter((part) => part !== '');
  return parts.some((part) => regenerableNames.has(part)) || regenerableFile.test(parts.at(-1) ?? '');
}

/** Whether a glob of one name may stand for `name`, which no `*` or `?` at its beginning does where that is hidden. */
export function mayName(glob: string, name: string): boolean {
  if (!/[*?[]/.test(glob)) return glob === name;
  if (glob.length > 64) return true;
  if (name.startsWith('.') && !glob.startsWith('.')) return false;
  const expression = glob.replace(/\[!?[^\]]*\]|[*?]|[^\w*?]/g, (part) => {
    if (part === '*') return '.*';
    if (part === '?' || part.length > 1) return '.';
    return `\\${part}`;
  });
  return (glob.match(/\*/g)?.length ?? 0) > 6 || new RegExp(`^${expression}$`).test(name);
}

/** True where a database or file name says that it was made for a test run. */
export function isTestName(name: string): boolean {
  return testName.test(name);
}
