import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { agentAbove, agentNamed, agentOf } from '../../src/exec/agent-marks.ts';

describe('whose shell it is', () => {
  test.each([
    [{ COPILOT_AGENT: '1', AI_AGENT: 'github_copilot_vscode_agent' }, 'vscode'],
    [{ AI_AGENT: 'claude-code' }, 'claude'],
    [{ AI_AGENT: 'someone_else', CLAUDECODE: '1' }, 'claude'],
    [{ CURSOR_AGENT: '1' }, 'cursor'],
    [{ CLAUDECODE: '' }, null],
    [{}, null],
  ] as const)('%j: %s', (environment, host) => {
    expect(agentOf(environment)).toBe(host);
  });

  test.each([
    ['/usr/local/bin/claude\0-p\0x', 'claude'],
    ['node\0--max-old-space-size=4096\0/usr/lib/node_modules/.bin/gemini\0-p', 'gemini'],
    ['/usr/bin/node\0/opt/codex.js', 'codex'],
    ['/home/dev/.local/bin/cursor-agent\0', 'cursor'],
    ['bash\0/home/dev/claude', null],
    ['vim\0claude', null],
    ['/usr/bin/claude-desktop-notes', null],
    ['', null],
  ] as const)('by the name of its parent %j: %s', (commandLine, host) => {
    expect(agentNamed(commandLine)).toBe(host);
  });

  test.runIf(process.platform === 'linux')('by a parent two steps up', async () => {
    const text = 'exec -a claude /bin/bash -c "sleep 20 & echo \\$!; wait"';
    const child = spawn('/bin/bash', ['-c', text], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    const pid = Number(await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve)));
    expect(agentAbove(pid)).toBe('claude');
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    expect(agentAbove(2 ** 22 + 1)).toBeNull();
  });
});
