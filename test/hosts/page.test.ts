import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type AgentReport, pageWith } from '../../scripts/agents/page.mts';
import { adapters } from '../../src/hosts/registry.ts';

const page = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'hosts.md'), 'utf8');

it.each(Object.values(adapters))('docs/hosts.md says how $title is connected and how long it waits', (adapter) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${adapter.title} |`) && line.includes(adapter.id));
  expect(row, adapter.title).toBeDefined();
  const seconds = adapter.deadlineMs / 1_000;
  expect(row).toContain(seconds >= 120 ? `${seconds / 60} minutes` : `${seconds} seconds`);
});

it('its tables are written from what the suites left, and nothing else of it changes', () => {
  const reports: AgentReport[] = [
    {
      agent: 'codex',
      title: 'Codex',
      version: '1.0',
      verdicts: { incident: 'held', typed: 'no such tool', 'window-closed': 'held' },
      latency: { bare: 40, idle: 80, holdpoint: 100, calls: 32, cores: 2, load: 0.7 },
    },
  ];
  const written = pageWith(page, reports);
  expect(written).toContain('|  | Codex 1.0 |');
  expect(written).toContain('| incident | held |');
  expect(written).toContain('| window closed while it asks | held |');
  expect(written).toContain('| MCP call | not run |');
  expect(written).toContain('| *held, of those offered* | 2 of 13 |');
  expect(written).toContain('at least 32 harmless calls each, on 2 cores with a load average of 0.7');
  expect(written).toContain('| Codex | 40 | 80 | 100 | 60 | 1.50 |');
  expect(pageWith(written, reports)).toBe(written);
  expect(written.split('<!-- measured')[0]).toBe(page.split('<!-- measured')[0]);
});
