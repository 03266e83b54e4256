import path from 'node:path';
import type { Action } from '../action/action.ts';
import type { Word } from '../action/invocation.ts';
import type { Analysis } from '../action/verdict.ts';
import { limits } from './limits.ts';

/** Programs that write over files they are given: all operands, the last one, or those behind an option alone. */
const writers: Readonly<Record<string, 'all' | 'last' | 'in-place'>> = {
  mv: 'last',
  cp: 'last',
  install: 'last',
  ln: 'last',
  tee: 'all',
  truncate: 'all',
  patch: 'all',
  sponge: 'all',
  ed: 'all',
  ex: 'all',
  sed: 'in-place',
  gsed: 'in-place',
  perl: 'in-place',
  ruby: 'in-place',
  yq: 'in-place',
  'set-content': 'all',
  'out-file': 'all',
  'move-item': 'last',
  'copy-item': 'last',
};

/** A file that may be written over. */
export interface Overwritten {
  /** Absolute; may hold a glob. */
  readonly path: string;
  /** Files that are moved there: their own place is empty afterwards. */
  readonly moved: readonly string[];
}

/** The files an action may write over, as far as its text tells them. */
export function overwrittenBy(action: Action, analysis: Pick<Analysis, 'invocations'>): Overwritten[] {
  const found = new Map<string, Overwritten>();
  const add = (cwd: string, word: Word, moved: readonly string[] = []) => {
    const absolute = pathOf(cwd, word);
    if (absolute !== null) found.set(absolute, { path: absolute, moved });
  };
  if (action.kind === 'write') {
    add(action.cwd, { kind: 'known', value: action.path, span: [0, 0] });
  }
  for (const { cwd, program, args, redirections, wrappers } of analysis.invocations) {
    if (cwd === null || wrappers.some(({ place }) => place !== 'here')) continue;
    for (const { mode, target } of redirections) if (mode === 'truncate' || mode === 'read-write') add(cwd, target);
    const name = program?.toLowerCase() ?? '';
    const how = writers[name];
    if (how === undefined) continue;
    const operands = args.filter((word) => word.kind === 'unknown' || !word.value.startsWith('-'));
    if (how === 'all' || (how === 'in-place' && isInPlace(args))) for (const word of operands) add(cwd, word);
    if (how === 'last') {
      const sources = operands.slice(0, -1);
      const moved = name === 'mv' || name === 'move-item' ? sources.flatMap((word) => pathOf(cwd, word) ?? []) : [];
      for (const word of targetsOf(operands)) add(cwd, word, moved);
    }
  }
  return [...found.values()].slice(0, limits.overwrittenFiles);
}

function pathOf(cwd: string, word: Word): string | null {
  if (word.kind === 'unknown' || word.value === '' || /^&|^\/dev\//.test(word.value)) return null;
  return path.resolve(cwd, word.value);
}

function isInPlace(args: readonly Word[]): boolean {
  return args.some((word) => word.kind === 'known' && /^(?:-[a-zA-Z]*i|--in-?place)/.test(word.value));
}

/** `cp a b dir/`: the last word, and what lies in the folder it names under the sources' names. */
function targetsOf(operands: readonly Word[]): Word[] {
  const last = operands.at(-1);
  if (operands.length < 2 || last === undefined || last.kind === 'unknown') return [];
  const folder = last.value.replace(/\/+$/, '');
  const inside = operands.slice(0, -1).flatMap((word): Word[] => {
    return word.kind === 'unknown' ? [] : [{ ...last, value: `${folder}/${path.basename(word.value)}` }];
  });
  return [last, ...inside];
}
