import type { Effect } from '../action/effect.ts';
import type { Invocation } from '../action/invocation.ts';
import { guardRules } from './guard-rules.ts';
import { effectOf } from './pack.ts';
import { shown } from './words.ts';

/** Verbs of git that change refs by name; all others only read them, or write what they find elsewhere. */
const changingRefs = new Set('update-ref symbolic-ref replace push fetch pull remote send-pack fetch-pack'.split(' '));
const globalValues = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path']);

/** git where it takes away or changes the refs that keep snapshots (`refs/holdpoint/…`), or may. */
export function snapshotRefs({ program, args, stdin, span }: Invocation): Effect | null {
  if (program !== 'git' && !program?.startsWith('git-')) return null;
  const words = args.map(shown);
  let at = 0;
  while (words[at]?.startsWith('-')) at += globalValues.has(words[at] ?? '') ? 2 : 1;
  const verb = program === 'git' ? (words[at] ?? '') : program.slice('git-'.length);
  if (!changingRefs.has(verb)) return null;
  const told = stdin.kind === 'text' ? stdin.value : '';
  const target = 'refs/holdpoint';
  if ([...words.slice(at), told].some((text) => /refs\/holdpoint\b/.test(text))) {
    return effectOf(guardRules.files, { target, span, touchesGuard: true });
  }
  // A mirror's refspec takes along all that the other side does not have.
  const mirrors = (verb === 'fetch' || verb === 'pull') && words.some((text) => /:refs\/\*$/.test(text));
  return mirrors && words.some((text) => /^(?:-p|--prune)$/.test(text))
    ? effectOf(guardRules.maySnapshots, { target, span })
    : null;
}

/** Whether a path is where git keeps refs and objects, the snapshots' among them; lock files are git's leftovers. */
export function holdsSnapshots(absolute: string): boolean {
  return /\/\.git\/(?:packed-refs|refs(?:\/.*)?|objects(?:\/.*)?)$/.test(absolute) && !absolute.endsWith('.lock');
}

/** `holdpoint undo restore` by an agent: what is there now is replaced by what was. */
export function broughtBack({ program, args, span }: Invocation): Effect | null {
  if (!args.some((word) => shown(word) === 'undo')) return null;
  const words = args.map(shown);
  const verb = words.findIndex((text, index) => text === 'undo' && words[index + 1] === 'restore');
  if (verb < 0) return null;
  const own = program === 'holdpoint' || words.slice(0, verb).some((text) => /holdpoint|(?:^|\/)cli\.js$/i.test(text));
  return own ? effectOf(guardRules.undoRestore, { target: words[verb + 2] ?? 'a snapshot', span }) : null;
}
