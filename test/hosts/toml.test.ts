import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readToml, withoutTomlEntry } from '../../src/hosts/toml.ts';

const entries = (text: string) => readToml(text).map(({ key, value }) => [key.join('.'), value]);

describe('a TOML settings text', () => {
  it.each<[string, string, [string, unknown][]]>([
    [
      'plain keys',
      'a = 1\nb = "x" # why\n',
      [
        ['a', 1],
        ['b', 'x'],
      ],
    ],
    [
      'tables',
      '[features]\nhooks = false\n[a.b]\nc = true\n',
      [
        ['features.hooks', false],
        ['a.b.c', true],
      ],
    ],
    ['dotted keys', 'features.hooks = false\n', [['features.hooks', false]]],
    [
      'quoted keys',
      '[hooks.state."/home/dev/.codex/hooks.json:pre_tool_use:0:0"]\ntrusted_hash = "sha256:x"\n',
      [['hooks.state./home/dev/.codex/hooks.json:pre_tool_use:0:0.trusted_hash', 'sha256:x']],
    ],
    [
      'inline tables',
      'features = { hooks = false, other = "a, b" }\n',
      [
        ['features.hooks', false],
        ['features.other', 'a, b'],
      ],
    ],
    ['lists of tables', '[[mcp]]\nname = "x"\n', [['mcp.name', 'x']]],
    [
      'lists over lines',
      'args = [\n  "[features]",\n  "hooks = false",\n]\nb = 2\n',
      [
        ['args', '[\n  "[features]",\n  "hooks = false",\n]'],
        ['b', 2],
      ],
    ],
    [
      'texts over lines',
      'a = """\n[features]\nhooks = false\n"""\nb = 2\n',
      [
        ['a', '"""\n[features]\nhooks = false\n"""'],
        ['b', 2],
      ],
    ],
    ['comments', '# [features]\n# hooks = false\n  a = true # hooks = false\n', [['a', true]]],
    ['a hash in a text', 'a = "x # y"\n', [['a', 'x # y']]],
    ['Windows line ends', '[features]\r\nhooks = false\r\n', [['features.hooks', false]]],
    ['a byte order mark', '\uFEFFa = 1\n', [['a', 1]]],
  ])('reads %s', (_what, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  it('never throws, and takes no entry for more than the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '=', '"', "'", '[', ']', '{', '}', '\n', '#', ',', '.', ' ', '\\') }),
        (text) => {
          for (const { start, end } of readToml(text)) expect(start < end && end <= text.length).toBe(true);
        },
      ),
    );
  });

  it('loses one entry and nothing else', () => {
    const text = 'a = 1 # mine\n[features]\n# theirs\nhooks = false\nother = true\n';
    expect(withoutTomlEntry(text, ['features', 'hooks'])).toBe('a = 1 # mine\n[features]\n# theirs\nother = true\n');
    expect(withoutTomlEntry(text, ['no', 'such'])).toBe(text);
  });

  it('is left as it is where an entry shares its line with others', () => {
    expect(() => withoutTomlEntry('features = { hooks = false, a = 1 }\n', ['features', 'hooks'])).toThrow(/by hand/);
    expect(withoutTomlEntry('features = { hooks = false }\nb = 1\n', ['features', 'hooks'])).toBe('b = 1\n');
  });

  it('keeps every other byte, whatever stands around', () => {
    const line = fc.constantFrom('a = 1', '# note', '', '[b]', 'c.d = "x"', 'e = [\n 1,\n 2]', "f = '''\n[g]\n'''");
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        const rest = [...before.map((one) => `${one}\n`), '[features]\n', ...after.map((one) => `${one}\n`)];
        const whole = [
          ...before.map((one) => `${one}\n`),
          '[features]\n',
          'hooks = false\n',
          ...after.map((one) => `${one}\n`),
        ];
        expect(withoutTomlEntry(whole.join(''), ['features', 'hooks'])).toBe(rest.join(''));
      }),
    );
  });
});
