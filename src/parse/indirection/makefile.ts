import { posix } from 'node:path';
import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, fileText, firstFile, maximumBodies, textsOf } from './body.ts';

interface Target {
  readonly prerequisites: string[];
  readonly recipe: { readonly text: string; readonly line: number; readonly file: string }[];
}

interface Makefile {
  readonly targets: Map<string, Target>;
  readonly variables: Map<string, string>;
  first: string | null;
  /** Expansions that are still followed. */
  left: number;
}

/** Characters a variable may grow to, and how deep variables stand in one another. */
const maximumValue = 20_000;
const maximumDepth = 12;

/** The recipes that `make` runs: of the targets it is given or the first one, and of what those need before. */
export function makeRecipes(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  let directory = invocation.cwd;
  let file: string | null = null;
  const goals: string[] = [];
  const variables = new Map<string, string>();
  const words = textsOf(invocation);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === null || word === undefined) continue;
    if (/^(?:-n|--dry-run|--just-print|--recon|-q|--question|-p|--version|-v|--help|-h)$/.test(word)) return [];
    if (/^(?:-C|--directory)$/.test(word)) directory = posix.resolve(directory, words[++index] ?? '.');
    else if (word.startsWith('-C')) directory = posix.resolve(directory, word.slice(2));
    else if (/^(?:-f|--file|--makefile)$/.test(word)) file = words[++index] ?? null;
    else if (/^(?:-I|-o|-W|-l)$/.test(word) || (word === '-j' && /^\d+$/.test(words[index + 1] ?? ''))) index += 1;
    else if (/^[A-Za-z_]\w*[:?+]?=/.test(word))
      variables.set(word.slice(0, word.search(/[:?+]?=/)), word.slice(word.indexOf('=') + 1));
    else if (!word.startsWith('-')) goals.push(word);
  }
  const { stdin } = invocation;
  const typed = (file === '-' || file === '/dev/stdin') && stdin.kind === 'text' ? stdin.value : null;
  const found =
    typed === null
      ? firstFile(directory, file === null ? ['GNUmakefile', 'makefile', 'Makefile'] : [file], invocation, inquiry)
      : { file: '-', text: typed };
  if (!found) return [];
  const made: Makefile = { targets: new Map(), variables: new Map(), first: null, left: 20_000 };
  read(made, found.file, found.text, { directory, invocation, inquiry, depth: 0 });
  for (const [name, value] of variables) made.variables.set(name, value);
  const wanted = goals.length > 0 ? goals : [made.variables.get('.DEFAULT_GOAL') ?? made.first ?? ''];
  return recipesOf(made, wanted, directory);
}

function read(
  made: Makefile,
  file: string,
  text: string,
  given: {
    readonly directory: string;
    readonly invocation: Invocation;
    readonly inquiry: Inquiry;
    readonly depth: number;
  },
): void {
  let current: Target[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = index + 1;
    const parts = [lines[index] ?? ''];
    while (lines[index]?.endsWith('\\') && index + 1 < lines.length) parts.push(lines[++index] ?? '');
    const content = parts.join('\n');
    if (content.startsWith('\t')) {
      for (const target of current) target.recipe.push({ text: content.slice(1), line, file });
      continue;
    }
    const plain = content
      .replace(/\\\n\s*/g, ' ')
      .replace(/(^|[^\\])#.*$/s, '$1')
      .trim();
    if (plain === '' || /^(?:ifn?eq|ifn?def|else|endif|define|endef|unexport|vpath)\b/.test(plain)) continue;
    const included = /^-?s?include\s+(\S+)/.exec(plain)?.[1];
    if (included !== undefined) {
      const path = posix.resolve(given.directory, expanded(included, made, []));
      const inner = given.depth < 4 && !/[$*]/.test(path) ? fileText(path, given.invocation, given.inquiry) : null;
      if (inner !== null) read(made, path, inner, { ...given, depth: given.depth + 1 });
      continue;
    }
    const set = /^(?:export\s+|override\s+)*([\w.-]+)\s*(\+=|\?=|::?:?=|=|!=)\s*(.*)$/s.exec(plain);
    if (set?.[1] !== undefined && set[2] !== undefined) {
      setVariable(made, set[1], set[2], set[3] ?? '');
      current = [];
      continue;
    }
    const rule = /^([^:=]+?)\s*::?\s*([^=].*|)$/s.exec(plain);
    if (!rule?.[1]) continue;
    const [before = '', inline] = (rule[2] ?? '').split(/;(.*)/s);
    current = expanded(rule[1], made, [])
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => {
        if (made.first === null && !name.startsWith('.') && !name.includes('%')) made.first = name;
        const target = made.targets.get(name) ?? { prerequisites: [], recipe: [] };
        target.prerequisites.push(
          ...expanded(before, made, [])
            .split(/[\s|]+/)
            .filter((one) => one !== ''),
        );
        if (inline?.trim()) target.recipe.push({ text: inline.trim(), line, file });
        made.targets.set(name, target);
        return target;
      });
  }
}

