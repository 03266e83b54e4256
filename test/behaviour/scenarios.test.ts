import { describe, expect, it } from 'vitest';
import { eighthIncidents } from './scenarios/eighth-incidents.ts';
import { eighthLookAlikes } from './scenarios/eighth-lookalikes.ts';
import { eleventhIncidents } from './scenarios/eleventh-incidents.ts';
import { eleventhLookAlikes } from './scenarios/eleventh-lookalikes.ts';
import { fifthIncidents } from './scenarios/fifth-incidents.ts';
import { fourthIncidents } from './scenarios/fourth-incidents.ts';
import { fourthLookAlikes } from './scenarios/fourth-lookalikes.ts';
import { incidents } from './scenarios/incidents.ts';
import { lookAlikes } from './scenarios/lookalikes.ts';
import { ninthIncidents } from './scenarios/ninth-incidents.ts';
import { ninthLookAlikes } from './scenarios/ninth-lookalikes.ts';
import { playIncident, playLookAlike } from './scenarios/playing.ts';
import { secondIncidents } from './scenarios/second-incidents.ts';
import { secondLookAlikes } from './scenarios/second-lookalikes.ts';
import { seventhIncidents } from './scenarios/seventh-incidents.ts';
import { sixthIncidents } from './scenarios/sixth-incidents.ts';
import { tenthIncidents } from './scenarios/tenth-incidents.ts';
import { tenthLookAlikes } from './scenarios/tenth-lookalikes.ts';
import { thirdIncidents } from './scenarios/third-incidents.ts';
import { thirdLookAlikes } from './scenarios/third-lookalikes.ts';

/** Found by a listing that comes after the find; a signed token on a page of notes; a key and its secret in one word. */
const notYet = ['kafka-client-properties', 'auth0-token-in-notion', 'godaddy-records-select-string'];

describe('sessions that come to harm', () => {
  it.each(
    [...seventhIncidents, ...eighthIncidents, ...ninthIncidents, ...tenthIncidents, ...eleventhIncidents].map(
      (one) => [one.id, one] as const,
    ),
  )('%s is stopped', async (id, incident) => {
    const { discovered, held, named, sourced } = await playIncident(incident);
    expect(held).toBe(true);
    // Sets kept as they came out: what is mended must leave the list.
    expect(notYet.includes(id)).toBe([discovered, named, sourced].includes(false));
  });

  it.each(
    [...incidents, ...secondIncidents, ...thirdIncidents, ...fourthIncidents, ...fifthIncidents, ...sixthIncidents].map(
      (one) => [one.id, one] as const,
    ),
  )('%s', async (_id, incident) => {
    const { discovered, held, named, sourced, events } = await playIncident(incident);
    expect({ discovered, held, named, sourced }).toEqual({
      discovered: discovered === null ? null : true,
      held: true,
      named: true,
      sourced: sourced === null ? null : true,
    });
    expect(events.at(-1)?.alert).toBe(true);
  });
});

describe('ordinary sessions that look like them', () => {
  it.each(
    [
      ...lookAlikes,
      ...secondLookAlikes,
      ...thirdLookAlikes,
      ...fourthLookAlikes,
      ...eighthLookAlikes,
      ...ninthLookAlikes,
      ...tenthLookAlikes,
      ...eleventhLookAlikes,
    ].map((one) => [one.id, one] as const),
  )('%s', async (_id, lookAlike) => {
    const { held, alerts, events } = await playLookAlike(lookAlike);
    const needless = held.filter((index) => lookAlike.heldAt?.includes(index) !== true);
    expect(needless.map((index) => events[index]?.reason)).toEqual([]);
    expect(alerts).toEqual([]);
  });
});
