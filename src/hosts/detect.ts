import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../guard/json.ts';
import type { AdaptedHost, Detection, Machine } from './adapter.ts';

/** Looks for a host on this machine. Starts nothing, never throws. */
export function detect(host: AdaptedHost, machine: Machine): Detection {
  return detections[host](machine);
}

const detections: Readonly<Record<AdaptedHost, (machine: Machine) => Detection>> = {
  claude: detectClaude,
  cursor: detectCursor,
  codex: (machine) =>
    detectProgram(machine, {
      program: 'codex',
      package: '@openai/codex',
      folder: '.codex',
      extension: 'openai.chatgpt-',
    }),
  gemini: (machine) => detectProgram(machine, { program: 'gemini', package: '@google/gemini-cli', folder: '.gemini' }),
  qwen: (machine) => detectProgram(machine, { program: 'qwen', package: '@qwen-code/qwen-code', folder: '.qwen' }),
  copilot: (machine) => detectProgram(machine, { program: 'copilot', package: '@github/copilot' }),
  vscode: detectVSCode,
  opencode: (machine) =>
    detectProgram(machine, { program: 'opencode', package: 'opencode-ai', folder: path.join('.config', 'opencode') }),
  windsurf: detectWindsurf,
  cline: (machine) =>
    detectProgram(machine, {
      program: 'cline',
      package: 'cline',
      folder: path.join('Documents', 'Cline'),
      extension: 'saoudrizwan.claude-dev-',
    }),
  kiro: detectKiro,
};

/** An agent that is a program on the command line. */
interface ProgramMarks {
  readonly program: string;
  /** The npm package it comes from. */
  readonly package: string;
  /** Its folder in the person's home. */
  readonly folder?: string;
  /** How the folder of its editor extension begins. */
  readonly extension?: string;
}

function detectProgram(machine: Machine, marks: ProgramMarks): Detection {
  const { home } = machine;
  const places = [path.join(home, '.local', 'bin'), path.join(home, '.npm-global', 'bin'), '/opt/homebrew/bin'];
  const programs = [...onPath(machine, marks.program), ...places.map((folder) => path.join(folder, marks.program))];
  const program = programs.find(existsSync);
  if (program) return installed(program, versionBehind(program, marks.package));
  const extension = marks.extension && newestExtension(home, marks.extension);
  if (extension) return installed(extension.folder, undefined);
  const folder = marks.folder && path.join(home, marks.folder);
  return folder && existsSync(folder) ? installed(folder, undefined) : { installed: false };
}

/** Windsurf: the application, or its folder. */
function detectWindsurf(machine: Machine): Detection {
  const { home, environment } = machine;
  return detectApplication(machine, {
    darwin: '/Applications/Windsurf.app/Contents/Resources',
    linux: '/usr/share/windsurf/resources',
    win32: path.join(environment.LOCALAPPDATA ?? home, 'Programs', 'Windsurf', 'resources'),
    folder: path.join(home, '.codeium', 'windsurf'),
  });
}

/** Kiro: the IDE, its command line, or its folder. */
function detectKiro(machine: Machine): Detection {
  const { home, environment } = machine;
  const program = [path.join(home, '.local', 'bin', 'kiro-cli'), ...onPath(machine, 'kiro-cli')].find(existsSync);
  const application = detectApplication(machine, {
    darwin: '/Applications/Kiro.app/Contents/Resources',
    linux: '/usr/share/kiro/resources',
    win32: path.join(environment.LOCALAPPDATA ?? home, 'Programs', 'Kiro', 'resources'),
    folder: path.join(home, '.kiro'),
  });
  return application.version === undefined && program ? installed(program, undefined) : application;
}

/** An editor made from VS Code, by its resources, else by the folder it keeps in a person's home. */
function detectApplication(
  machine: Machine,
  marks: Readonly<Record<Machine['platform'] | 'folder', string>>,
): Detection {
  const resources = marks[machine.platform];
  if (existsSync(resources)) return installed(resources, versionIn(path.join(resources, 'app', 'package.json')));
  return existsSync(marks.folder) ? installed(marks.folder, undefined) : { installed: false };
}

/** VS Code: the application, or the server it leaves on a machine it was connected to. */
function detectVSCode(machine: Machine): Detection {
  const { home, platform, environment } = machine;
  const applications: Readonly<Record<Machine['platform'], readonly string[]>> = {
    darwin: ['Visual Studio Code', 'Visual Studio Code - Insiders'].map(
      (name) => `/Applications/${name}.app/Contents/Resources`,
    ),
    linux: [
      '/usr/share/code',
      '/usr/share/code-insiders',
      '/opt/visual-studio-code',
      '/snap/code/current/usr/share/code',
    ].map((folder) => path.join(folder, 'resources')),
    win32: [environment.LOCALAPPDATA ?? home, environment.ProgramFiles ?? 'C:\\Program Files'].flatMap((folder) => [
      path.join(folder, 'Programs', 'Microsoft VS Code', 'resources'),
      path.join(folder, 'Microsoft VS Code', 'resources'),
    ]),
  };
  for (const folder of applications[platform]) {
    if (existsSync(folder)) return installed(folder, versionIn(path.join(folder, 'app', 'package.json')));
  }
  const others = [...onPath(machine, 'code'), ...onPath(machine, 'code-server')];
  const found = [...others, path.join(home, '.vscode-server'), path.join(home, '.vscode')].find(existsSync);
  return found ? installed(found, undefined) : { installed: false };
}

