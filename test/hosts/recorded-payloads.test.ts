import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { scriptedGate, send } from './gate.ts';

/** Verbatim standard input of real agents; values are synthetic. The file's name says agent, event and tool. */
const folder = path.join(import.meta.dirname, 'payloads');
const kinds: Readonly<Record<string, string>> = {
  'claude.pre.Bash.json': 'shell',
  'claude.permreq.Bash.json': 'shell',
  'claude.pre.Read.json': 'read',
  'claude.pre.Agent.json': 'task',
  'claude.pre.mcp__railway__volume-delete.json': 'mcp',
};

const recorded = readdirSync(folder);
const calls = recorded.filter((name) => name in kinds);
const outcomes = recorded.filter((name) => !(name in kinds));

it.each(calls)('reads %s as recorded from the real agent', async (name) => {
  const stdin = readFileSync(path.join(folder, name));
  const gate = scriptedGate(() => 'allow');
  const reply = await send('claude', stdin, gate);
  expect(reply.output).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  expect(gate.asked.map((action) => action.kind)).toEqual([kinds[name]]);
  const denied = await send(
    'claude',
    stdin,
    scriptedGate(() => 'deny'),
  );
  expect(denied.output.stdout).toMatch(/"permissionDecision":"deny"|"behavior":"deny"/);
});

it.each(outcomes)('hears from %s what the tool printed', async (name) => {
  const gate = scriptedGate(() => 'deny');
  const reply = await send('claude', readFileSync(path.join(folder, name)), gate);
  expect(reply.output).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  expect(gate.asked).toHaveLength(0);
  expect(gate.reported).toHaveLength(1);
  const { outcome } = gate.reported[0] ?? {};
  expect(outcome?.ok).toBe(!name.includes('failed'));
  expect(outcome?.output).toMatch(/RAILWAY_TOKEN=rlwy_SYNTHETIC|FAIL staging/);
});
