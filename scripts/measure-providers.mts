// Measures how requests are judged on hosts no table knows: every published operation is sent to one, vendor by
// vendor, so that only method, path, name and body speak. Usage: node scripts/measure-providers.mts api-operations.jsonl.gz
import { createJudge, isStopped } from '../test/corpus/judging.ts';
import { actionOf, isRead, type Operation } from './accuracy/operations.mts';
import { columns, linesIn, percent } from './accuracy/writing.mts';

const [input] = process.argv.slice(2);
if (!input) {
  console.error('Usage: node scripts/measure-providers.mts api-operations.jsonl.gz');
  process.exit(2);
}

/** [all, held] of deletions of what bears data, of reads, and of other changes. */
type Counts = Record<'deletions' | 'reads' | 'changes', [number, number]>;
const vendors = new Map<string, Counts>();
const judge = createJudge();
for (const operation of linesIn<Operation>(input)) {
  const kind = kindOf(operation);
  if (kind === null) continue;
  const vendor = operation.provider.split('/')[0] ?? operation.provider;
  const counts = vendors.get(vendor) ?? { deletions: [0, 0], reads: [0, 0], changes: [0, 0] };
  vendors.set(vendor, counts);
  counts[kind][0] += 1;
  if (isStopped(await judge(elsewhere(actionOf(operation))))) counts[kind][1] += 1;
}
const total: Counts = { deletions: [0, 0], reads: [0, 0], changes: [0, 0] };
for (const counts of vendors.values())
  for (const kind of ['deletions', 'reads', 'changes'] as const)
    for (const at of [0, 1] as const) total[kind][at] += counts[kind][at];
const line = (name: string, { deletions, reads, changes }: Counts) => [
  name,
  String(deletions[0]),
  percent(deletions[1] / deletions[0]),
  String(reads[0]),
  percent(1 - reads[1] / reads[0]),
  String(changes[0]),
  String(changes[1]),
];
console.log('On hosts no table knows\n');
console.log(
  columns([
    ['', 'deletions', 'held', 'reads', 'passed', 'other changes', 'held'],
    ...[...vendors].map(([name, counts]) => line(name, counts)),
    line('all', total),
  ]),
);

function kindOf(operation: Operation): keyof Counts | null {
  if (operation.destructive_guess === true) return operation.data_bearing_guess ? 'deletions' : null;
  if (isRead(operation)) return 'reads';
  return operation.destructive_guess === false ? 'changes' : null;
}

/** The same action on a host and a server nobody has heard of. */
function elsewhere(action: Record<string, unknown>): Record<string, unknown> {
  if (typeof action.url !== 'string') return { ...action, server: 'unseen' };
  return { ...action, url: action.url.replace(/^https?:\/\/[^/]+/, 'https://api.unseen-vendor.com') };
}
