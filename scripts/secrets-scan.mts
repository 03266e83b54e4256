// Scan of a workspace with many files: time, memory, and how well it does on public kinds of secrets and look-alikes.
// Usage: npm run secrets:scan [-- --files 100000]
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { scanForSecrets } from '../src/vault/scan.ts';
import { lookalikeCases, type SecretCase, secretCases } from '../test/vault/cases.ts';

const { values } = parseArgs({ options: { files: { type: 'string', default: '100000' }, list: { type: 'boolean' } } });
const wanted = Number(values.files);
const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'hp-scan-')));
try {
  const samples = textsBelow(path.join(import.meta.dirname, '..', 'src'));
  let bytes = 0;
  for (let index = 0; index < wanted; index += 1) {
    const { name, text } = samples[index % samples.length] ?? { name: 'a.ts', text: '' };
    const folder = path.join(root, `p${index % 50}`, `d${Math.floor(index / 50) % 100}`);
    if (index < 5_000) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${index}-${name}`), text);
    bytes += text.length;
  }
  const cases: SecretCase[] = [];
  for (let n = 0; n < 20; n += 1) cases.push(...secretCases(n), ...lookalikeCases(n));
  for (const one of cases) {
    mkdirSync(path.dirname(path.join(root, one.file)), { recursive: true });
    writeFileSync(path.join(root, one.file), one.text);
  }
  mkdirSync(path.join(root, 'node_modules', 'x'), { recursive: true });
  cpSync(path.join(import.meta.dirname, '..', 'package.json'), path.join(root, 'node_modules', 'x', 'package.json'));
  global.gc?.();
  const cpu = process.cpuUsage();
  const before = process.memoryUsage().rss;
  let [peak, reports] = [before, 0];
  const { secrets, files, read, milliseconds, gaps } = await scanForSecrets(
    { folder: root, fingerprintKey: '00'.repeat(32), patterns: [] },
    {
      onProgress() {
        reports += 1;
        peak = Math.max(peak, process.memoryUsage().rss);
      },
      monotonic: () => performance.now(),
    },
  );
  peak = Math.max(peak, process.memoryUsage().rss);
  const used = process.cpuUsage(cpu);
  console.log(`${files} files met, ${read} read, ${(bytes / 1e6).toFixed(0)} MB of text`);
  console.log(
    `  ${(milliseconds / 1_000).toFixed(1)} s (${((used.user + used.system) / 1e6).toFixed(1)} s of CPU), ${reports} reports of progress, memory ${mega(before)} before, ${mega(peak)} at most`,
  );
  const byFile = new Map<string, number>();
  for (const { shown } of secrets) byFile.set(shown, (byFile.get(shown) ?? 0) + 1);
  const real = cases.filter((one) => one.secrets > 0);
  const found = real.filter((one) => (byFile.get(one.file) ?? 0) > 0);
  const false_ = cases.filter((one) => one.secrets === 0 && byFile.has(one.file));
  const known = new Set(cases.map((one) => one.file));
  const elsewhere = [...byFile.keys()].filter((file) => !known.has(file));
  console.log(`  files with a secret named: ${found.length} of ${real.length}`);
  console.log(`  look-alikes named:         ${false_.length} of ${cases.length - real.length}`);
  console.log(`  ordinary files named:      ${elsewhere.length} of ${wanted} (copies of ${samples.length} files)`);
  const kinds = new Set(
    [...real.filter((one) => !byFile.has(one.file)), ...false_].map((one) => one.file.replace(/\d+/, 'N')),
  );
  for (const kind of kinds) console.log(`    wrong: ${kind}`);
  for (const name of new Set(elsewhere.map((file) => path.basename(file).replace(/^\d+-/, ''))))
    console.log(`    ordinary: ${name}`);
  for (const gap of gaps) console.log(`    ${gap}`);
} finally {
  rmSync(root, { recursive: true, force: true });
}

function textsBelow(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|json)$/.test(entry.name))
    .map((entry) => ({
      name: entry.name,
      text: readFileSync(path.join(entry.parentPath, entry.name), 'utf8').slice(0, 20_000),
    }));
}

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
