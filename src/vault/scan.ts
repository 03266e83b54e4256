import { execFile } from 'node:child_process';
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import { minimatch } from 'minimatch';
import { fingerprint } from '../credentials/fingerprint.ts';
import { isExamplePath, isSecretPath } from '../credentials/paths.ts';
import { isRegenerable } from '../effects/paths.ts';
import type { FoundSecret, ScanOrder, ScanProgress, ScanResult } from './found-secret.ts';
import { type IgnoreRules, ignoreFileNames, noIgnoreRules } from './ignore-files.ts';
import { limits } from './limits.ts';
import { markOf, recognise } from './recognition.ts';

/** What a scan may be told while it runs. */
export interface ScanWatch {
  onProgress(progress: ScanProgress): void;
  /** Milliseconds of a clock that only goes forward. */
  monotonic(): number;
}

interface Scanned {
  readonly file: string;
  readonly shown: string;
  readonly ignored: boolean;
}

/**
 * Looks through a folder for credentials: files whose name says so, wherever they lie but in what tools make, and the
 * text of all others that no ignore file leaves out. Links are not followed. Reads one file at a time.
 */
export async function scanForSecrets(order: ScanOrder, watch: ScanWatch): Promise<ScanResult> {
  const started = watch.monotonic();
  const secrets: Omit<FoundSecret, 'committed'>[] = [];
  const gaps = new Set<string>();
  let [files, read, told] = [0, 0, started];
  for (const scanned of filesBelow(order, gaps)) {
    files += 1;
    if (files > limits.files || secrets.length >= limits.found) {
      gaps.add(`Only the first ${files - 1} files were looked at.`);
      break;
    }
    const now = watch.monotonic();
    if (now - told > limits.progressMilliseconds) {
      told = now;
      watch.onProgress({ files, found: secrets.length });
    }
    const beginning = beginningOf(scanned.file, gaps);
    if (!beginning) continue;
    read += 1;
    secrets.push(...(await secretsIn(scanned, beginning, order)));
  }
  const tracked = await trackedOf(order.folder, secrets);
  return {
    secrets: secrets.map((secret) => ({ ...secret, committed: tracked === null ? null : tracked.has(secret.shown) })),
    files,
    read,
    milliseconds: Math.round(watch.monotonic() - started),
    gaps: [...gaps],
  };
}

async function secretsIn(
  { file, shown, ignored }: Scanned,
  { text, stats }: { readonly text: string | null; readonly stats: Stats },
  { fingerprintKey }: ScanOrder,
): Promise<Omit<FoundSecret, 'committed'>[]> {
  const common = { file, shown, ignored, readers: readersOf(stats) };
  const found = text === null ? [] : await recognise(text, shown);
  const marked = new Map(found.map((one) => [markOf(one, fingerprintKey), one]));
  if (marked.size > 0) {
    return [...marked].slice(0, limits.perFile).map(([mark, { kind, line, variable }]) => {
      return { ...common, kind, fingerprint: mark, line, ...(variable === undefined ? {} : { variable }) };
    });
  }
  // A key store cannot be read into; an empty or made-up `.env` is none.
  const sealed = text === null || /\.(?:p12|pfx|jks|keystore|kdbx|ppk|pkcs12|pem|key|gpg)$/i.test(shown);
  if (!sealed || !isSecretPath(shown) || stats.size === 0) return [];
  return [{ ...common, kind: 'generic-token', fingerprint: fingerprint(`file ${shown}`, fingerprintKey) }];
}

/** The files of a folder that are looked at, folder by folder. */
function* filesBelow({ folder, patterns }: ScanOrder, gaps: Set<string>): Generator<Scanned> {
  const open: { at: string; rules: IgnoreRules; ignored: boolean }[] = [
    { at: '', rules: noIgnoreRules, ignored: false },
  ];
  const named = (shown: string) => isSecretPath(shown) || patterns.some((one) => minimatch(shown, one, { dot: true }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { at, ignored } = next;
    const entries = entriesOf(path.join(folder, at));
    if (entries === null) {
      gaps.add(`The folder ${at || folder} cannot be read.`);
      continue;
    }
    const rules = ignored ? next.rules : withIgnoreFiles(next.rules, folder, at, entries);
    for (const entry of entries) {
      const shown = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.name === '.git' || entry.name === '.holdpoint') continue;
      const left = ignored || rules.ignores(shown, entry.isDirectory());
      if (entry.isDirectory()) {
        if (isRegenerable(entry.name) || shown.split('/').length > limits.depth) continue;
        open.push({ at: shown, rules, ignored: left });
      } else if (entry.isFile() && (left ? named(shown) : isOfInterest(shown))) {
        yield { file: path.join(folder, shown), shown, ignored: left };
      }
    }
  }
}

/** What holds no text a person wrote, by its name. */
const noText =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|tiff?|psd|mp[34]|m4a|wav|ogg|flac|webm|mov|avi|mkv|woff2?|ttf|otf|eot|zip|gz|tgz|bz2|xz|zst|7z|rar|jar|war|class|o|a|so|dylib|dll|exe|wasm|pdf|docx?|xlsx?|pptx?|parquet|avro|onnx|pt|bin|dat|pack|idx|map|min\.js)$/i;

function isOfInterest(shown: string): boolean {
  return !noText.test(shown) && !(isExamplePath(shown) && !isSecretPath(shown));
}

function withIgnoreFiles(rules: IgnoreRules, folder: string, at: string, entries: readonly Dirent[]): IgnoreRules {
  let all = rules;
  for (const name of ignoreFileNames) {
    if (!entries.some((entry) => entry.name === name && entry.isFile())) continue;
    try {
      all = all.with(readFileSync(path.join(folder, at, name), 'utf8'), at);
    } catch {
      // A list that cannot be read leaves nothing out.
    }
  }
  return all;
}

function entriesOf(directory: string): Dirent[] | null {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return null;
  }
}

/** The beginning of a regular file as text, null for one that is none. */
function beginningOf(file: string, gaps: Set<string>): { text: string | null; stats: Stats } | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  } catch {
    gaps.add('Some files cannot be read.');
    return null;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size === 0) return null;
    const buffer = Buffer.allocUnsafe(Math.min(stats.size, limits.fileBytes));
    const bytes = buffer.subarray(0, readSync(descriptor, buffer));
    if (stats.size > limits.fileBytes) gaps.add('Of files over 1 MB only the beginning was read.');
    const isText = !bytes.subarray(0, 8_192).includes(0);
    return { text: isText ? bytes.toString('utf8') : null, stats };
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}

function readersOf({ mode }: Stats): FoundSecret['readers'] {
  if (process.platform === 'win32') return null;
  if ((mode & 0o004) !== 0) return 'everyone';
  return (mode & 0o040) !== 0 ? 'group' : 'owner';
}

/** Which of the files git tracks; null where nobody can say. */
function trackedOf(folder: string, secrets: readonly { readonly shown: string }[]): Promise<Set<string> | null> {
  const shown = [...new Set(secrets.map((secret) => secret.shown))];
  if (shown.length === 0) return Promise.resolve(new Set());
  const args = [
    '--literal-pathspecs',
    '-c',
    'core.fsmonitor=false',
    '-c',
    'core.hooksPath=/dev/null',
    'ls-files',
    '-z',
    '--',
  ];
  return new Promise((resolve) => {
    execFile(
      'git',
      [...args, ...shown.slice(0, 2_000)],
      { cwd: folder, timeout: 10_000, maxBuffer: 1 << 24, encoding: 'utf8' },
      (error, stdout) => resolve(error ? null : new Set(stdout.split('\0'))),
    );
  });
}
