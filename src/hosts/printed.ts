import { isRecord } from '../guard/json.ts';
import { limits } from './limits.ts';

/**
 * Parts of a tool's response that nobody printed: what echoes its input, so that an edit does not count as something
 * printed, and the word for what kind of content follows.
 */
const echoes = new Set([
  'type',
  'originalFile',
  'oldString',
  'newString',
  'structuredPatch',
  'filePath',
  'userModified',
]);

/** The most lines that may stand before the part of a file that is read. */
const mostLines = 100_000;

/** The text a tool's response holds, wherever in it, up to the bound of this door. */
export function printedText(response: unknown): string {
  const parts: string[] = [];
  let length = 0;
  const visit = (value: unknown, depth: number): void => {
    if (length >= limits.outputLength || depth > 8) return;
    if (typeof value === 'string') {
      parts.push(value);
      length += value.length;
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1);
    } else if (isRecord(value)) {
      // A part of a file that a read tool gives: its lines keep their numbers.
      const { content, startLine } = value;
      if (typeof content === 'string' && typeof startLine === 'number' && startLine > 1 && startLine <= mostLines) {
        parts.push('\n'.repeat(Math.floor(startLine) - 1) + content);
        length += content.length;
        return;
      }
      for (const [key, inner] of Object.entries(value)) if (!echoes.has(key)) visit(inner, depth + 1);
    }
  };
  visit(response, 0);
  return parts.join('\n').slice(0, limits.outputLength);
}
