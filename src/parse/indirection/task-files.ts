import { posix } from 'node:path';
import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, firstFile, maximumBodies, nearestFile, sourceOf, takenOption, textsOf } from './body.ts';
import { entry, parsedJson } from './package-scripts.ts';
import { cargoCommands } from './programs.ts';
import { below, flowWords, type YamlLine, yamlLines } from './yaml.ts';

/** `just RECIPE`: its lines and those of the recipes it depends on. */
export function justRecipes(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  if (
    words.some((word) =>
      /^(?:-l|--list|--dry-run|-n|--show|-s|--summary|--evaluate|--fmt|--version|--help)$/.test(word),
    )
  )
    return [];
  const named = takenOption(words, '-f', '--justfile');
  const folder = takenOption(words, '-d', '--working-directory');
  const directory = folder === null ? invocation.cwd : posix.resolve(invocation.cwd, folder);
  const stated = named === null ? null : firstFile(invocation.cwd, [named], invocation, inquiry);
  const found = stated
    ? { ...stated, directory: folder === null ? posix.dirname(stated.file) : directory }
    : nearestFile(directory, ['justfile', '.justfile', 'Justfile'], invocation, inquiry);
  if (!found) return [];
  const recipes = new Map<string, { needs: string[]; lines: { text: string; line: number }[]; parameters: string[] }>();
  const variables = new Map<string, string>();
  let current: { needs: string[]; lines: { text: string; line: number }[]; parameters: string[] } | null = null;
  let first: string | null = null;
  found.text.split('\n').forEach((text, index) => {
    if (/^\s+\S/.test(text)) {
      current?.lines.push({ text: text.trim(), line: index + 1 });
      return;
    }
    const set = /^(?:export\s+)?([\w-]+)\s*:=\s*(.*)$/.exec(text);
    if (set?.[1] !== undefined) {
      const literal = /^(["'])(.*)\1$/.exec((set[2] ?? '').trim());
      if (literal) variables.set(set[1], literal[2] ?? '');
      return;
    }
    const alias = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(text);
    if (alias?.[1] && alias[2]) recipes.set(alias[1], { needs: [alias[2]], lines: [], parameters: [] });
    const rule = /^@?([\w-]+)((?:\s+[^:]+?)?)\s*:(?!=)\s*(.*)$/.exec(text);
    if (!rule?.[1]) return;
    first ??= rule[1];
    current = {
      needs: (rule[3] ?? '')
        .replace(/[()&]/g, ' ')
        .split(/\s+/)
        .filter((word) => /^[\w-]+$/.test(word)),
      lines: [],
      parameters: (rule[2] ?? '')
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/^[+*$]+|=.*$/g, ''))
        .filter((word) => word !== ''),
    };
    recipes.set(rule[1], current);
  });
  const goals = words.filter((word) => !word.startsWith('-') && !/^\w+=/.test(word));
  const [goal = first, ...args] = goals;
  const bodies: Body[] = [];
  const done = new Set<string>();
  const visit = (name: string, given: readonly string[]): void => {
    const recipe = recipes.get(name);
    if (!recipe || done.has(name) || bodies.length >= maximumBodies) return;
    done.add(name);
    for (const needed of recipe.needs) visit(needed, []);
    const values = new Map(variables);
    recipe.parameters.forEach((parameter, index) => {
      if (given[index] !== undefined)
        values.set(
          parameter,
          given.slice(index, index === recipe.parameters.length - 1 ? undefined : index + 1).join(' '),
        );
    });
    const filled = (text: string): string =>
      text
        .replace(
          /\{\{\s*([\w-]+)\s*\}\}/g,
          (_, key: string) => values.get(key) ?? `\${JUST_${key.replaceAll('-', '_')}}`,
        )
        .replace(/\{\{[^}]*\}\}/g, '$JUST_EXPRESSION');
    const [opening] = recipe.lines;
    if (opening?.text.startsWith('#!')) {
      const text = recipe.lines.map((line) => filled(line.text)).join('\n');
      bodies.push({ text: scriptOf(text), file: found.file, line: opening.line, cwd: found.directory });
      return;
    }
    for (const { text, line } of recipe.lines) {
      const shell = filled(text.replace(/^[@-]+/, ''));
      if (shell !== '') bodies.push({ text: shell, file: found.file, line, cwd: found.directory });
    }
  };
  if (goal) visit(goal, args);
  return bodies;
}

/** A recipe with a first line of its own: shell as it is, another language as its interpreter's input. */
function scriptOf(text: string): string {
  const program = /^#!.*\b(python3?|node|ruby|perl|php|deno|bun)\b/.exec(text)?.[1];
  return program === undefined ? text : `${program} - <<'HOLDPOINT_RECIPE'\n${text}\nHOLDPOINT_RECIPE`;
}

