import type { Deed, TextEdit } from '../action/action.ts';
import { quotedWord } from '../parse/shell-word.ts';
import { type ToolReader, type ToolReading, textAt } from './tools.ts';

// The patch language of `apply_patch` (Codex, Copilot, VS Code): files to add, delete, update and move between
// `*** Begin Patch` and `*** End Patch`. It stands where other tools have a command, but is none.

/** A tool whose input holds a patch, or is one. */
export const patchTool: ToolReader = (input, tool) => {
  const text = textAt(input, 'command', 'input', 'patch', 'patchText');
  return text === undefined ? { kind: 'unreadable', problem: `The ${tool} call holds no patch.` } : readPatch(text);
};

/** What a patch would do, file by file. A move is judged as the `mv` it is. */
export function readPatch(text: string): ToolReading {
  const deeds: Deed[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const head = /^\s*\*\*\* (Add|Delete|Update) File: (.*?)\s*$/.exec(lines[at] ?? '');
    if (!head) continue;
    const [, verb, path = ''] = head;
    const end = endOfFile(lines, at + 1);
    const body = lines.slice(at + 1, end);
    at = end - 1;
    if (verb === 'Delete') deeds.push({ kind: 'delete', path });
    else if (verb === 'Add') deeds.push({ kind: 'write', path, content: added(body) });
    else deeds.push(...updated(path, body));
  }
  const [first, ...rest] = deeds;
  if (first === undefined) return { kind: 'unreadable', problem: 'The patch names no file.' };
  return { kind: 'deeds', deeds: [first, ...rest] };
}

function endOfFile(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length && !/^\s*\*\*\* (?:(?:Add|Delete|Update) File: |End Patch)/.test(lines[end] ?? ''))
    end += 1;
  return end;
}

function added(body: readonly string[]): string {
  return body.map((line) => `${line.replace(/^\+/, '')}\n`).join('');
}

function updated(path: string, body: readonly string[]): Deed[] {
  const target = /^\s*\*\*\* Move to: (.*?)\s*$/.exec(body[0] ?? '')?.[1];
  const edits: TextEdit[] = [];
  let hunk: string[] = [];
  const close = () => {
    if (hunk.some((line) => /^[-+]/.test(line))) edits.push({ oldText: side(hunk, '-'), newText: side(hunk, '+') });
    hunk = [];
  };
  for (const line of target === undefined ? body : body.slice(1)) {
    if (line.startsWith('@@')) close();
    else if (!/^\*\*\* End of File/.test(line)) hunk.push(line);
  }
  close();
  const deeds: Deed[] = [];
  if (edits.length > 0) deeds.push({ kind: 'write', path, edits });
  if (target !== undefined) deeds.push({ kind: 'shell', command: `mv -- ${quotedWord(path)} ${quotedWord(target)}` });
  return deeds.length > 0 ? deeds : [{ kind: 'write', path }];
}

/** The lines of a hunk as they stand before (`-`) or after (`+`) it. */
function side(hunk: readonly string[], mark: '-' | '+'): string {
  return hunk
    .filter((line) => line.startsWith(mark) || !/^[-+]/.test(line))
    .map((line) => `${/^[-+ ]/.test(line) ? line.slice(1) : line}\n`)
    .join('');
}
