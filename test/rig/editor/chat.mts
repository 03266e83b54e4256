// VS Code's own agent in the embedded editor, every permission bypassed, with a scripted model on loopback
// (reference/vscode-behaviour.md 1 says how it is driven).
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedEditor } from '../../../scripts/setup/editor.mts';
import { mustRun } from '../../../scripts/setup/run.mts';
import type { Deed } from '../agent/driver.mts';
import { createRun, type Run, vsixFile } from '../files.mts';
import { type FakeModel, type ModelTurn, startModel, subagentTask, type ToolResult } from '../model/server.mts';
import { type FakeRailway, startRailway } from '../railway/server.mts';
import { haveClaude } from '../scene.mts';
import { packProbe, probeOf } from './probe.mts';
import { type EditorServer, startEditor } from './server.mts';
import { openWorkbench, type Workbench } from './workbench.mts';

/** A window whose own agent can be asked. */
export interface ChatScene {
  readonly run: Run;
  readonly railway: FakeRailway;
  readonly server: EditorServer;
  readonly bench: Workbench;
  /** Lets the agent do these in a new conversation. Gives what came back to it and to its subagent, or null where it did not come to an end. */
  ask(deeds: readonly Deed[], options?: AskOptions): Promise<readonly ToolResult[] | null>;
  /** Milliseconds between the model's words and the agent's next request, turn by turn, in the newest conversation. */
  gaps(): readonly number[];
  /** Configures an MCP server called `railway` in the workspace and starts it, as a person does. */
  startMcpServer(server: McpServer): Promise<void>;
  close(): Promise<void>;
}

/** Command line of a server that speaks on standard input and output. */
interface McpServer {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How long, and what happens meanwhile. */
interface AskOptions {
  /** Before the model's last call but its closing words. */
  readonly beforeLast?: () => void;
  readonly milliseconds?: number;
}

/** Opens the window, with the chat enabled as a person does. Holdpoint is installed in it; nothing is connected. */
export async function openChatScene(
  tell: (sentence: string) => void,
  railwayFor: (run: Run) => Promise<FakeRailway> = () => startRailway(),
): Promise<ChatScene> {
  const run = await createRun();
  const railway = await railwayFor(run);
  const model = await startModel({ turns: [{ text: 'Ready.' }] });
  haveClaude(run);
  const cached = await embeddedEditor(tell);
  const editor = { ...cached, entry: await ownCopy(cached.entry, run) };
  const server = await startEditor(editor, run, [vsixFile, await packProbe(run)], {
    settings: { 'chat.disableAIFeatures': false, 'chat.permissions.default': 'autoApprove' },
    files: { 'chatLanguageModels.json': [modelSettings(model)] },
  });
  const bench = await openWorkbench({ url: server.url, profile: path.join(run.folder, 'chromium') });
  // The bundled chat extension is switched off until somebody looks for a model.
  await bench.command('Chat: Manage Language Models');
  await sleep(12_000);
  await bench.page.keyboard.press('Escape');
  const probe = probeOf(run);
  let earlier = 0;
  const scene: ChatScene = {
    run,
    railway,
    server,
    bench,
    gaps: () => model.gaps.slice(earlier),
    async ask(deeds, options = {}) {
      // What lies between two conversations is no call.
      earlier = model.gaps.length === 0 ? 0 : model.gaps.length + 1;
      const turns = deeds.flatMap((deed) => turnsOf(deed, run));
      const delegated = deeds.flatMap((deed) => (deed.do === 'delegate' ? deed.deeds : []));
      const ended = new Promise<true>((resolve) => {
        model.play({
          turns: [...turns, { text: 'Finished.' }],
          ...(delegated.length > 0
            ? { subagent: [...delegated.flatMap((deed) => turnsOf(deed, run)), { text: 'Cleaned up.' }] }
            : {}),
          before(turn) {
            if (turn === turns.length - 1) options.beforeLast?.();
            if (turn >= turns.length) resolve(true);
          },
        });
      });
      probe.ask(`Fix the failing staging credential test (${deeds.length}).`);
      const done = await Promise.race([ended, sleep(options.milliseconds ?? 90_000, false as const)]);
      return done ? [...model.results(), ...model.subagentResults()] : null;
    },
    async startMcpServer(server) {
      const file = path.join(run.workspace, '.vscode', 'mcp.json');
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ servers: { railway: { type: 'stdio', ...server } } }));
      await bench.choose('MCP: List Servers', 'railway');
      await bench.page
        .locator('.quick-input-list .monaco-list-row')
        .filter({ hasText: 'Start Server' })
        .first()
        .click();
      await sleep(4_000);
    },
    async close() {
      await bench.close();
      await server.stop();
      await railway.close();
      await model.close();
      run.remove();
    },
  };
  return scene;
}

/** The chat extension writes into the editor's own folder: it gets one of its own, with the files linked. */
async function ownCopy(entry: string, run: Run): Promise<string> {
  const modules = entry.slice(0, entry.lastIndexOf(`${path.sep}code-server${path.sep}`));
  const copy = path.join(run.folder, 'editor', 'node_modules');
  cpSync(path.join(modules, '..', 'package.json'), path.join(run.folder, 'editor', 'package.json'));
  await mustRun('cp', ['-al', modules, copy]).catch(() => mustRun('cp', ['-a', modules, copy]));
  return path.join(copy, path.relative(modules, entry));
}

const modelSettings = (model: FakeModel) => ({
  name: 'fake',
  vendor: 'customendpoint',
  apiKey: 'sk-SYNTHETIC',
  apiType: 'chat-completions',
  models: [
    {
      id: 'fake-1',
      name: 'Fake One',
      url: `${model.url}/v1/chat/completions`,
      toolCalling: true,
      vision: false,
      maxInputTokens: 128_000,
      maxOutputTokens: 16_000,
    },
  ],
});

const terminal = (command: string, mode: 'sync' | 'async' = 'sync') => ({
  tool: 'run_in_terminal',
  input: { command, explanation: 'a step', goal: 'a step', mode, isBackground: mode === 'async', timeout: 20_000 },
});

/** One deed in this agent's tools. */
function turnsOf(deed: Deed, run: Run): ModelTurn[] {
  switch (deed.do) {
    case 'shell':
      return [terminal(deed.command)];
    case 'read':
      return [{ tool: 'read_file', input: { filePath: deed.path, startLine: 1, endLine: 50 } }];
    case 'write':
      return [{ tool: 'create_file', input: { filePath: deed.path, content: deed.content } }];
    case 'delegate':
      return [{ tool: 'runSubagent', input: { prompt: subagentTask, description: 'sub task' } }];
    case 'together':
      return [{ together: deed.deeds.flatMap((each) => turnsOf(each, run)).filter((turn) => 'tool' in turn) }];
    case 'type':
      return [
        terminal('bash', 'async'),
        { tool: 'send_to_terminal', input: (seen) => ({ id: lastId(seen), command: deed.line }) },
      ];
    case 'mcp':
      return [{ tool: `mcp_railway_${deed.tool}`, input: deed.input }];
  }
}

const lastId = (seen: string): string =>
  seen.match(/[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/gi)?.at(-1) ?? '';
