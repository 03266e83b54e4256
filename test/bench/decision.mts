// The guard's decision in process, and the command line's batch as a whole. Without context, as DESIGN section 7 asks.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { commands } from './commands.mts';
import { type Measure, median, percentile } from './measure.mts';

const root = path.join(import.meta.dirname, '..', '..');

/** Each command many times, its own time taken from the verdict. */
export async function measureDecision(rounds: number): Promise<Measure[]> {
  const { default: api } = await import(pathToFileURL(path.join(root, 'dist', 'api.js')).href);
  const micros: number[] = [];
  for (let round = -100; round < rounds; round += 1) {
    for (const command of commands) {
      const started = performance.now();
      await api.evaluate({ kind: 'shell', command, cwd: '/w' });
      if (round >= 0) micros.push((performance.now() - started) * 1000);
    }
  }
  return [
    { what: 'decision in process, shell, no context: median', value: median(micros), unit: 'µs', budget: 50 },
    { what: '… 99th percentile', value: percentile(micros, 0.99), unit: 'µs', budget: 1000 },
  ];
}

/** `check --batch --no-context` over many lines, start to end, on one Node. */
export async function measureBatch(node: string, lines: number): Promise<Measure> {
  const input = Array.from({ length: lines }, (_, index) =>
    JSON.stringify({ id: String(index), kind: 'shell', command: commands[index % commands.length], cwd: '/w' }),
  ).join('\n');
  const started = performance.now();
  const answered = await new Promise<number>((resolve, reject) => {
    const child = spawn(node, [path.join(root, 'dist', 'cli.js'), 'check', '--batch', '--no-context'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let count = 0;
    child.stdout.on('data', (part: Buffer) => {
      for (const byte of part) if (byte === 10) count += 1;
    });
    child.on('error', reject);
    child.on('close', () => resolve(count));
    child.stdin.end(input);
  });
  if (answered !== lines) throw new Error(`${lines} lines went in, ${answered} came out.`);
  const seconds = (performance.now() - started) / 1000;
  return { what: `check --batch, ${lines} lines`, value: lines / seconds, unit: '/s', budget: 20_000, atLeast: true };
}
