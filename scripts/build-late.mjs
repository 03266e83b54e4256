// What a bundle runs at its first use instead of at its start: a hook's start-up is the agent's waiting time.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** Modules of Node that cost milliseconds to load and that most runs of a hook never reach. */
const builtins = ['node:child_process', 'node:crypto', 'node:fs/promises', 'node:net', 'node:zlib'];

/**
 * Our own modules that a plain command of a shell does not reach, relative to src/: each is a file of its own, read when
 * one of its functions is first called or anything else it exports is first read.
 */
const rarelyUsed = [
  'behaviour/conducting.ts',
  'behaviour/file-uses.ts',
  'behaviour/fitting.ts',
  'behaviour/reports.ts',
  'behaviour/revealed.ts',
  'behaviour/sent-variables.ts',
  'confirmation/binding.ts',
  'context/disk.ts',
  'context/git.ts',
  'context/grammar.ts',
  'context/terraform.ts',
  'effects/client-place.ts',
  'effects/cmdlets.ts',
  'effects/code.ts',
  'effects/console-lines.ts',
  'effects/deletion.ts',
  'effects/giveaway.ts',
  'effects/http-body.ts',
  'effects/http-commands.ts',
  'effects/http-overwrite.ts',
  'effects/http-path.ts',
  'effects/http-rehearsal.ts',
  'effects/http-target.ts',
  'effects/http.ts',
  'effects/listing.ts',
  'effects/mcp-flags.ts',
  'effects/mcp.ts',
  'effects/own-containers.ts',
  'effects/packs/orm-shared.ts',
  'effects/packs/railway.ts',
  'effects/packs/windows.ts',
  'effects/providers/providers.ts',
  'effects/queries.ts',
  'effects/settings.ts',
  'effects/sql-text.ts',
  'effects/sql.ts',
  'effects/stranger-grammar.ts',
  'effects/stranger-lines.ts',
  'effects/subcommands.ts',
  'effects/writes/own-servers.ts',
  'effects/writes/run-later.ts',
  'effects/writes/written-text.ts',
  'guard/answer-layer.ts',
  'guard/check-input.ts',
  'guard/record.ts',
  'parse/cmd/cmd.ts',
  'parse/code/code.ts',
  'parse/code/libraries/plain-calls.ts',
  'parse/code/plain.ts',
  'parse/code/script.ts',
  'parse/graphql.ts',
  'parse/http/curl.ts',
  'parse/http/github.ts',
  'parse/http/httpie.ts',
  'parse/http/powershell.ts',
  'parse/http/wget.ts',
  'parse/indirection/compose.ts',
  'parse/indirection/go-task.ts',
  'parse/indirection/indirection.ts',
  'parse/indirection/justfile.ts',
  'parse/indirection/makefile.ts',
  'parse/indirection/project-commands.ts',
  'parse/indirection/tool-tasks.ts',
  'parse/indirection/yaml.ts',
  'parse/powershell/command-line.ts',
  'parse/powershell/emit.ts',
  'parse/powershell/powershell.ts',
  'parse/powershell/values.ts',
  'parse/shell/arithmetic.ts',
  'parse/shell/find.ts',
  'parse/shell/outputs.ts',
  'parse/shell/run-shell.ts',
  'parse/sql.ts',
  'undo/undo.ts',
];

/** Of these and of the packs, what comes often enough to be quick to load instead of small on the disk. */
const plain = [
  'context/disk.ts',
  'context/git.ts',
  'effects/deletion.ts',
  'effects/http.ts',
  'effects/packs/containers.ts',
  'effects/packs/files.ts',
  'effects/packs/git.ts',
  'effects/packs/kubernetes.ts',
  'effects/packs/registries.ts',
  'effects/packs/sql-clients.ts',
  'effects/packs/terraform.ts',
  'effects/sql.ts',
  'parse/code/code.ts',
  'parse/http/curl.ts',
  'parse/indirection/indirection.ts',
  'parse/shell/find.ts',
  'parse/shell/outputs.ts',
  'parse/shell/run-shell.ts',
  'parse/sql.ts',
];

/** What the command line's entry reads at its first use: a hook that a window answers never gets there. */
const lateInEntry = [
  'cli/commands.ts',
  'cli/hook-unanswered.ts',
  'cli/mcp.ts',
  'cli/no-debugger.ts',
  'cli/shim.ts',
  'cli/usual-state.ts',
  'guard/client-sentences.ts',
];

/** Libraries that a plain command does not reach either. Only their functions are used. */
const rareLibraries = ['jsonc-parser', 'minimatch', 'valibot'];

/** Where all packs are listed: each becomes a chunk, read when a call of one of its programs is met. */
const registry = 'effects/packs/registry.ts';
/** Where all hosts are listed: each becomes a chunk, read when that host calls. */
const hostRegistry = 'hosts/registry.ts';

