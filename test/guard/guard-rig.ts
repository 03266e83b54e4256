import type { Action } from '../../src/action/action.ts';
import type { AuditEntry, AuditRecord } from '../../src/action/audit.ts';
import type { Effect } from '../../src/action/effect.ts';
import { type FactAnswer, type FactRequest, factKey } from '../../src/action/facts.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { type AuditLog, AuditWriteError } from '../../src/audit/log.ts';
import { createHoldRegistry } from '../../src/confirmation/registry.ts';
import type { Context } from '../../src/context/context.ts';
import { createGuard, type GuardDeps } from '../../src/guard/guard.ts';
import type { GuardRecord, RecordStore } from '../../src/guard/record.ts';
import { newSigner } from './rig.ts';

/** An effect with what a test does not care about filled in. */
export function effect(change: Partial<Effect> = {}): Effect {
  return {
    verb: 'delete',
    provider: 'railway',
    resource: 'volume',
    target: 'vol_prod_1',
    asset: 'data-store',
    environment: 'production',
    reversibility: 'irreversible',
    scope: 'remote',
    rule: 'railway/volume-delete',
    reason: 'Deletes the Railway volume vol_prod_1 and its backups.',
    span: [0, 1],
    ...change,
  };
}

/** An analysis that found these effects. */
export function found(...effects: Effect[]): Analysis {
  return { invocations: [], requests: [], effects, needs: [], problems: [] };
}

/** A shell action. */
export function shell(command: string, change: Partial<Action> = {}): Action {
  const action = {
    host: 'claude',
    session: 's1',
    cwd: '/w',
    workspaceRoot: '/w',
    at: 0,
    kind: 'shell',
    command,
  } as const;
  return { ...action, ...change } as Action;
}

/** What a test can turn. */
export interface GuardRig {
  readonly guard: ReturnType<typeof createGuard>;
  readonly deps: GuardDeps;
  readonly records: AuditEntry[];
  readonly problems: string[];
  readonly asked: FactRequest[][];
  facts: Record<string, FactAnswer>;
  auditFails: ((entry: AuditEntry) => boolean) | null;
  record: Partial<GuardRecord> & { problem?: string };
  /** Moves the clock and runs what is due. */
  pass(milliseconds: number): void;
}

/** A guard whose clock, ids, disk and log are the test's. */
export function guardRig(change: Partial<GuardDeps> = {}): GuardRig {
  let now = 1_000_000;
  let ids = 0;
  const timers = new Set<{ at: number; fn: () => void }>();
  const schedule = (milliseconds: number, fn: () => void) => {
    const timer = { at: now + milliseconds, fn };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const records: AuditEntry[] = [];
  const problems: string[] = [];
  const asked: FactRequest[][] = [];
  const audit: AuditLog = {
    append(entry) {
      if (rig.auditFails?.(entry)) throw new AuditWriteError('The audit log /w cannot be written: the disk is full.');
      records.push(entry);
      return { ...entry, v: 1, seq: records.length, at: '', prev: '', hash: '' } as AuditRecord;
    },
    checkpoint: () => {},
    close: () => {},
    directory: '/w/.holdpoint/audit',
    problems: [],
  };
  const context: Context = {
    place: (action, createdBySession) => ({
      workspaceRoot: action.workspaceRoot,
      cwd: action.cwd,
      home: '/home/a',
      platform: 'linux',
      temporary: ['/tmp'],
      guardPaths: [],
      createdBySession,
      context: 'ask',
    }),
    async resolve(requests) {
      asked.push([...requests]);
      return new Map(
        requests.map((request) => [
          factKey(request),
          rig.facts[factKey(request)] ?? { known: false, why: 'not there' },
        ]),
      );
    },
  };
  const record: RecordStore = {
    current: () => {
      const full: GuardRecord = {
        v: 1,
        sequence: 1,
        mode: 'guarding',
        writtenAt: 0,
        until: null,
        exceptions: [],
        acceptedPolicies: [],
        ...rig.record,
      };
      return {
        record: full,
        mode: full.mode,
        ...(full.until === null ? {} : { until: full.until }),
        ...(rig.record.problem === undefined ? {} : { problem: rig.record.problem }),
      };
    },
    setMode: (mode) => {
      rig.record = { ...rig.record, mode };
    },
    addException: (exception) => {
      rig.record = { ...rig.record, exceptions: [...(rig.record.exceptions ?? []), exception] };
    },
    revokeException: () => {
      rig.record = { ...rig.record, exceptions: [] };
    },
    acceptPolicy: (hash) => {
      rig.record = { ...rig.record, acceptedPolicies: [...(rig.record.acceptedPolicies ?? []), hash] };
    },
  };
  const deps: GuardDeps = {
    now: () => now,
    monotonic: () => now,
    schedule,
    holds: createHoldRegistry({
      now: () => now,
      newId: () => {
        ids += 1;
        return `hold-${ids}`;
      },
      schedule,
    }),
    context,
    audit,
    record,
    fingerprintKey: '00'.repeat(32),
    history: () => ({ records: [], intact: true }),
    signer: newSigner(),
    saving: null,
    holdMilliseconds: 60_000,
    onProblem: (problem) => problems.push(problem),
    ...change,
  };
  const rig: GuardRig = {
    guard: createGuard(deps),
    deps,
    records,
    problems,
    asked,
    facts: {},
    auditFails: null,
    record: {},
    pass(milliseconds) {
      now += milliseconds;
      for (const timer of [...timers]) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.fn();
      }
    },
  };
  return rig;
}
