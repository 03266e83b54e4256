import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SignalName } from '../../src/action/signal.ts';
import { sequenceRules } from '../../src/behaviour/sequence-rules.ts';
import { signal } from '../../src/behaviour/signals.ts';
import { readPolicyFile } from '../../src/policy/policy-file.ts';
import { fifthIncidents } from './scenarios/fifth-incidents.ts';
import { fourthIncidents } from './scenarios/fourth-incidents.ts';
import { fourthLookAlikes } from './scenarios/fourth-lookalikes.ts';
import { incidents } from './scenarios/incidents.ts';
import { lookAlikes } from './scenarios/lookalikes.ts';
import { secondIncidents } from './scenarios/second-incidents.ts';
import { secondLookAlikes } from './scenarios/second-lookalikes.ts';
import { sixthIncidents } from './scenarios/sixth-incidents.ts';
import { thirdIncidents } from './scenarios/third-incidents.ts';
import { thirdLookAlikes } from './scenarios/third-lookalikes.ts';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/signals.md'), 'utf8');
const schema = JSON.parse(readFileSync(path.join(root, 'media/policy.schema.json'), 'utf8'));
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));

describe('docs/signals.md', () => {
  it('lists every signal with its technique', () => {
    const names: SignalName[] = schema.definitions.signal.enum;
    const listed = rows.filter(([, name]) => names.some((known) => known === name));
    expect(listed.map(([, name, attack]) => [name, attack])).toEqual(
      names.map((name) => [name, signal(name, 0.5, '').attack ?? '']),
    );
  });

  it('lists every shipped sequence with its technique and time', () => {
    const listed = rows.filter(([, name]) => sequenceRules.some((rule) => rule.name === name));
    expect(listed.map(([, name, attack, within]) => [name, attack, within])).toEqual(
      sequenceRules.map((rule) => [rule.name, rule.attack, `${rule.within / 3_600_000} h`]),
    );
  });

  it('shows a policy file that is understood', () => {
    const example = /```jsonc\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const read = readPolicyFile(example);
    expect(read.problems).toEqual([]);
    expect(read.sequences.map(({ name }) => name)).toEqual(['publish-untested', 'probe-then-production']);
  });

  it('counts the scenarios as there are', () => {
    const harmful =
      incidents.length +
      secondIncidents.length +
      thirdIncidents.length +
      fourthIncidents.length +
      fifthIncidents.length +
      sixthIncidents.length;
    const harmless = lookAlikes.length + secondLookAlikes.length + thirdLookAlikes.length + fourthLookAlikes.length;
    expect(page).toContain(`${harmful} incidents over`);
    expect(page.replaceAll('\n', ' ')).toContain(`${harmless} look-alikes.`);
  });
});
