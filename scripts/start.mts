// `npm start`: the incident of 25 April 2026 against Holdpoint, in a real editor, for a person to decide.
// `npm start -- --headless --json` does the same without a person and says in one line of JSON what was observed.
import { parseArgs } from 'node:util';
import { mustRun, toolEnvironment } from './setup/run.mts';
import { playHeadless } from './start/headless.mts';
import { playForPerson } from './start/person.mts';

const usage = `npm start [-- OPTIONS]
  --headless           no window: Chromium in the background, the call is denied at the end
  --json               with --headless: the last line is JSON
  --editor NAME        code, cursor or embedded; else the first that is installed
  --claude             let the real Claude Code play the incident (fetched from npm on first use)`;

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    editor: { type: 'string' },
    claude: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const started = Date.now();
/** Progress goes to standard error, so that standard output ends with the result. */
const tell = (sentence: string): void => console.error(`[${Math.round((Date.now() - started) / 1000)} s] ${sentence}`);

try {
  if (values.help) {
    console.log(usage);
  } else {
    tell('building the extension and packaging it');
    await mustRun('npm', ['run', '-s', 'package'], { environment: toolEnvironment() });
    if (values.headless) {
      const outcome = await playHeadless({ tell, claude: values.claude });
      console.log(values.json ? JSON.stringify(outcome) : outcomeInWords(outcome));
      if (outcome.executed > 0 || outcome.held === 0 || outcome.audit !== 'intact') process.exitCode = 1;
    } else {
      await playForPerson({ tell, claude: values.claude, ...(values.editor ? { editor: values.editor } : {}) });
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function outcomeInWords(outcome: Awaited<ReturnType<typeof playHeadless>>): string {
  return [
    `calls held: ${outcome.held}; deletions that reached Railway: ${outcome.executed}; volume: ${outcome.volume}`,
    `“discovery, then destruction” shown: ${outcome.sequence ? 'yes' : 'no'}; credential found in: ${outcome.credentialFoundIn}`,
    `audit log: ${outcome.audit}; screenshots: ${outcome.screenshots.join(', ')}`,
  ].join('\n');
}
