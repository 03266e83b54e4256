import { posix } from 'node:path';
import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, fileText, firstFile, lineOf, nearestFile, sourceOf, textsOf } from './body.ts';
import { entry, parsedJson } from './package-scripts.ts';

/** `deno task NAME`: https://docs.deno.com/runtime/reference/cli/task/. */
export function denoTasks(invocation: Invocation, inquiry: Inquiry): Body[] {
  const [verb, ...rest] = textsOf(invocation);
  if (verb !== 'task' || invocation.cwd === null) return [];
  const name = rest.find((word) => word !== null && !word.startsWith('-'));
  const found = nearestFile(invocation.cwd, ['deno.json', 'deno.jsonc', 'package.json'], invocation, inquiry);
  if (!found || !name) return [];
  const parsed = parsedJson(found.text);
  const given = entry(entry(parsed, 'tasks'), name) ?? entry(entry(parsed, 'scripts'), name);
  const text = typeof given === 'string' ? given : entry(given, 'command');
  if (typeof text !== 'string') return [];
  const line = lineOf(found.text, found.text.indexOf(`"${name}"`));
  return [{ text, file: found.file, line, cwd: found.directory }];
}

/** `mise run NAME`, `mise NAME`: https://mise.jdx.dev/tasks/toml-tasks.html. */
export function miseTasks(invocation: Invocation, inquiry: Inquiry): Body[] {
  const words = textsOf(invocation).filter((word): word is string => word !== null && !word.startsWith('-'));
  const name = /^(?:run|r)$/.test(words[0] ?? '') ? words[1] : undefined;
  if (name === undefined || invocation.cwd === null) return [];
  const found = nearestFile(invocation.cwd, ['mise.toml', '.mise.toml', 'mise.local.toml'], invocation, inquiry);
  if (!found) return [];
  const bare = name.replace(/[^\w:-]/g, '.');
  const section = new RegExp(`^\\[tasks\\.["']?${bare}["']?\\]\\s*$([\\s\\S]*?)(?=^\\[|$(?![\\s\\S]))`, 'm').exec(
    found.text,
  );
  const value =
    /^\s*run\s*=\s*("""[\s\S]*?"""|\[[\s\S]*?\]|.*)$/m.exec(section?.[1] ?? '')?.[1] ??
    new RegExp(`^\\s*["']?${bare}["']?\\s*=\\s*(.*)$`, 'm').exec(found.text)?.[1];
  if (value === undefined) return [];
  const texts = value.startsWith('"""')
    ? [value.slice(3, -3)]
    : [...value.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map(
        (match) => match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '',
      );
  const line = lineOf(found.text, section?.index ?? 0);
  return texts.map((text) => ({ text, file: found.file, line, cwd: found.directory }));
}

const pythonTasks: Readonly<Record<string, { readonly files: readonly string[]; readonly given: string }>> = {
  invoke: { files: ['tasks.py'], given: 'invoke.Context()' },
  inv: { files: ['tasks.py'], given: 'invoke.Context()' },
  fab: { files: ['fabfile.py'], given: 'fabric.Connection()' },
  nox: { files: ['noxfile.py'], given: 'nox.Session()' },
};

/** `invoke NAME`, `fab NAME`, `nox -s NAME`: the function of that name in the tool's file, called as the tool does. */
export function pythonTaskCalls(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { program, cwd } = invocation;
  const tool = program !== null && Object.hasOwn(pythonTasks, program) ? pythonTasks[program] : undefined;
  if (!tool || cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  if (words.some((word) => /^(?:-l|--list|--version|-h|--help|--dry|-R)$/.test(word))) return [];
  const at = words.findIndex((word) => /^(?:-c|--collection|-f|--noxfile)$/.test(word));
  const named = at < 0 ? undefined : words[at + 1];
  const file = named === undefined ? tool.files : [named.endsWith('.py') ? named : `${named}.py`];
  const found = firstFile(cwd, file, invocation, inquiry);
  if (!found) return [];
  const goals = words
    .map((word) => word.replaceAll('-', '_'))
    .filter((word) => new RegExp(`^def ${word.replace(/\W/g, '.')}\\(`, 'm').test(found.text));
  if (goals.length === 0) return [];
  const calls = goals.map((goal) => `${goal}(${tool.given})`).join('\n');
  const text = `python - <<'HOLDPOINT_TASK'\nimport invoke, fabric, nox\n${found.text}\n${calls}\nHOLDPOINT_TASK`;
  return [{ text, file: found.file, line: 1, cwd }];
}

/** `doit NAME`: the commands that `task_NAME` of dodo.py lists. https://pydoit.org/tasks.html#actions */
export function doitTasks(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { cwd } = invocation;
  if (cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  if (/^(?:list|info|help|clean|forget|ignore|dumpdb|strace|tabcompletion)$/.test(words[0] ?? '')) return [];
  const at = words.findIndex((word) => /^(?:-f|--file)$/.test(word));
  const found = firstFile(cwd, [words[at + 1] && at >= 0 ? (words[at + 1] ?? '') : 'dodo.py'], invocation, inquiry);
  if (!found) return [];
  const goals = words.filter((word) => /^[\w:]+$/.test(word) && word !== 'run').map((word) => word.split(':')[0]);
  return [...found.text.matchAll(/^def task_(\w+)\([^\n]*\n((?:[ \t]+[^\n]*\n?|\n)*)/gm)].flatMap((task): Body[] => {
    if (goals.length > 0 && !goals.includes(task[1])) return [];
    const actions = /["']actions["']\s*:\s*\[([\s\S]*?)\]\s*[,}]/.exec(task[2] ?? '')?.[1] ?? '';
    const lists = [...actions.matchAll(/\[([^\]]*)\]/g)].map(([, list = '']) =>
      stringsIn(list).map(sourceOf).join(' '),
    );
    const line = lineOf(found.text, task.index);
    return [...lists, ...stringsIn(actions.replace(/\[[^\]]*\]/g, ''))].map((text) => ({
      text,
      file: found.file,
      line,
      cwd,
    }));
  });
}

/** The texts of a list of Python's, without what is put into them. */
function stringsIn(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1'),
  );
}

/** `nx run PROJECT:TARGET`, `nx TARGET PROJECT`: the command of that target. https://nx.dev/docs/reference/project-configuration */
export function nxTargets(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { cwd } = invocation;
  if (cwd === null) return [];
  const [verb = '', name = ''] = textsOf(invocation).filter(
    (word): word is string => word !== null && !word.startsWith('-'),
  );
  const [project = '', target = ''] = verb === 'run' ? name.split(':') : [name, verb];
  if (!/^[\w.@/-]+$/.test(project) || !/^[\w.-]+$/.test(target)) return [];
  const written = [...(invocation.written?.keys() ?? [])].filter((path) => path.endsWith('/project.json'));
  const usual = ['apps', 'packages', 'libs'].map((folder) => posix.join(cwd, folder, project, 'project.json'));
  return [...new Set([...written, ...usual])].flatMap((file): Body[] => {
    const text = fileText(file, invocation, inquiry);
    const given = text === null ? undefined : entry(entry(parsedJson(text), 'targets'), target);
    if (text === null || given === undefined) return [];
    const options = entry(given, 'options');
    const several = entry(options, 'commands');
    const commands = [entry(given, 'command'), entry(options, 'command'), ...(Array.isArray(several) ? several : [])];
    const line = lineOf(text, Math.max(text.indexOf(`"${target}"`), 0));
    return commands.flatMap((one): Body[] => {
      const command = typeof one === 'string' ? one : entry(one, 'command');
      return typeof command === 'string' ? [{ text: command, file, line, cwd }] : [];
    });
  });
}

/** `turbo run NAME`: the scripts of that name in the packages that the same text writes, and in this folder's. */
export function turboScripts(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { cwd } = invocation;
  if (cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  if (words.some((word) => /^--(?:dry|dry-run|graph|help|version)(?:=|$)/.test(word))) return [];
  const names = words.filter((word) => /^[\w:.-]+$/.test(word) && !word.startsWith('-') && word !== 'run');
  const written = [...(invocation.written?.keys() ?? [])].filter((path) => path.endsWith('/package.json'));
  return [...new Set([posix.join(cwd, 'package.json'), ...written])].flatMap((file): Body[] => {
    const text = fileText(file, invocation, inquiry);
    if (text === null) return [];
    const scripts = entry(parsedJson(text), 'scripts');
    return names.flatMap((name): Body[] => {
      const script = entry(scripts, name);
      const line = lineOf(text, Math.max(text.indexOf(`"${name}"`), 0));
      return typeof script === 'string' ? [{ text: script, file, line, cwd: posix.dirname(file) }] : [];
    });
  });
}

/** `./gradlew NAME`, `gradle NAME`: what a task of the build file starts or deletes. */
export function gradleTasks(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const given = textsOf(invocation);
  const words = given.filter((word): word is string => word !== null && /^[\w:]+$/.test(word));
  if (words.length === 0) return [];
  const { cwd } = invocation;
  const named = given.flatMap((word, at) =>
    /^(?:-I|--init-script|-b|--build-file)$/.test(given[at - 1] ?? '') ? [word ?? ''] : [],
  );
  return ['build.gradle', 'build.gradle.kts', ...named].flatMap((name) => {
    const text = fileText(posix.resolve(cwd, name), invocation, inquiry);
    if (text === null) return [];
    return words.flatMap((word): Body[] => {
      const goal = word.slice(word.lastIndexOf(':') + 1);
      const at = text.search(
        new RegExp(`\\btask\\s+${goal}\\b|\\b(?:register|create|task)\\s*(?:<\\w+>)?\\(\\s*["']${goal}["']`),
      );
      if (at < 0) return [];
      const body = text.slice(at, at + 2000).split(/\n\}/)[0] ?? '';
      const removed = [...body.matchAll(/\bdelete\s*\(?\s*(?:file\()?["']([^"']+)["']/g)].map(
        (match) => `rm -rf ${sourceOf(match[1] ?? '')}`,
      );
      const started = [...body.matchAll(/\bcommandLine\s*\(?\s*([^)\n]*)/g)].map((match) =>
        [...(match[1] ?? '').matchAll(/["']([^"']*)["']/g)].map((one) => sourceOf(one[1] ?? '')).join(' '),
      );
      // Groovy starts what a list or a text spells: `["aws", "s3", "rb", …].execute()`
      const executed = [...body.matchAll(/(\[[^[\]\n]*\]|"[^"\n]*"|'[^'\n]*')\.execute\(/g)].map(([, one = '']) =>
        one.startsWith('[')
          ? [...one.matchAll(/["']([^"']*)["']/g)].map((word) => sourceOf(word[1] ?? '')).join(' ')
          : one.slice(1, -1),
      );
      return [...removed, ...started, ...executed].map((line) => ({
        text: line,
        file: posix.resolve(cwd, name),
        line: lineOf(text, at),
        cwd,
      }));
    });
  });
}
