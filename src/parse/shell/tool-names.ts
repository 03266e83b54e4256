import type { Field, Output } from './value.ts';

/** Words behind which a program that finds others is told what to find (`xcrun -f swift`, `mise which node`). */
const finders: Readonly<Record<string, RegExp>> = {
  xcrun: /^(?:-f|-find|--find)$/,
  mise: /^which$/,
  rtx: /^which$/,
  asdf: /^which$/,
  pyenv: /^which$/,
  rbenv: /^which$/,
  nodenv: /^which$/,
  goenv: /^which$/,
  rustup: /^which$/,
  volta: /^which$/,
};

/** Calls that print where one program lies, by program; what they are given, as one line. */
const printers: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  brew: [
    [/^--ruby$/, 'ruby'],
    [/^ruby -e (?:print|puts) RbConfig\.ruby$/, 'ruby'],
  ],
  ruby: [[/^-e (?:print|puts) RbConfig\.ruby$/, 'ruby']],
  uv: [[/^python find(?: [\w.@>=<-]+)*$/, 'python']],
  pipenv: [[/^--py$/, 'python']],
  poetry: [[/^env info (?:-e|--executable)$/, 'python']],
  nvm: [[/^which(?: [\w./-]+)?$/, 'node']],
  python: [[/^-c import sys; ?print\(sys\.executable\)$/, 'python']],
  python3: [[/^-c import sys; ?print\(sys\.executable\)$/, 'python']],
  node: [[/^(?:-p|--print|-pe) process\.execPath$/, 'node']],
};

/** What a program prints whose output is the place of another: that program's name. Null where it is no such call. */
export function placeOfTool(program: string, args: readonly Field[]): Output | null {
  const shapes = printers[program];
  if (shapes) {
    const line = args.map(({ text }) => text).join(' ');
    const found = shapes.find(([shape]) => shape.test(line));
    return found ? named(found[1]) : null;
  }
  const asks = finders[program];
  const at = asks ? args.findIndex(({ text }) => asks.test(text)) : -1;
  const asked = at < 0 ? undefined : args[at + 1];
  return asked && !asked.holed && /^[\w.+-]+$/.test(asked.text) ? named(asked.text) : null;
}

function named(tool: string): Output {
  return { text: `${tool}\n`, decoded: false };
}

/** True where two outputs name the same program under two of its names: `python3` and `python`, `gmake` and `make`. */
export function isSameTool(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const bare = bareName(one);
  return bare !== '' && bare === bareName(other);
}

function bareName(output: string): string {
  return /^g?((?:[a-z]|-(?=[a-z]))+)[\d.-]*\n$/.exec(output)?.[1] ?? '';
}

/** Variables that by habit hold the place of one interpreter or package tool. */
const habits: Readonly<Record<string, string>> = Object.fromEntries([
  ...'PYTHON PYTHON3 PY VENV_PYTHON PYTHON_BIN PYTHON_CMD'.split(' ').map((name) => [name, 'python']),
  ...'NODE NODE_BIN'.split(' ').map((name) => [name, 'node']),
  ...'PIP NPM NPX MAKE GO CARGO UV BUN DENO PNPM YARN RUBY PHP PERL'
    .split(' ')
    .map((name) => [name, name.toLowerCase()]),
]);

/** The program that an unset variable means where it stands as a command: `$PYTHON`, `"${NODE:-node}"`. */
export function habitualTool(source: string): string | null {
  const name = /^\$(?:(\w+)|\{(\w+)(?::?-[^{}$`]*)?\})$/.exec(source);
  return habits[name?.[1] ?? name?.[2] ?? ''] ?? null;
}
