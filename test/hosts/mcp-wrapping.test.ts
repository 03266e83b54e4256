import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/hosts/adapter.ts';
import { serversInToml } from '../../src/hosts/mcp-located.ts';
import { mcpPlaces } from '../../src/hosts/mcp-places.ts';
import { mcpConfigurations, planUnwrap, planWrap, writePlan } from '../../src/hosts/mcp-wrapping.ts';
import { settingsValue } from '../../src/hosts/settings-text.ts';

function freshMachine(): Machine {
  const home = mkdtempSync(path.join(tmpdir(), 'holdpoint-home-'));
  return { home, platform: 'linux', environment: {}, stateDirectory: path.join(home, '.local/state/holdpoint') };
}

/** A host's first file of the person, with a text in it. */
function written(host: string, text: string, machine = freshMachine()) {
  const place = mcpPlaces.find((one) => one.host === host);
  const file = place?.personal(machine)[0] ?? '';
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  const choice = { host: place?.host ?? 'cursor', file };
  return {
    machine,
    file,
    choice,
    text: () => readFileSync(file, 'utf8'),
    wrap: (servers?: string[]) => writePlan(planWrap({ ...choice, ...(servers ? { servers } : {}) }, machine)),
    unwrap: () => writePlan(planUnwrap(choice)),
    states: () => mcpConfigurations(machine, [])[0]?.servers.map(({ name, state }) => `${name}: ${state}`),
  };
}

