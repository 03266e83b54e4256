import type { Action, Deed } from '../../src/action/action.ts';
import type { Effect } from '../../src/action/effect.ts';
import { type FactAnswer, type Facts, factsFrom, type Place } from '../../src/action/facts.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { loadGrammar } from '../../src/context/grammar.ts';
import { analyse } from '../../src/effects/analyse.ts';

/** An ordinary checkout: nothing is looked up. */
export const ordinary: Place = {
  workspaceRoot: '/home/dev/shop',
  cwd: '/home/dev/shop',
  home: '/home/dev',
  platform: 'linux',
  temporary: ['/tmp'],
  guardPaths: [
    '/home/dev/.local/state/holdpoint',
    '/home/dev/shop/.holdpoint',
    '/home/dev/.claude/settings.json',
    '/home/dev/.cursor/hooks.json',
    '/home/dev/shop/.claude/settings.json',
    '/home/dev/shop/.claude/settings.local.json',
    '/home/dev/shop/.cursor/hooks.json',
  ],
  createdBySession: [],
  context: 'ordinary',
};

/** One case of a table: what an agent would run, and what it is. */
export interface Case {
  readonly rule: string;
  readonly stops?: readonly string[];
  readonly passes?: readonly string[];
}

export function actionOf(deed: Deed, place: Place = ordinary): Action {
  return { host: 'cli', session: 's', cwd: place.cwd, workspaceRoot: place.workspaceRoot, at: 0, ...deed };
}

const grammar: Promise<unknown> = loadGrammar('python');
const powershell: Promise<unknown> = loadGrammar('powershell');

/** A call of a tool. */
export function tool(
  server: string,
  name: string,
  input: unknown = {},
  annotations?: Record<string, unknown>,
): Extract<Deed, { kind: 'mcp' }> {
  return { kind: 'mcp', server, tool: name, input, ...(annotations ? { annotations } : {}) };
}

/** Whether a deed is stopped ({@link isStopped}). */
export async function stops(deed: Deed): Promise<boolean> {
  return (await analysed(deed)).effects.some(isStopped);
}

/** Whether it is stopped for something that is known: of code in no language that is read, nothing is. */
export async function loses(deed: Deed): Promise<boolean> {
  return (await analysed(deed)).effects.some((effect) => isStopped(effect) && effect.reversibility !== 'unknown');
}

/** Analyses with a grammar at hand and the given answers. */
export async function analysed(
  deed: Deed,
  options: { readonly place?: Place; readonly answers?: ReadonlyMap<string, FactAnswer> } = {},
): Promise<Analysis> {
  const place = options.place ?? ordinary;
  const answers = new Map<string, FactAnswer>(options.answers ?? []);
  answers.set('grammar\npython', { known: true, value: await grammar });
  answers.set('grammar\npowershell', { known: true, value: await powershell });
  const facts: Facts = factsFrom(place, answers);
  return analyse(actionOf(deed, place), facts);
}

/** DESIGN 5.6 for a quiet session without snapshots, so that packs are tested apart from the policy. */
export function isStopped(effect: Effect): boolean {
  if (effect.touchesGuard) return true;
  if (effect.reversibility === 'reversible') return false;
  if (effect.reversibility === 'irreversible') return true;
  if (effect.reversibility === 'unknown') return effect.scope !== 'workspace';
  if (effect.scope === 'workspace') return false;
  if (effect.scope === 'machine') return true;
  return effect.environment === 'production' || effect.environment === 'unknown';
}
