import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { isSecretGlob, patternStrength } from './patterns.ts';
import { readSearch, searchSignal, strengthOf } from './search.ts';
import { signal } from './signals.ts';

/** Looks for credentials in what Git keeps: its files, its history, deleted settings. */
export function gitSearch(invocation: Invocation, args: readonly string[], action: Action): Signal[] {
  const at = args.findIndex((arg, index) => !arg.startsWith('-') && !/^-[cC]$/.test(args[index - 1] ?? ''));
  const command = args[at];
  const rest = args.slice(at + 1);
  const span = invocation.span;
  if (command === 'grep') {
    const search = readSearch(rest);
    // Commits instead of folders: what was deleted long ago is searched as well.
    if (rest.some((arg) => /^\(xargs input\)$|rev-list/.test(arg)) && strengthOf(search) !== 'none') {
      const words = search.patterns.join(', ');
      return [signal('credential-search', 0.7, `Searches the git history for credentials: ${words}`, { span })];
    }
    return searchSignal(invocation, action, rest);
  }
  if (command === 'log' || command === 'rev-list' || command === 'diff') {
    const [found] = rest.flatMap((arg, index) => {
      const value = /^-[SG]$/.test(arg)
        ? rest[index + 1]
        : (/^-[SG](.+)/.exec(arg)?.[1] ?? /^--grep-reflog=(.+)/.exec(arg)?.[1]);
      return value !== undefined && patternStrength(value, { caseless: true }) !== 'none' ? [value] : [];
    });
    if (found !== undefined)
      return [signal('credential-search', 0.7, `Searches the git history for credentials: ${found}`, { span })];
  }
  if (
    command === 'log' ||
    command === 'show' ||
    command === 'cat-file' ||
    command === 'archive' ||
    command === 'blame' ||
    command === 'checkout' ||
    command === 'restore'
  ) {
    const file = rest
      .map((arg) => arg.slice(arg.indexOf(':') + 1))
      .find((arg) => !arg.startsWith('-') && isSecretGlob(arg));
    const shows =
      command === 'show' ||
      command === 'cat-file' ||
      command === 'archive' ||
      command === 'blame' ||
      (command === 'log' && /(?:^| )(?:-p|--patch|--all|--diff-filter=\S*D\S*)(?: |$)/.test(rest.join(' ')));
    if (file !== undefined && shows) {
      return [signal('credential-search', 0.6, `Looks for ${file} in the git history`, { span, subject: file })];
    }
  }
  return [];
}
