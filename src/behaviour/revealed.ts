import type { Action } from '../action/action.ts';
import type { CredentialOrigin } from '../action/signal.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { isExamplePath, isSecretPath } from '../credentials/paths.ts';
import { type FoundCredential, recogniseCredentials } from '../credentials/recognise.ts';
import { limits } from './limits.ts';
import { absolutePath, displayPath, shortened } from './places.ts';

/** A text that came to the agent's eyes. */
export interface RevealedText {
  readonly text: string;
  /** Display path of the file, or a description: `output of npm test`. */
  readonly foundIn: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Index of the event that revealed it. */
  readonly event: number;
  /** Line number of the text's first line in the file; null where the lines of the text are not those of the file. */
  readonly firstLine: number | null;
  /** Where searches print `file:line:text`: paths are read from the lines. */
  readonly lines?: { readonly cwd: string; readonly workspaceRoot: string };
}

/** What one text revealed: where each credential was seen, and whether it is surely one. */
export interface Revelation {
  readonly origin: CredentialOrigin;
  /** False for what could as well be made up: a password in source code. */
  readonly telling: boolean;
}

const numbered = /^\s{0,8}(\d{1,7})(?:→|\t|\||: )/;
const located = /^((?:[A-Za-z]:)?[^\s:]{1,300}?):(?:(\d{1,7})[:-])?/;

/** The credentials in a text as origins, one per fingerprint. The secrets themselves go no further. */
export function revelations(revealed: RevealedText, key: string): Revelation[] {
  if (isExamplePath(revealed.foundIn)) return [];
  const text = revealed.text.slice(0, limits.outputCharacters);
  const found = recogniseCredentials(text, { foundIn: revealed.foundIn });
  const kept = new Map<string, Revelation>();
  for (const credential of found) {
    const line = lineText(text, credential.start);
    const place = placeOf(credential, { line, text, revealed });
    if (isExamplePath(place.foundIn)) continue;
    const mark = fingerprint(credential.value, key);
    if (kept.has(mark)) continue;
    kept.set(mark, {
      origin: {
        kind: credential.kind,
        fingerprint: mark,
        foundIn: place.foundIn,
        ...(place.line === undefined ? {} : { line: place.line }),
        ...(credential.variable === undefined ? {} : { variable: credential.variable }),
        foundAt: revealed.at,
        event: revealed.event,
      },
      telling: isTelling(credential, line, place.foundIn),
    });
  }
  const all = [...kept.values()];
  if (all.length <= limits.revealed) return all;
  // Many made-up values in front must not hide the one that counts.
  return all.toSorted((a, b) => Number(b.telling) - Number(a.telling)).slice(0, limits.revealed);
}

function isTelling(credential: FoundCredential, line: string, foundIn: string): boolean {
  if (isSecretPath(foundIn)) return true;
  if (credential.kind === 'jwt' || credential.kind === 'google-api-key') return false;
  if (!credential.kind.startsWith('generic-')) return true;
  // `NAME=value` on a line of its own: an environment, not code.
  return credential.variable !== undefined && /(?:^|[\s:])(?:export )?[A-Z][A-Z0-9_]{3,80}=\S/.test(line);
}

function lineText(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(Math.max(start, offset - 400), end === -1 ? offset + 80 : Math.min(end, offset + 80));
}

function placeOf(
  credential: FoundCredential,
  { line, text, revealed }: { line: string; text: string; revealed: RevealedText },
): { foundIn: string; line?: number } {
  const match = revealed.lines ? located.exec(line) : null;
  const file = match?.[1];
  if (revealed.lines && file !== undefined && /[./\\]/.test(file) && !/:\/\//.test(line.slice(0, file.length + 3))) {
    const number = match?.[2];
    return {
      foundIn: displayPath(file, revealed.lines.cwd, revealed.lines),
      ...(number === undefined ? {} : { line: Number(number) }),
    };
  }
  const headed = revealed.lines ? headingOf(text, credential.start, line) : undefined;
  if (revealed.lines && headed) {
    return { foundIn: displayPath(headed.file, revealed.lines.cwd, revealed.lines), line: headed.line };
  }
  const printed = numbered.exec(line)?.[1];
  if (printed !== undefined) return { foundIn: revealed.foundIn, line: Number(printed) };
  if (revealed.firstLine === null) return { foundIn: revealed.foundIn };
  return { foundIn: revealed.foundIn, line: revealed.firstLine + credential.line - 1 };
}

