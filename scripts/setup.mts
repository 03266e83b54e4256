// Sets up what the suites and `npm start` need beyond node_modules: browser, embedded editor, real agents.
// Everything is kept in the user's cache and shared by all clones; a second run ends at once.
import { agentNames, agentProgram } from './setup/agent.mts';
import { embeddedEditor } from './setup/editor.mts';
import { requirePackages } from './setup/system.mts';

const started = Date.now();
const tell = (sentence: string): void => console.log(`[${Math.round((Date.now() - started) / 1000)} s] ${sentence}`);

try {
  await requirePackages(['git', 'curl', 'openssl', 'chromium'], tell);
  const editor = await embeddedEditor(tell);
  tell(`editor: ${editor.entry}`);
  for (const agent of agentNames) tell(`agent: ${await agentProgram(agent, tell)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
