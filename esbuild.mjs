// Builds dist/: the extension, the command line, the public API (CommonJS, Node 20) and the panels (browser).
//
// An entry is one self-contained file, because a hook's start-up is the agent's waiting time; what it loads by
// `import()` becomes a chunk. The chunks share their common code through esbuild's splitting, which knows ES modules
// alone, so they are split as such and then rewritten, file by file, to CommonJS.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build as bundle } from 'esbuild';
import { noticesOf } from './scripts/notices.mjs';

const root = import.meta.dirname;
const source = path.join(root, 'src');
const dist = path.join(root, 'dist');
/** Built aside and moved into place at the end, so that nobody who runs `dist/` meets half of it. */
const out = path.join(root, `.dist-${process.pid}`);
const split = path.join(out, 'split');
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
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
}

/** Name of the chunk a module loaded by `import()` becomes. */
const chunkName = (file) => path.relative(source, file).replace(/\.ts$/, '').replaceAll(path.sep, '-');

/** Leaves `import()` of our own modules to a chunk, and notes each one. */
const chunks = (found) => ({
  name: 'chunks',
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, (request) => {
      if (request.kind !== 'dynamic-import') return undefined;
      const file = path.resolve(request.resolveDir, request.path);
      if (!existsSync(file)) return { errors: [{ text: `No such module: ${request.path}` }] };
      found.add(file);
      return { path: `./chunks/${chunkName(file)}.js`, external: true };
    });
  },
});

const common = {
  target: 'node20',
  platform: 'node',
  mainFields: ['module', 'main'],
  minify: !development,
  sourcemap: development ? 'inline' : false,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Rewrites `import()` to a deferred `require`, so that a chunk is read without starting the ES module loader. */
const asCommonJs = { ...common, format: 'cjs', supported: { 'dynamic-import': false } };

async function buildNode() {
  const found = new Set();
  for (const [name, entry] of Object.entries(entries)) {
    if (!existsSync(path.join(source, entry))) continue;
    await build({
      ...asCommonJs,
      bundle: true,
      external: ['vscode'],
      entryPoints: [path.join(source, entry)],
      outfile: path.join(out, `${name}.js`),
      plugins: [chunks(found)],
    });
  }
  await build({
    ...common,
    format: 'esm',
    bundle: true,
    splitting: true,
    external: ['vscode'],
    entryPoints: Object.fromEntries([...found].map((file) => [chunkName(file), file])),
    outdir: split,
    chunkNames: 'shared-[hash]',
  });
  await build({
    ...asCommonJs,
    entryPoints: readdirSync(split).map((name) => path.join(split, name)),
    outdir: path.join(out, 'chunks'),
  });
  rmSync(split, { recursive: true });
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
  writeFileSync(path.join(out, 'THIRD-PARTY-NOTICES.md'), noticesOf(root, [...inputs]));
  rmSync(dist, { recursive: true, force: true });
  renameSync(out, dist);
} finally {
  rmSync(out, { recursive: true, force: true });
}
