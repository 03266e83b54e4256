// Median and 99th percentile of an append to the audit log, order kept, without waiting for the disk (DESIGN 7:
// at most 0.2 ms median). Run: node test/bench/audit-append.mts [--json]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSigningKey, signerFrom } from '../../src/action/signing.ts';
import { openAuditLog } from '../../src/audit/log.ts';
import { verifyAuditLog } from '../../src/audit/verify.ts';
import { judged } from '../audit/fixture.ts';

const count = 5_000;
const root = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'));
const options = {
  directory: path.join(root, '.holdpoint', 'audit'),
  fallbackDirectory: path.join(root, 'fallback'),
  checkpointDirectory: path.join(root, 'checkpoints'),
  window: 'bench',
  now: () => Date.now(),
  signer: signerFrom(createSigningKey()),
};
try {
  const log = openAuditLog(options);
  const entry = judged(
    'curl -X POST https://backboard.railway.com/graphql/v2 -d \'{"query":"mutation{volumeDelete}"}\'',
  );
  for (let number = 0; number < 500; number += 1) log.append(entry);
  const micros: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const start = process.hrtime.bigint();
    log.append(entry);
    micros.push(Number(process.hrtime.bigint() - start) / 1_000);
  }
  log.close();
  micros.sort((a, b) => a - b);
  const start = performance.now();
  const { intact, records } = verifyAuditLog(options.directory, options);
  const result = {
    appends: count,
    medianMicros: Math.round(micros[Math.floor(count / 2)] ?? Number.NaN),
    p99Micros: Math.round(micros[Math.floor(count * 0.99)] ?? Number.NaN),
    verifyMillisecondsPerThousand: Math.round(((performance.now() - start) / records) * 1_000),
    intact,
  };
  if (process.argv.includes('--json')) console.log(JSON.stringify(result));
  else
    console.log(
      `audit append: median ${result.medianMicros} µs, 99th percentile ${result.p99Micros} µs (budget 200 µs)`,
    );
} finally {
  rmSync(root, { recursive: true });
}
