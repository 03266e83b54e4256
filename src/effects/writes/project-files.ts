import { parse } from 'jsonc-parser';
import { entry } from '../../parse/indirection/package-scripts.ts';
import { shellWord } from '../../parse/shell-word.ts';
import { type LaterText, lineOfPosition } from './later-text.ts';

/** https://docs.npmjs.com/cli/using-npm/scripts#life-cycle-scripts: what an install, pack or publish runs unasked. */
const lifeCycle =
  /^(?:(?:pre|post)?install|(?:pre|post)?prepare|preuninstall|uninstall|postuninstall|prepublish(?:Only)?|(?:pre|post)pack|(?:post)?publish|dependencies)$/;

/** The life-cycle scripts of a package.json, and the git hooks that husky or simple-git-hooks read from it. */
export function packageTexts(text: string): LaterText[] {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  const found: LaterText[] = [];
  const add = (name: string, script: unknown): void => {
    if (typeof script !== 'string') return;
    const at = text.search(new RegExp(`"${name.replace(/[^\w:-]/g, '.')}"\\s*:`));
    found.push({ text: script, line: lineOfPosition(text, Math.max(at, 0)), dialect: 'bash' });
  };
  for (const [name, script] of entries(entry(value, 'scripts'))) if (lifeCycle.test(name)) add(name, script);
  for (const [name, script] of entries(entry(entry(value, 'husky'), 'hooks'))) add(name, script);
  for (const [name, script] of entries(entry(value, 'simple-git-hooks'))) add(name, script);
  return found;
}

/** Tasks that VS Code starts when the folder is opened: https://code.visualstudio.com/docs/debugtest/tasks#_run-behavior */
export function folderTasks(text: string): LaterText[] {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  const own = entry(value, 'tasks');
  // A workspace's file keeps a whole tasks.json.
  const tasks = entry(own, 'tasks') ?? own;
  if (!Array.isArray(tasks)) return [];
  return tasks.flatMap((task: unknown): LaterText[] => {
    if (entry(entry(task, 'runOptions'), 'runOn') !== 'folderOpen') return [];
    const command = commandOf(task);
    if (command === null) return [];
    const at = text.indexOf(JSON.stringify(entry(task, 'command')));
    return [{ text: command, line: lineOfPosition(text, Math.max(at, 0)), dialect: 'bash' }];
  });
}

function commandOf(task: unknown): string | null {
  const command = wordOf(entry(task, 'command'));
  if (command === null) return null;
  const given = entry(task, 'args');
  const args = Array.isArray(given) ? given.map(wordOf).filter((word) => word !== null) : [];
  return [entry(task, 'type') === 'process' ? shellWord(command) : command, ...args.map(shellWord)].join(' ');
}

/** A word of a task is a text, or an object with its `value`. */
function wordOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value : entry(value, 'value');
  return typeof text === 'string' ? text : null;
}

/** `initializeCommand` of a dev container runs on the person's own machine: https://containers.dev/implementors/json_reference/ */
export function containerTexts(text: string): LaterText[] {
  const command = entry(parse(text, [], { allowTrailingComma: true }), 'initializeCommand');
  const words = Array.isArray(command)
    ? command
        .filter((word) => typeof word === 'string')
        .map(shellWord)
        .join(' ')
    : command;
  const named = typeof words === 'string' ? [words] : entries(command).map(([, one]) => one);
  const line = lineOfPosition(text, Math.max(text.indexOf('"initializeCommand"'), 0));
  return named.flatMap((one) => (typeof one === 'string' ? [{ text: one, line, dialect: 'bash' as const }] : []));
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
