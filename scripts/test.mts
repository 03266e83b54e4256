// `npm test`: checks, unit tests, tests that start processes of ours and a browser, the real-editor suite, the
// real-agent suite and the fresh-clone smoke, in one run. The last line is the sum of what the runners themselves
// reported. `npm test -- unit editor` runs those suites alone.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { toolEnvironment } from './setup/run.mts';
import { afterSecondTry, closingLine, type Failure, resultOf, sum, type Totals } from './test/suites.mts';

const root = path.join(import.meta.dirname, '..');
const reports = path.join(root, 'out', 'reports');
const started = Date.now();

/** A step that only passes or fails; a pass is not counted as a test. */
interface Step {
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
}

const script = (title: string, name: string): Step => ({ title, program: 'npm', args: ['run', '-s', name] });
const checks: readonly Step[] = [
  script('types', 'types'),
  script('lint', 'lint'),
  script('imports', 'imports'),
  script('unused', 'unused'),
];
const preparation: readonly Step[] = [
  script('package the VSIX', 'package'),
  { title: 'set up editor and agent', program: process.execPath, args: ['scripts/setup.mts'] },
];
const suites = ['unit', 'machine', 'editor', 'agents', 'smoke'];
/** They need no VSIX, editor or agent. */
const unprepared = ['unit', 'machine'];
/** They drive other programs, whose own time shows on a busy machine: a file with a failure runs once more, and is named. */
const repeated = ['machine', 'editor', 'agents'];
const longestMinutes = 20;

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !suites.includes(name));
if (unknown.length > 0) {
  console.error(`No suite is called ${unknown.join(', ')}; there are ${suites.join(', ')}.`);
  process.exit(2);
}
const wanted = chosen.length > 0 ? chosen : suites;

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const lines: string[] = [];
const totals: Totals[] = [];

if (chosen.length === 0) for (const step of checks) await take(step);
if (wanted.some((suite) => !unprepared.includes(suite))) for (const step of preparation) await take(step);
for (const suite of wanted) {
  const report = path.join(reports, `${suite}.json`);
  const { result: first, seconds } = await play(suite, report, []);
  const files = [...new Set(first.failures.map((failure) => failure.file))].filter((file) => file !== '');
  const repeat = repeated.includes(suite) && files.length > 0;
  const second = repeat ? await play(suite, path.join(reports, `${suite}-again.json`), files) : null;
  const settled = afterSecondTry(report, first, second?.result ?? null);
  totals.push(settled.totals);
  lines.push(`${suite}: ${closingLine(settled.totals)} (${seconds + (second?.seconds ?? 0)} s)`);
  lines.push(...settled.flaky.map((failure) => told('passed only at the second try', failure)));
  lines.push(...settled.failures.map((failure) => told('FAILED', failure)));
}

const all = sum(totals);
console.log(`\n${lines.join('\n')}\nall: ${Math.round((Date.now() - started) / 1000)} s\n\n${closingLine(all)}`);
process.exitCode = all.failed > 0 ? 1 : 0;

async function play(suite: string, report: string, files: readonly string[]) {
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  const { code, seconds } = await follow('vitest', ['run', '--project', suite, ...reporters, ...files], suite);
  return { result: resultOf(report, code), seconds };
}

/** A failure in a few lines, as the end of a long output must tell it. */
function told(what: string, { test, message }: Failure): string {
  const said = message.split('\n').slice(0, 4).join('\n    ').slice(0, 600);
  return `  ${what}: ${test}\n    ${said}`;
}

async function take(step: Step): Promise<void> {
  const { code, seconds } = await follow(step.program, step.args, step.title);
  lines.push(`${step.title}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (code !== 0) totals.push({ passed: 0, failed: 1, skipped: 0 });
}

/** Runs a program with its output shown as it comes. */
function follow(
  program: string,
  args: readonly string[],
  title: string,
): Promise<{ code: number | null; seconds: number }> {
  console.log(`\n== ${title}`);
  const begun = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...toolEnvironment() },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const timer = setTimeout(() => {
      console.error(`${title} took longer than ${longestMinutes} minutes and was stopped.`);
      child.kill('SIGKILL');
    }, longestMinutes * 60_000);
    const end = (code: number | null): void => {
      clearTimeout(timer);
      resolve({ code, seconds: Math.round((Date.now() - begun) / 1000) });
    };
    child.on('error', (error) => {
      console.error(error.message);
      end(null);
    });
    child.on('close', end);
  });
}
