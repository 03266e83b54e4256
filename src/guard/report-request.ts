import * as v from 'valibot';
import { type HostId, hostIds } from '../action/kinds.ts';

/** What stands in a request's host where a report's seal is asked for instead of a judgement. */
export const reportHost = 'holdpoint-report';

/** The session whose report a window is to sign. The window writes it from its own log; nothing sent is signed. */
export interface ReportRequest {
  readonly session: string;
  readonly host?: HostId;
  readonly format: 'jsonl' | 'markdown';
}

const schema = v.strictObject({
  session: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
  host: v.optional(v.picklist(hostIds)),
  format: v.picklist(['jsonl', 'markdown']),
});

/** The request as bytes. */
export function reportRequest(request: ReportRequest): Buffer {
  return Buffer.from(JSON.stringify(request), 'utf8');
}

/** Reads a request; null where it is none. Never throws. */
export function readReportRequest(stdin: Buffer): ReportRequest | null {
  try {
    const read = v.safeParse(schema, JSON.parse(stdin.toString('utf8')));
    if (!read.success) return null;
    const { session, host, format } = read.output;
    return { session, format, ...(host === undefined ? {} : { host }) };
  } catch {
    return null;
  }
}
