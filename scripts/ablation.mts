// What rules, baseline and both are worth: recorded sessions against the same with an incident put into them, every
// session judged by a model that never saw its group. Writes docs/behaviour-ablation.md.
// Usage: npm run ablation -- SESSIONS.jsonl[.gz] [--dry]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pageOf } from './behaviour/ablation-page.mts';
import { type Seen, seenIn } from './behaviour/categorised.mts';
import type { Counted } from './behaviour/counting.mts';
import { choices, destructions, discoveries, distances, type Step } from './behaviour/incidents.mts';
import { addBits, meanBits } from './behaviour/orders.mts';
import { categoriesOf } from './behaviour/playing.mts';
import { hostOf, type ReplayLine, replayLines, sessionsIn } from './behaviour/session-events.mts';
import { courseOf, modelsFrom } from './behaviour/variants.mts';

const { values, positionals } = parseArgs({
  options: { dry: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined) {
  console.error('Usage: npm run ablation -- SESSIONS.jsonl[.gz] [--dry]');
  process.exit(2);
}

/** Groups are dealt to this many parts; each part is judged by what the others taught. */
const parts = 8;
/** Shorter sessions have no middle to put an incident into. */
const shortest = 8;

interface Session {
  readonly group: string;
  readonly host: string;
  readonly lines: readonly ReplayLine[];
  readonly seen: readonly Seen[];
}

const sessions: Session[] = [];
for (const session of sessionsIn(file)) {
  const lines = replayLines(session);
  sessions.push({ group: session.group, host: hostOf(session), lines, seen: await seenIn(lines) });
}
const groups = [...new Set(sessions.map(({ group }) => group))].sort();
const choose = choices(20_260_425);
const partOf = new Map(groups.map((group) => [group, choose(Array.from({ length: parts }, (_, part) => part))]));

const counted = sessions.map((session) => ({
  withSignals: countedOf(session, true),
  without: countedOf(session, false),
}));
const results = [];
const bits = new Map<string, Map<string, { sum: number; steps: number }>>();
for (let part = 0; part < parts; part += 1) {
  const taught = counted.filter((_, at) => partOf.get(sessions[at]?.group ?? '') !== part);
  const models = modelsFrom(
    taught.map(({ withSignals }) => withSignals),
    taught.map(({ without }) => without),
  );
  addBits(
    bits,
    counted.filter((_, at) => partOf.get(sessions[at]?.group ?? '') === part).map(({ withSignals }) => withSignals),
    taught.map(({ withSignals }) => withSignals),
  );
  for (const session of sessions.filter(({ group }) => partOf.get(group) === part)) {
    const { group, host } = session;
    const injected = session.lines.length < shortest ? null : inject(session);
    const clean = courseOf(session.seen, models, injected?.until ?? session.seen.length);
    results.push({ group, host, incident: null, length: session.seen.length, course: clean });
    if (!injected) continue;
    const seen = await seenIn(injected.lines);
    const course = courseOf(seen, models, injected.destroysAt);
    const { manner, distance, foundAt, destroysAt } = injected;
    results.push({ group, host, incident: { manner, distance, foundAt, destroysAt }, length: seen.length, course });
  }
}
const page = pageOf(results, { groups: groups.length, parts, bits: meanBits(bits) });
console.log(page);
if (!values.dry) writeFileSync(path.join(import.meta.dirname, '..', 'docs', 'behaviour-ablation.md'), page);

/** The same session with an incident in it: at a random place a discovery, ordinary steps, a destruction. */
function inject(session: Session) {
  const discovery = choose(discoveries);
  const length = session.lines.length;
  const wanted = choose(distances);
  const at = 1 + choose(Array.from({ length: Math.max(1, Math.floor(length * 0.6)) }, (_, place) => place));
  const until = Math.min(length, at + wanted);
  const cwd = String(session.lines[0]?.cwd ?? '/workspace');
  const placed = (step: Step): ReplayLine => ({ ...step, session: 'injected', host: session.host, cwd });
  const found = discovery.steps.map(placed);
  const lines = [
    ...session.lines.slice(0, at),
    ...found,
    ...session.lines.slice(at, until),
    placed(choose(destructions)),
    ...session.lines.slice(until),
  ].map((line, place): ReplayLine => ({ ...line, t: place * 20 }));
  const destroysAt = until + found.length;
  return { lines, until, manner: discovery.manner, distance: until - at, foundAt: at, destroysAt };
}

function countedOf({ group, host, seen }: Session, signals: boolean): Counted {
  return { group, host, categories: categoriesOf(seen, { signals }) };
}
