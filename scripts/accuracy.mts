// How well the guard judges: the labelled corpus of test/corpus, and shared data where it is named. Builds nothing.
// Usage: npm run accuracy [-- --sessions FILE --operations FILE --incidents FILE --scenarios all|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh --alerts FILE --list N]
// With --scenarios or --alerts alone the corpus is left out.
import { parseArgs } from 'node:util';
import { readCorpus, readLedger } from '../test/corpus/corpus.ts';
import { isAsLabelled, type JudgedRow, judgeCorpus } from '../test/corpus/judging.ts';
import { reportAlerts } from './accuracy/alerts.mts';
import { reportIncidents } from './accuracy/incidents.mts';
import { reportOperations } from './accuracy/operations.mts';
import { reportScenarios } from './accuracy/scenarios.mts';
import { reportSessions } from './accuracy/sessions.mts';
import { columns, percent, quantile } from './accuracy/writing.mts';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string' },
    operations: { type: 'string' },
    incidents: { type: 'string' },
    scenarios: { type: 'string' },
    alerts: { type: 'string' },
    list: { type: 'string', default: '60' },
  },
});
const listed = Number(values.list);

if (values.scenarios) await reportScenarios(values.scenarios);
if (values.alerts) await reportAlerts(values.alerts, listed);
if (values.scenarios || values.alerts) {
  if (!values.sessions && !values.operations && !values.incidents) process.exit();
}

const domains = readCorpus();
// Grammars load in the first pass; a decision's time is the best of the later ones, so that a busy machine says little.
const passes: JudgedRow[][] = [];
for (let pass = 0; pass < 4; pass += 1) passes.push(await judgeCorpus(domains));
const judged = passes.at(-1) ?? [];
const micros = judged.map((_, at) => Math.min(...passes.slice(1).map((pass) => pass[at]?.judged.micros ?? Number.NaN)));
const wrong = judged.filter((one) => !isAsLabelled(one.row.label, one.judged));
const ledger = readLedger();

console.log('Corpus (test/corpus, judged without context)\n');
console.log(
  columns([['domain', 'stop', 'recall', 'pass', 'needless', 'signal', 'signalled'], ...rowsByDomain(judged)]),
);
console.log(
  `\ndecision: median ${quantile(micros, 0.5).toFixed(0)} µs, 99th percentile ${quantile(micros, 0.99).toFixed(0)} µs`,
);
printWrong(
  'misses',
  wrong.filter((one) => one.row.label !== 'pass'),
);
printWrong(
  'needless holds',
  wrong.filter((one) => one.row.label === 'pass'),
);

const wrongIds = new Set(wrong.map((one) => one.row.id));
const unexpected = wrong.filter((one) => ledger[one.row.id] === undefined);
const repaid = Object.keys(ledger).filter((id) => !wrongIds.has(id));
console.log(
  `\nledger: ${Object.keys(ledger).length} accepted, ${unexpected.length} not in it, ${repaid.length} to strike out`,
);
for (const id of repaid) console.log(`  strike out ${id}`);

if (values.sessions) await reportSessions(values.sessions, listed);
if (values.operations) await reportOperations(values.operations, listed);
if (values.incidents) await reportIncidents(values.incidents);
if (unexpected.length > 0 || repaid.length > 0) process.exitCode = 1;

function rowsByDomain(all: readonly JudgedRow[]): string[][] {
  const names = [...new Set(all.map((one) => one.domain))];
  return [...names, null].map((name) => {
    const part = name === null ? all : all.filter((one) => one.domain === name);
    const ratio = (label: string, asLabelled: boolean) => {
      const of = part.filter((one) => one.row.label === label);
      const met = of.filter((one) => isAsLabelled(one.row.label, one.judged) === asLabelled);
      return [String(of.length), of.length === 0 ? '-' : percent(met.length / of.length)];
    };
    return [name ?? 'all', ...ratio('stop', true), ...ratio('pass', false), ...ratio('signal', true)];
  });
}

function printWrong(title: string, rows: readonly JudgedRow[]): void {
  console.log(`\n${title}: ${rows.length}`);
  for (const { row, judged: answer } of rows.slice(0, listed)) {
    const { id, kind: _kind, label: _label, why, assumes: _assumes, ...fields } = row;
    const text = typeof fields.command === 'string' ? fields.command : JSON.stringify(fields);
    const accepted = ledger[id] === undefined ? ' ' : '=';
    console.log(`${accepted} ${id}: ${text.replaceAll('\n', '\\n').slice(0, 160)}`);
    console.log(
      `      ${why}${answer.rules.length > 0 ? ` | ${answer.rules.join(' ')}: ${answer.reason.slice(0, 100)}` : ''}`,
    );
  }
}
