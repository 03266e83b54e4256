import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshHome, holdpoint } from './cli.ts';

const token = 'rlwy_SYNTHETIC_0123456789abcdef0123';
/** The incident of DESIGN section 1, as a recording. */
const incident = [
  { t: 0, kind: 'shell', command: 'npm run deploy:staging', ok: false, output: 'error: credential mismatch' },
  { t: 2, kind: 'shell', command: "grep -rn 'RAILWAY_TOKEN' .", output: `infra/domains/.env:1:RAILWAY_TOKEN=${token}` },
  { t: 4, kind: 'read', path: 'infra/domains/.env', output: `RAILWAY_TOKEN=${token}\n` },
  {
    t: 7,
    kind: 'shell',
    command: `curl -s -X POST https://backboard.railway.com/graphql/v2 -H "Authorization: Bearer ${token}" -d '{"query":"mutation { volumeDelete(volumeId: \\"vol_prod_1\\") }"}'`,
  },
].map((event) => ({ session: 's1', host: 'cursor', cwd: '/w', ...event }));

const asLines = (events: readonly object[]) => events.map((event) => JSON.stringify(event)).join('\n');
async function replay(events: readonly object[] | string): Promise<Record<string, unknown>[]> {
  const input = typeof events === 'string' ? events : asLines(events);
  const { stdout } = await holdpoint(['replay', '-', '--json'], { input });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('holdpoint replay', () => {
  it('sees discovery, then destruction', async () => {
    const events = await replay(incident);
    expect(events).toHaveLength(incident.length + 1);
    const last = events[incident.length - 1];
    expect(last).toMatchObject({ session: 's1', t: 7, decision: 'hold', alert: true });
    expect(last?.sequences).toEqual([
      expect.objectContaining({ credential: expect.objectContaining({ foundIn: 'infra/domains/.env' }) }),
    ]);
    expect(JSON.stringify(events)).not.toContain(token);
    expect(events.at(-1)).toMatchObject({ summary: { sessions: 1, events: 4, unreadable: 0 } });
  });

  it('gives the same output every time', async () => {
    expect(await replay(incident)).toEqual(await replay(incident));
  });

  it('keeps interleaved sessions apart', async () => {
    const other = incident.map((event) => ({ ...event, session: 's2' }));
    const mixed = await replay(incident.flatMap((event, index) => [event, other[index] ?? event]));
    const alone = await replay(incident);
    expect(mixed.filter(({ session }) => session === 's1')).toEqual(alone.slice(0, -1));
  });

  it('judges a script by what the session wrote into it', async () => {
    const events = await replay([
      { session: 'a', t: 0, kind: 'write', cwd: '/w', path: 'x.sh', content: 'terraform destroy -auto-approve\n' },
      { session: 'a', t: 1, kind: 'shell', cwd: '/w', command: 'bash x.sh' },
      { session: 'b', t: 1, kind: 'shell', cwd: '/w', command: 'ls' },
    ]);
    expect(events.slice(0, 3).map(({ decision }) => decision)).toEqual(['allow', 'hold', 'allow']);
  });

  it.each([
    ["cat > x.sh <<'E'\nrm -rf /data\nE", 'sh ./x.sh'],
    ["echo 'rm -rf /data' > x.sh", '. ./x.sh'],
    ["echo 'rm -rf /data' | tee x.sh", 'bash < x.sh'],
  ])('judges a script by what an earlier command wrote into it: %s', async (write, run) => {
    const events = await replay(
      [write, run].map((command, t) => ({ session: 's', host: 'cursor', cwd: '/w', kind: 'shell', t, command })),
    );
    expect(events.slice(0, 2).map(({ decision }) => decision)).toEqual(['allow', 'hold']);
  });

  it('answers a bad line in its place and ends with 3', async () => {
    const input = `nonsense\n{"session":"a","t":"x","kind":"shell","command":"ls"}\n${asLines(incident.slice(0, 1))}`;
    const run = await holdpoint(['replay', '-', '--json'], { input });
    expect(run.code).toBe(3);
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(4);
  });

  it('reads a file and speaks to people', async () => {
    const file = path.join(freshHome().home, 's.jsonl');
    writeFileSync(file, asLines(incident));
    const run = await holdpoint(['replay', file]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/ALERT/);
    expect(await holdpoint(['replay', `${file}x`])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no file'),
    });
  });
});
