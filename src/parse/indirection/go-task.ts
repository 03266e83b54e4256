import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, maximumBodies } from './body.ts';
import { type TaskRunner, taskFileOf } from './runner-file.ts';
import { childrenOf, flowWords, type YamlLine, yamlLines } from './yaml.ts';

const goTask: TaskRunner = {
  informs: /^(?:-l|--list|-a|--list-all|-n|--dry|--summary|--status|--version|--help)$/,
  fileOptions: ['-t', '--taskfile'],
  folderOptions: ['-d', '--dir'],
  names: ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'Taskfile.dist.yml'],
};

/** `task NAME` of go-task: https://taskfile.dev/reference/schema. */
export function taskCommands(invocation: Invocation, inquiry: Inquiry): Body[] {
  const found = taskFileOf(invocation, inquiry, goTask);
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
  for (const goal of found.goals.length > 0 ? found.goals : ['default']) visit(goal);
  return bodies;
}