/** Who looks at the disk through `node:fs/promises`, and what stands in for that module in the command line. */
const looking = 'context/disk.ts';
const lookingNow = 'cli/disk-now.ts';

/** Lets the command line look at the disk without threads of its own. */
export const promisesNow = (source) => ({
  name: 'promises-now',
  setup(builder) {
    builder.onResolve({ filter: /^node:fs\/promises$/ }, ({ importer }) =>
      importer === path.join(source, looking) ? { path: path.join(source, lookingNow) } : undefined,
    );
  },
});

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
 * Reads Node's modules without the wrapping that an `import x from` of a CommonJS module costs wherever it stands: what
 * `require` gives is the default export, and named ones are taken from it.
 */
export const plainBuiltins = {
  name: 'plain-builtins',
  setup(builder) {
    builder.onResolve({ filter: /^node:(?:fs|os|path)$/ }, ({ path: name, kind, namespace }) =>
      kind === 'import-statement' && namespace === 'file'
        ? { path: name, namespace: 'plain', sideEffects: false }
        : undefined,
    );
    builder.onResolve({ filter: /./, namespace: 'plain' }, ({ path: name }) => ({ path: name, external: true }));
    builder.onLoad({ filter: /./, namespace: 'plain' }, async ({ path: name }) => {
      const names = Object.keys(await import(name)).filter((key) => /^[a-z]\w*$/i.test(key) && key !== 'default');
      return { contents: `export default require('${name}');\nexport { ${names.join(', ')} } from '${name}';` };
    });
  },
};

/**
 * Makes chunks of modules of ours under `source`, and notes each in `found`: packs, and what is rarely used. Their
 * functions stay callable as before, and the first call reads the chunk. Nothing else of such a module can be
 * imported (the build then fails), for it would be read too early. `chunkOf` gives a chunk's path.
 */
