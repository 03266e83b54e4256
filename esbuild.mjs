// Builds dist/: the extension, the command line, the public API (CommonJS, Node 20) and the panels (browser).
//
// An entry is one self-contained file, because a hook's start-up is the agent's waiting time. What it loads by
// `import()` becomes a chunk, self-contained too, with two exceptions. Grammars are shared by all. The command line
// has one chunk with the pipeline as a plain call of a hook needs it (`cli/hook-alone.ts`); packs, what is rarely used
// and the other commands are chunks that take from it by name what it has, and hand out plain `exports`: the wrapping
// that esbuild puts around a module of its own weighs more than many a chunk. What few calls read is compressed
// (scripts/build-late.mjs says which).
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import {
  isPacked,
  lateBuiltins,
  lateModules,
  lateParts,
  libraryText,
  plainBuiltins,
  promisesNow,
  servesHooks,
  sharedModules,
  stub,
  unpack,
} from './scripts/build-late.mjs';
import { noticesOf } from './scripts/notices.mjs';

/** Bytes of the command line's code, all of it together (DESIGN 7). The PowerShell grammar's WebAssembly is apart. */
const largestCommandLine = 1_500_000;

/** Bytes of source from which on what only compressed chunks share is a compressed chunk itself. */
const longShared = 5000;

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
  'secrets-worker': 'editor/secrets-worker.ts',
  'newborn-worker': 'editor/newborn-worker.ts',
  cli: 'cli/main.ts',
  api: 'guard/api.ts',
};

/** Every file that went into dist/, so that its licence goes along. */
const inputs = new Set(['node_modules/@vscode/codicons/package.json']);

async function build(options) {
  const { metafile, outputFiles } = await bundle({ ...options, metafile: true });
  for (const input of Object.keys(metafile.inputs)) if (existsSync(path.join(root, input))) inputs.add(input);
  return { inputs: metafile.inputs, text: outputFiles?.[0]?.text ?? '' };
}

/** Name of the chunk a module loaded by `import()` becomes. */
const chunkName = (file) =>
  (path.isAbsolute(file) ? path.relative(source, file) : file).replace(/\.ts$/, '').replaceAll(path.sep, '-');

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

const isGrammar = (file) => file.endsWith('-grammar.ts') && path.dirname(file) === path.join(source, 'context');

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
/** Small, and read with every chunk: it stays where it is imported. */
const compileCache = path.join(source, 'cli', 'compile-cache.ts');
/** What a hook reads before the pipeline where no window answers: a file of its own, so that the entry is short. */
const unanswered = path.join(source, 'cli', 'hook-unanswered.ts');
/** What a shim's question reads: where a window answers, nothing of the pipeline. */
const shim = path.join(source, 'cli', 'shim.ts');

async function buildNode() {
  const found = new Set();
  for (const [name, entry] of Object.entries(entries)) {
    await build({
      ...asCommonJs,
      entryPoints: [path.join(source, entry)],
      outfile: path.join(out, `${name}.js`),
      plugins: [
        ...(name === 'cli' ? [lateParts(source, found, (file) => `./chunks/${chunkName(file)}.js`)] : []),
        chunks(found, './chunks', (file) => file !== compileCache),
        lateBuiltins(source),
        plainBuiltins,
      ],
    });
  }
  for (const alone of [shim, unanswered]) {
    await build({
      ...asCommonJs,
      entryPoints: [alone],
      outfile: path.join(out, 'chunks', `${chunkName(alone)}.js`),
      plugins: [chunks(found, '.', (file) => file !== compileCache), lateBuiltins(source), plainBuiltins],
    });
    found.delete(alone);
  }
  const ofCommands = new Set([...found].filter((file) => chunkName(file).startsWith('cli-')));
  await buildCommands(ofCommands);
  for (const file of ofCommands) found[isGrammar(file) ? 'add' : 'delete'](file);
  // A set gives what is added while it is gone through: the chunks of chunks.
  for (const file of found) {
    const text = await textOf(file, [ownRequire, chunks(found, '.', isGrammar), lateBuiltins(source), plainBuiltins]);
    writeChunk(file, text);
  }
}

