import type { Effect } from '../../action/effect.ts';
import type { Place } from '../../action/facts.ts';
import type { Invocation, Word } from '../../action/invocation.ts';
import { deletionEffect } from '../deletion.ts';
import type { Call } from '../pack.ts';
import { absolutePath, readPath } from '../paths.ts';
import { literalOf } from '../words.ts';
import { findDelete } from './files-rules.ts';

/** `find … -delete`: what goes below each of its roots, as far as the names it is asked for narrow it. */
export function findEffects({ invocation, inquiry }: Call): Effect[] {
  const texts = invocation.args.map((word) => literalOf(word));
  if (!texts.includes('-delete')) return [];
  const firstTest = invocation.args.findIndex((word) =>
    /^[-(!]/.test(word.kind === 'unknown' ? word.prefix : word.value),
  );
  const roots = invocation.args
    .slice(0, Math.max(firstTest, 0))
    .filter((word) => !/^-[HLP]$/.test(literalOf(word) ?? ''));
  const { asked, negated, alternatives, mixed } = findTests(texts);
  if (texts.includes('-empty') && !negated && !alternatives) return [];
  const regenerable = !mixed && asked.length > 0 && asked.every((name) => name !== null && isRegenerableName(name));
  // Nobody commits a `.env`.
  const unsaved = asked.some((name) => name !== null && /^(?:\*\/)?\.env/.test(name));
  const filtered = !alternatives && !unsaved && asked.some((name) => name !== null && /[A-Za-z]/.test(name));
  const here: Word = { kind: 'known', value: '.', span: invocation.span };
  const effects: Effect[] = [];
  for (const root of roots.length > 0 ? roots : [here]) {
    if (regenerable && isInWorkspace(root, invocation, inquiry.facts.place)) continue;
    const effect = deletionEffect(
      {
        rule: findDelete,
        word: root,
        cwd: invocation.cwd,
        wrappers: invocation.wrappers,
        recursive: true,
        filtered,
        span: invocation.span,
      },
      inquiry,
    );
    if (effect) effects.push(effect);
    effects.push(...asked.flatMap((name) => losesOneNamed(name, root, { invocation, inquiry })));
  }
  return effects;
}

/** What is lost where a file of such a name lies there: `*.sqlite3` is a database, `*.pem` a key. */
function losesOneNamed(name: string | null, root: Word, { invocation, inquiry }: Call): Effect[] {
  if (name === null || root.kind === 'unknown' || !/^[*\w.-]+$/.test(name)) return [];
  const word: Word = { kind: 'known', value: `${root.value}/${name.replaceAll('*', 'x')}`, span: root.span };
  const { cwd, wrappers, span } = invocation;
  const effect = deletionEffect({ rule: findDelete, word, cwd, wrappers, recursive: false, span }, inquiry);
  if (effect?.reversibility !== 'irreversible') return [];
  return [{ ...effect, target: name, reason: effect.reason.replaceAll(effect.target, name) }];
}

/**
 * The names `find` is asked for, those under `!` left out; whether anything is negated or an alternative; and whether
 * one is an alternative to the other: what is not asked for narrows what is, but there it may be all there is.
 */
function findTests(texts: readonly (string | null)[]): {
  asked: (string | null)[];
  negated: boolean;
  alternatives: boolean;
  mixed: boolean;
} {
  const asked: (string | null)[] = [];
  const negations: number[] = [];
  const choices: number[] = [];
  let not = false;
  let level = 0;
  // Whether all alternatives of the present bracket so far name something, and whether this one does.
  let [all, now] = [true, false];
  const around: (readonly [all: boolean, now: boolean])[] = [];
  let negatedFrom = Number.POSITIVE_INFINITY;
  for (const [index, text] of texts.entries()) {
    const counts = level < negatedFrom;
    if (text === '!' || text === '-not') {
      if (counts) negations.push(level);
      not = !not;
      continue;
    }
    if (text === '(') {
      around.push([all, now]);
      [all, now] = [true, false];
      level += 1;
      if (not && counts) negatedFrom = level;
    } else if (text === ')') {
      const [allAround, nowAround] = around.pop() ?? [true, false];
      [all, now] = [allAround, nowAround || (all && now)];
      level -= 1;
      if (level < negatedFrom) negatedFrom = Number.POSITIVE_INFINITY;
    } else if (counts && (text === '-o' || text === '-or' || text === ',')) {
      choices.push(level);
      [all, now] = [all && now, false];
    } else if (counts && isNameTest(text) && !not) {
      asked.push(texts[index + 1] ?? null);
      now = true;
    } else if (text === '-prune') now = true;
    not = false;
  }
  const outermost = Math.min(...choices);
  return {
    asked,
    negated: negations.length > 0,
    alternatives: choices.length > 0,
    // `-name '*.o' -o -type f`: one that names nothing takes anything.
    mixed: negations.some((depth) => depth >= outermost) || (choices.length > 0 && !(all && now)),
  };
}

function isNameTest(text: string | null): boolean {
  return /^-i?(?:name|path|wholename|regex)$/.test(text ?? '');
}

function isInWorkspace(root: Word, invocation: Invocation, place: Place): boolean {
  const absolute = root.kind === 'unknown' ? null : absolutePath(root.value, invocation.cwd, place);
  if (absolute === null) return false;
  const { region } = readPath(absolute, place);
  return region === 'workspace' || region === 'workspace-root' || region === 'temporary';
}

/** True where a name or glob of files says that tools make them again: `*.pyc`, `node_modules`. */
export function isRegenerableName(name: string): boolean {
  const bare = name.replace(/^[*./]+/, '').replace(/[*/]+$/, '');
  return /^(?:py[co]|__pycache__|\.?DS_Store|o|obj|class|log|tmp|temp|swp|swo|bak~|node_modules|\.?cache|orig|rej|tsbuildinfo|map|gcda|gcno|d\.ts|js\.map|egg-info|ipynb_checkpoints|pytest_cache|\.?pytest_cache|mypy_cache|ruff_cache|dist|\.?next|turbo|Zone\.Identifier|Thumbs\.db|coverage)$/i.test(
    bare,
  );
}
