import type { AuditEntry } from '../../src/action/audit.ts';

/** A call as the log has it once it was judged. */
export type Judged = Extract<AuditEntry, { type: 'judged' }>;

/** A harmless command that was let pass, with what a test says otherwise. */
export function allowed(text: string, more: Partial<Judged> = {}): Judged {
  return {
    type: 'judged',
    host: 'claude',
    session: 's',
    action: { kind: 'shell', text, cwd: '/w', marks: [] },
    decision: 'allow',
    reversibility: 'reversible',
    reason: 'Nothing it does is known to destroy anything.',
    effects: [],
    signals: [],
    sequences: [],
    revealed: [],
    restraint: 1,
    micros: 90,
    ...more,
  };
}
