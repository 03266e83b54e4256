import { describe, expect, it } from 'vitest';
import { playIncident } from './scenarios/playing.ts';
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
