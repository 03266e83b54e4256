// Programs that do not come from npm. On Debian and its kin, run as root, they are installed; elsewhere they are named.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from './cache.mts';
import { mustRun, run } from './run.mts';

/** One thing the machine must have. */
interface SystemPackage {
  /** What it is for, in words. */
  readonly what: string;
  /** Debian packages that bring it. */
  readonly debian: readonly string[];
  isThere(): boolean | Promise<boolean>;
}

const chromiumPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const packages = {
  chromium: {
    what: 'Chromium, which shows the embedded editor',
    debian: ['chromium'],
    isThere: () => findChromium() !== undefined,
  },
  kerberos: {
    what: 'the Kerberos headers, which one of the embedded editor’s native modules is built from',
    debian: ['libkrb5-dev'],
    isThere: async () => process.platform === 'darwin' || (await run('krb5-config', ['--version']).then(isZero, no)),
  },
  build: {
    what: 'python3, make and a C++ compiler, which the embedded editor’s native modules are built with',
    debian: ['python3', 'make', 'g++'],
    isThere: () => ['python3', 'make', 'g++'].every((program) => findProgram(program) !== undefined),
  },
  git: { what: 'git', debian: ['git'], isThere: () => findProgram('git') !== undefined },
  openssl: { what: 'openssl', debian: ['openssl'], isThere: () => findProgram('openssl') !== undefined },
  curl: { what: 'curl', debian: ['curl'], isThere: () => findProgram('curl') !== undefined },
} as const satisfies Record<string, SystemPackage>;

/** A key of the table above. */
export type PackageName = keyof typeof packages;

/**
 * Makes sure that the machine has what is named: installs by apt where this is root on Debian, else throws
 * one sentence that names every missing package.
 */
export async function requirePackages(names: readonly PackageName[], tell: Progress): Promise<void> {
  const missing = await missingOf(names);
  if (missing.length === 0) return;
  const debian = missing.flatMap((name) => packages[name].debian);
  const canInstall = findProgram('apt-get') !== undefined && process.getuid?.() === 0;
  if (!canInstall) {
    const what = missing.map((name) => packages[name].what).join('; ');
    throw new Error(`This machine lacks ${what}. On Debian or Ubuntu: sudo apt-get install ${debian.join(' ')}`);
  }
  tell(`installing from apt: ${debian.join(' ')}`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', ...debian];
  const first = await run('apt-get', install, { environment });
  if (first.code !== 0) {
    await mustRun('apt-get', ['update'], { environment });
    await mustRun('apt-get', install, { environment });
  }
  const still = await missingOf(names);
  if (still.length > 0) throw new Error(`apt installed ${debian.join(' ')}, yet ${still.join(', ')} cannot be found.`);
}

/** The browser that shows the embedded editor: `HOLDPOINT_CHROMIUM`, or the first known place that has one. */
export function findChromium(): string | undefined {
  const named = process.env.HOLDPOINT_CHROMIUM;
  return [named, ...chromiumPlaces].find((place) => place !== undefined && existsSync(place));
}

/** Absolute path of a program on PATH. */
export function findProgram(name: string): string | undefined {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe', ''] : [''];
  for (const directory of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(directory, name + ending);
      if (directory && isRunnable(file)) return file;
    }
  }
  return undefined;
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function missingOf(names: readonly PackageName[]): Promise<PackageName[]> {
  const answers = await Promise.all(names.map(async (name) => ({ name, there: await packages[name].isThere() })));
  return answers.filter((answer) => !answer.there).map((answer) => answer.name);
}

const isZero = (result: { code: number | null }): boolean => result.code === 0;
const no = (): boolean => false;
