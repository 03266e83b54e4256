import { posix } from 'node:path';
import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, fileText, sourceOf, textsOf, Unread } from './body.ts';
import { composeCommands } from './compose.ts';
import { taskCommands } from './go-task.ts';
import { gitBodies } from './hooks.ts';
import { justRecipes } from './justfile.ts';
import { makeRecipes } from './makefile.ts';
import { packageBin, packageScripts, scriptRunners } from './package-scripts.ts';
import { cargoAlias, composerScripts, procfileCommands, rakeTasks } from './project-commands.ts';
import {
  denoTasks,
  doitTasks,
  gradleTasks,
  miseTasks,
  nxTargets,
  pythonTaskCalls,
  turboScripts,
} from './tool-tasks.ts';

type Reader = (invocation: Invocation, inquiry: Inquiry) => Body[];

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['npm', packageScripts],
  ['pnpm', packageScripts],
  ['yarn', packageScripts],
  ['bun', packageScripts],
  ['npm-run-all', scriptRunners],
  ['npm-run-all2', scriptRunners],
  ['run-s', scriptRunners],
  ['run-p', scriptRunners],
  ['concurrently', scriptRunners],
  ['make', makeRecipes],
  ['gmake', makeRecipes],
  ['just', justRecipes],
  ['task', taskCommands],
  ['go-task', taskCommands],
  ['rake', rakeTasks],
  ['composer', composerScripts],
  ['cargo', cargoAlias],
  ['foreman', procfileCommands],
  ['honcho', procfileCommands],
  ['overmind', procfileCommands],
  ['hivemind', procfileCommands],
  ['direnv', environmentFile],
  ['docker', composeCommands],
  ['docker-compose', composeCommands],
  ['git', gitBodies],
  ['deno', denoTasks],
  ['mise', miseTasks],
  ['invoke', pythonTaskCalls],
  ['inv', pythonTaskCalls],
  ['fab', pythonTaskCalls],
  ['nox', pythonTaskCalls],
  ['doit', doitTasks],
  ['nx', nxTargets],
  ['turbo', turboScripts],
  ['gradle', gradleTasks],
  ['gradlew', gradleTasks],
]);

/**
 * The texts that a call runs and that stand in files of the workspace: scripts of package.json, recipes, hooks. Empty
 * where the file is not there or not known: that a project's own script could not be looked at says nothing against it.
 */
export function bodiesOf(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { program } = invocation;
  if (program === null || invocation.computed) return [];
  try {
    return bodiesIn(invocation, program, inquiry);
  } catch (error) {
    if (error instanceof Unread)
      return [{ text: '', unread: true, file: error.file, line: 1, cwd: invocation.cwd ?? '/' }];
    throw error;
  }
}

function bodiesIn(invocation: Invocation, program: string, inquiry: Inquiry): Body[] {
  const reader = readers.get(program);
  if (reader) return isAway(invocation) ? [] : reader(invocation, inquiry);
  if (invocation.name.kind === 'known' && invocation.name.value.includes('/')) return ownScript(invocation, inquiry);
  return invocation.wrappers.length > 0 && !isAway(invocation) ? packageBin(invocation, inquiry) : [];
}

function isAway({ wrappers }: Invocation): boolean {
  return wrappers.length > 0 && wrappers.some((wrapper) => wrapper.place !== 'here');
}

/** `direnv allow`, `direnv exec . x`: the `.envrc` of the directory. */
function environmentFile(invocation: Invocation, inquiry: Inquiry): Body[] {
  const [verb, directory] = textsOf(invocation);
  if (invocation.cwd === null || !/^(?:allow|permit|grant|reload|exec)$/.test(verb ?? '')) return [];
  const at = verb === 'reload' ? invocation.cwd : posix.resolve(invocation.cwd, directory ?? '.');
  const file = at.endsWith('.envrc') ? at : `${at}/.envrc`;
  const text = fileText(file, invocation, inquiry);
  return text === null ? [] : [{ text, file, line: 1, cwd: posix.dirname(file) }];
}

/** `./deploy`: a shell script by its first line. Those with an ending of a shell are read where they are called. */
function ownScript(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { name, cwd } = invocation;
  if (name.kind !== 'known' || cwd === null || isAway(invocation)) return [];
  if (
    !/^\.{0,2}[^/]*(?:\/[^/]+)*\/[^./]+$/.test(name.value) ||
    name.value.startsWith('/') ||
    /(?:^|\/)(?:node_modules|\.?venv|\.git)\//.test(name.value)
  )
    return [];
  const file = posix.join(cwd, name.value);
  const text = fileText(file, invocation, inquiry);
  if (text === null || !/^#!.*\b(?:ba|z|da|k)?sh\b/.test(text.slice(0, 120))) return [];
  return [{ text: `set -- ${textsOf(invocation).map(sourceOf).join(' ')}\n${text}`, file, line: 0, cwd }];
}
