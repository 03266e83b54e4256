// What one event of a long session costs behaviour, and how much a session keeps in memory.
// Run: node test/bench/session.mts [--json]
import type { Action, Deed } from '../../src/action/action.ts';
import { factsFrom } from '../../src/action/facts.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { observeOutcome } from '../../src/behaviour/reports.ts';
import { newSession, observeAction, observeDenial } from '../../src/behaviour/session.ts';
import { shippedBaseline } from '../../src/behaviour/shipped-baseline.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { place } from '../behaviour/acting.ts';
import { incidents } from '../behaviour/scenarios/incidents.ts';
import { playIncident } from '../behaviour/scenarios/playing.ts';
import { percentile } from './measure.mts';

const events = 100_000;
const shell = (command: string): Deed => ({ kind: 'shell', command });

/** A session that does everything: ordinary work, searches, secrets, refusals, deletions. */
const deeds: readonly Deed[] = [
  shell('git status --short'),
  shell('npm test -- --reporter=dot 2>&1 | tail -20'),
  { kind: 'read', path: 'src/routes/orders.ts' },
  { kind: 'write', path: 'src/routes/orders.ts', content: 'export const orders = () => list();\n'.repeat(40) },
  { kind: 'search', pattern: 'listOrders' },
  shell("grep -rn 'API_TOKEN' --include='*.env' . | head"),
  shell('cat infra/.env'),
  shell('curl -s https://api.acme.dev/v1/orders -H "Authorization: Bearer $SHOP_TOKEN" | jq .'),
  shell('docker compose up -d --build && docker compose logs --tail 20 api'),
  shell('rm -rf dist node_modules/.cache'),
  { kind: 'mcp', server: 'github', tool: 'search_code', input: { q: 'orders repo:acme/shop' } },
  shell('git push --force-with-lease origin main'),
  shell('railway volume delete --volume vol_9f2 --yes'),
  shell('psql "$DATABASE_URL" -c "SELECT count(*) FROM orders"'),
  { kind: 'delete', path: 'src/old.ts' },
  { kind: 'web', url: 'https://docs.acme.dev/api' },
];

const actionAt = (deed: Deed, at: number): Action => ({
  host: 'cursor',
  session: 's',
  cwd: '/w',
  workspaceRoot: '/w',
  at,
  callId: `call-${at}`,
  ...deed,
});
const analyses: readonly Analysis[] = deeds.map((deed) => analyse(actionAt(deed, 0), factsFrom(place, new Map())));
const context = { fingerprintKey: '00'.repeat(32), baseline: shippedBaseline() };

let state = newSession();
const micros = new Float64Array(events);
for (let event = 0; event < events; event += 1) {
  const which = event % deeds.length;
  const deed = deeds[which];
  const analysis = analyses[which];
  if (!deed || !analysis) continue;
  const action = actionAt(deed, event * 4_000);
  const started = process.hrtime.bigint();
  state = observeAction(state, action, analysis, context).after();
  if (which === 6) {
    // Another secret each time, so that as many are known as are ever kept.
    const output = `# settings\nSHOP_TOKEN=SYNTHETIC${event}abcdefgh0123456789\nRAILWAY_TOKEN=rlwy_SYNTHETIC${event}abcdefgh\n`;
    state = observeOutcome(state, action, { ok: true, denied: false, output }, context).state;
  }
  if (which === 11 || which === 12) state = observeDenial(state, { at: action.at });
  micros[event] = Number(process.hrtime.bigint() - started) / 1_000;
}

const part = (from: number, to: number) => [...micros.subarray(from, to)];
const kept = JSON.stringify({ ...state, credentials: [...state.credentials] }).length;
const result = {
  events,
  /** Of the second thousand: the first warms up. */
  earlyMedianMicros: round(percentile(part(1_000, 2_000), 0.5)),
  lateMedianMicros: round(percentile(part(events - 1_000, events), 0.5)),
  p99Micros: round(percentile(part(1_000, events), 0.99)),
  keptKilobytes: Math.round(kept / 1024),
  incidentMilliseconds: await incident(),
};
console.log(
  process.argv.includes('--json')
    ? JSON.stringify(result)
    : `${events} events: median ${result.earlyMedianMicros} µs at first, ${result.lateMedianMicros} µs at the end, 99th percentile ${result.p99Micros} µs; a state of ${result.keptKilobytes} kB; the incident's slowest event ${result.incidentMilliseconds} ms`,
);

/** The slowest event of the incident of DESIGN section 1, of each the middle of many runs; grammars and tables are loaded. */
async function incident(): Promise<number> {
  const [known] = incidents;
  if (!known) throw new Error('There is no incident to play.');
  const runs: (readonly number[])[] = [];
  for (let run = 0; run < 60; run += 1) runs.push((await playIncident(known)).took);
  const middles = known.steps.map((_, event) =>
    percentile(
      runs.slice(20).map((took) => took[event] ?? Number.NaN),
      0.5,
    ),
  );
  return Math.round(Math.max(...middles) * 100) / 100;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