/** `task NAME` of go-task: https://taskfile.dev/reference/schema. */
export function taskCommands(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  if (words.some((word) => /^(?:-l|--list|-a|--list-all|-n|--dry|--summary|--status|--version|--help)$/.test(word)))
    return [];
  const named = takenOption(words, '-t', '--taskfile');
  const folder = takenOption(words, '-d', '--dir');
  const directory = folder === null ? invocation.cwd : posix.resolve(invocation.cwd, folder);
  const stated = named === null ? null : firstFile(invocation.cwd, [named], invocation, inquiry);
  const found = stated
    ? { ...stated, directory: folder === null ? posix.dirname(stated.file) : directory }
    : nearestFile(
        directory,
        ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'Taskfile.dist.yml'],
        invocation,
        inquiry,
      );
  if (!found) return [];
  const lines = yamlLines(found.text);
  const tasks = childrenOf(
    lines,
    lines.findIndex((line) => line.key === 'tasks' && line.indent === 0),
  );
  const variables = new Map(
    childrenOf(
      lines,
      lines.findIndex((line) => line.key === 'vars' && line.indent === 0),
    ).map(({ line }) => [line.key ?? '', line.value]),
  );
  const bodies: Body[] = [];
  const done = new Set<string>();
  const visit = (name: string): void => {
    const task = tasks.find(({ line }) => line.key === name);
    if (!task || done.has(name) || bodies.length >= maximumBodies) return;
    done.add(name);
    if (task.line.value !== '') add(task.line);
    const inner = task.lines;
    let section = '';
    const level = Math.min(...inner.map((line) => line.indent - (line.item ? 2 : 0)), 1000);
    for (const line of inner) {
      if (line.key !== null && !line.item && line.indent === level) {
        section = line.key;
        if (section === 'cmd' || section === 'cmds') if (line.value !== '') add(line);
        if (section === 'deps') for (const word of flowWords(line.value) ?? []) visit(word);
        continue;
      }
      if (section === 'deps' && (line.key === null || line.key === 'task')) visit(line.value);
      if (section !== 'cmds') continue;
      if (line.key === 'task') visit(line.value);
      else if (line.key === 'cmd' || line.key === 'defer' || (line.item && line.key === null)) add(line);
      else if (line.item && line.key !== null) add({ ...line, value: `${line.key}: ${line.value}` });
    }
  };
  const add = (line: YamlLine): void => {
    const text = line.value
      .replace(/\{\{\s*\.(\w+)\s*\}\}/g, (_, key: string) => variables.get(key) ?? `\${${key}}`)
      .replace(/\{\{[^}]*\}\}/g, '$TASK_EXPRESSION');
    bodies.push({ text, file: found.file, line: line.line, cwd: found.directory });
  };
  const goals = words.filter((word) => !word.startsWith('-') && !/^\w+=/.test(word));
  for (const goal of goals.length > 0 ? goals : ['default']) visit(goal);
  return bodies;
}

/** The keys one level below a key, each with the lines below it. */
export function childrenOf(
  lines: readonly YamlLine[],
  index: number,
): { readonly line: YamlLine; readonly lines: readonly YamlLine[] }[] {
  if (index < 0) return [];
  const inner = below(lines, index);
  const level = inner[0]?.indent;
  return inner.flatMap((line, at) =>
    line.indent === level && line.key !== null ? [{ line, lines: below(inner, at) }] : [],
  );
}