/** Searches that print the file on a line of its own and numbered lines below it. */
function headingOf(text: string, offset: number, line: string): { file: string; line: number } | undefined {
  const number = /^\s{0,8}(?:Line |L)?(\d{1,7})[:-]/.exec(line)?.[1];
  if (number === undefined) return undefined;
  const above = text
    .slice(Math.max(0, offset - 8192), offset)
    .split('\n')
    .slice(0, -1);
  const heading = above.findLast((one) => /^\s{0,4}[^\s:]*[./\\][^\s:]*:?\s*$/.test(one) && !/^\s*\d/.test(one));
  return heading === undefined ? undefined : { file: heading.trim().replace(/:$/, ''), line: Number(number) };
}

const shows =
  /(?:^|[\s;&|(`$])(cat|less|more|head|tail|bat|nl|type|gc|get-content|grep|egrep|rg|ag|sed|awk|jq|yq|cut|strings)\s+([^|;&\n]{1,400})/gi;

/** What a shell command's output came from: the one file it showed, or a description of the command. */
export function sourceOfOutput(action: Action): { foundIn: string; whole: boolean } {
  switch (action.kind) {
    case 'read':
      return { foundIn: displayPath(action.path, action.cwd, action), whole: true };
    case 'shell': {
      const files = filesShown(action.command);
      const file = files.find(isSecretPath) ?? (files.length === 1 ? files[0] : undefined);
      const cwd = folderOf(action.command, action.cwd);
      if (file === undefined) return { foundIn: `output of ${programOf(action.command)}`, whole: false };
      const whole =
        files.length === 1 && /^\s*(?:cat|less|more|bat|type|gc|get-content)\s+\S+\s*$/i.test(action.command);
      return { foundIn: displayPath(file, cwd, action), whole };
    }
    case 'mcp': {
      const file = fileOfInput(action.input);
      if (file !== undefined) return { foundIn: displayPath(file, action.cwd, action), whole: true };
      return {
        foundIn: `output of ${shortened([action.server, action.tool].filter(Boolean).join(' '), 60)}`,
        whole: false,
      };
    }
    case 'search':
      return {
        foundIn:
          action.path !== undefined && /\.\w+$/.test(action.path)
            ? displayPath(action.path, action.cwd, action)
            : 'output of a search',
        whole: false,
      };
    case 'http':
    case 'web':
      return { foundIn: 'an answer from the network', whole: false };
    case 'sql':
      return { foundIn: 'an answer from the database', whole: false };
    case 'write':
    case 'delete':
    case 'task':
      return { foundIn: `output of ${action.kind}`, whole: false };
  }
}

/** A path in a tool's input, by the names that tools give it. */
export function fileOfInput(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  for (const [name, value] of Object.entries(input)) {
    if (
      /^(?:path|file|file_?path|filename|uri|relative_?path|absolute_?path|target_?file)$/i.test(name) &&
      typeof value === 'string'
    ) {
      return value.replace(/^file:\/\//, '');
    }
  }
  return undefined;
}

/** The folder a command works in after its own leading `cd`. */
export function folderOf(command: string, cwd: string): string {
  const moved = /^\s*cd\s+(?:"([^"]+)"|'([^']+)'|([^\s;&|]+))\s*(?:&&|;|\n)/.exec(command.slice(0, 2000));
  const folder = moved?.[1] ?? moved?.[2] ?? moved?.[3];
  return folder === undefined || /[$`*]/.test(folder) ? cwd : absolutePath(folder, cwd);
}

function filesShown(command: string): string[] {
  const files = new Set<string>();
  for (const match of command.slice(0, 8000).matchAll(shows)) {
    const words = (match[2] ?? '').match(/"[^"]*"|'[^']*'|[^\s"'<>]+/g) ?? [];
    const pattern = /^(?:e?grep|rg|ag|sed|awk|jq|yq)$/i.test(match[1] ?? '');
    const positional = words
      .filter((word) => !word.startsWith('-') && !/^\d?>/.test(word))
      .map((word) => word.replace(/^["']|["']$/g, ''));
    for (const word of pattern ? positional.slice(1) : positional) {
      if (/[./~]/.test(word) && !/^\.{1,2}\/?$/.test(word) && !/[*$]/.test(word)) files.add(word);
    }
  }
  return [...files];
}

function programOf(command: string): string {
  const words = command
    .trim()
    .replace(/^(?:cd\s+\S+\s*&&\s*|(?:[A-Za-z_]\w*=\S*\s+)+|sudo\s+)+/, '')
    .split(/\s+/);
  const [program = 'a command', second = ''] = words;
  return shortened(/^[a-z][\w:-]*$/i.test(second) ? `${program} ${second}` : program, 40);
}
