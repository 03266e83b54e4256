// The real agent of the agent suite: Claude Code from npm, in the version whose behaviour was measured.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached, type Progress } from './cache.mts';
import { mustRun } from './run.mts';

/** The version that the project's statements about Claude Code rest on. */
const claudeVersion = '2.1.328';

/** Absolute path of the agent's program; fetched on first use (about 250 MB). */
export async function claudeCode(tell: Progress): Promise<string> {
  const name = `claude-code-${claudeVersion}-${process.platform}-${process.arch}`;
  const folder = await cached({ name, fill: (into) => install(into, tell) }, tell);
  return programIn(folder);
}

async function install(folder: string, tell: Progress): Promise<void> {
  const manifest = { private: true, name: 'holdpoint-agent', allowScripts: { '@anthropic-ai/claude-code': true } };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest)}\n`);
  tell(`agent: fetching Claude Code ${claudeVersion} from npm`);
  const spec = `@anthropic-ai/claude-code@${claudeVersion}`;
  await mustRun('npm', ['install', spec, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  const program = programIn(folder);
  if (!existsSync(program)) throw new Error(`npm installed Claude Code without its program ${program}.`);
}

const programIn = (folder: string): string =>
  path.join(folder, 'node_modules', '.bin', process.platform === 'win32' ? 'claude.cmd' : 'claude');
