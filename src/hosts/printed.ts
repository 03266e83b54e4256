import { isRecord } from '../guard/json.ts';
import { limits } from './limits.ts';

/** Parts of a tool's response that only echo its input, so that an edit does not count as something printed. */
const echoes = new Set(['originalFile', 'oldString', 'newString', 'structuredPatch', 'filePath', 'userModified']);

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
      for (const [key, inner] of Object.entries(value)) if (!echoes.has(key)) visit(inner, depth + 1);
    }
  };
  visit(response, 0);
  return parts.join('\n').slice(0, limits.outputLength);
}
