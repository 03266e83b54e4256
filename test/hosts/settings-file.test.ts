import { lstatSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import type { HostAdapter } from '../../src/hosts/adapter.ts';
import { countOurs, type HookSettings, holdsExactly, withHooks, withoutHooks } from '../../src/hosts/hook-settings.ts';
import { isLauncherCommand } from '../../src/hosts/launcher-command.ts';
import { adapters } from '../../src/hosts/registry.ts';
import { readSettings, writeSettings } from '../../src/hosts/settings-file.ts';
import { SettingsProblem, withoutProperty } from '../../src/hosts/settings-text.ts';

const command = (host: string) => `/home/dev/.local/state/holdpoint/bin/holdpoint-hook ${host}`;
const settingsFor = ({ id, installation }: HostAdapter): HookSettings => {
  if (installation.kind === 'file') throw new Error(`${id} has a file of its own.`);
  return { entries: installation.entries(command(id)), preamble: installation.preamble, isOurs: isLauncherCommand };
};
/** Every host whose hooks stand in a settings file of the person's. */
const hosts = Object.values(adapters)
  .filter(({ installation }) => installation.kind === 'entries')
  .map((adapter) => [adapter.id, settingsFor(adapter)] as const);

/** A JSON value with odd spacing, comments and trailing commas, as people and tools leave them. */
const space = fc.constantFrom('', ' ', '  ', '\n', '\n  ', '\n\t', '\r\n    ', ' /* kept */ ', ' // kept\n  ');
const key = fc.constantFrom('model', 'theme', 'permissions', 'env', 'a b', 'ключ', 'PreToolUse', 'version2');
const leaf = fc.constantFrom('1', '-2.5e3', 'true', 'null', '"text"', '"a \\" , ] }"', '"holdpoint-hook"', '[]', '{}');
const foreignHook = fc.constantFrom(
  '{"type":"command","command":"node ./lint.mjs"}',
  '{ "matcher" : "Bash" , "hooks" : [ { "type":"command","command":"echo \\"hi\\"" } ] }',
  '{"hooks":[],"matcher":"*"}',
  '{\n  // theirs\n  "command": "./x.sh", "timeout": 5,\n}',
);

const list = (item: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(fc.tuple(space, item, space), { maxLength: 3 }), space, fc.boolean())
    .map(([items, inner, comma]) => {
      if (items.length === 0) return `[${inner}]`;
      return `[${items.map((parts) => parts.join('')).join(',')}${comma ? `,${inner}` : ''}]`;
    });
const object = (entries: fc.Arbitrary<[string, string][]>) =>
  fc.tuple(entries, fc.array(space, { minLength: 40, maxLength: 40 }), fc.boolean()).map(([pairs, spaces, comma]) => {
    const names = new Set<string>();
    const own = pairs.filter(([name]) => !names.has(name) && names.add(name));
    let next = 0;
    const gap = () => spaces[next++ % spaces.length] ?? '';
    if (own.length === 0) return `{${gap()}}`;
    const body = own.map(([name, value]) => `${gap()}${JSON.stringify(name)}${gap()}:${gap()}${value}${gap()}`);
    return `{${body.join(',')}${comma ? `,${gap()}` : ''}}`;
  });

const events = fc.constantFrom('PreToolUse', 'PostToolUse', 'Stop', 'beforeShellExecution', 'preToolUse', 'stop');
const hooks = object(fc.array(fc.tuple(events, list(foreignHook)), { maxLength: 4 }));
const values = fc.oneof(leaf, list(leaf), object(fc.array(fc.tuple(key, leaf), { maxLength: 3 })));
const configuration = fc
  .tuple(
    fc.array(fc.tuple(key, values), { maxLength: 4 }),
    fc.option(hooks),
    fc.option(fc.constantFrom('1', ' 1')),
    fc.nat(5),
  )
  .chain(([others, own, version, place]) => {
    const pairs = others.map(([name, value]) => [name, value] as [string, string]);
    if (own !== null) pairs.splice(place % (pairs.length + 1), 0, ['hooks', own]);
    if (version !== null) pairs.splice(place % (pairs.length + 1), 0, ['version', version]);
    return fc.tuple(fc.constantFrom('', '\uFEFF', '\n', '// head\n'), object(fc.constant(pairs)), space);
  })
  .map((parts) => parts.join(''));

describe.each(hosts)('entries in a %s settings file', (_host, settings) => {
  it('leaves every byte as it was after install and uninstall', () => {
    fc.assert(
      fc.property(configuration, (before) => {
        const installed = withHooks(before, settings);
        expect(holdsExactly(installed, settings)).toBe(true);
        expect(withoutHooks(installed, settings)).toBe(before);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps the meaning of everything else', () => {
    fc.assert(
      fc.property(configuration, (before) => {
        const parsed = parse(before.replace('\uFEFF', '')) ?? {};
        const after = parse(withHooks(before, settings).replace('\uFEFF', ''));
        for (const name of Object.keys(parsed)) if (name !== 'hooks') expect(after[name]).toEqual(parsed[name]);
        for (const [event, entries] of Object.entries<unknown[]>(parsed.hooks ?? {})) {
          expect(after.hooks[event].slice(0, entries.length)).toEqual(entries);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('writes nothing the second time', () => {
    fc.assert(
      fc.property(configuration, (before) => {
        const installed = withHooks(before, settings);
        expect(withHooks(installed, settings)).toBe(installed);
      }),
    );
  });

  it.each([
    ['a missing file', null],
    ['an empty file', ''],
    ['a file of white space', ' \n'],
    ['an empty object', '{}'],
    ['an empty object on two lines', '{\n}\n'],
    ['hooks without events', '{"hooks":{}}'],
    ['an event without entries', '{\n  "hooks": {\n    "PreToolUse": [],\n    "preToolUse": [ ]\n  }\n}\n'],
  ])('restores %s', (_what, before) => {
    const installed = withHooks(before, settings);
    expect(holdsExactly(installed, settings)).toBe(true);
    expect(withoutHooks(installed, settings)).toBe(before);
  });

  it('replaces entries that were altered or are of another version', () => {
    const installed = withHooks('{"theme":"dark"}', settings);
    const altered = installed.replace(/("timeout":)\d+|("show_output":)true/, '$1$21');
    expect(altered).not.toBe(installed);
    expect(holdsExactly(altered, settings)).toBe(false);
    expect(countOurs(altered, settings)).toBe(settings.entries.length);
    expect(withHooks(altered, settings)).toBe(installed);
  });

  it('keeps what the person changed in between', () => {
    const installed = withHooks('{\n  "theme": "dark"\n}\n', settings);
    const changed = installed.replace('"dark"', '"light", // mine\n  "model": "x"');
    expect(withoutHooks(changed, settings)).toBe('{\n  "theme": "light", // mine\n  "model": "x"\n}\n');
  });

  it.each([
    ['broken JSON', '{"hooks": '],
    ['a list', '[]'],
    ['hooks that are a list', '{"hooks": []}'],
    ['hooks named twice', '{"hooks": {}, "hooks": {}}'],
  ])('refuses %s with one sentence', (_what, text) => {
    expect(() => withHooks(text, settings)).toThrow(SettingsProblem);
  });
});

it("takes only our handler out of a group that holds another's", () => {
  const settings = settingsFor(adapters.claude);
  const gate = JSON.stringify({ type: 'command', command: command('claude') });
  const shared = `{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[${gate}, {"type":"command","command":"theirs"}]}]}}`;
  expect(withoutHooks(shared, settings)).toBe(
    '{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"theirs"}]}]}}',
  );
});

it('takes one property out and leaves the rest', () => {
  const text = '{\n  "env": {\n    "A": "1", // mine\n    "NODE_OPTIONS": "--require ./x.js"\n  }\n}\n';
  expect(withoutProperty(text, ['env', 'NODE_OPTIONS'])).not.toContain('NODE_OPTIONS');
  expect(parse(withoutProperty(text, ['env', 'NODE_OPTIONS']))).toEqual({ env: { A: '1' } });
  expect(withoutProperty(text, ['env', 'NODE_OPTIONS'])).toContain('// mine');
  expect(withoutProperty(text, ['no', 'such'])).toBe(text);
});

describe('writing a settings file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-settings-'));

  it('keeps a link a link and the mode of its target', () => {
    const target = path.join(folder, 'dotfiles.json');
    const link = path.join(folder, 'settings.json');
    writeFileSync(target, '{}', { mode: 0o640 });
    symlinkSync('dotfiles.json', link);
    writeSettings(link, '{"a":1}', '{}');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('{"a":1}');
    expect(statSync(target).mode & 0o777).toBe(0o640);
  });

  it('writes nothing where another program was faster', () => {
    const file = path.join(folder, 'raced.json');
    writeFileSync(file, '{"theirs":1}');
    expect(() => writeSettings(file, '{}', null)).toThrow(/changed meanwhile/);
    expect(readSettings(file)).toBe('{"theirs":1}');
  });

  it('removes a file that it created', () => {
    const file = path.join(folder, 'sub', 'new.json');
    writeSettings(file, '{}', null);
    expect(readSettings(file)).toBe('{}');
    writeSettings(file, null, '{}');
    expect(readSettings(file)).toBeNull();
  });
});