export const lateModules = (source, found, chunkOf) => ({
  name: 'late-modules',
  setup(builder) {
    const listed = new Map([
      [path.join(source, registry), 'late-pack'],
      [path.join(source, hostRegistry), 'late-host'],
    ]);
    builder.onResolve({ filter: /^\.\.?\// }, ({ path: name, kind, resolveDir, importer }) => {
      const file = path.resolve(resolveDir, name);
      const isListed = listed.has(importer) && path.dirname(file) === path.dirname(importer);
      if (kind !== 'import-statement' || !isListed) return undefined;
      found.add(file);
      return { path: file, namespace: listed.get(importer), sideEffects: false };
    });
    makeLate(builder, { list: rarelyUsed, source, found, chunkOf });
    builder.onResolve({ filter: new RegExp(`^(?:${rareLibraries.join('|')})$`) }, ({ path: name, importer, kind }) => {
      if (kind !== 'import-statement' || !importer.startsWith(source + path.sep)) return undefined;
      found.add(name);
      return { path: name, namespace: 'late-library', sideEffects: false };
    });
    builder.onLoad({ filter: /./, namespace: 'late-library' }, ({ path: name }) => ({
      contents: functions(chunkOf(name), usedOf(name, source)),
    }));
    for (const namespace of ['late-library', 'late-pack', 'late-host']) {
      builder.onResolve({ filter: /\.js$/, namespace }, ({ path: name }) => ({ path: name, external: true }));
    }
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

/** Makes a chunk of each module that the entry needs seldom, and notes it in `found`, as {@link lateModules} does. */
export const lateParts = (source, found, chunkOf) => ({
  name: 'late-parts',
  setup: (builder) => makeLate(builder, { list: lateInEntry, source, found, chunkOf }),
});

/** Makes a chunk of each listed module of ours: its functions load it when first called, all else when first read. */
function makeLate(builder, { list, source, found, chunkOf }) {
  const files = new Set(list.map((file) => path.join(source, file)));
  builder.onResolve({ filter: /^\.\.?\// }, ({ path: name, kind, resolveDir }) => {
    const file = path.resolve(resolveDir, name);
    if (kind !== 'import-statement' || !files.has(file)) return undefined;
    found.add(file);
    return { path: file, namespace: 'late', sideEffects: false };
  });
  builder.onResolve({ filter: /\.js$/, namespace: 'late' }, ({ path: name }) => ({ path: name, external: true }));
  builder.onLoad({ filter: /\.ts$/, namespace: 'late' }, ({ path: file }) => {
    const called = exportedIn(file, functionsExported);
    const read = exportedIn(file, /^export (?:const|let|class) (\w+)/gm);
    return { contents: read.length > 0 ? values(chunkOf(file), called, read) : functions(chunkOf(file), called) };
  });
}

const functionsExported = /^export (?:async )?function (\w+)/gm;

/** Names of what a module of ours exports, as `pattern` finds them in its text. */
function exportedIn(file, pattern) {
  return [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name]) => name);
}

/** What a chunk of a library holds: the functions that files under `source` use of it; undefined for anything else. */
export const libraryText = (name, source) =>
  rareLibraries.includes(name)
    ? `export { ${usedOf(name, source).join(', ')} } from ${JSON.stringify(name)};`
    : undefined;

/** Names of the functions that our modules take from a library. */
function usedOf(library, source) {
  const found = new Set();
  for (const file of readdirSync(source, { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(path.join(source, file), 'utf8');
    const taken = new RegExp(`^import (?:\\* as (\\w+)|\\{([^}]*)\\}) from '${library}'`, 'm').exec(text);
    if (taken?.[1])
      for (const [, name] of text.matchAll(new RegExp(`\\b${taken[1]}\\.(\\w+)\\(`, 'g'))) found.add(name);
    for (const name of taken?.[2]?.split(',') ?? []) if (/^\s*\w+\s*$/.test(name)) found.add(name.trim());
  }
  return [...found].sort();
}

/**
 * Takes what a chunk shares with others from where it lies. `shared` has for each file the chunk that is it, or, where
 * it lies in the pipeline, a map from the names it exports to the names the pipeline gives them.
 */
export const sharedModules = (shared, pipeline) => ({
  name: 'shared-modules',
  setup(builder) {
    builder.onResolve({ filter: /^\.\.?\// }, ({ path: name, kind, resolveDir }) => {
      const file = path.resolve(resolveDir, name);
      const found = kind === 'import-statement' ? shared.get(file) : undefined;
      if (!found) return undefined;
      return typeof found === 'string'
        ? { path: found, external: true, sideEffects: false }
        : { path: file, namespace: 'shared', sideEffects: false };
    });
    builder.onLoad({ filter: /./, namespace: 'shared' }, ({ path: file }) => ({
      contents: `export { ${[...shared.get(file)].map(([name, known]) => `${known} as ${name}`).join(', ')} } from 'pipeline';`,
    }));
    // All of it stands in one module in between, so that a chunk asks for the pipeline once.
    builder.onResolve({ filter: /^pipeline$/, namespace: 'shared' }, () => ({
      path: pipeline,
      namespace: 'pipeline',
      sideEffects: false,
    }));
    builder.onLoad({ filter: /./, namespace: 'pipeline' }, () => {
      const known = [...shared.values()].flatMap((names) => (typeof names === 'string' ? [] : [...names.values()]));
      return { contents: `export { ${known.join(', ')} } from ${JSON.stringify(pipeline)};` };
    });
    builder.onResolve({ filter: /\.js$/, namespace: 'pipeline' }, ({ path: name }) => ({
      path: name,
      external: true,
      sideEffects: false,
    }));
  },
});

/** Whether a chunk is one that a hook may read for a call: a pack, a host, a part of the rooms they are made from. */
export const servesHooks = (file, source) =>
  /^(?:parse|behaviour|effects|context|hosts)[\\/]/.test(path.relative(source, file));

/** Commands that a person starts, or a host once in a session: unpacking them takes 2 ms of a start that nobody waits for. */
const startedSeldom = ['cli/commands.ts', 'cli/mcp.ts'];

/** Whether a chunk is kept compressed: all but what a hook or a shim reads often. */
export const isPacked = (file, source) => {
  const name = path.relative(source, file).replaceAll(path.sep, '/');
  return startedSeldom.includes(name) || (!/^(?:cli|hosts)\//.test(name) && !plain.includes(name));
};

/** What stands in a compressed chunk's place; `cli/compile-cache.ts` passes it by. */
export const stub = `module.exports=require("./unpack.js")(__filename,require);\n`;

/** The file that stubs ask. */
export const unpack = `"use strict";
const fs=require("node:fs"),path=require("node:path"),vm=require("node:vm"),zlib=require("node:zlib");
module.exports=(file,require)=>{
  const text=zlib.brotliDecompressSync(fs.readFileSync(file+".br")).toString("latin1");
  const names=["exports","require","module","__filename","__dirname"];
  const module={exports:{}};
  vm.compileFunction(text,names,{filename:file})(module.exports,require,module,file,path.dirname(file));
  return module.exports;
};
`;

function loading(name) {
  return `let loaded; const load = () => loaded ??= require(${JSON.stringify(name)});`;
}

function functions(name, keys) {
  // From the first call on the name stands for the function itself.
  const exports = keys.map((key) => `export let ${key} = (...given) => (${key} = load().${key})(...given);`);
  return [loading(name), ...exports].join('\n');
}

/** The same for a module that exports more than functions: whatever is read of it reads the chunk. */
function values(name, called, read) {
  const parts = [
    ...called.map((key) => `${key}: (...given) => load().${key}(...given),`),
    ...read.map((key) => `get ${key}() { return load().${key}; },`),
  ];
  return `${loading(name)}\nmodule.exports = { __esModule: true,\n${parts.join('\n')}\n};`;
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
