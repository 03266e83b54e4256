import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { AuditEntry } from '../../src/action/audit.ts';
import { knownSecrets, rangesOf, withoutKnown } from '../../src/behaviour/known-secrets.ts';
import { observeText } from '../../src/behaviour/reports.ts';
import { newSession } from '../../src/behaviour/session.ts';
import { redactText } from '../../src/credentials/redact.ts';
import { guardRig, shell } from './guard-rig.ts';

const secret = 'tr4in-whistle-lamp-SYNTHETIC-77';

/** Everything recorded after the session saw the secret in a file's output, as one text. */
async function recordedOf(command: string): Promise<{ text: string; records: AuditEntry[]; shown: string }> {
  const rig = guardRig();
  const reading = shell('cat infra/.env', { callId: 'r' });
  await rig.guard.evaluate(reading);
  await rig.guard.report(reading, { ok: true, denied: false, output: `RAILWAY_TOKEN=${secret}\n` });
  const before = rig.records.length;
  const held = (count: number) => vi.waitFor(() => expect(rig.guard.holds.pending()).toHaveLength(count), 10_000);
  void rig.guard.answer(shell(command, { callId: 'd', agentId: 'sub-1' }));
  await held(1);
  void rig.guard.answer(shell('terraform destroy', { callId: 'e' }));
  await held(2);
  const shown = JSON.stringify(rig.guard.holds.pending().map(({ artifact }) => artifact));
  const records = rig.records.slice(before);
  return { text: JSON.stringify(records), records, shown };
}

describe('a credential of the session that looks like none', () => {
  test('is not recognised without its name', () => {
    expect(redactText(`deploy ${secret}`).text).toContain(secret);
  });

  test.each([
    `railway volume delete ${secret}`,
    `railway volume delete -v vol_1 && echo ${secret}`,
    `rm -rf /srv/${secret}`,
    `curl -X DELETE https://api.example.com/v1/volumes/${secret}`,
    `psql -c 'DROP TABLE "${secret}"'`,
  ])('stands in no record, artifact or timeline: %s', async (command) => {
    const { text, shown } = await recordedOf(command);
    expect(shown).not.toBe('[]');
    expect(text).not.toContain(secret);
    expect(shown).not.toContain(secret);
    expect(text + shown).toContain('‹railway-token›');
  });

  test('leaves the marks on what is dangerous', async () => {
    const { records } = await recordedOf(`echo ${secret}; terraform destroy -auto-approve`);
    const judged = records.find((record) => record.type === 'judged');
    const { text, marks } = judged?.type === 'judged' ? judged.action : { text: '', marks: [] };
    expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(['terraform destroy -auto-approve']);
  });

  test('and the subagent that asks is named', async () => {
    const { records, shown } = await recordedOf(`railway volume delete ${secret}`);
    expect(records[0]).toMatchObject({ type: 'judged', callId: 'd', agentId: 'sub-1' });
    expect(JSON.parse(shown)[0]).toMatchObject({ agentId: 'sub-1' });
  });
});

test('whatever stands around it, every occurrence is replaced', () => {
  const key = '00'.repeat(32);
  const { state } = observeText(
    newSession(),
    { text: `RAILWAY_TOKEN=${secret}`, foundIn: '.env', at: 0 },
    { fingerprintKey: key },
  );
  const around = fc.string({
    unit: fc.constantFrom('a', ' ', '"', "'", '\n', ',', '(', '=', ':', '/', '$'),
    maxLength: 20,
  });
  fc.assert(
    fc.property(around, around, (left, right) => {
      const text = `${left} ${secret} ${right} "${secret}"`;
      const known = knownSecrets(text, state.credentials, key);
      expect(redactText(text, rangesOf(text, known)).text).not.toContain(secret);
      expect(JSON.stringify(withoutKnown({ deep: [text] }, known))).not.toContain(secret);
    }),
  );
});
