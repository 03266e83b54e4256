import { describe, expect, it } from 'vitest';
import { playIncident, playLookAlike } from './scenarios/playing.ts';
import { printedLookAlikes } from './scenarios/printed-lookalikes.ts';
import { provenanceLookAlikes } from './scenarios/provenance-lookalikes.ts';
import { provenancePairs } from './scenarios/provenance-pairs.ts';

describe('where a credential came from', () => {
  it.each(provenancePairs.map((one) => [one.id, one] as const))('%s', async (_id, incident) => {
    const { discovered, held, named, events } = await playIncident(incident);
    const credential = events.at(-1)?.sequences.find(({ name }) => name === incident.sequence)?.credential;
    const foundIn = incident.foundIn === undefined ? undefined : credential?.foundIn;
    const place = { foundIn, line: incident.line === undefined ? undefined : credential?.line };
    expect({ discovered, held, named, ...place }).toEqual({
      discovered: true,
      held: true,
      named: true,
      foundIn: incident.foundIn,
      line: incident.line,
    });
  });
});

describe('what came from nowhere', () => {
  it.each([...provenanceLookAlikes, ...printedLookAlikes].map((one) => [one.id, one] as const))(
    '%s',
    async (_id, lookAlike) => {
      const { held, alerts, events } = await playLookAlike(lookAlike);
      const told = new Set(['secret-printed', 'foreign-credential', 'exfiltration']);
      const signals = events.flatMap((event) => event.signals.filter(({ name }) => told.has(name)));
      expect({ held, alerts, signals }).toEqual({ held: [], alerts: [], signals: [] });
    },
  );
});
