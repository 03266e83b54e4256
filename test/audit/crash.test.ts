import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { verifyAuditLog } from '../../src/audit/verify.ts';
import { newRig, policy } from './fixture.ts';

test('a program killed while it writes loses nothing it had written', async () => {
  const rig = newRig();
  const script = `
    import { createSigningKey, signerFrom } from ${JSON.stringify(path.resolve('src/action/signing.ts'))};
    import { openAuditLog } from ${JSON.stringify(path.resolve('src/audit/log.ts'))};
    import { writeSync } from 'node:fs';
    const log = openAuditLog({
      ...${JSON.stringify({ ...rig, at: undefined })},
      window: 'w1', now: () => ${rig.at}, signer: signerFrom(createSigningKey()),
    });
    for (;;) writeSync(1, String(log.append({ type: 'policy', detail: 'x'.repeat(500) }).seq) + '\\n');`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  while (output.split('\n').length < 250) await wait(5);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('close', resolve));
  const acknowledged = Number(output.split('\n').at(-2));
  const found = verifyAuditLog(rig.directory, { checkpointDirectory: rig.checkpointDirectory });
  expect(found.bad?.what ?? 'torn').toBe('torn');
  expect(found.records).toBeGreaterThanOrEqual(acknowledged);
  const next = rig.open();
  next.append(policy(1));
  next.close();
  const after = verifyAuditLog(rig.directory, { checkpointDirectory: rig.checkpointDirectory });
  expect(after).toMatchObject({ intact: true });
  expect(after.records).toBeGreaterThan(acknowledged);
});
