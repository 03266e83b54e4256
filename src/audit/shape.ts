import type { AuditEntry } from '../action/audit.ts';
import { actionKinds, hostIds } from '../action/kinds.ts';

type Fields = Readonly<Record<string, (value: unknown) => boolean>>;

const text = (value: unknown): boolean => typeof value === 'string';
const number = (value: unknown): boolean => typeof value === 'number';
const truth = (value: unknown): boolean => typeof value === 'boolean' || value === null;
const texts = (value: unknown): boolean => Array.isArray(value) && value.every(text);
const host = oneOf(hostIds);

/** What each type of entry must have for its readers not to stumble. Fields beyond these are the writer's own. */
const shapes: Readonly<Record<AuditEntry['type'], Fields>> = {
  opened: { window: text, version: text, key: text },
  closed: { window: text },
  judged: {
    host,
    session: text,
    callId: optional(text),
    agentId: optional(text),
    action: redactedAction,
    decision: oneOf(['allow', 'hold', 'deny']),
    reversibility: oneOf(['reversible', 'recoverable', 'irreversible', 'unknown']),
    reason: text,
    effects: list({
      verb: text,
      provider: text,
      target: text,
      reversibility: text,
      scope: text,
      rule: text,
      reason: text,
    }),
    signals: list({ name: text, score: number, evidence: text }),
    sequences: list({ name: text, title: text }),
    revealed: list({ kind: text, fingerprint: text, foundIn: text, foundAt: number }),
    restraint: number,
    conduct: optional(
      object({
        category: text,
        surprise: number,
        exceeds: optional(text),
        asks: optional(truth),
        declared: optional(truth),
      }),
    ),
    unattested: optional(truth),
    actionAt: optional(number),
    micros: number,
    snapshot: optional(object({ id: text, files: number, bytes: number, milliseconds: number })),
  },
  held: {
    host,
    session: text,
    artifact: object({ id: text, digest: text, reason: text, action: redactedAction, effects: list({ reason: text }) }),
  },
  answered: {
    host,
    session: text,
    hold: text,
    callId: optional(text),
    digest: text,
    answer: oneOf(['approved', 'denied', 'expired', 'closed', 'abandoned']),
    message: optional(text),
    waitedMs: number,
  },
  outcome: {
    host,
    session: text,
    callId: optional(text),
    ok: truth,
    denied: optional(truth),
    revealed: list({ kind: text, fingerprint: text, foundIn: text, foundAt: number }),
    signals: list({ name: text, score: number, evidence: text }),
  },
  cleared: {
    host: (value) => value === undefined || host(value),
    session: optional(text),
    clearedAt: number,
    damage: texts,
    key: text,
    signature: text,
  },
  mode: { from: text, to: text, until: optional(text) },
  stopped: { host, session: text, callId: optional(text), detail: text },
  connection: { host, state: text, detail: text },
  tampering: { subject: text, detail: text },
  rejected: { input: text, problem: text },
  policy: { detail: text },
  restored: { snapshot: text, before: (value) => value === null || text(value), files: number },
  log: { subject: text, detail: text },
  pruned: { files: texts, head: text, signature: text },
};

/** Whether an object that came from a disk has the fields of the entry it says it is. */
export function isEntry(value: object): value is AuditEntry {
  const type = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return false;
  const fields = Object.entries(shapes).find(([name]) => name === type)?.[1];
  return fields !== undefined && object(fields)(value);
}

function redactedAction(value: unknown): boolean {
  const mark = (span: unknown): boolean => Array.isArray(span) && span.length === 2 && span.every(number);
  const marks = (spans: unknown): boolean => Array.isArray(spans) && spans.every(mark);
  return object({ kind: oneOf(actionKinds), text, cwd: text, marks })(value);
}

function object(fields: Fields): (value: unknown) => boolean {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const own: Readonly<Record<string, unknown>> = { ...value };
    return Object.entries(fields).every(([name, fits]) => fits(own[name]));
  };
}

function list(fields: Fields): (value: unknown) => boolean {
  const item = object(fields);
  return (value) => Array.isArray(value) && value.every(item);
}

function oneOf(names: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && names.includes(value);
}

function optional(fits: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || fits(value);
}
