import type { CredentialUse } from '../action/signal.ts';
import { kindOf } from '../credentials/kinds.ts';

/**
 * Where a credential came from and what it can do, one sentence: "Railway token found in infra/domains/.env line 3,
 * 41 s ago, not among the files of this task; it can delete any volume …". `now` as milliseconds since the epoch.
 */
export function provenanceOf(credential: CredentialUse, now: number): string {
  const { title } = kindOf(credential.kind);
  const described = /^(?:output of|an answer from) /.test(credential.foundIn);
  const place = described ? credential.foundIn.replace(/^output of/, 'the output of') : credential.foundIn;
  const line = credential.line === undefined ? '' : ` line ${credential.line}`;
  const foreign = credential.foreign && !described ? ', not among the files of this task' : '';
  const power = credential.canDestroy.replace(/^It /, 'it ').replace(/\.$/, '');
  const named = title.charAt(0).toUpperCase() + title.slice(1);
  return `${named} found in ${place}${line}, ${ago(now - credential.foundAt)}${foreign}; ${power}.`;
}

/** A time span as a person says it. A clock that jumped back, or none, is just before. */
function ago(milliseconds: number): string {
  const seconds = Number.isFinite(milliseconds) ? Math.max(0, Math.round(milliseconds / 1000)) : 0;
  if (seconds < 120) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}
