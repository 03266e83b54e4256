import model from './baseline.generated.json' with { type: 'json' };
import { type Baseline, readBaseline } from './baseline.ts';

let read: Baseline | undefined;

/** The baseline of ordinary coding sessions that came with this version. Read at its first use. */
export function shippedBaseline(): Baseline {
  read ??= readBaseline(model);
  return read;
}