const word = fc.oneof(
  fc.constantFrom('-y', '@railway/mcp-server', '--stdio', '${workspaceFolder}', 'a b', 'ä"\\', '--'),
  fc.string({ maxLength: 8 }),
);
const server = fc.oneof(
  fc.record({ command: word, args: fc.array(word, { maxLength: 4 }) }),
  fc.record({ command: word }),
  fc.record({ args: fc.array(word, { maxLength: 2 }), command: word, env: fc.constant({ TOKEN: 'SYNTHETIC' }) }),
  fc.record({ url: fc.constant('https://mcp.example.com/mcp') }),
);
const servers = fc.dictionary(fc.stringMatching(/^[A-Za-z@/ ."\\ü-]{1,12}$/), server, { maxKeys: 4 });

/** JSON in somebody's own layout: any white space, comments, trailing commas, line ends. */
function laidOut(value: unknown, space: () => string, trailing: () => string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `[${space()}]`;
    return `[${value.map((item) => space() + laidOut(item, space, trailing) + space()).join(',')}${trailing()}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return `{${space()}}`;
    const pairs = entries.map(
      ([key, inner]) =>
        `${space()}${JSON.stringify(key)}${space()}:${space()}${laidOut(inner, space, trailing)}${space()}`,
    );
    return `{${pairs.join(',')}${trailing()}}`;
  }
  return JSON.stringify(value);
}

/** A server in either style. */
interface Entry {
  readonly command?: string | readonly string[];
  readonly args?: readonly string[];
  readonly url?: string;
}

/** What a layout is chosen from. */
const spaces = fc.array(fc.constantFrom('', ' ', '\n', '\r\n\t', '  ', '/* "a": [1] */', ' // c, "x"\n', '\t'), {
  minLength: 1,
  maxLength: 30,
});

const jsonHosts = mcpPlaces.filter(({ host }) => host !== 'codex');

describe.each(jsonHosts.map(({ host, servers: paths, style }) => ({ host, paths, style })))(
  '$host',
  ({ host, paths, style }) => {
    /** The configuration with servers where this host has them. */
    const configured = (named: object) => {
      const whole = paths[0]?.reduceRight<object>((inner, key) => ({ [key]: inner }), named) ?? {};
      return { $schema: 'x', 'other "tool"': { mcp: [1, { command: 'mine' }] }, ...whole, last: true };
    };

    test('wrapping keeps what a server is, and unwrapping gives every byte back, for 50 configurations', {
      timeout: 30_000,
    }, () => {
      const machine = freshMachine();
      fc.assert(
        fc.property(servers, spaces, fc.boolean(), fc.boolean(), (given, layout, trailing, mark) => {
          const named: Readonly<Record<string, Entry>> = given;
          const inStyle: Record<string, Entry> = Object.fromEntries(
            Object.entries(named).map(([name, one]) => [
              name,
              style === 'list' && typeof one.command === 'string'
                ? { type: 'local', command: [one.command, ...(one.args ?? [])] }
                : one,
            ]),
          );
          let turn = 0;
          const space = () => layout[turn++ % layout.length] ?? '';
          const text = (mark ? '\uFEFF' : '') + laidOut(configured(inStyle), space, () => (trailing ? ',' : ''));
          const at = written(host, text, machine);
          at.wrap();
          const after = JSON.stringify(settingsValue(at.text()));
          const expected = Object.fromEntries(
            Object.entries(inStyle).map(([name, one]) => {
              const { command } = one;
              if (command === undefined) return [name, one];
              const ours = ['mcp', `--server=${name}`, `--host=${host}`, '--'];
              const program = path.join(machine.stateDirectory, 'bin', 'holdpoint');
              if (typeof command !== 'string') return [name, { ...one, command: [program, ...ours, ...command] }];
              const args = [...ours, command, ...(one.args ?? [])];
              return [name, 'args' in one ? { ...one, command: program, args } : { command: program, args }];
            }),
          );
          expect(JSON.parse(after)).toEqual(configured(expected));
          const again = at.text();
          at.wrap();
          expect(at.text()).toBe(again);
          at.unwrap();
          expect(at.text()).toBe(text);
        }),
        { numRuns: 50, examples: [[{ '@': { command: '-y', args: [] } }, ['\t', '\t', ' ', '', ''], false, false]] },
      );
    });
  },
);

describe('codex', () => {
  const toml = (text: string) => written('codex', text);
  const plain = [
    'model = "gpt-5" # mine',
    '',
    '[mcp_servers.railway]',
    'command = "npx"   # starts it',
    'args = ["-y", "@railway/mcp-server"]',
    '',
    '[mcp_servers.railway.env]',
    'RAILWAY_TOKEN = "SYNTHETIC"',
    '',
    '[mcp_servers."with space"]',
    "command = 'C:\\tools\\s.exe'",
    '',
    '[mcp_servers.far]',
    'url = "https://mcp.example.com"',
    '',
  ].join('\n');

  test('wraps the servers of a config.toml and gives every byte back', () => {
    const at = toml(plain);
    at.wrap();
    const program = path.join(at.machine.stateDirectory, 'bin', 'holdpoint');
    const ours = (name: string) => ['mcp', `--server=${name}`, '--host=codex', '--'];
    expect(
      serversInToml(at.text()).map(({ name, command, words }) => [
        name,
        command?.value,
        words?.items.map(({ value }) => value),
      ]),
    ).toEqual([
      ['railway', program, [...ours('railway'), 'npx', '-y', '@railway/mcp-server']],
      ['with space', program, [...ours('with space'), 'C:\\tools\\s.exe']],
      ['far', undefined, undefined],
    ]);
    expect(at.states()).toEqual(['railway: wrapped', 'with space: wrapped', 'far: address']);
    at.unwrap();
    expect(at.text()).toBe(plain);
  });

  test('gives every byte back for 50 configurations', { timeout: 30_000 }, () => {
    const machine = freshMachine();
    const string = fc.oneof(
      fc.stringMatching(/^[\w @/.-]{0,10}$/).map((text) => `"${text}"`),
      fc.stringMatching(/^[\w @/.\\"-]{0,10}$/).map((text) => `'${text}'`),
      fc.constantFrom('"a\\"b"', '"\\u00e4"', '"# no comment"'),
    );
    const list = fc
      .tuple(
        fc.array(string, { maxLength: 3 }),
        fc.constantFrom(', ', ',', ',\n  ', ', # c "x"\n'),
        fc.constantFrom('', ' ', '\n'),
      )
      .map(([items, comma, edge]) => `[${edge}${items.join(comma)}${edge}]`);
    const lines = fc
      .tuple(
        fc.stringMatching(/^[a-z-]{1,8}$/),
        string,
        fc.option(list, { nil: undefined }),
        fc.constantFrom('', '  # note', ' '),
        fc.boolean(),
      )
      .map(([name, command, args, note, argsFirst]) => {
        const program = `command = ${command}${note}`;
        const words = args === undefined ? [] : [`args = ${args}`];
        return [`[mcp_servers.${name}]`, ...(argsFirst ? [...words, program] : [program, ...words]), 'enabled = true'];
      });
    fc.assert(
      fc.property(
        fc.uniqueArray(lines, { maxLength: 3, selector: ([header]) => header }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (tables, end, ends) => {
          const text = ['model = "x"', ...tables.flat()].join(end) + (ends ? end : '');
          const at = written('codex', text, machine);
          at.wrap();
          expect(at.states() ?? []).toEqual(tables.map(([header = '']) => `${header.slice(13, -1)}: wrapped`));
          at.unwrap();
          expect(at.text()).toBe(text);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('leaves what is written in one line', () => {
    const at = toml('mcp_servers = { railway = { command = "npx" } }\n');
    at.wrap();
    expect(at.text()).toBe('mcp_servers = { railway = { command = "npx" } }\n');
  });
});

describe('the servers of a configuration', () => {
  const text = '{"mcpServers": {"a": {"command": "a"}, "b": {"command": "b", "args": []}, "c": {"url": "https://x"}}}';

  test('are wrapped one by one where the person chose some', () => {
    const at = written('cursor', text);
    expect(at.states()).toEqual(['a: open', 'b: open', 'c: address']);
    at.wrap(['b']);
    expect(at.states()).toEqual(['a: open', 'b: wrapped', 'c: address']);
    at.unwrap();
    expect(at.text()).toBe(text);
  });

  test('of a project count too, and of the projects Claude Code keeps', () => {
    const machine = freshMachine();
    const root = path.join(machine.home, 'app');
    mkdirSync(root);
    writeFileSync(path.join(root, '.mcp.json'), text);
    writeFileSync(
      path.join(machine.home, '.claude.json'),
      JSON.stringify({ projects: { '/w': { mcpServers: { d: { command: 'd' } } } } }),
    );
    const found = mcpConfigurations(machine, [root]);
    expect(found.map(({ host, file, servers: all }) => [host, path.basename(file), all.length])).toEqual([
      ['claude', '.claude.json', 1],
      ['claude', '.mcp.json', 3],
    ]);
  });

  test('are told once where the project is the home itself', () => {
    const at = written('cursor', text);
    expect(mcpConfigurations(at.machine, [at.machine.home])).toHaveLength(1);
  });

  test('are unwrapped even where the host has laid the file out anew', () => {
    const at = written('cursor', text);
    at.wrap();
    writeFileSync(at.file, JSON.stringify(JSON.parse(at.text()), null, 4));
    at.unwrap();
    const plain = JSON.parse(text);
    expect(JSON.parse(at.text())).toEqual({ mcpServers: { ...plain.mcpServers, a: { command: 'a', args: [] } } });
  });

  test("do not change where one is Holdpoint's own", () => {
    const own = '{"mcpServers": {"holdpoint": {"command": "/x/bin/holdpoint", "args": ["mcp", "serve"]}}}';
    const at = written('cursor', own);
    expect(at.states()).toEqual(['holdpoint: own']);
    at.wrap();
    at.unwrap();
    expect(at.text()).toBe(own);
  });

  test('stay as they are in a file that cannot be read', () => {
    const at = written('cursor', '{"mcpServers": ');
    expect(() => planWrap(at.choice, at.machine)).toThrow(/mcp\.json: The file is not valid JSON/);
    expect(at.states()).toBeUndefined();
  });
});
