import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AuditEntry } from '../../src/action/audit.ts';
import { createSigningKey, type Signer, signerFrom } from '../../src/action/signing.ts';
import { type AuditLog, type AuditLogOptions, openAuditLog } from '../../src/audit/log.ts';

/** Noon of a day in 2026, UTC. */
export const noon = Date.UTC(2026, 10, 20, 12);
export const day = 86_400_000;

/** One key for all tests: making one takes longer than most of them. */
export const signer: Signer = signerFrom(createSigningKey());

/** A place for a log, its fallback and its checkpoints, and a clock that only the test moves. */
export interface Rig {
  readonly root: string;
  readonly directory: string;
  readonly fallbackDirectory: string;
  readonly checkpointDirectory: string;
  at: number;
  open(overrides?: Partial<AuditLogOptions>): AuditLog;
  /** Paths of the log files, by name. */
  files(): string[];
  lines(): string[];
  rewrite(change: (lines: string[]) => string[]): void;
}

export function newRig(): Rig {
  const root = mkdtempSync(path.join(tmpdir(), 'holdpoint-audit-'));
  mkdirSync(path.join(root, 'work'));
  const directory = path.join(root, 'work', '.holdpoint', 'audit');
  const rig: Rig = {
    root,
    directory,
    fallbackDirectory: path.join(root, 'state', 'audit'),
    checkpointDirectory: path.join(root, 'state', 'checkpoints'),
    at: noon,
    open: (overrides = {}) =>
      openAuditLog({
        directory,
        fallbackDirectory: rig.fallbackDirectory,
        checkpointDirectory: rig.checkpointDirectory,
        window: 'w1',
        now: () => rig.at,
        signer,
        ...overrides,
      }),
    files: () =>
      readdirSync(directory)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => path.join(directory, name)),
    lines: () => readFileSync(only(rig.files()), 'utf8').split('\n').slice(0, -1),
    rewrite(change) {
      const lines = change(rig.lines());
      writeFileSync(only(rig.files()), lines.map((line) => `${line}\n`).join(''));
    },
  };
  return rig;
}

/** The one item of a list that must have one. */
export function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`one expected, ${items.length} found`);
  return item;
}

export const opened: AuditEntry = { type: 'opened', window: 'w1', version: '0.1.0', key: signer.publicKey };

/** A small entry that is told apart by its number. */
export function policy(number: number): AuditEntry {
  return { type: 'policy', detail: `entry ${number}` };
}

/** A judgement as the guard records one. */
export function judged(command: string): Extract<AuditEntry, { type: 'judged' }> {
  return {
    type: 'judged',
    host: 'claude',
    session: 's1',
    callId: 'toolu_1',
    action: { kind: 'shell', text: command, cwd: '/w', marks: [[0, command.length]] },
    decision: 'hold',
    reversibility: 'irreversible',
    reason: 'terraform destroy deletes every resource in this state',
    effects: [
      {
        verb: 'destroy',
        provider: 'terraform',
        resource: 'state',
        target: '*',
        asset: 'state',
        environment: 'unknown',
        reversibility: 'irreversible',
        scope: 'remote',
        rule: 'terraform/destroy',
        reason: 'terraform destroy deletes every resource in this state',
        safer: 'terraform plan -destroy',
        attack: 'T1485',
        span: [0, command.length],
      },
    ],
    signals: [],
    sequences: [],
    revealed: [],
    restraint: 0.93,
    micros: 61,
  };
}
