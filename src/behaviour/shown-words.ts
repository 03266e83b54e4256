import type { Action } from '../action/action.ts';
import { absolutePath, displayPath } from './places.ts';

/** `pwsh -NoProfile -Command '…'`, `cmd /c …`: a text in another language, handed to its program. */
const handedOn =
  /^\s*(?:sudo\s+)?(?:(?:pwsh|powershell)(?:\.exe)?(?:\s+-(?!c(?:ommand)?\b)\w+(?:\s+(?!-)[\w.]+)?)*\s+-c(?:ommand)?|cmd(?:\.exe)?\s+\/c)\s+(?:'([\s\S]*)'|"([\s\S]*)"|([\s\S]*))\s*$/i;

/** The text that a command hands to PowerShell or cmd; the command itself where it hands none. */
export function wordsOf(command: string): string {
  const found = handedOn.exec(command.slice(0, 8000));
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? command;
}

/** The folder a command works in after its own leading `cd`. */
export function folderOf(command: string, cwd: string): string {
  const moved = /^\s*cd\s+(?:"([^"]+)"|'([^']+)'|([^\s;&|]+))\s*(?:&&|;|\n)/.exec(command.slice(0, 2000));
  const folder = moved?.[1] ?? moved?.[2] ?? moved?.[3];
  return folder === undefined || /[$`*]/.test(folder) ? cwd : absolutePath(folder, cwd);
}

/** Whether a command is read by its words: no grammar of a POSIX shell reads it. */
export function isWords(command: string): boolean {
  return /(?:^|[;&|(]\s{0,4}|\/c\s+)type\s+["']?\S*\\\S|\bGet-Content\b|\bgc\s|\bSelect-String\b|\$env:|\bIO\.File\]::Read|\bfindstr\s[^|;&]*\\\S/i.test(
    command,
  );
}

/**
 * Which line of the file the words of a command begin with: `Get-Content f`, `Get-Content f | Select-Object -Skip 2 -First 3`,
 * `(Get-Content f)[2..4]`; null where they do not show a file's own lines.
 */
export function firstLineInWords(text: string): number | null {
  const command = wordsOf(text);
  if (
    /\bSelect-String\b|\bsls\b|\bfindstr\b|-Tail\b|-Last\b|-Raw\b.*\bsplit\b|\bWhere-Object\b|\|\s{0,4}\?/i.test(
      command,
    )
  )
    return null;
  const range = /\)\s?\[(\d{1,7})(?:\.\.\d{1,7})?\]/.exec(command)?.[1];
  if (range !== undefined) return Number(range) + 1;
  const skipped = /-Skip\s+(\d{1,7})/i.exec(command)?.[1];
  if (skipped !== undefined) return Number(skipped) + 1;
  return /^\s*(?:cd\s+\S+\s*(?:;|&&)\s*)?(?:cat|less|more|bat|type|gc|get-content)\s[^;|&]*(?:\|\s*(?:Select-Object\s+-First\s+\d+|Out-(?:String|Host|Default))\s*)?$|^\s*\[(?:System\.)?IO\.File\]::ReadAll(?:Text|Lines)\([^()]*\)\s*$/i.test(
    command,
  )
    ? 1
    : null;
}

const shows =
  /(?:^|[\s;&|(`$'"])(cat|less|more|head|tail|bat|nl|type|gc|get-content|select-string|sls|findstr)\s+([^|;&)\n]{1,400})|\bIO\.File\]::Read\w{3,12}\(([^()]{1,400})\)/gi;

/** Files that the words of an unread text show. */
export function wordsShown(action: Extract<Action, { kind: 'shell' }>): string[] {
  const cwd = folderOf(action.command, action.cwd);
  const files = new Set<string>();
  for (const match of wordsOf(action.command).slice(0, 8000).matchAll(shows)) {
    const words = (match[2] ?? match[3] ?? '').match(/"[^"]*"|'[^']*'|[^\s"'<>]+/g) ?? [];
    for (const word of words.map((one) => one.replace(/^["']|["']$/g, ''))) {
      if (
        word.startsWith('-') ||
        /^\/[a-z]{1,2}$/i.test(word) ||
        /[*|]|^\$(?!HOME|env:)/.test(word) ||
        !/[./~\\]/.test(word) ||
        /^\.{1,2}[\\/]?$/.test(word)
      )
        continue;
      files.add(
        // A drive's path stays as it was written.
        displayPath(
          /^[A-Za-z]:/.test(word)
            ? word
            : word.replace(/^\$(?:HOME|env:USERPROFILE)[\\/]/i, '~/').replaceAll('\\', '/'),
          cwd,
          action,
        ),
      );
    }
  }
  return [...files];
}