function newestExtension(home: string, prefix: string): { folder: string; version: string } | undefined {
  for (const editor of ['.vscode', '.vscode-server', '.cursor', '.cursor-server', '.vscode-insiders']) {
    const found = extensionVersion(path.join(home, editor, 'extensions'), prefix);
    if (found) return found;
  }
  return undefined;
}

/** Claude Code: its program, its editor extension, its configuration folder. */
function detectClaude(machine: Machine): Detection {
  const { home, environment } = machine;
  const programs = [
    path.join(home, '.local', 'bin', 'claude'),
    path.join(home, '.claude', 'local', 'claude'),
    ...onPath(machine, 'claude'),
  ];
  for (const program of programs) {
    if (!existsSync(program)) continue;
    return installed(program, versionBehind(program, '@anthropic-ai/claude-code'));
  }
  const extension = newestExtension(home, 'anthropic.claude-code-');
  if (extension) return installed(extension.folder, extension.version);
  const folder = environment.CLAUDE_CONFIG_DIR || path.join(home, '.claude');
  return existsSync(folder) ? installed(folder, undefined) : { installed: false };
}

/** Cursor: the application, the command-line agent, its folder. */
function detectCursor(machine: Machine): Detection {
  const { home, environment, platform } = machine;
  const applications: Readonly<Record<Machine['platform'], readonly string[]>> = {
    darwin: ['/Applications/Cursor.app/Contents', path.join(home, 'Applications/Cursor.app/Contents')],
    linux: ['/usr/share/cursor', '/opt/Cursor', '/opt/cursor', path.join(home, '.local/share/cursor')],
    win32: [path.join(environment.LOCALAPPDATA ?? home, 'Programs', 'cursor')],
  };
  for (const folder of applications[platform]) {
    if (!existsSync(folder)) continue;
    const product = path.join(folder, platform === 'darwin' ? 'Resources' : 'resources', 'app', 'package.json');
    return installed(folder, versionIn(product));
  }
  const agent = [path.join(home, '.local', 'bin', 'cursor-agent'), ...onPath(machine, 'cursor-agent')].find(existsSync);
  if (agent) return installed(agent, versionBehind(agent, undefined));
  const folder = path.join(home, '.cursor');
  return existsSync(folder) ? installed(folder, undefined) : { installed: false };
}

/** Whether version `a` is older than `b`, by their numbers. */
export function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0));
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function installed(evidence: string, version: string | undefined): Detection {
  return { installed: true, evidence, ...(version === undefined ? {} : { version }) };
}

function onPath(machine: Machine, program: string): string[] {
  const names = machine.platform === 'win32' ? [`${program}.cmd`, `${program}.exe`] : [program];
  const folders = (machine.environment.PATH ?? '').split(machine.platform === 'win32' ? ';' : ':').filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
}

/** The version of the program behind a link: in its real path (`versions/2.1.328`) or its package's own file. */
function versionBehind(program: string, packageName: string | undefined): string | undefined {
  try {
    const real = realpathSync(program);
    const inPath = /[\\/]versions[\\/]([^\\/]+)/.exec(real)?.[1];
    if (inPath) return inPath;
    for (let folder = path.dirname(real), up = 0; up < 4; folder = path.dirname(folder), up += 1) {
      const version = versionIn(path.join(folder, 'package.json'), packageName);
      if (version !== undefined) return version;
    }
  } catch {
    // A link to nothing has no version.
  }
  return undefined;
}

function versionIn(file: string, packageName?: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isRecord(content) || typeof content.version !== 'string') return undefined;
    return packageName === undefined || content.name === packageName ? content.version : undefined;
  } catch {
    return undefined;
  }
}

function extensionVersion(folder: string, prefix: string): { folder: string; version: string } | undefined {
  try {
    const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
    const newest = names.sort((a, b) => (isOlder(a.slice(prefix.length), b.slice(prefix.length)) ? -1 : 1)).at(-1);
    const version = newest === undefined ? undefined : /^\d+\.\d+\.\d+/.exec(newest.slice(prefix.length))?.[0];
    return newest && version ? { folder: path.join(folder, newest), version } : undefined;
  } catch {
    return undefined;
  }
}
