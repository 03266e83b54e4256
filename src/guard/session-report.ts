import { canonicalJson } from '../action/canonical.ts';
import type { HostId } from '../action/kinds.ts';
import type { Signer } from '../action/signing.ts';
import { type ExportOrder, exportSession } from '../audit/export.ts';
import { type Exported, sealed, sealOf } from '../audit/seal.ts';
import { shippedBaseline } from '../behaviour/shipped-baseline.ts';
import { readReportRequest } from './report-request.ts';
import type { HookReply } from './server.ts';

/** What a report needs of the rooms below: names and how hidden characters are shown. */
export interface Telling {
  visible(text: string): string;
  agent(host: HostId): string;
}

/** A session's text, told against the shipped baseline. Null where the log has no such session. */
export function sessionText(order: ExportOrder, telling: Telling): Exported | null {
  return exportSession(order, { ...telling, baseline: shippedBaseline() });
}

/** A session as a signed file. Null where the log has no such session. `at` in milliseconds since the epoch. */
export function signedSession(order: ExportOrder, telling: Telling, at: number, signer: Signer): string | null {
  const exported = sessionText(order, telling);
  return exported && sealed(exported.text, sealOf(exported, order.format, at, signer));
}

/**
 * Answers who asks this window to seal a session's report: the seal as JSON, or a sentence and exit code 3. What is
 * signed is what this window reads in its own log.
 */
export async function answerReport(
  stdin: Buffer,
  {
    directories,
    text,
    now,
    signer,
  }: {
    readonly directories: readonly string[];
    /** {@link sessionText}, away from the thread that agents wait for. */
    text(order: ExportOrder): Promise<Exported | null>;
    now(): number;
    readonly signer: Signer;
  },
): Promise<HookReply> {
  const request = readReportRequest(stdin);
  if (!request) return failed('The request for a report cannot be read.');
  const { format, ...name } = request;
  const exported = await text({ directories, name, format });
  if (!exported) return failed('The log of this window has no such session.');
  const stdout = canonicalJson(sealOf(exported, format, now(), signer));
  return { decision: 'allow', output: { stdout, stderr: '', exitCode: 0 } };
}

function failed(sentence: string): HookReply {
  return { decision: 'deny', output: { stdout: '', stderr: sentence, exitCode: 3 } };
}
