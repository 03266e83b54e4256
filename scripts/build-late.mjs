// What a bundle runs at its first use instead of at its start: a hook's start-up is the agent's waiting time.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** Modules of Node that cost milliseconds to load and that most runs of a hook never reach. */
const builtins = ['node:child_process', 'node:crypto', 'node:fs/promises', 'node:net'];

/** Our own modules that a plain command of a shell does not reach, relative to src/. Only their functions are used. */
const rarelyUsed = [
  'behaviour/conducting.ts',
  'context/disk.ts',
  'effects/http.ts',
  'effects/mcp.ts',
  'effects/packs/railway.ts',
  'effects/providers/providers.ts',
  'effects/stranger-grammar.ts',
  'guard/answer-layer.ts',
  'guard/record.ts',
  'parse/cmd/cmd.ts',
  'parse/code/code.ts',
  'parse/graphql.ts',
  'parse/indirection/indirection.ts',
  'parse/powershell/powershell.ts',
  'parse/sql.ts',
  'undo/undo.ts',
];

/** Where all packs are listed: each becomes a chunk, read when a call of one of its programs is met. */
const registry = 'effects/packs/registry.ts';
/** Where all hosts are listed: each becomes a chunk, read when that host calls. */
const hostRegistry = 'hosts/registry.ts';

/** Leaves Node's modules that `source` imports for later: their functions load them when first called. */
export const lateBuiltins = (source) => ({
  name: 'late-builtins',
  setup(builder) {
    builder.onResolve({ filter: new RegExp(`^(?:${builtins.join('|')})$`) }, ({ path: name, kind, importer }) =>
      kind === 'import-statement' && importer.startsWith(source + path.sep)
        ? { path: name, namespace: 'late', sideEffects: false }
        : { path: name, external: true },
    );
    builder.onLoad({ filter: /^node:/, namespace: 'late' }, async ({ path: name }) => {
      const module = await import(name);
      const keys = Object.keys(module).filter((key) => /^[a-z]/.test(key) && typeof module[key] === 'function');
      return { contents: functions(name, keys), resolveDir: source };
    });
  },
});

/**
 * Makes chunks of modules of ours under `source`, and notes each in `found`: packs, and what is rarely used. Their
 * functions stay callable as before, and the first call reads the chunk. Nothing else of such a module can be
 * imported (the build then fails), for it would be read too early. `chunkOf` gives a chunk's path.
 */
export const lateModules = (source, found, chunkOf) => ({
  name: 'late-modules',
  setup(builder) {
    const files = new Set(rarelyUsed.map((file) => path.join(source, file)));
    const listed = new Map([
      [path.join(source, registry), 'late-pack'],
      [path.join(source, hostRegistry), 'late-host'],
    ]);
    builder.onResolve({ filter: /^\.\.?\// }, ({ path: name, kind, resolveDir, importer }) => {
      const file = path.resolve(resolveDir, name);
      if (kind !== 'import-statement') return undefined;
      const isListed = listed.has(importer) && path.dirname(file) === path.dirname(importer);
      if (!isListed && !files.has(file)) return undefined;
      found.add(file);
      return { path: file, namespace: isListed ? listed.get(importer) : 'late', sideEffects: false };
    });
    for (const namespace of ['late', 'late-pack', 'late-host']) {
      builder.onResolve({ filter: /\.js$/, namespace }, ({ path: name }) => ({ path: name, external: true }));
    }
    builder.onLoad({ filter: /\.ts$/, namespace: 'late' }, ({ path: file }) => {
      const exported = readFileSync(file, 'utf8').matchAll(/^export (?:async )?function (\w+)/gm);
      return {
        contents: functions(
          chunkOf(file),
          [...exported].map(([, name]) => name),
        ),
      };
    });
    builder.onLoad({ filter: /\.ts$/, namespace: 'late-pack' }, async ({ path: file }) => {
      const packs = Object.entries(await run(file)).filter(([name]) => name.endsWith('Pack'));
      return { contents: [loading(chunkOf(file)), ...packs.map(([name, pack]) => latePack(name, pack))].join('\n') };
    });
    builder.onLoad({ filter: /\.ts$/, namespace: 'late-host' }, async ({ path: file }) => {
      const hosts = Object.entries(await run(file)).filter(([, host]) => typeof host === 'object' && 'id' in host);
      return { contents: [loading(chunkOf(file)), ...hosts.map(([name, host]) => lateHost(name, host))].join('\n') };
    });
  },
});

/** Takes what a chunk shares with another from there: `shared` has the files, `from` is the other's path. */
export const sharedModules = (shared, from) => ({
  name: 'shared-modules',
  setup(builder) {
    builder.onResolve({ filter: /^\.\.?\// }, ({ path: name, kind, resolveDir }) => {
      const file = path.resolve(resolveDir, name);
      return kind === 'import-statement' && shared.has(file) ? { path: file, namespace: 'shared' } : undefined;
    });
    builder.onResolve({ filter: /\.js$/, namespace: 'shared' }, ({ path: name }) => ({ path: name, external: true }));
    builder.onLoad({ filter: /./, namespace: 'shared' }, ({ path: file }) => {
      shared.get(file).used = true;
      return { contents: `module.exports = require('${from}').shared${shared.get(file).name};` };
    });
  },
});

function loading(name) {
  return `let loaded; const load = () => loaded ??= require(${JSON.stringify(name)});`;
}

function functions(name, keys) {
  const exports = keys.map((key) => `export const ${key} = (...given) => load().${key}(...given);`);
  return [loading(name), ...exports].join('\n');
}

/** The same pack by its name and programs; its rules and effects are the module's own. */
function latePack(name, pack) {
  const unknown = Object.keys(pack).filter((part) => !['id', 'programs', 'rules', 'effects'].includes(part));
  if (unknown.length > 0) throw new Error(`The build does not know how to load ${name} late: ${unknown.join(', ')}.`);
  return `export const ${name} = {
    id: ${JSON.stringify(pack.id)},
    programs: ${JSON.stringify(pack.programs)},
    get rules() { return load().${name}.rules; },
    effects: (call) => load().${name}.effects(call),
  };`;
}

/** The same adapter: plain data as it is, functions and what holds functions from the chunk. */
function lateHost(name, host) {
  const parts = Object.entries(host).map(([key, value]) => {
    if (typeof value === 'function') return `${key}: (...given) => load().${name}.${key}(...given),`;
    const plain = JSON.stringify(value, (_, inner) => (typeof inner === 'function' ? undefined : inner));
    const isPlain = !JSON.stringify(value, (_, inner) => (typeof inner === 'function' ? '\0' : inner)).includes(
      '\\u0000',
    );
    return isPlain ? `${key}: ${plain},` : `get ${key}() { return load().${name}.${key}; },`;
  });
  return `export const ${name} = {\n${parts.join('\n')}\n};`;
}

/** The exports of a module of ours, run here and now. */
async function run(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
