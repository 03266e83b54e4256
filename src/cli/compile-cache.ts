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
  const fresh: { readonly entry: string; readonly data: () => Buffer }[] = [];

  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const packed = statSync(`${file}.br`, { throwIfNoEntry: false });
    const { size, mtimeMs } = packed ?? statSync(file);
    const entry = path.join(directory, `${path.basename(file)}-${process.version}-${size}-${Math.trunc(mtimeMs)}`);
    // The build writes ASCII alone, which is read faster this way.
    const source = packed ? unpacked(`${file}.br`, `${entry}.text`) : readFileSync(file, 'latin1');
    const script = compiled(source, file, entry);
    if (script.cachedDataRejected !== false) fresh.push({ entry, data: () => script.createCachedData() });
    const module: { exports: unknown } = { exports: {} };
    loaded.set(file, module);
    let require: NodeJS.Require | undefined;
    const requireCached = (name: string): unknown => {
      if (name.startsWith('./')) return load(path.join(path.dirname(file), name));
      require ??= createRequire(file);
      return require(name);
    };
    script.runInThisContext()(module.exports, requireCached, module, file, path.dirname(file));
    return module.exports;
  };

  /** The text of a chunk that the build keeps compressed; unpacked once. */
  const unpacked = (file: string, entry: string): string => {
    const kept = readIfThere(entry);
    if (kept) return kept.toString('latin1');
    const text = brotliDecompressSync(readFileSync(file));
    fresh.push({ entry, data: () => text });
    return text.toString('latin1');
  };

  return {
    load,
    store() {
      for (const { entry, data } of fresh) {
        try {
          const temporary = `${entry}.${process.pid}`;
          writeFileSync(temporary, Buffer.concat([data(), end]), { mode: 0o600, flush: true });
          renameSync(temporary, entry);
        } catch {
          return; // A full or missing disk costs time, nothing else.
        }
      }
    },
  };
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
