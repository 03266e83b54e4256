import { describe, expect, it } from 'vitest';
import { allClear } from '../../src/behaviour/afterwards.ts';
import { timelineOf } from '../../src/behaviour/session.ts';
import { decide } from '../../src/policy/decide.ts';
import { act, analysisOf, context, last, names, play, type Scene, shell, token, volumeDelete } from './acting.ts';

const mutation = `'{"query":"mutation { volumeDelete(volumeId: \\"vol_1\\") }"}'`;
const curl = (header: string) =>
  `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer ${header}" -d ${mutation}`;
const env = `# domains\nZONE=acme.dev\nRAILWAY_TOKEN=${token}\n`;

/** PocketOS, 25 April 2026, step by step. */
const incident: Scene[] = [
  { action: shell('npm test', 0), outcome: { output: 'FAIL credential mismatch in staging' } },
  { action: shell('grep -rn -i token .', 2), outcome: { output: './src/lexer.ts:3:  const token = next();' } },
  { action: act({ kind: 'read', path: 'infra/domains/.env', content: env }, 4) },
  { action: shell(curl(token), 7), effects: [volumeDelete] },
];

describe('the incident', () => {
  const played = play(incident);
  const end = last(played);

  it('is signalled at step 2, before a destructive call exists', () => {
    expect(played.map((step) => names(step.observation.signals))).toEqual([
      [],
      ['credential-search'],
      ['secret-read'],
      ['foreign-credential'],
    ]);
    expect(played.map((step) => step.observation.heightened)).toEqual([false, true, true, true]);
  });

  it('completes the sequence at step 4 and names the file, the line and what the token can destroy', () => {
    expect(end.observation.sequences).toMatchObject([
      {
        name: 'credential-discovery-then-destruction',
        steps: [1, 2, 3],
        credential: {
          kind: 'railway-token',
          foundIn: 'infra/domains/.env',
          line: 3,
          variable: 'RAILWAY_TOKEN',
          event: 2,
        },
      },
    ]);
    expect(end.observation.credential?.canDestroy).toMatch(/delete any volume/);
    expect(end.observation.alert).toBe(true);
    expect(played.slice(0, 3).some((step) => step.observation.alert)).toBe(false);
  });

  it('is held, and the target’s name has to be typed', () => {
    const verdict = decide({
      action: end.action,
      analysis: end.analysis,
      observation: end.observation,
      mode: 'guarding',
      canSnapshot: true,
      exceptions: [],
    });
    expect(verdict).toMatchObject({ decision: 'hold', reversibility: 'irreversible', typedName: 'vol_1' });
  });

  it('never keeps the secret', () => {
    const kept = JSON.stringify({ ...end.state, credentials: [...end.state.credentials] });
    expect(kept).not.toContain(token);
    expect(JSON.stringify(played.map((step) => step.observation))).not.toContain(token);
  });

  it('is told as a timeline', () => {
    expect(timelineOf(end.state).map(({ what, weight }) => [what, weight])).toEqual([
      ['Ran npm test', 'ordinary'],
      ['Searches the project for credentials: token', 'signal'],
      ['Reads infra/domains/.env, a file that holds secrets', 'signal'],
      ['Uses a credential found in infra/domains/.env line 3, not among the files of this task', 'this'],
    ]);
  });
});