function setVariable(made: Makefile, name: string, sign: string, value: string): void {
  const before = made.variables.get(name);
  if (sign === '?=' && before !== undefined) return;
  const given = sign === '!=' ? `$(shell ${value})` : value;
  const whole = sign === '+=' && before !== undefined ? `${before} ${given}` : given;
  if (whole.length <= maximumValue) made.variables.set(name, sign.includes(':') ? expanded(whole, made, []) : whole);
}

function recipesOf(made: Makefile, goals: readonly string[], directory: string): Body[] {
  const bodies: Body[] = [];
  const done = new Set<string>();
  const visit = (name: string, depth: number): void => {
    if (done.has(name) || depth > 40 || bodies.length >= maximumBodies) return;
    done.add(name);
    const target = made.targets.get(name) ?? patternOf(made, name);
    if (!target) return;
    for (const prerequisite of target.prerequisites) visit(prerequisite, depth + 1);
    const automatic = new Map([
      ['@', name],
      ['<', target.prerequisites[0] ?? ''],
      ['^', target.prerequisites.join(' ')],
      ['*', name],
    ]);
    for (const { text, line, file } of target.recipe) {
      const shell = expanded(text.replace(/^[\s@+-]+/, ''), made, [], automatic).replace(/\\\n\t?/g, '\\\n');
      if (shell.trim() !== '') bodies.push({ text: shell, file, line, cwd: directory });
    }
  };
  for (const goal of goals) visit(goal, 0);
  return bodies;
}

function patternOf(made: Makefile, name: string): Target | undefined {
  for (const [pattern, target] of made.targets) {
    const [before, after] = pattern.split('%');
    if (after !== undefined && before !== undefined && name.startsWith(before) && name.endsWith(after)) return target;
  }
  return undefined;
}

/** Variables in a text worked out; a function or a name nobody set becomes a shell variable that is not known. */
function expanded(
  text: string,
  made: Makefile,
  open: readonly string[],
  automatic?: ReadonlyMap<string, string>,
): string {
  if (!text.includes('$')) return text;
  made.left -= 1;
  // Over the bound the variable stays one that the shell does not know.
  if (open.length > maximumDepth || made.left < 0) return text.replaceAll(/\$[({]([A-Za-z_]\w*)[)}]/g, '$${$1}');
  let out = '';
  for (let at = 0; at < text.length && out.length < maximumValue; at += 1) {
    const character = text[at];
    if (character !== '$') {
      out += character;
      continue;
    }
    const next = text[at + 1] ?? '';
    if (next === '$') {
      out += '$';
      at += 1;
      continue;
    }
    if (next !== '(' && next !== '{') {
      out += automatic?.get(next) ?? made.variables.get(next) ?? '';
      at += 1;
      continue;
    }
    const end = closing(text, at + 2, next === '(' ? ')' : '}', next);
    const inner = text.slice(at + 2, end);
    at = end;
    out += reference(inner, made, open, automatic);
  }
  return out;
}

function reference(
  inner: string,
  made: Makefile,
  open: readonly string[],
  automatic?: ReadonlyMap<string, string>,
): string {
  const name = inner.trim();
  const short = automatic?.get(name) ?? automatic?.get(name.replace(/[DF]$/, ''));
  if (short !== undefined) return short;
  if (name === 'MAKE') return 'make';
  if (name === 'CURDIR' || name === 'PWD') return '.';
  if (/^shell\s/.test(name)) return `$(${expanded(name.slice(6), made, open)})`;
  if (/^[\w.-]+$/.test(name)) {
    const value = made.variables.get(name);
    if (value !== undefined && !open.includes(name)) return expanded(value, made, [...open, name], automatic);
    return /^[A-Za-z_]\w*$/.test(name) ? `\${${name}}` : '';
  }
  const [word] = /^[a-z]+(?=\s)/.exec(name) ?? [];
  return word === undefined ? '' : `\${MAKE_${word.toUpperCase()}}`;
}

function closing(text: string, from: number, close: string, open: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === open) depth += 1;
    if (text[at] === close && depth-- === 0) return at;
  }
  return text.length;
}
