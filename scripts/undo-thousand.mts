// Random destructive calls, each judged, saved, run and undone, with the whole tree and repository compared afterwards.
// Usage: npm run undo:thousand [-- --calls 1000 --seed 1]
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Row, undoneRow } from '../test/undo/row.ts';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
/** Calls in one repository; then a fresh one, so that a row does not end with nothing left to destroy. */
const inOne = 50;
const rows: Row[] = [];
const started = performance.now();
for (let done = 0; done < Number(values.calls); done += inOne) {
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'hp-')));
  try {
    const calls = Math.min(inOne, Number(values.calls) - done);
    rows.push(await undoneRow(root, { seed: Number(values.seed) * 1_000 + done, calls }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  process.stderr.write(`\r${done + inOne} calls`);
}
const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + pick(row), 0);
const wrong = rows.flatMap((row) => row.wrong);
console.log(`\n${sum((row) => row.calls)} random destructive calls, seed ${values.seed}`);
console.log(`  held                       ${sum((row) => row.held)}`);
console.log(`  went out and changed work  ${sum((row) => row.changing)}`);
console.log(`  brought back               ${sum((row) => row.undone)}`);
console.log(`  not byte for byte          ${wrong.length}`);
console.log(`  seconds                    ${((performance.now() - started) / 1_000).toFixed(0)}`);
for (const one of wrong) console.log(`    ${one}`);
if (wrong.length > 0) process.exitCode = 1;
