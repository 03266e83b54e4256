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

/** `./gradlew NAME`, `gradle NAME`: what a task of the build file starts or deletes. */
export function gradleTasks(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null && /^[\w:]+$/.test(word));
  if (words.length === 0) return [];
  const { cwd } = invocation;
  return ['build.gradle', 'build.gradle.kts'].flatMap((name) => {
    const text = fileText(`${cwd}/${name}`, invocation, inquiry);
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
      return [...removed, ...started].map((line) => ({
        text: line,
        file: `${cwd}/${name}`,
        line: lineOf(text, at),
        cwd,
      }));
    });
  });
}
