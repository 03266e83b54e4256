import type { Context } from '../context/context.ts';
import type { Gate } from './gate.ts';

/** What the pipeline needs where no window answers. */
export interface SoloDeps {
  now(): number;
  monotonic(): number;
  readonly context: Context;
  readonly fingerprintKey: string;
  /** The state directory: pins, mode record and spool lie there. */
  readonly stateDirectory: string;
}

/**
 * The same pipeline without a window and without memory: what is irreversible or unknown beyond the workspace is
 * denied with the sentence that says how to get it confirmed; touching the guard is denied; the rest is the host's.
 */
export function createSoloGate(_deps: SoloDeps): Gate {
  throw new Error('not built yet');
}
