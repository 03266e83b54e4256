import { type Inquiry, look } from '../action/facts.ts';

/**
 * Whether a file that is there was asked for and could not be read: too large, too slow, no plain file. What it would
 * run is then not known, and what is not known is not safe.
 */
export function isUnread(inquiry: Inquiry, path: string): boolean {
  const { facts } = inquiry;
  if (facts.place.context === 'ordinary') return false;
  const answer = facts.answer<'file-text'>({ kind: 'file-text', path });
  if (!answer || answer.known) return false;
  const found = look<'path'>(inquiry, { kind: 'path', path });
  return !(found.known && (!found.value.exists || found.value.type === 'directory'));
}