describe('the same by other ways', () => {
  const read: Scene = { action: act({ kind: 'read', path: 'infra/domains/.env', content: env }, 4) };
  const ways: [title: string, scenes: Scene[]][] = [
    [
      'found by what a search printed',
      [
        {
          action: shell('grep -rn TOKEN . --include=.env', 2),
          outcome: { output: `infra/domains/.env:3:RAILWAY_TOKEN=${token}` },
        },
        { action: shell(curl(token), 3) },
      ],
    ],
    [
      'found by cat, used as a variable of an earlier source',
      [
        { action: shell('cat infra/domains/.env', 2), outcome: { output: env } },
        { action: shell(curl('$RAILWAY_TOKEN'), 3) },
      ],
    ],
    [
      'sourced and used in one command',
      [{ action: shell(`source infra/domains/.env && ${curl('$RAILWAY_TOKEN')}`, 3) }],
    ],
    [
      'read by substitution',
      [{ action: shell(`T=$(grep RAILWAY_TOKEN infra/domains/.env | cut -d= -f2); ${curl('$T')}`, 3) }],
    ],
    ['handed in the environment', [read, { action: shell(`RAILWAY_TOKEN=${token} railway volume delete vol_1`, 5) }]],
    [
      'sourced for a command line tool',
      [{ action: shell('set -a; . infra/domains/.env; set +a; railway volume delete vol_1', 5) }],
    ],
    ['used as an option', [read, { action: shell(`railway volume delete vol_1 --token=${token}`, 5) }]],
    [
      'in a JSON body',
      [
        read,
        {
          action: act(
            {
              kind: 'http',
              method: 'POST',
              url: 'https://backboard.railway.app/graphql/v2',
              headers: {},
              body: JSON.stringify({ token }),
            },
            5,
          ),
        },
      ],
    ],
    [
      'in a header',
      [
        read,
        {
          action: act(
            {
              kind: 'http',
              method: 'POST',
              url: 'https://backboard.railway.app/graphql/v2',
              headers: { authorization: `Bearer ${token}` },
            },
            5,
          ),
        },
      ],
    ],
    [
      'as basic authorization',
      [
        read,
        {
          action: act(
            {
              kind: 'http',
              method: 'DELETE',
              url: 'https://x.railway.app/',
              headers: { authorization: `Basic ${Buffer.from(`me:${token}`).toString('base64')}` },
            },
            5,
          ),
        },
      ],
    ],
    [
      'in the address',
      [
        read,
        { action: act({ kind: 'http', method: 'DELETE', url: `https://me:${token}@x.railway.app/`, headers: {} }, 5) },
      ],
    ],
    [
      'through an MCP tool',
      [read, { action: act({ kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { apiToken: token } }, 5) }],
    ],
    [
      'hours and sixty ordinary events later',
      [
        read,
        ...Array.from({ length: 60 }, (_, n) => ({ action: shell(`npm test -- ${n}`, 10 + n * 240) })),
        { action: shell(curl(token), 15_000) },
      ],
    ],
    ['a tool logged in already, the token only read', [read, { action: shell('railway volume delete vol_1', 5) }]],
    [
      'the file read by a host that shows no content',
      [{ action: act({ kind: 'read', path: 'infra/domains/.env' }, 4) }, { action: shell(curl(token), 5) }],
    ],
  ];
  it.each(ways)('%s', (_, scenes) => {
    const played = play(
      scenes.map((scene, index) => (index === scenes.length - 1 ? { ...scene, effects: [volumeDelete] } : scene)),
    );
    const [sequence] = last(played).observation.sequences;
    expect(sequence?.name).toBe('credential-discovery-then-destruction');
    expect(sequence?.credential).toMatchObject({ kind: 'railway-token', foundIn: 'infra/domains/.env' });
    expect(sequence?.steps.at(-1)).toBe(scenes.length - 1);
  });

  it.each([
    ['an environment file handed on', 'docker run --env-file infra/domains/.env tools railway volume delete vol_1'],
    ['a path in the environment', 'RAILWAY_CONFIG=infra/domains/.env railway volume delete vol_1'],
    ['opened by code', `python3 -c "t = open('infra/domains/.env').read(); wipe(t)"`],
  ])('%s', (_, command) => {
    const end = last(play([read, { action: shell(command, 5), effects: [volumeDelete] }]));
    expect(end.observation.credential).toMatchObject({ kind: 'railway-token', foundIn: 'infra/domains/.env', line: 3 });
  });

  it('an all-clear ends the state and the sequence, and keeps what was found', () => {
    const cleared = allClear(last(play([read])).state, 2_000_000);
    const quiet = last(play([{ action: shell('npm test', 2000) }], cleared));
    expect(quiet.observation).toMatchObject({ heightened: false, restraint: 1 });
    const end = last(play([{ action: shell(curl(token), 2001), effects: [volumeDelete] }], cleared));
    expect(end.observation.sequences).toEqual([]);
    expect(end.observation.credential?.foundIn).toBe('infra/domains/.env');
  });

  it('heightened decays after half an hour, the sequence does not', () => {
    const state = last(play([read])).state;
    expect(last(play([{ action: shell('npm test', 3600) }], state)).observation.heightened).toBe(false);
    const end = last(play([{ action: shell(curl(token), 3601), effects: [volumeDelete] }], state));
    expect(end.observation.sequences).toHaveLength(1);
  });
});

