import { posix } from 'node:path';
import { type Inquiry, look } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, fileText, sourceOf, textsOf } from './body.ts';
import { gitCommands } from './programs.ts';

/** The hooks that a git command runs: https://git-scm.com/docs/githooks. */
const hooksOf: Readonly<Record<string, readonly string[]>> = {
  commit: ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit'],
  push: ['pre-push'],
  merge: ['pre-merge-commit', 'post-merge'],
  pull: ['post-merge'],
  checkout: ['post-checkout'],
  switch: ['post-checkout'],
  rebase: ['pre-rebase', 'post-rewrite'],
};

const valued = /^(?:-C|-c|--git-dir|--work-tree|--namespace|--exec-path|--config-env)$/;

/** The hooks of the repository that a git call runs, and a shell alias it stands for. */
export function gitBodies(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { cwd } = invocation;
  if (cwd === null || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  const words = textsOf(invocation);
  let directory = cwd;
  let folder: string | null = null;
  let index = 0;
  for (; index < words.length; index += 1) {
    const word = words[index];
    if (!word?.startsWith('-')) break;
    if (!valued.test(word)) continue;
    index += 1;
    const value = words[index] ?? '';
    if (word === '-C') directory = posix.resolve(directory, value);
    const path = /^core\.hookspath=(.*)$/i.exec(value)?.[1];
    if (path !== undefined) folder = posix.resolve(directory, path);
  }
  const name = words[index];
  if (!name) return [];
  const hooks = Object.hasOwn(hooksOf, name) ? hooksOf[name] : undefined;
  const rest = words.slice(index + 1);
  if (!hooks) return aliasOf(name, rest, directory, inquiry);
  if (
    rest.includes('--no-verify') ||
    (name === 'commit' && rest.some((word) => /^-[a-zA-Z]*n[a-zA-Z]*$/.test(word ?? '')))
  )
    return [];
  const root = directory.startsWith(inquiry.facts.place.workspaceRoot) ? inquiry.facts.place.workspaceRoot : directory;
  const husky = invocation.environment.HUSKY;
  const folders =
    folder === null
      ? [`${root}/.git/hooks`, ...(husky?.kind === 'known' && husky.value === '0' ? [] : [`${root}/.husky`])]
      : [folder];
  return folders.flatMap((at) =>
    hooks.flatMap((hook): Body[] => {
      const file = `${at}/${hook}`;
      const text = fileText(file, invocation, inquiry);
      if (text === null) return [];
      return [{ text: hookText(text), file, line: 1, cwd: root }];
    }),
  );
}

/** A hook's text as shell; one of another language as its interpreter's input. */
function hookText(text: string): string {
  const program = /^#!.*\b(python3?|node|ruby|perl|php|deno|bun)\b/.exec(text.slice(0, 120))?.[1];
  return program === undefined ? text : `${program} - <<'HOLDPOINT_HOOK'\n${text}\nHOLDPOINT_HOOK`;
}

/** `git NAME` where the configuration makes NAME a shell command. */
function aliasOf(name: string, rest: readonly (string | null)[], directory: string, inquiry: Inquiry): Body[] {
  if (gitCommands.test(name) || inquiry.facts.place.context === 'ordinary') return [];
  const fact = look(inquiry, { kind: 'git', directory });
  const alias = fact.known ? fact.value?.aliases[name] : undefined;
  if (!alias?.startsWith('!')) return [];
  const cwd = fact.known && fact.value ? fact.value.root : directory;
  return [{ text: [alias.slice(1), ...rest.map(sourceOf)].join(' '), file: `${cwd}/.git/config`, line: 1, cwd }];
}
