import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';
import { brotliDecompressSync } from 'node:zlib';

const end = Buffer.from('holdpoint: whole');

/** Modules loaded with V8's compiled form from an earlier run, which Node 20 has no switch for. */
export interface CachedModules {
  /** The exports of a CommonJS file of the bundle. Its `./` requires are loaded the same way. */
  load(file: string): unknown;
  /** Keeps the compiled form of what was compiled anew, functions that ran included. Never throws. */
  store(): void;
}

/**
 * Loads files of the bundle through a cache in `directory`, which only this user can write. Entries are named by
 * the file they were made from and the Node that made them; V8 refuses those of another build.
 */
export function cachedModules(directory: string): CachedModules {
  const loaded = new Map<string, { exports: unknown }>();
  const fresh: { script: Script; entry: string }[] = [];

  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const plain = statSync(file, { throwIfNoEntry: false });
    const { size, mtimeMs } = plain ?? statSync(`${file}.br`);
    // The build writes ASCII alone, which is read faster this way.
    const source = plain ? readFileSync(file, 'latin1') : unpacked(`${file}.br`);
    const entry = path.join(directory, `${path.basename(file)}-${process.version}-${size}-${Math.trunc(mtimeMs)}`);
    const script = compiled(source, file, entry);
    if (script.cachedDataRejected !== false) fresh.push({ script, entry });
    const module: { exports: unknown } = { exports: {} };
    loaded.set(file, module);
    const require = createRequire(file);
    const requireCached = (name: string): unknown =>
      name.startsWith('./') ? load(path.join(path.dirname(file), name)) : require(name);
    // The pipeline's file leaves it to this loader to unpack what lies beside it (scripts/build-late.mjs).
    requireCached.unpacks = true;
    script.runInThisContext()(module.exports, requireCached, module, file, path.dirname(file));
    return module.exports;
  };

  return {
    load,
    store() {
      for (const { script, entry } of fresh) {
        try {
          const temporary = `${entry}.${process.pid}`;
          const data = script.createCachedData();
          writeFileSync(temporary, Buffer.concat([data, end]), { mode: 0o600, flush: true });
          renameSync(temporary, entry);
        } catch {
          return; // A full or missing disk costs time, nothing else.
        }
      }
    },
  };
}

/** The text of a chunk that the build keeps compressed. */
function unpacked(file: string): string {
  return brotliDecompressSync(readFileSync(file)).toString('latin1');
}

function compiled(source: string, file: string, entry: string): Script {
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const cachedData = readIfThere(entry);
  return new Script(wrapped, { filename: file, ...(cachedData ? { cachedData } : {}) });
}

/** V8 trusts what it is given, so half-written data could crash every hook: the mark at its end says it is whole. */
function readIfThere(file: string): Buffer | undefined {
  try {
    const kept = readFileSync(file);
    return kept.subarray(-end.length).equals(end) ? kept.subarray(0, -end.length) : undefined;
  } catch {
    return undefined;
  }
}
