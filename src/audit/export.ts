import { canonicalJson } from '../action/canonical.ts';
import type { HostId } from '../action/kinds.ts';
import type { Baseline } from '../behaviour/baseline.ts';
import { withoutSecrets } from '../confirmation/secrets.ts';
import { type ReportWords, reportOf } from './report.ts';
import type { Exported, ReportFormat } from './seal.ts';
import { courseOf } from './session-course.ts';
import { readSession, type SessionName, type WindowHead } from './session-records.ts';

/** What is exported, and from where. */
export interface ExportOrder {
  /** The log's directories, absolute. */
  readonly directories: readonly string[];
  readonly name: SessionName;
  readonly format: ReportFormat;
  /** The chains as they were when another wrote the same; as they are now without. */
  readonly upTo?: readonly WindowHead[];
}

/**
 * A session of the log as JSON Lines (its records as they are written) or as a report. The same log, up to the same
 * heads, gives the same text to the byte. Null where there is no such session. Throws where the log cannot be read.
 */
export function exportSession(
  order: ExportOrder,
  telling: { readonly baseline: Baseline; readonly visible: ReportWords['visible']; agent(host: HostId): string },
): Exported | null {
  const found = readSession(order.directories, order.name, order.upTo);
  if (!found) return null;
  const { host, session, records, heads } = found;
  const text =
    order.format === 'jsonl'
      ? // Redacted when they were written; a line whose text would still change is not let out as it is.
        records.map((record) => `${canonicalJson(withoutSecrets(record))}\n`).join('')
      : reportOf(courseOf(found, telling.baseline), { agent: telling.agent(host), visible: telling.visible });
  return { text, host, session, records: records.length, heads };
}
