// Builds dist/: the extension, the command line, the public API (CommonJS, Node 20) and the panels (browser).
//
// An entry is one self-contained file, because a hook's start-up is the agent's waiting time. What it loads by
// `import()` becomes a chunk, self-contained too, with two exceptions. Grammars are shared by all. The command line
// has one chunk with the pipeline as a plain call of a hook needs it (`cli/hook-alone.ts`); packs, what is rarely used
// and the other commands are chunks that take from it what it has.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build as bundle } from 'esbuild';
import { lateBuiltins, lateModules, sharedModules } from './scripts/build-late.mjs';
import { noticesOf } from './scripts/notices.mjs';

const root = import.meta.dirname;
const source = path.join(root, 'src');
const target = process.argv.find((argument) => argument.startsWith('--out='));
const dist = target ? path.resolve(target.slice('--out='.length)) : path.join(root, 'dist');
/** Built aside and moved into place at the end, so that nobody who runs `dist/` meets half of it. */
const out = path.join(path.dirname(dist), `.dist-${process.pid}`);
const development = process.argv.includes('--dev');

const entries = {
  extension: 'editor/extension.ts',
  uninstall: 'editor/uninstall.ts',
  'verify-worker': 'editor/verify-worker.ts',
  cli: 'cli/main.ts',
  api: 'guard/api.ts',
};

/** Every file that went into dist/, so that its licence goes along. */
const inputs = new Set(['node_modules/@vscode/codicons/package.json']);

async function build(options) {
  const { metafile } = await bundle({ ...options, metafile: true });
  for (const input of Object.keys(metafile.inputs)) if (existsSync(path.join(root, input))) inputs.add(input);
  return metafile;
}

/** Name of the chunk a module loaded by `import()` becomes. */
const chunkName = (file) => path.relative(source, file).replace(/\.ts$/, '').replaceAll(path.sep, '-');

/** Leaves `import()` of our own modules to a chunk where `isApart` says so, and notes each one. */
const chunks = (found, folder, isApart) => ({
  name: 'chunks',
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, (request) => {
      if (request.kind !== 'dynamic-import') return undefined;
      const file = path.resolve(request.resolveDir, request.path);
      if (!existsSync(file)) return { errors: [{ text: `No such module: ${request.path}` }] };
      if (!isApart(file)) return undefined;
      found.add(file);
      return { path: `${folder}/${chunkName(file)}.js`, external: true };
    });
  },
});

const isGrammar = (file) => file.endsWith('-grammar.ts');

const common = {
  target: 'node20',
  platform: 'node',
  mainFields: ['module', 'main'],
  minify: !development,
  sourcemap: development ? 'inline' : false,
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
};

/** `import()` becomes a deferred `require`, so that a chunk is read without starting the ES module loader. */
const asCommonJs = {
  ...common,
  format: 'cjs',
  supported: { 'dynamic-import': false },
  bundle: true,
  external: ['vscode'],
  define: { 'import.meta.dirname': '__dirname' },
};

const pipeline = path.join(source, 'cli', 'hook-alone.ts');
/** Small, and read with every chunk: it stays in the entry. */
const compileCache = path.join(source, 'cli', 'compile-cache.ts');

async function buildNode() {
  const found = new Set();
  for (const [name, entry] of Object.entries(entries)) {
    await build({
      ...asCommonJs,
      entryPoints: [path.join(source, entry)],
      outfile: path.join(out, `${name}.js`),
      plugins: [chunks(found, './chunks', (file) => file !== compileCache), lateBuiltins(source)],
    });
  }
  const ofCommands = new Set([...found].filter((file) => chunkName(file).startsWith('cli-')));
  await buildCommands(ofCommands);
  for (const file of ofCommands) found[isGrammar(file) ? 'add' : 'delete'](file);
  // A set gives what is added while it is gone through: the chunks of chunks.
  for (const file of found) await buildChunk(file, [ownRequire, chunks(found, '.', isGrammar), lateBuiltins(source)]);
}

/** The chunks of the command line. Adds those that are met on the way to `found`, the grammars with them. */
async function buildCommands(found) {
  const own = (file) => `./${chunkName(file)}.js`;
  const plugins = [chunks(found, '.', isGrammar), lateBuiltins(source), lateModules(source, found, own)];
  const ownModules = async (file) => {
    const { inputs: files } = await build({ ...asCommonJs, entryPoints: [file], plugins, write: false });
    return Object.keys(files).filter((name) => name.startsWith('src/') && name.endsWith('.ts'));
  };
  const shared = new Map();
  const seen = new Set(await ownModules(pipeline));
  const share = (name) => shared.set(path.join(root, name), { name: shared.size, used: false });
  for (const name of seen) share(name);
  // What two packs have in common goes with the pipeline too.
  for (const file of found) {
    if (file === pipeline || isGrammar(file)) continue;
    for (const name of await ownModules(file)) {
      if (path.join(root, name) !== file && seen.has(name) && !shared.has(path.join(root, name))) share(name);
      seen.add(name);
    }
  }
  const fromPipeline = sharedModules(shared, own(pipeline));
  for (const file of found) {
    if (file !== pipeline && !isGrammar(file)) await buildChunk(file, [fromPipeline, ...plugins]);
  }
  const used = [...shared].filter(([, module]) => module.used);
  const contents = [
    `export * from ${JSON.stringify(pipeline)};`,
    ...used.map(([file, { name }]) => `import * as shared${name} from ${JSON.stringify(file)};`),
    `export { ${used.map(([, { name }]) => `shared${name}`).join(', ')} };`,
  ];
  await buildChunk(pipeline, plugins, { stdin: { contents: contents.join('\n'), resolveDir: source } });
}

async function buildChunk(file, plugins, entry = { entryPoints: [file] }) {
  await build({ ...asCommonJs, ...entry, outfile: path.join(out, 'chunks', `${chunkName(file)}.js`), plugins });
}

/** The runtime of the PowerShell grammar makes a `require` of its own, which would hide the one of a CommonJS chunk. */
const ownRequire = {
  name: 'own-require',
  setup(builder) {
    builder.onLoad({ filter: /tree-sitter-wasm[\\/]wasm[\\/]tree-sitter\.js$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      const contents = text.replace(/const \{ createRequire \} = await import\("module"\);\s*var require = [^;]*;/, '');
      if (contents === text) return { errors: [{ text: 'tree-sitter.js has changed: see ownRequire in esbuild.mjs' }] };
      return { contents, loader: 'js' };
    });
  },
};

/** The PowerShell grammar and its runtime lie beside the chunk that loads them. */
function copyGrammar() {
  const folder = path.join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
  for (const name of ['tree-sitter.wasm', 'tree-sitter-powershell.wasm'])
    copyFileSync(path.join(folder, name), path.join(out, 'chunks', name));
}

async function buildPanels() {
  const folder = path.join(source, 'webview');
  const panels = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.join(folder, entry.name));
  await build({
    ...common,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    entryPoints: panels,
    outdir: path.join(out, 'webview'),
    tsconfig: path.join(root, 'tsconfig.webview.json'),
    loader: { '.ttf': 'file' },
  });
}

mkdirSync(out);
try {
  await Promise.all([buildNode(), buildPanels()]);
  copyGrammar();
  writeFileSync(path.join(out, 'THIRD-PARTY-NOTICES.md'), noticesOf(root, [...inputs]));
  rmSync(dist, { recursive: true, force: true });
  renameSync(out, dist);
} finally {
  rmSync(out, { recursive: true, force: true });
}
