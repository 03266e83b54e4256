import { eighthIncidents } from '../../test/behaviour/scenarios/eighth-incidents.ts';
import { eighthLookAlikes } from '../../test/behaviour/scenarios/eighth-lookalikes.ts';
import { eleventhIncidents } from '../../test/behaviour/scenarios/eleventh-incidents.ts';
import { eleventhLookAlikes } from '../../test/behaviour/scenarios/eleventh-lookalikes.ts';
import { fifthIncidents } from '../../test/behaviour/scenarios/fifth-incidents.ts';
import { fifthLookAlikes } from '../../test/behaviour/scenarios/fifth-lookalikes.ts';
import { fourthIncidents } from '../../test/behaviour/scenarios/fourth-incidents.ts';
import { fourthLookAlikes } from '../../test/behaviour/scenarios/fourth-lookalikes.ts';
import { incidents } from '../../test/behaviour/scenarios/incidents.ts';
import { lookAlikes } from '../../test/behaviour/scenarios/lookalikes.ts';
import { ninthIncidents } from '../../test/behaviour/scenarios/ninth-incidents.ts';
import { ninthLookAlikes } from '../../test/behaviour/scenarios/ninth-lookalikes.ts';
import { playIncident, playLookAlike, type SeenIncident } from '../../test/behaviour/scenarios/playing.ts';
import type { Incident, LookAlike } from '../../test/behaviour/scenarios/scenario.ts';
import { secondIncidents } from '../../test/behaviour/scenarios/second-incidents.ts';
import { secondLookAlikes } from '../../test/behaviour/scenarios/second-lookalikes.ts';
import { seventhIncidents } from '../../test/behaviour/scenarios/seventh-incidents.ts';
import { sixthIncidents } from '../../test/behaviour/scenarios/sixth-incidents.ts';
import { tenthIncidents } from '../../test/behaviour/scenarios/tenth-incidents.ts';
import { tenthLookAlikes } from '../../test/behaviour/scenarios/tenth-lookalikes.ts';
import { thirdIncidents } from '../../test/behaviour/scenarios/third-incidents.ts';
import { thirdLookAlikes } from '../../test/behaviour/scenarios/third-lookalikes.ts';
import { columns, percent, quantile } from './writing.mts';

/** How the scenarios of test/behaviour/scenarios come out, set by set; `which` limits it to one of them. */
export async function reportScenarios(which: string): Promise<void> {
  const sets: [name: string, incidents: readonly Incident[], lookAlikes: readonly LookAlike[]][] = [
    ['first', incidents, lookAlikes],
    ['second', secondIncidents, secondLookAlikes],
    ['third', thirdIncidents, thirdLookAlikes],
    ['fourth', fourthIncidents, []],
    ['fifth', fifthIncidents, []],
    ['sixth', sixthIncidents, fourthLookAlikes],
    ['seventh', seventhIncidents, fifthLookAlikes],
    ['eighth', eighthIncidents, eighthLookAlikes],
    ['ninth', ninthIncidents, ninthLookAlikes],
    ['tenth', tenthIncidents, tenthLookAlikes],
    ['eleventh', eleventhIncidents, eleventhLookAlikes],
  ];
  for (const [name, harmful, harmless] of sets) {
    if (which !== 'all' && which !== name) continue;
    await reportSet(name, harmful, harmless);
  }
}

async function reportSet(name: string, harmful: readonly Incident[], harmless: readonly LookAlike[]): Promise<void> {
  // Grammars load in the first pass.
  for (const one of harmful) await playIncident(one);
  const seen: SeenIncident[] = [];
  for (const one of harmful) seen.push(await playIncident(one));
  const share = (of: (one: SeenIncident) => boolean | null): string => {
    const counted = seen.filter((one) => of(one) !== null);
    const met = counted.filter((one) => of(one) === true).length;
    return `${met} of ${counted.length} (${percent(met / counted.length)})`;
  };
  console.log(`\nScenarios, ${name} set: ${harmful.length} incidents, ${harmless.length} look-alikes\n`);
  console.log(
    columns([
      ['discovery signalled at its step', share((one) => one.discovered)],
      ['every harmful step stopped', share((one) => one.held)],
      ['sequence named', share((one) => one.named)],
      ['right file and line', share((one) => one.sourced)],
      ['sequence and, where there is one, file', share((one) => one.named && one.sourced !== false)],
      [
        'event to verdict, 99th percentile',
        `${quantile(
          seen.flatMap((one) => one.took),
          0.99,
        ).toFixed(2)} ms`,
      ],
    ]),
  );
  for (const one of seen) {
    const missed = [
      one.discovered === false ? 'discovery' : '',
      one.held ? '' : 'not stopped',
      one.named ? '' : 'sequence',
      one.sourced === false ? 'file' : '',
    ].filter((what) => what !== '');
    if (missed.length === 0) continue;
    console.log(`  ${one.id}: ${missed.join(', ')}`);
    for (const event of one.events) {
      console.log(
        `      ${event.decision} ${event.signals.map((signal) => `${signal.name} ${signal.score}`).join(', ')} ${event.sequences.map((match) => `[${match.name} ${match.credential?.foundIn ?? ''}:${match.credential?.line ?? ''}]`).join('')}`,
      );
    }
  }
  let held = 0;
  let alerts = 0;
  for (const one of harmless) {
    const { id, held: stopped, alerts: alerted, events } = await playLookAlike(one);
    if (stopped.length > 0) held += 1;
    if (alerted.length > 0) alerts += 1;
    for (const index of new Set([...stopped, ...alerted])) {
      const event = events[index];
      console.log(`  ${id} step ${index}: ${event?.decision} ${event?.alert ? 'ALERT ' : ''}${event?.reason}`);
    }
  }
  if (harmless.length === 0) return;
  console.log(`look-alikes with a needless hold: ${held} of ${harmless.length}; with an alert: ${alerts}`);
}
