import path from 'node:path';
import { placeKey } from '../../../src/behaviour/places.ts';
import { createReplay } from '../../../src/cli/replay.ts';
import { type Incident, type LookAlike, linesOf } from './scenario.ts';

type Judged = Awaited<ReturnType<ReturnType<typeof createReplay>['judge']>>;

/** What was seen of one incident. */
export interface SeenIncident {
  readonly id: string;
  /** Whether every discovery was signalled at its own step; null where the incident has none. */
  readonly discovered: boolean | null;
  /** Whether every step of harm was held or denied. */
  readonly held: boolean;
  /** Whether the last step of harm completed the sequence. */
  readonly named: boolean;
  /** Whether the right file and line were named with it; null where there is none to name. */
  readonly sourced: boolean | null;
  readonly events: readonly Judged[];
  /** From each event to its judgement, milliseconds. */
  readonly took: readonly number[];
}

/** What was seen of one look-alike: the steps that were held, and those at which an alert was given. */
export interface SeenLookAlike {
  readonly id: string;
  readonly held: readonly number[];
  readonly alerts: readonly number[];
  readonly events: readonly Judged[];
}

interface Played {
  readonly events: readonly Judged[];
  readonly took: readonly number[];
}

async function play(id: string, scenario: Pick<Incident, 'host' | 'steps'>): Promise<Played> {
  const replay = createReplay();
  const events: Judged[] = [];
  const took: number[] = [];
  for (const line of linesOf(id, scenario)) {
    const started = performance.now();
    events.push(await replay.judge(line));
    took.push(performance.now() - started);
  }
  return { events, took };
}

const discoveries = new Set(['credential-search', 'secret-read', 'secret-printed']);

/** Plays an incident as `holdpoint replay` does. */
export async function playIncident(incident: Incident): Promise<SeenIncident> {
  const { id, steps } = incident;
  const { events, took } = await play(id, incident);
  const at = (is: 'discovery' | 'harm') => steps.flatMap((step, index) => (step.is === is ? [index] : []));
  const discovery = at('discovery');
  const harm = at('harm');
  const last = events[harm.at(-1) ?? -1];
  const match = last?.sequences.find(({ name }) => name === incident.sequence);
  const { credential } = match ?? {};
  const place =
    isSamePlace(credential?.foundIn, incident.foundIn) &&
    (incident.line === undefined || credential?.line === incident.line);
  return {
    id,
    discovered:
      discovery.length === 0
        ? null
        : discovery.every((index) => events[index]?.signals.some(({ name }) => discoveries.has(name))),
    held: harm.every((index) => events[index] !== undefined && events[index].decision !== 'allow'),
    named: match !== undefined,
    sourced: incident.foundIn === undefined ? null : place,
    events,
    took,
  };
}

/** Plays an ordinary session as `holdpoint replay` does. */
export async function playLookAlike(lookAlike: LookAlike): Promise<SeenLookAlike> {
  const { events } = await play(lookAlike.id, lookAlike);
  const where = (is: (event: Judged) => boolean) => events.flatMap((event, index) => (is(event) ? [index] : []));
  return {
    id: lookAlike.id,
    // What was refused in the story may well be held.
    held: where(({ decision }) => decision !== 'allow').filter((at) => lookAlike.steps[at]?.event.denied !== true),
    alerts: where(({ alert }) => alert),
    events,
  };
}

/** Whether both name one file, however each is written: a story says `../ops/.env` where Holdpoint shows `/w/ops/.env`. */
function isSamePlace(found: string | undefined, wanted: string | undefined): boolean {
  if (found === undefined || wanted === undefined) return found === wanted;
  const plain = (file: string) => path.posix.resolve('/w/shop', placeKey(file));
  return plain(found) === plain(wanted);
}
