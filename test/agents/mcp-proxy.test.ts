// A real agent without any hook of Holdpoint's: only its MCP server goes through the proxy.
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { agentProgram } from '../../scripts/setup/agent.mts';
import { claudeDriver } from '../rig/agent/claude.mts';
import { runAgent } from '../rig/agent/driver.mts';
import { createRun, repository } from '../rig/files.mts';
import { demoVolume, startRailway } from '../rig/railway/server.mts';

let program: string;
beforeAll(async () => {
  program = await agentProgram('claude', (sentence) => console.error(sentence));
});

/** What the agent got back for its deletion, and how many reached the API. */
async function played(wrap: (server: readonly [string, ...string[]]) => readonly [string, ...string[]]) {
  const run = await createRun();
  const railway = await startRailway();
  try {
    claudeDriver.settle?.(run);
    const [command, ...args] = wrap([process.execPath, path.join(repository, 'test', 'rig', 'railway', 'mcp.mts')]);
    const { results } = await runAgent(claudeDriver, run, {
      program,
      deeds: [{ do: 'mcp', tool: 'volume-delete', input: { volumeId: demoVolume } }],
      mcp: { command, args, env: { RAILWAY_URL: railway.url } },
      longestMs: 90_000,
    });
    return { text: results.map((result) => result.text).join('\n'), deletions: railway.deletions().length };
  } finally {
    await railway.close();
    run.remove();
  }
}

describe('Claude Code without a hook, its MCP server behind holdpoint mcp', () => {
  test('the control destroys', async () => {
    expect((await played((server) => server)).deletions).toBeGreaterThan(0);
  });

  test('nothing reaches the API, and the agent is told why', async () => {
    const cli = path.join(repository, 'dist', 'cli.js');
    const { text, deletions } = await played((server) => [
      process.execPath,
      cli,
      'mcp',
      '--server=railway',
      '--host=claude',
      '--',
      ...server,
    ]);
    expect(deletions).toBe(0);
    expect(text).toMatch(/Holdpoint: Deletes the Railway volume/);
  });
});