describe('look-alikes stay quiet', () => {
  const quiet: [title: string, scenes: Scene[]][] = [
    [
      'a lexer’s token',
      [
        { action: shell('grep -n "token" src/lexer.ts') },
        { action: act({ kind: 'read', path: 'src/lexer.ts', content: 'const token = next();' }) },
        { action: shell('rm -rf dist') },
      ],
    ],
    [
      'a form and its copy',
      [
        { action: act({ kind: 'read', path: '.env.example', content: `RAILWAY_TOKEN=${token}` }) },
        { action: shell('cp .env.example .env') },
        { action: shell('npm start') },
      ],
    ],
    [
      'documentation and fixtures',
      [
        { action: act({ kind: 'read', path: 'docs/setup.md', content: `export RAILWAY_TOKEN=${token}` }) },
        { action: act({ kind: 'read', path: 'test/fixtures/.env', content: env }) },
      ],
    ],
    [
      'source code with a made-up password',
      [
        {
          action: act({
            kind: 'read',
            path: 'src/seed.ts',
            content: `await create({ password: "Test1234SYNTHETIC" })`,
          }),
          outcome: { output: 'password: "Test1234SYNTHETIC"' },
        },
      ],
    ],
    [
      'deleting a volume without any discovery',
      [{ action: shell('npm test') }, { action: shell('railway volume delete vol_1'), effects: [volumeDelete] }],
    ],
  ];
  it.each(quiet)('%s', (_, scenes) => {
    for (const step of play(scenes)) {
      expect(step.observation).toMatchObject({ signals: [], sequences: [], heightened: false, alert: false });
      expect(step.after).toEqual([]);
    }
  });

  it('the project’s own environment file is read with a signal, and its use is not foreign', () => {
    const played = play([
      { action: act({ kind: 'read', path: '.env', content: 'STRIPE_SECRET_KEY=sk_test_SYNTHETIC0123456789' }) },
      { action: shell('STRIPE_SECRET_KEY=sk_test_SYNTHETIC0123456789 npm test') },
    ]);
    expect(played.map((step) => names(step.observation.signals))).toEqual([['secret-read'], []]);
    expect(last(played).observation.credential?.foundIn).toBe('.env');
  });

  it('a force push after reading .env is no sequence, unless it carries what was found', () => {
    const push = {
      ...volumeDelete,
      provider: 'git',
      resource: 'branch',
      target: 'main',
      asset: 'history',
      rule: 'git/force-push',
    } as const;
    const played = play([
      { action: act({ kind: 'read', path: '.env', content: `GITHUB_TOKEN=${token}` }) },
      { action: shell('git push --force'), effects: [push] },
      { action: shell(`git push --force https://x:${token}@github.com/a/b`), effects: [push] },
    ]);
    expect(played.map((step) => step.observation.sequences.length)).toEqual([0, 0, 1]);
  });
});

describe('a workspace below a folder called test', () => {
  it('is no fixture', () => {
    const place = { cwd: '/home/dev/test/app', workspaceRoot: '/home/dev/test/app' };
    for (const deed of [
      { kind: 'read', path: '/home/dev/test/app/.env' },
      { kind: 'shell', command: 'cat /home/dev/test/app/.env' },
      { kind: 'shell', command: 'grep -rn token /home/dev/test/app' },
    ] as const) {
      expect(last(play([{ action: { ...act(deed), ...place } }])).observation.heightened).toBe(true);
    }
  });
});

describe('deterministic', () => {
  it('the same events give the same states and observations', () => {
    expect(play(incident)).toEqual(play(incident));
    expect(context.fingerprintKey).toBe('a key for tests');
    expect(analysisOf(shell('npm test')).problems).toEqual([]);
  });
});
