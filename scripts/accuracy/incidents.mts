import { createJudge, isStopped } from '../../test/corpus/judging.ts';
import { linesIn } from './writing.mts';

interface Incident {
  readonly agent: string;
  readonly call: string;
  readonly cls: string;
  readonly date: string;
  readonly exact: boolean;
}

/** Reports which documented incidents whose call is quoted would have been held. */
export async function reportIncidents(file: string): Promise<void> {
  const judge = createJudge();
  const exact = linesIn<Incident>(file).filter((incident) => incident.exact);
  const missed: string[] = [];
  for (const { call, cls, date, agent } of exact) {
    const kind = cls === 'SQL' ? { kind: 'sql', text: call } : { kind: 'shell', command: call };
    if (!isStopped(await judge(kind))) missed.push(`${date} ${agent}: ${call}`);
  }
  console.log(`\nIncidents with the exact call: ${exact.length}, held ${exact.length - missed.length}`);
  for (const line of missed) console.log(`  passed: ${line}`);
}
