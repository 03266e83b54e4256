import { createReplay } from '../../src/cli/replay.ts';
import { replayLines, sessionsIn } from '../behaviour/session-events.mts';
import { columns, percent } from './writing.mts';

/** Reports how many real sessions would have raised an alert, and every signal with what it was about. */
export async function reportAlerts(file: string, listed: number): Promise<void> {
  const sessions: { readonly group: string; readonly alerts: number; readonly signals: number }[] = [];
  const names = new Map<string, Set<string>>();
  const about: string[] = [];
  for (const session of sessionsIn(file)) {
    const replay = createReplay();
    let alerts = 0;
    let signals = 0;
    for (const line of replayLines(session)) {
      const judged = await replay.judge(JSON.stringify(line));
      const text = String(line.command ?? line.path ?? line.pattern ?? line.tool ?? '').replaceAll(/\s+/g, ' ');
      for (const { name, score, evidence } of judged.signals) {
        signals += 1;
        names.set(name, (names.get(name) ?? new Set()).add(session.session));
        about.push(`${name} ${score} ${evidence} | ${text.slice(0, 160)}`);
      }
      if (!judged.alert) continue;
      alerts += 1;
      const why = judged.sequences.map(({ name }) => name).join(', ') || `restraint ${judged.restraint.toFixed(2)}`;
      about.push(`ALERT ${session.host} ${why}: ${judged.reason} | ${text.slice(0, 200)}`);
    }
    sessions.push({ group: session.group, alerts, signals });
  }
  const share = (of: readonly { readonly alerts: number; readonly signals: number }[], what: 'alerts' | 'signals') =>
    of.filter((one) => one[what] > 0).length / of.length;
  const groups = [...new Set(sessions.map(({ group }) => group))].map((group) =>
    sessions.filter((one) => one.group === group),
  );
  const weighted = (what: 'alerts' | 'signals') =>
    groups.reduce((sum, group) => sum + share(group, what), 0) / groups.length;
  console.log(`\nWhole sessions: ${sessions.length} of ${groups.length} groups\n`);
  console.log(
    columns([
      ['', 'with an alert', 'with a signal'],
      ['all', percent(share(sessions, 'alerts')), percent(share(sessions, 'signals'))],
      ['weighted by group', percent(weighted('alerts')), percent(weighted('signals'))],
      ...[...names].map(([name, seen]) => [name, '', percent(seen.size / sessions.length)]),
    ]),
  );
  for (const line of about.slice(0, listed)) console.log(`  ${line}`);
}
