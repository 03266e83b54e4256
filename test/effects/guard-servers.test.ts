import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { factsFrom } from '../../src/action/facts.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { isHostSettings, silencedBy } from '../../src/effects/guard-settings.ts';

const program = '/home/dev/.local/state/holdpoint/bin/holdpoint';
const wrapped = {
  command: program,
  args: ['mcp', '--server=railway', '--host=cursor', '--', 'npx', '-y', 'x'],
  env: {},
};
const open = { command: 'npx', args: ['-y', 'x'] };
const other = { command: 'node', args: ['mine.js'] };
const json = (servers: object, key = 'mcpServers') => JSON.stringify({ [key]: servers });

describe('a configuration of MCP servers', () => {
  test.each<[string, string, string]>([
    ['unwrapped', json({ railway: wrapped }), json({ railway: open })],
    ['unwrapped, in VS Code', json({ railway: wrapped }, 'servers'), json({ railway: open }, 'servers')],
    [
      'unwrapped, in OpenCode',
      json({ railway: { command: [program, 'mcp', '--', 'npx'] } }, 'mcp'),
      json({ railway: { command: ['npx'] } }, 'mcp'),
    ],
    ['reached by an address instead', json({ railway: wrapped }), json({ railway: { url: 'https://x' } })],
    [
      'unwrapped for one project of Claude Code',
      JSON.stringify({ projects: { '/w': { mcpServers: { railway: wrapped } } } }),
      JSON.stringify({ projects: { '/w': { mcpServers: { railway: open } } } }),
    ],
  ])('does not lose Holdpoint by an agent: %s', (_what, before, after) => {
    expect(silencedBy(before, after)).toContain('in front of the server railway');
  });

  test('lets no library be loaded into what stands before a server', () => {
    const loading = json({ railway: { ...wrapped, env: { LD_PRELOAD: '/tmp/x.so' } } });
    expect(silencedBy(json({ railway: wrapped }), loading)).toBe(
      'loads a library into what stands before the server railway',
    );
    expect(silencedBy(loading, loading.replace('npx', 'bunx'))).toBeNull();
  });

  test.each<[string, string, string]>([
    ['another server is added', json({ railway: wrapped }), json({ railway: wrapped, mine: other })],
    ['another server is changed', json({ railway: wrapped, mine: other }), json({ railway: wrapped, mine: open })],
    ['a server goes altogether', json({ railway: wrapped }), json({})],
    ['its surroundings change', json({ railway: wrapped }), json({ railway: { ...wrapped, env: { A: '1' } } })],
    ['nothing was wrapped', json({ railway: open }), json({ railway: other })],
    [
      "Holdpoint's own server changes place",
      json({ hp: { command: program, args: ['mcp', 'serve'] } }),
      json({ hp: { command: program, args: ['mcp', 'serve'] } }),
    ],
  ])('is changed in peace where %s', (_what, before, after) => {
    expect(silencedBy(before, after)).toBeNull();
  });

  test.each([
    '/home/dev/.cursor/mcp.json',
    '/w/.mcp.json',
    '/home/dev/.claude.json',
    '/home/dev/.config/Code/User/mcp.json',
    '/w/.vscode/mcp.json',
    '/home/dev/.codeium/windsurf/mcp_config.json',
    '/home/dev/.codeium/windsurf/hooks.json',
    '/w/opencode.json',
    '/home/dev/.kiro/settings/mcp.json',
  ])('is looked at when it is written: %s', (file) => {
    expect(isHostSettings(file)).toBe(true);
  });

  test.each(['/w/mcp.json', '/w/src/servers.json', '/w/my-opencode.json', '/w/.mcp.json.bak'])('is not %s', (file) => {
    expect(isHostSettings(file)).toBe(false);
  });

  test('may be made anew by an agent', () => {
    const action: Action = {
      host: 'claude',
      session: 's',
      cwd: '/w',
      workspaceRoot: '/w',
      at: 0,
      kind: 'write',
      path: '/w/.mcp.json',
      content: json({ mine: other }),
    };
    const place = {
      workspaceRoot: '/w',
      cwd: '/w',
      home: '/home/dev',
      platform: 'linux' as const,
      temporary: ['/tmp'],
      guardPaths: ['/home/dev/.local/state/holdpoint'],
      createdBySession: [],
      context: 'ask' as const,
    };
    const { effects } = analyse(action, factsFrom(place, new Map()));
    expect(effects.filter(({ touchesGuard }) => touchesGuard)).toEqual([]);
  });
});
