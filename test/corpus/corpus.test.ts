import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/action/verdict.ts';
import { decide } from '../../src/policy/decide.ts';
import { actionOf, analysed } from '../effects/judging.ts';

const quiet: Observation = { signals: [], sequences: [], heightened: false, restraint: 1, alert: false };

function commandsIn(file: string): string[] {
  return readFileSync(path.join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# Commands') && !line.startsWith('# Everyday'))
    .map((line) => (/<<-?'?\w/.test(line) ? line.replaceAll('\\n', '\n') : line));
}

async function decisionOn(command: string): Promise<string> {
  const analysis = await analysed({ kind: 'shell', command });
  const action = actionOf({ kind: 'shell', command });
  const verdict = decide({
    action,
    analysis,
    observation: quiet,
    mode: 'guarding',
    canSnapshot: false,
    exceptions: [],
  });
  return verdict.decision === 'allow' ? 'allow' : `${verdict.decision}: ${verdict.reason}`;
}

describe('everyday destruction stops', () => {
  it.each(commandsIn('destructive.txt'))('%s', async (command) => {
    expect(await decisionOn(command)).not.toBe('allow');
  });
});

describe('everyday work passes', () => {
  it.each(commandsIn('harmless.txt'))('%s', async (command) => {
    expect(await decisionOn(command)).toBe('allow');
  });
});
