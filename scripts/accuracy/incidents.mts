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
    const held = await Promise.all(callsIn(call).map(async (text) => isStopped(await judge(actionOf(cls, text)))));
    if (!held.includes(true)) missed.push(`${date} ${agent}: ${call}`);
  }
  console.log(`\nIncidents with the exact call: ${exact.length}, held ${exact.length - missed.length}`);
  for (const line of missed) console.log(`  passed: ${line}`);
}

function actionOf(cls: string, text: string): Record<string, unknown> {
  return cls === 'SQL' ? { kind: 'sql', text } : { kind: 'shell', command: text };
}

/** The calls in a report's own words: `a (rejected) -> b` is two of them, `<paths>` stands for one that is not told. */
function callsIn(reported: string): string[] {
  return reported.split(' -> ').map((call) =>
    call
      .replace(/<[^<>]*>/g, 'src/app.ts')
      .replace(/ +\((?:rejected|auto-approve|main rewritten)[^)]*\)$/, '')
      .trim(),
  );
}
