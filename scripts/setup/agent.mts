// The real agents of the agent suite, from npm, in the versions whose behaviour was measured
// (../reference/agent-behaviour.md). Each lies in a cache folder of its own; a new agent is one row.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached, type Progress } from './cache.mts';
import { mustRun } from './run.mts';

/** One agent as npm has it. */
interface AgentPackage {
  readonly title: string;
  readonly name: string;
  /** The version that the project's statements about it rest on. */
  readonly version: string;
  /** Name of the program in `node_modules/.bin`. */
  readonly program: string;
  /** Packages whose install scripts it does not run without. */
  readonly scripts?: readonly string[];
  /** What it would fetch for itself on its first start. */
  readonly beside?: string;
}

/** Every agent the suite can drive. */
export const agentPackages = {
  claude: {
    title: 'Claude Code',
    name: '@anthropic-ai/claude-code',
    version: '2.1.328',
    program: 'claude',
    scripts: ['@anthropic-ai/claude-code'],
  },
  codex: { title: 'Codex', name: '@openai/codex', version: '0.169.0', program: 'codex' },
  gemini: { title: 'Gemini CLI', name: '@google/gemini-cli', version: '0.61.0', program: 'gemini' },
  qwen: { title: 'Qwen Code', name: '@qwen-code/qwen-code', version: '0.24.4', program: 'qwen' },
  copilot: { title: 'Copilot CLI', name: '@github/copilot', version: '1.0.102', program: 'copilot' },
  opencode: {
    title: 'OpenCode',
    name: 'opencode-ai',
    version: '1.18.33',
    program: 'opencode',
    scripts: ['opencode-ai'],
    beside: '@opencode-ai/plugin@1.18.33',
  },
  cline: { title: 'Cline', name: 'cline', version: '3.0.65', program: 'cline', scripts: ['cline'] },
} as const satisfies Record<string, AgentPackage>;

/** A key of {@link agentPackages}. */
export type AgentName = keyof typeof agentPackages;

/** Every name of {@link agentPackages}. */
export const agentNames = Object.keys(agentPackages).filter((name): name is AgentName => name in agentPackages);

/** Absolute path of an agent's program; fetched on first use (100 to 600 MB each). Throws where npm cannot give it. */
export async function agentProgram(agent: AgentName, tell: Progress): Promise<string> {
  const about: AgentPackage = agentPackages[agent];
  const name = `${about.title.toLowerCase().replaceAll(' ', '-')}-${about.version}-${process.platform}-${process.arch}`;
  const folder = await cached({ name, fill: (into) => install(about, into, tell) }, tell);
  return programIn(about, folder);
}

/** Claude Code's program; see {@link agentProgram}. */
export function claudeCode(tell: Progress): Promise<string> {
  return agentProgram('claude', tell);
}

async function install(about: AgentPackage, folder: string, tell: Progress): Promise<void> {
  const allowScripts = Object.fromEntries((about.scripts ?? []).map((script) => [script, true]));
  const manifest = { private: true, name: 'holdpoint-agent', allowScripts };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest)}\n`);
  tell(`agent: fetching ${about.title} ${about.version} from npm`);
  const specs = [`${about.name}@${about.version}`, ...(about.beside ? [about.beside] : [])];
  await mustRun('npm', ['install', ...specs, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  const program = programIn(about, folder);
  if (!existsSync(program)) throw new Error(`npm installed ${about.title} without its program ${program}.`);
}

const programIn = (about: AgentPackage, folder: string): string =>
  path.join(folder, 'node_modules', '.bin', process.platform === 'win32' ? `${about.program}.cmd` : about.program);
