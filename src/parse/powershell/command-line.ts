import { Buffer } from 'node:buffer';
import type { Word } from '../../action/invocation.ts';

/** What `powershell` or `cmd` is asked to run. */
export type ShellCall =
  | { readonly kind: 'text'; readonly words: readonly Word[] }
  | { readonly kind: 'encoded'; readonly text: string | null }
  | { readonly kind: 'file'; readonly file: Word; readonly words: readonly Word[] }
  /** Its standard input. */
  | { readonly kind: 'input' }
  | { readonly kind: 'nothing' };

const valued =
  /^[-/](?:ex(?:ecutionpolicy)?|ep|version|v|windowstyle|w(?:in)?|configurationname|config|outputformat|o|of|inputformat|in|if|workingdirectory|wd|wo|psconsolefile|settingsfile|custompipename)$/i;

/** Reads the arguments of `powershell` or `pwsh` (about_PowerShell_exe, about_Pwsh). */
export function readPowerShellCall(program: string, words: readonly Word[]): ShellCall {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word) break;
    const text = word.kind === 'unknown' ? word.prefix : word.value;
    const rest = words.slice(index + 1);
    if (!/^[-/][a-z?]/i.test(text)) {
      return program === 'pwsh' && /\.ps1$/i.test(text)
        ? { kind: 'file', file: word, words: rest }
        : { kind: 'text', words: words.slice(index) };
    }
    if (/^[-/](?:help|h|\?)$/i.test(text)) return { kind: 'nothing' };
    const [only] = rest;
    if (/^[-/]c(?:o|om|omm|omma|omman|ommand)?(?:withargs)?$/i.test(text)) {
      const dash = only?.kind === 'known' && only.value === '-';
      return only && !dash ? { kind: 'text', words: rest } : { kind: 'input' };
    }
    if (/^[-/]f(?:i|il|ile)?$/i.test(text))
      return only ? { kind: 'file', file: only, words: rest.slice(1) } : { kind: 'nothing' };
    if (/^[-/]e(?:c|n\w*)?$/i.test(text)) {
      return { kind: 'encoded', text: only?.kind === 'known' ? fromBase64(only.value) : null };
    }
    if (valued.test(text)) index += 1;
  }
  return { kind: 'input' };
}

/** Reads the arguments of `cmd`. */
export function readCmdCall(words: readonly Word[]): ShellCall {
  const at = words.findIndex((word) => /^\/{1,2}[ckr]$/i.test(word.kind === 'unknown' ? word.text : word.value));
  if (at >= 0) return { kind: 'text', words: words.slice(at + 1) };
  // `cmd "/c rd /s D:\"` in one word.
  const [only] = words.filter((word) => word.kind === 'known' && /^\/[ck]\s*\S/i.test(word.value));
  if (only?.kind === 'known') return { kind: 'text', words: [{ ...only, value: only.value.slice(2).trim() }] };
  return words.length === 0 ? { kind: 'input' } : { kind: 'nothing' };
}

/** Words as the command line they make. A word with blanks that is not alone keeps its quotes. */
export function lineOf(words: readonly Word[]): string {
  return words
    .map((word) => {
      const text = word.kind === 'unknown' ? word.text.replace(/^"|"$/g, '') : word.value;
      return words.length > 1 && /\s/.test(text) && !text.includes('"') ? `"${text}"` : text;
    })
    .join(' ');
}

/** UTF-16LE text out of base64 (UTF-8 where every second byte is something); null where it is no base64. */
function fromBase64(text: string): string | null {
  if (text.length > 400_000 || !/^[A-Za-z\d+/\s]+={0,2}\s*$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const decoded = bytes.length > 1 && bytes[1] === 0 ? bytes.toString('utf16le') : bytes.toString('utf8');
  // What is no text is nothing that anybody has read.
  return /[^\s -\uFFFC]/.test(decoded) ? null : decoded;
}
