// The embedded editor: code-server from npm, which carries a complete VS Code (workbench, extension host, webviews).
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached, type Progress } from './cache.mts';
import { mustRun, toolEnvironment } from './run.mts';
import { requirePackages } from './system.mts';

/** 4.139.1 carries VS Code 1.139.1. */
const editorVersion = '4.139.1';

/** An editor that is ready to be started. */
export interface EmbeddedEditor {
  /** The script to start with Node. */
  readonly entry: string;
  /** The Node program its native modules were built for. */
  readonly node: string;
}

/** Sets the embedded editor up on first use (a few minutes, about 900 MB), afterwards at once. */
export async function embeddedEditor(tell: Progress): Promise<EmbeddedEditor> {
  const major = process.versions.node.split('.')[0];
  const name = `code-server-${editorVersion}-node${major}-${process.platform}-${process.arch}`;
  const folder = await cached({ name, fill: (into) => install(into, tell) }, tell);
  return {
    entry: path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
    node: process.execPath,
  };
}

async function install(folder: string, tell: Progress): Promise<void> {
  await requirePackages(['build', 'kerberos'], tell);
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  writeFileSync(path.join(folder, 'package.json'), '{"private":true,"name":"holdpoint-embedded-editor"}\n');
  tell('editor 1 of 3: fetching code-server from npm');
  await mustRun('npm', ['install', `code-server@${editorVersion}`, '--ignore-scripts', ...quiet], { cwd: folder });
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  tell('editor 2 of 3: building its native modules (about a minute)');
  await mustRun('npm', ['install', '--omit=dev', ...quiet], {
    cwd: vscode,
    environment: { ...toolEnvironment(), ...nodeHeaders() },
  });
  tell('editor 3 of 3: fetching what its built-in extensions need');
  await mustRun('npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet], {
    cwd: path.join(vscode, 'extensions'),
  });
  if (readdirSync(path.join(vscode, 'node_modules')).length === 0)
    throw new Error('The embedded editor came out empty.');
}

/** Node's headers where the distribution has put them, so that node-gyp fetches none; the modules use Node-API. */
function nodeHeaders(): Record<string, string> {
  return existsSync('/usr/include/node/node_api.h') ? { npm_config_nodedir: '/usr' } : {};
}
