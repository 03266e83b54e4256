// The import rule of DESIGN section 4: a file imports only from its own room and from rooms above it in the list;
// `vscode` is imported in src/editor alone; the pure rooms see no clock, file system or environment.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const rooms = [
  'action',
  'parse',
  'credentials',
  'effects',
  'behaviour',
  'policy',
  'context',
  'confirmation',
  'audit',
  'guard',
  'vault',
  'undo',
  'exec',
  'mcp',
  'hosts',
  'cli',
  'editor',
];
const pureUpTo = rooms.indexOf('policy');
const worldly = /\bDate\.now\(|\bnew Date\(\)|(?<!['"`])\bprocess\.(env|cwd|platform|hrtime|argv)\b|\bMath\.random\(/;
const pureModules = new Set(['node:crypto', 'node:path', 'node:buffer', 'node:util']);

const source = path.join(import.meta.dirname, '..', 'src');
const problems: string[] = [];
/** What each file of ours imports to run, relative to `source`; types alone are left out. */
const imports = new Map<string, string[]>();

for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
  const file = path.join(entry.parentPath, entry.name);
  const relative = path.relative(source, file);
  const room = relative.split(path.sep)[0] ?? '';
  const text = readFileSync(file, 'utf8');
  const pure = rooms.indexOf(room) >= 0 && rooms.indexOf(room) <= pureUpTo;
  if (room !== 'webview' && !rooms.includes(room))
    problems.push(`${relative}: no room of DESIGN section 4 is called ${room}`);
  if (pure && worldly.test(text))
    problems.push(`${relative}: a pure room looks at the world (${worldly.exec(text)?.[0]})`);
  for (const match of text.matchAll(/(?:from|import\(|import)\s*['"]([^'"]+)['"]/g)) {
    const target = match[1] ?? '';
    if (target === 'vscode' && room !== 'editor') problems.push(`${relative}: vscode is imported in src/editor alone`);
    if (pure && target.startsWith('node:') && !pureModules.has(target)) {
      problems.push(`${relative}: a pure room imports ${target}`);
    }
    if (!target.startsWith('.')) continue;
    if (!/^import type\b/.test(text.slice(text.lastIndexOf('\nimport', match.index) + 1))) {
      imports.set(relative, [
        ...(imports.get(relative) ?? []),
        path.relative(source, path.join(path.dirname(file), target)),
      ]);
    }
    const targetRoom = path.relative(source, path.resolve(path.dirname(file), target)).split(path.sep)[0] ?? '';
    if (targetRoom === room) continue;
    if (
      room === 'webview'
        ? targetRoom !== 'action' && targetRoom !== 'confirmation' && !target.endsWith('/editor/panel-messages.ts')
        : rooms.indexOf(targetRoom) >= rooms.indexOf(room) || targetRoom === 'webview'
    ) {
      problems.push(`${relative}: imports ${target}, but ${targetRoom} is not above ${room} (DESIGN section 4)`);
    }
  }
}

// The registry lists the packs: one that reaches it is not there yet when it is listed, and the build loads each alone.
const registry = path.join('effects', 'packs', 'registry.ts');
for (const pack of imports.get(registry) ?? []) {
  const ways: string[][] = [[pack]];
  const seen = new Set([pack]);
  for (const way of ways) {
    for (const next of imports.get(way.at(-1) ?? '') ?? []) {
      if (next === registry) problems.push(`${[...way, next].join(' imports ')}, which lists it`);
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log('imports: every file keeps to its room');
