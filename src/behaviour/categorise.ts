import type { Effect } from '../action/effect.ts';
import type { Invocation } from '../action/invocation.ts';
import type { ActionKind } from '../action/kinds.ts';
import type { Signal, SignalName } from '../action/signal.ts';
import { type Category, rankOf } from './categories.ts';
import { categoryOfProgram } from './program-categories.ts';

/** What a category is told from: known live and from a record of the log alike, programs only live. */
export interface Categorised {
  readonly kind: ActionKind;
  readonly signals: readonly Signal[];
  readonly effects: readonly Effect[];
  readonly invocations?: readonly Invocation[];
  /** True where the file or folder it is about lies outside the workspace. */
  readonly outside: boolean;
}

/** The category of an action: the gravest that its signals, effects, programs and kind speak for. */
export function categoryOf(seen: Categorised): Category {
  let found = categoryOfKind(seen);
  const take = (category: Category | undefined) => {
    if (category !== undefined && rankOf(category) > rankOf(found)) found = category;
  };
  for (const invocation of seen.invocations ?? []) {
    take(categoryOfProgram(invocation));
    if (invocation.wrappers.some(({ privileged }) => privileged)) take('system');
  }
  for (const effect of seen.effects) take(categoryOfEffect(effect));
  for (const signal of seen.signals) take(categoriesOfSignals[signal.name]);
  return found;
}

function categoryOfKind({ kind, outside }: Categorised): Category {
  switch (kind) {
    case 'read':
      return outside ? 'read-outside' : 'read';
    case 'search':
      return 'search';
    case 'write':
      return outside ? 'edit-outside' : 'edit';
    case 'delete':
      return 'files';
    case 'web':
      return 'web';
    case 'mcp':
      return 'tool';
    case 'http':
      return 'http';
    case 'sql':
      return 'database';
    case 'shell':
      return 'look';
    case 'task':
      return 'run';
  }
}

/** What an effect makes of an action; one that takes nothing away says nothing. */
function categoryOfEffect(effect: Effect): Category | undefined {
  if (effect.touchesGuard) return 'guard';
  if (effect.reversibility === 'reversible') return undefined;
  if (effect.asset === 'backup' || effect.asset === 'log') return 'recovery-loss';
  if (effect.reversibility === 'irreversible' && (effect.scope === 'remote' || effect.asset === 'data-store'))
    return 'destroy';
  switch (effect.scope) {
    case 'remote':
      return 'loss-remote';
    case 'machine':
      return 'loss-machine';
    case 'workspace':
      return 'delete-local';
  }
}

const categoriesOfSignals: Readonly<Partial<Record<SignalName, Category>>> = {
  'credential-search': 'credential-search',
  'secret-read': 'secret',
  'secret-printed': 'secret',
  'foreign-credential': 'foreign-credential',
  'privilege-probe': 'probe',
  'environment-switch': 'probe',
  'interactive-shell': 'probe',
  'retry-after-denial': 'evasion',
  evasion: 'evasion',
  'guard-probing': 'guard',
  'bulk-change': 'delete-local',
  exfiltration: 'exfiltration',
  'recovery-destruction': 'recovery-loss',
};
