// Builds dist/: the extension, the command line, the public API (CommonJS, Node 20) and the panels (browser).
// In the Node builds every `import()` becomes a chunk of its own, loaded when first needed: the hook's entry
// stays a few kilobytes, and the pipeline, heavy grammars and provider tables cost nothing until a call needs them.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = import.meta.dirname;
const source = path.join(root, 'src');
const out = path.join(root, 'dist');
const watchable = process.argv.includes('--dev');

/** Name of the chunk a dynamically imported module becomes. */
const chunkName = (file) => path.relative(source, file).replace(/\.ts$/, '').replaceAll(path.sep, '-');

/** Turns `import('…')` of our own modules into a require of the chunk, and reports each one found. */
const chunks = (found, prefix) => ({
  name: 'chunks',
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, (request) => {
      if (request.kind !== 'dynamic-import') return undefined;
      const file = path.resolve(request.resolveDir, request.path);
      if (!existsSync(file)) return { errors: [{ text: `No such module: ${request.path}` }] };
      found.add(file);
      return { path: `${prefix}${chunkName(file)}.js`, external: true };
    });
  },
});

const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: !watchable,
  sourcemap: watchable ? 'inline' : false,
  legalComments: 'none',
  logLevel: 'warning',
  external: ['vscode'],
  loader: { '.json': 'json' },
};

async function buildNode() {
  const pending = new Set();
  const done = new Set();
  for (const [name, entry] of [
    ['extension', 'editor/extension.ts'],
    ['cli', 'cli/main.ts'],
    ['api', 'guard/api.ts'],
  ]) {
    const file = path.join(source, entry);
    if (!existsSync(file)) continue;
    await build({
      ...node,
      entryPoints: [file],
      outfile: path.join(out, `${name}.js`),
      plugins: [chunks(pending, './chunks/')],
    });
  }
  while (pending.size > done.size) {
    for (const file of [...pending]) {
      if (done.has(file)) continue;
      done.add(file);
      const outfile = path.join(out, 'chunks', `${chunkName(file)}.js`);
      await build({ ...node, entryPoints: [file], outfile, plugins: [chunks(pending, './')] });
    }
  }
}

async function buildPanels() {
  const folder = path.join(source, 'webview');
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.join(folder, entry.name));
  await build({
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: !watchable,
    sourcemap: watchable ? 'inline' : false,
    legalComments: 'none',
    logLevel: 'warning',
    entryPoints: entries,
    outdir: path.join(out, 'webview'),
    tsconfig: path.join(root, 'tsconfig.webview.json'),
    loader: { '.ttf': 'file' },
  });
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await Promise.all([buildNode(), buildPanels()]);
