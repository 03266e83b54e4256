import type { Action } from '../../action/action.ts';
import type { Effect } from '../../action/effect.ts';
import type { FactRequest, Facts, Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { effectOf, type Rule } from '../pack.ts';
import { absolutePath, isWithin } from '../paths.ts';
import { shellEffects } from '../shell.ts';
import { sqlEffects } from '../sql.ts';
import { unreadableEffect } from '../unknown.ts';
import { bounded, type LaterText, lineOfPosition, maximumLaterFile, maximumLaterLines } from './later-text.ts';
import { ordinaryInPipelines } from './ordinary.ts';
import { isOnOwnServer } from './own-servers.ts';
import { isMigration, type RunLater, runLater } from './run-later.ts';
import { writtenFiles } from './written-files.ts';
import { type Change, changeOf, type Written } from './written-text.ts';

const migration: Rule = {
  id: 'writes/migration',
  provider: 'sql',
  verb: 'plan',
  resource: 'migration',
  asset: 'other',
  scope: 'workspace',
  reversibility: 'recoverable',
  reason: 'Writes a migration that loses data when it runs: {target}.',
  wayBack: 'Change the migration before it runs.',
  attack: 'T1485',
  source: 'https://www.postgresql.org/docs/current/ddl-alter.html',
};

/** The rules of what is written to run later. */
export const writesRules: readonly Rule[] = [migration];

/** What a host's own write would do when something else runs the file, without the agent running it again. */
export function writeEffects(action: Extract<Action, { kind: 'write' }>, inquiry: Inquiry): Effect[] {
  if (action.path.length > 4096) return [];
  const { place } = inquiry.facts;
  const absolute = absolutePath(action.path, place.cwd, place);
  if (absolute === null) return [];
  const written: Written = {
    ...(action.content === undefined ? {} : { content: action.content }),
    ...(action.edits === undefined ? {} : { edits: action.edits }),
  };
  return laterEffects({ absolute, shown: action.path, written, span: [0, action.path.length] }, inquiry);
}

/** The same for the files that a command text writes: redirections, `tee`, `cp`, `crontab`. */
export function writtenByCommand(invocations: readonly Invocation[], inquiry: Inquiry): Effect[] {
  return writtenFiles(invocations, inquiry).flatMap((file) => laterEffects(file, inquiry));
}

interface WrittenFile {
  readonly absolute: string;
  readonly shown: string;
  readonly written: Written;
  readonly span: Span;
}

function laterEffects({ absolute, shown, written, span }: WrittenFile, inquiry: Inquiry): Effect[] {
  const later = runLater(absolute, inquiry.facts.place);
  if (!later) {
    if (!isMigration(absolute)) return [];
    const change = changeOf(absolute, written, inquiry);
    return change && !isTooLarge(change) ? migrationEffects(change, shown, span, inquiry) : [];
  }
  const change = changeOf(absolute, written, inquiry);
  if (!change) return [];
  if (isTooLarge(change)) {
    return [unreadableEffect(`${shown} is run by something else and larger than what is read.`, span)];
  }
  const now = judged(later.read(change.after, change.fragment), later, inquiry);
  if (now.length === 0) return [];
  const old = new Map<string, number>();
  // Only what the write adds counts.
  for (const { effect } of judged(later.read(change.before, change.fragment), later, inquiry)) {
    const key = keyOf(effect);
    old.set(key, (old.get(key) ?? 0) + 1);
  }
  return now.flatMap(({ effect, line }) => {
    const key = keyOf(effect);
    const left = old.get(key) ?? 0;
    old.set(key, left - 1);
    if (left > 0) return [];
    const reason = `${effect.reason} This happens when ${later.when} (${shown}, line ${line}).`;
    return [{ ...effect, reason, span, source: { file: shown, line } }];
  });
}

function isTooLarge({ before, after }: Change): boolean {
  if (before.length + after.length > maximumLaterFile) return true;
  return after.length > maximumLaterLines && lineOfPosition(after, after.length) > maximumLaterLines;
}

function keyOf(effect: Effect): string {
  return `${effect.rule}\n${effect.target}\n${effect.environment}`;
}

interface Deferred {
  readonly effect: Effect;
  readonly line: number;
}

function judged(texts: readonly LaterText[], later: RunLater, from: Inquiry): Deferred[] {
  const found: Deferred[] = [];
  for (const { text, line, dialect, own } of bounded(texts)) {
    if (text.trim() === '') continue;
    const inquiry = inquiryAt(later, from);
    const { effects } = shellEffects(text, { dialect, inquiry });
    for (const need of inquiry.needs) if (holdsLater(need, later, from)) from.needs.push(need);
    for (const effect of effects) {
      if (!counts(effect, later)) continue;
      if (own && isOnOwnServer(effect, ownText(text), own)) continue;
      found.push({ effect, line: line + lineOfPosition(text, effect.span[0]) - 1 });
    }
  }
  return found;
}

/**
 * The surroundings of what runs later: its own folder, and nothing else of how things stand now. What is not there
 * today may be there when it runs.
 */
function inquiryAt(later: RunLater, from: Inquiry): Inquiry {
  const { facts } = from;
  // A package in another checkout clears its own folder, not the person's.
  const inside = later.runs !== 'install' || isWithin(later.cwd, facts.place.workspaceRoot);
  const moved: Facts = {
    place: {
      ...facts.place,
      cwd: later.cwd,
      context: 'ordinary',
      createdBySession: [],
      ...(inside ? {} : { workspaceRoot: later.cwd }),
    },
    answer<K extends FactRequest['kind']>(request: Extract<FactRequest, { kind: K }>) {
      return holdsLater(request, later, from) ? facts.answer<K>(request) : undefined;
    },
  };
  return { facts: moved, needs: [] };
}

/** Facts that hold later as well: grammars, and the scripts that are called; of a pipeline those of the workspace. */
function holdsLater(request: FactRequest, { runs }: RunLater, { facts }: Inquiry): boolean {
  if (request.kind === 'grammar') return true;
  return request.kind === 'file-text' && (runs !== 'pipeline' || isWithin(request.path, facts.place.workspaceRoot));
}

/** A step's text without the variables that its file sets before it. */
function ownText(text: string): string {
  return text.replace(/^export (?:[A-Z_][A-Z0-9_]*='[^']*' ?)+; /, '');
}

/** Whether a deferred effect is a loss by itself, and not the ordinary work of such a file. */
function counts(effect: Effect, { runs }: RunLater): boolean {
  // Over a bound: nobody knows what it does.
  if (effect.rule === 'unknown/unreadable') return true;
  if (runs === 'pipeline') {
    return effect.reversibility === 'irreversible' && effect.scope === 'remote' && !ordinaryInPipelines(effect);
  }
  if (effect.touchesGuard) return true;
  if (effect.reversibility === 'irreversible')
    return effect.scope !== 'workspace' || (runs === 'here' && effect.discardsUnsaved === true);
  return effect.reversibility === 'unknown' && effect.rule === 'unknown/fetched-code';
}

function migrationEffects(change: Change, shown: string, span: Span, inquiry: Inquiry): Effect[] {
  const where = { provider: 'sql', environment: 'unknown', database: null, scope: 'remote', offset: 0, span } as const;
  const lost = sqlEffects(change.after, where, inquiry).filter((effect) => effect.reversibility === 'irreversible');
  const first = lost[0];
  if (!first) return [];
  const names = [...new Set(lost.map((effect) => effect.target))].slice(0, 5).join(', ');
  return [
    {
      ...effectOf(migration, { target: names, span }),
      source: { file: shown, line: lineOfPosition(change.after, first.span[0]) },
    },
  ];
}
