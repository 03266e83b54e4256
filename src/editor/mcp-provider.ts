import * as vscode from 'vscode';
import { isRecord } from '../guard/json.ts';

/** A server as VS Code starts it. From version 1.101 on; the types this project builds with are older. */
type StdioServer = new (
  label: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  version: string,
) => object;

/** Offers servers of ours to the editor's agents. */
type Register = (
  id: string,
  provider: { provideMcpServerDefinitions(): readonly object[]; resolveMcpServerDefinition(server: object): object },
) => vscode.Disposable;

/** As `contributes.mcpServerDefinitionProviders` names it. */
const provider = 'holdpoint.mcp';

/**
 * Offers Holdpoint's own MCP server (`holdpoint mcp serve`) to this editor's agents, where the editor can be offered
 * one. It runs on the editor's own program; the editor asks the person before it starts it for the first time.
 */
export function offerMcpServer(extension: vscode.Uri, version: string): vscode.Disposable | undefined {
  const api = mcpApi();
  if (!api) return undefined;
  const cli = vscode.Uri.joinPath(extension, 'dist', 'cli.js').fsPath;
  const server = () => {
    const args = [cli, 'mcp', 'serve'];
    const started = new api.Server('Holdpoint', process.execPath, args, { ELECTRON_RUN_AS_NODE: '1' }, version);
    // Without one it would run in the home folder, which no window has open: nobody could be asked.
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    return folder === undefined ? started : Object.assign(started, { cwd: folder });
  };
  return api.register(provider, {
    provideMcpServerDefinitions: () => [server()],
    resolveMcpServerDefinition: (chosen) => chosen,
  });
}

function mcpApi(): { register: Register; Server: StdioServer } | undefined {
  const lm: unknown = Reflect.get(vscode, 'lm');
  const register: unknown = isRecord(lm) ? lm.registerMcpServerDefinitionProvider : undefined;
  const Server: unknown = Reflect.get(vscode, 'McpStdioServerDefinition');
  return isFunction(register) && isClass(Server) ? { register: register.bind(lm), Server } : undefined;
}

function isFunction(value: unknown): value is Register {
  return typeof value === 'function';
}

function isClass(value: unknown): value is StdioServer {
  return typeof value === 'function';
}
