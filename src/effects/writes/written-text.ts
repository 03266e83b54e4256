import type { TextEdit } from '../../action/action.ts';
import { type Inquiry, look } from '../../action/facts.ts';

/** A file before and after a write. Pieces where the whole of it could not be had. */
export interface Change {
  readonly before: string;
  readonly after: string;
  readonly fragment: boolean;
}

/** What is written, as far as a host or a command says it. */
export interface Written {
  readonly content?: string;
  readonly edits?: readonly TextEdit[];
  /** Text that is added at the end. */
  readonly appended?: string;
}

/** The file as the write finds it and leaves it, or null where nothing is said about its text. */
export function changeOf(absolute: string, written: Written, inquiry: Inquiry): Change | null {
  const { content, edits = [], appended } = written;
  if (content !== undefined) return { before: textBefore(absolute, inquiry) ?? '', after: content, fragment: false };
  const told = appended !== undefined ? [{ oldText: '', newText: appended }] : edits;
  if (told.length === 0) return null;
  const before = textBefore(absolute, inquiry);
  const after = before === null ? null : appended !== undefined ? `${before}${appended}` : edited(before, told);
  if (before !== null && after !== null) return { before, after, fragment: false };
  const joined = (side: 'oldText' | 'newText'): string => told.map((edit) => edit[side]).join('\n');
  return { before: joined('oldText'), after: joined('newText'), fragment: true };
}

function textBefore(absolute: string, inquiry: Inquiry): string | null {
  if (inquiry.facts.place.context === 'ordinary') return null;
  const text = look(inquiry, { kind: 'file-text', path: absolute });
  return text.known ? text.value.text : null;
}

/** A text after edits, or null where one does not apply. */
function edited(before: string, edits: readonly TextEdit[]): string | null {
  let text = before;
  for (const { oldText, newText } of edits) {
    if (oldText === '') text = text === '' ? newText : `${text}\n${newText}`;
    else if (text.includes(oldText)) text = text.split(oldText).join(newText);
    else return null;
  }
  return text;
}