/** `rake NAME`: the block of that task, as Ruby. */
export function rakeTasks(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  // Behind an option that takes a value, or `--`, it is none.
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const valued = /^(?:-[CIREfrepj]|--(?:directory|libdir|rakelib(?:dir)?|execute[a-z-]*|rakefile|require|jobs))$/;
  if (
    words
      .slice(0, end)
      .some(
        (word, at) =>
          !valued.test(words[at - 1] ?? '') &&
          /^(?:-n|--dry-run|-P|--prereqs|-T|--tasks|-D|--describe|-W|--where)$/.test(word),
      )
  )
    return [];
  const named = takenOption(words, '-f', '--rakefile');
  const names = named === null ? ['Rakefile', 'rakefile', 'Rakefile.rb'] : [named];
  const found = firstFile(invocation.cwd, names, invocation, inquiry);
  if (!found) return [];
  const goals = words.flatMap((word) =>
    word.startsWith('-') || word.includes('=') ? [] : [word.replace(/\[.*$/, '')],
  );
  const lines = found.text.split('\n');
  const bodies: Body[] = [];
  const done = new Set<string>();
  const visit = (name: string): void => {
    const bare = name.slice(name.lastIndexOf(':') + 1);
    const at = lines.findIndex((line) =>
      new RegExp(`^\\s*task\\s*\\(?\\s*(?::|["'])?${bare.replace(/[^\w-]/g, '.')}\\b`).test(line),
    );
    if (at < 0 || done.has(name) || bodies.length >= maximumBodies) return;
    done.add(name);
    const opening = lines[at] ?? '';
    for (const needed of (
      /(?:=>|:)\s*\[?((?:[:"'][\w:"', ]+))/.exec(opening.replace(/^\s*task\s*\(?\s*:?["']?[\w-]+["']?/, ''))?.[1] ?? ''
    ).match(/\w+/g) ?? [])
      if (needed !== 'do') visit(needed);
    const indent = opening.length - opening.trimStart().length;
    const end = lines.findIndex(
      (line, index) => index > at && /^\s*end\b/.test(line) && line.length - line.trimStart().length === indent,
    );
    const inline = /\{\s*(?:\|[^|]*\|)?(.*)\}\s*$/.exec(opening)?.[1];
    const text = inline ?? lines.slice(at + 1, end < 0 ? undefined : end).join('\n');
    bodies.push({
      text: `ruby - <<'HOLDPOINT_TASK'\n${text}\nHOLDPOINT_TASK`,
      file: found.file,
      line: at + 1,
      cwd: invocation.cwd ?? '/',
    });
  };
  for (const goal of goals.length > 0 ? goals : ['default']) visit(goal);
  return bodies;
}

/** `composer run NAME`, `composer NAME`, and the events around an install: https://getcomposer.org/doc/articles/scripts.md. */
export function composerScripts(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { cwd } = invocation;
  if (cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null && !word.startsWith('-'));
  if (textsOf(invocation).includes('--no-scripts')) return [];
  const [verb = '', name = ''] = words;
  const called = /^(?:run|run-script|exec)$/.test(verb)
    ? [name]
    : /^(?:install|update|i|u)$/.test(verb)
      ? [`pre-${verb}-cmd`, `post-${verb}-cmd`, 'pre-autoload-dump', 'post-autoload-dump']
      : [verb];
  const found = nearestFile(cwd, ['composer.json'], invocation, inquiry);
  const scripts = found ? entry(parsedJson(found.text), 'scripts') : undefined;
  if (!found || scripts === undefined) return [];
  const bodies: Body[] = [];
  const done = new Set<string>();
  const visit = (script: string): void => {
    if (done.has(script) || bodies.length >= maximumBodies) return;
    done.add(script);
    const given = entry(scripts, script);
    for (const text of Array.isArray(given) ? given : [given]) {
      if (typeof text !== 'string') continue;
      if (text.startsWith('@') && !text.startsWith('@php') && !text.startsWith('@composer'))
        visit(text.slice(1).split(' ')[0] ?? '');
      else if (!/^[\w\\]+::\w+$/.test(text))
        bodies.push({
          text: text.replace(/^@/, ''),
          file: found.file,
          line: found.text.slice(0, Math.max(found.text.indexOf(`"${script}"`), 0)).split('\n').length,
          cwd: found.directory,
        });
    }
  };
  for (const script of called) visit(script);
  return bodies;
}

/** `cargo NAME` where `.cargo/config.toml` names it: https://doc.rust-lang.org/cargo/reference/config.html#alias. */
export function cargoAlias(invocation: Invocation, inquiry: Inquiry): Body[] {
  const [name, ...rest] = textsOf(invocation);
  if (!name || invocation.cwd === null || cargoCommands.test(name)) return [];
  const found = nearestFile(invocation.cwd, ['.cargo/config.toml', '.cargo/config'], invocation, inquiry);
  const section = found ? /^\[alias\]\s*$([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(found.text)?.[1] : undefined;
  if (!found || section === undefined) return [];
  const value = section
    .split('\n')
    .map((line) => /^\s*["']?([\w-]+)["']?\s*=\s*(.*)$/.exec(line))
    .find((match) => match?.[1] === name)?.[2];
  if (value === undefined) return [];
  const words = flowWords(value.trim()) ?? [value.trim().replace(/^["']|["']$/g, '')];
  return [
    {
      text: ['cargo', ...words, ...rest.map(sourceOf)].join(' '),
      file: posix.join(found.directory, '.cargo/config.toml'),
      line: 1,
      cwd: invocation.cwd,
    },
  ];
}

/** `foreman start`, `heroku local`: the commands of a Procfile. */
export function procfileCommands(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  const verb = words.find((word) => !word.startsWith('-'));
  if (!/^(?:start|s|local|run)$/.test(verb ?? 'start')) return [];
  const at = words.findIndex((word) => word === '-f' || word === '--procfile');
  const named = at >= 0 ? words[at + 1] : undefined;
  const found = firstFile(
    invocation.cwd,
    named === undefined ? ['Procfile.dev', 'Procfile'] : [named],
    invocation,
    inquiry,
  );
  if (!found) return [];
  const { cwd } = invocation;
  return found.text.split('\n').flatMap((text, index) => {
    const command = /^[\w-]+:\s*(.+)$/.exec(text)?.[1];
    return command === undefined ? [] : [{ text: command, file: found.file, line: index + 1, cwd }];
  });
}
