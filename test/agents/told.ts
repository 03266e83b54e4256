// What an agent was told.
import type { AgentRun } from '../rig/agent/driver.mts';

/** Everything that came back to the agent, and what it printed itself. */
export const said = (run: AgentRun): string =>
  [...run.results.map(({ text }) => text), ...run.subagentResults.map(({ text }) => text), run.stdout, run.stderr].join(
    '\n',
  );

/** What a failed run looked like. */
export function shown(run: AgentRun): string {
  const results = [...run.results, ...run.subagentResults].map(({ turn, text }) => `${turn}: ${text.slice(0, 300)}`);
  return [...results, `exit ${run.code}`, run.stdout.slice(-600), run.stderr.slice(-600)].join('\n');
}