/** The chunks of the command line. Adds those that are met on the way to `found`, the grammars with them. */
async function buildCommands(found) {
  const own = (file) => `./${chunkName(file)}.js`;
  const plugins = [
    promisesNow(source),
    chunks(found, '.', isGrammar),
    lateBuiltins(source),
    plainBuiltins,
    lateModules(source, found, own),
  ];
  const ownModules = async (file) => {
    if (libraryText(file, source)) return [];
    const { inputs: files } = await build({ ...asCommonJs, entryPoints: [file], plugins, write: false });
    return Object.keys(files)
      .filter((name) => name.startsWith('src/') && name.endsWith('.ts'))
      .map((name) => path.join(root, name));
  };
  const inPipeline = new Set(await ownModules(pipeline));
  /** Chunks that are what several others share. */
  const apart = new Set();
  const owners = new Map();
  for (const file of found) {
    if (file === pipeline || isGrammar(file)) continue;
    for (const module of await ownModules(file)) {
      if (inPipeline.has(module) || module === compileCache) continue;
      owners.set(module, [...(owners.get(module) ?? []), file]);
    }
  }
  // What packs or hosts have in common goes with the pipeline too; what other chunks share is a chunk itself.
  for (const [module, files] of owners) {
    if (files.length < 2) continue;
    if (!found.has(module) && isWithPipeline(module, files)) inPipeline.add(module);
    else {
      found.add(module);
      apart.add(module);
    }
  }
  const chunked = [...found].filter((file) => file !== pipeline && !isGrammar(file));
  const exported = await exportsOf([...inPipeline, ...chunked.filter((file) => !libraryText(file, source))]);
  let count = 0;
  const named = (names) => new Map(names.map((name) => [name, `$${(count++).toString(36)}`]));
  const shared = new Map([
    ...[...inPipeline].map((file) => [file, named(exported.get(file))]),
    ...[...apart].map((file) => [file, own(file)]),
  ]);
  const taken = new Set();
  for (const file of chunked) {
    const others = new Map([...shared].filter(([module]) => module !== file));
    const lines = libraryText(file, source) ? undefined : asExports(file, exported.get(file));
    const text = await textOf(file, [sharedModules(others, own(pipeline)), ...plugins], lines);
    for (const [, name] of text.matchAll(/\.(\$\w+)/g)) taken.add(name);
    writeChunk(file, text);
  }
  const lent = [...inPipeline].flatMap((file) => {
    const names = [...shared.get(file)].filter(([, name]) => taken.has(name));
    if (names.length === 0) return [];
    return `export { ${names.map(([name, known]) => `${name} as ${known}`).join(', ')} } from ${JSON.stringify(file)};`;
  });
  writeChunk(pipeline, await textOf(pipeline, plugins, [`export * from ${JSON.stringify(pipeline)};`, ...lent]));
}

/** Whether what chunks share is short, or read with one that is to be quick, so that a chunk of its own would not pay. */
function isWithPipeline(module, owners) {
  if (!owners.every((owner) => servesHooks(owner, source))) return false;
  return statSync(module).size < longShared || owners.some((owner) => !isPacked(owner, source));
}

/** Names of what modules of ours export when they run. */
async function exportsOf(files) {
  const { metafile } = await bundle({
    entryPoints: files,
    format: 'esm',
    outdir: out,
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  return new Map(Object.values(metafile.outputs).map((made) => [path.join(root, made.entryPoint), made.exports]));
}

/** The lines of a chunk that hands out its exports as they are. */
function asExports(file, names) {
  const list = names.join(', ');
  return ['"use strict";', `import { ${list} } from ${JSON.stringify(file)};`, `Object.assign(exports, { ${list} });`];
}

/** Writes one chunk, compressed where few calls read it. */
function writeChunk(file, text) {
  const name = path.join(out, 'chunks', `${chunkName(file)}.js`);
  mkdirSync(path.dirname(name), { recursive: true });
  const packed = isPacked(file, source) && !chunkName(file).startsWith('editor-');
  if (packed) writeFileSync(`${name}.br`, brotliCompressSync(Buffer.from(inLatin(text), 'latin1')));
  writeFileSync(name, packed ? stub : text);
}

/** A pattern's signs beyond Latin-1 (`␣`), which esbuild leaves as they are, written so that the packed text can hold them. */
function inLatin(text) {
  return text.replace(/[^\0-\xff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The text of one chunk: of a file, or of lines that say what it holds. */
async function textOf(file, plugins, lines) {
  const library = libraryText(file, source);
  const contents = lines?.join('\n') ?? library;
  const entry =
    contents === undefined ? { entryPoints: [file] } : { stdin: { contents, resolveDir: library ? root : source } };
  const { text } = await build({ ...asCommonJs, ...entry, plugins, write: false });
  return text;
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

/** The shim of Windows terminals: built by scripts/windows-shim.mts, and the same bytes wherever the build runs. */
function copyShim() {
  const name = 'holdpoint-shim.exe';
  copyFileSync(path.join(source, 'exec', 'windows', name), path.join(out, name));
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

/** The command line is copied beside the launcher and read by every hook: it stays small. */
function checkSize() {
  const chunks = readdirSync(path.join(out, 'chunks')).map((name) => path.join('chunks', name));
  const files = chunks.filter((name) => /\.(?:js|br)$/.test(name) && !name.startsWith(path.join('chunks', 'editor-')));
  const bytes = ['cli.js', ...files].reduce((sum, name) => sum + statSync(path.join(out, name)).size, 0);
  if (bytes > largestCommandLine && !development)
    throw new Error(
      `The command line has ${bytes} bytes, ${largestCommandLine} are allowed. See scripts/build-late.mjs.`,
    );
}

mkdirSync(out);
try {
  copyShim();
  await Promise.all([buildNode(), buildPanels()]);
  writeFileSync(path.join(out, 'chunks', 'unpack.js'), unpack);
  copyGrammar();
  writeFileSync(path.join(out, 'THIRD-PARTY-NOTICES.md'), noticesOf(root, [...inputs]));
  checkSize();
  rmSync(dist, { recursive: true, force: true });
  renameSync(out, dist);
} finally {
  rmSync(out, { recursive: true, force: true });
}
