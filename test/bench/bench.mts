// npm run bench: what DESIGN section 7 promises, measured in one run on this machine. With --strict it fails over budget.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { measureActivation } from './activation.mts';
import { measureBundle } from './bundle.mts';
import { measureBatch, measureDecision } from './decision.mts';
import { measureHook } from './hook.mts';
import { inWords, type Measure, type Standing, standingOf } from './measure.mts';
import { measureShim } from './shim.mts';

const strict = process.argv.includes('--strict');
const rounds = Number(/--rounds=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 40);
const measures: Measure[] = [];
const add = (...more: Measure[]) => {
  for (const measure of more) console.log(inWords(measure));
  measures.push(...more);
};

for (const node of nodes()) for (const one of environments()) add(...(await measureHook(node, rounds, one)));
add(...measureShim(rounds));
add(...(await measureDecision(300)));
add(await measureBatch(process.execPath, 200_000));
add(auditAppend());
add(...longSession());
add(measureActivation(10));
add(measureBundle());

const standing = (wanted: Standing) => measures.filter((measure) => standingOf(measure) === wanted).length;
const over = standing('over');
const floor = standing('floor');
console.log(
  [
    over === 0 ? 'All within budget' : `${over} of ${measures.length} over budget`,
    ...(floor > 0 ? [`${floor} over a budget that the bare program of the same run is over as well`] : []),
  ].join('; '),
);
if (strict && over > 0) process.exitCode = 1;

/** The audit room's own measurement, in a process of its own. */
function auditAppend(): Measure {
  const script = path.join(import.meta.dirname, 'audit-append.mts');
  const { stdout, stderr } = spawnSync(process.execPath, [script, '--json'], { encoding: 'utf8' });
  const value: unknown = stdout ? JSON.parse(stdout).medianMicros : undefined;
  if (typeof value !== 'number') throw new Error(`The audit log's measurement failed: ${stderr}`);
  return { what: 'audit append, order kept: median', value, unit: 'µs', budget: 200 };
}

/** What an event costs behaviour in a session of 100,000, in a process of its own. */
function longSession(): Measure[] {
  const script = path.join(import.meta.dirname, 'session.mts');
  const { stdout, stderr } = spawnSync(process.execPath, [script, '--json'], { encoding: 'utf8' });
  const value: unknown = stdout ? JSON.parse(stdout) : undefined;
  if (typeof value !== 'object' || value === null) throw new Error(`The long session could not be measured: ${stderr}`);
  const number = (name: string) => Number(Object.entries(value).find(([key]) => key === name)?.[1] ?? Number.NaN);
  return [
    { what: 'session, 2,000th event: median', value: number('earlyMedianMicros'), unit: 'µs', budget: 100 },
    { what: 'session, 100,000th event: median', value: number('lateMedianMicros'), unit: 'µs', budget: 100 },
    { what: 'session of 100,000 events, kept', value: number('keptKilobytes'), unit: 'kB', budget: 256 },
    {
      what: 'the incident, from an event to its verdict: slowest',
      value: number('incidentMilliseconds'),
      unit: 'ms',
      budget: 5,
    },
  ];
}

/**
 * The environment as it is, and without the certificates it may make Node 20 load at every start (half of what
 * `node -e 0` takes there, which flatters the ratio).
 */
function environments(): { name: string; environment: NodeJS.ProcessEnv }[] {
  const { NODE_EXTRA_CA_CERTS: certificates, ...bare } = process.env;
  const plain = { name: '', environment: bare };
  return certificates === undefined
    ? [plain]
    : [{ name: ' with NODE_EXTRA_CA_CERTS', environment: process.env }, plain];
}

/** The Node this project brings, and the system's, where it is another one of at least 20. */
function nodes(): string[] {
  const system = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => path.join(folder, 'node'))
    .find(existsSync);
  const version = (node: string) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const usable = system !== undefined && Number(/^v(\d+)/.exec(version(system))?.[1] ?? 0) >= 20;
  return usable && version(system) !== version(process.execPath) ? [system, process.execPath] : [process.execPath];
}
