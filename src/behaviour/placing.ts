import { isSecretPath } from '../credentials/paths.ts';
import type { FoundCredential } from '../credentials/recognise.ts';
import { displayPath } from './places.ts';
import type { RevealedText } from './revealed.ts';

/** Where a value stands. */
interface PlaceOfValue {
  readonly foundIn: string;
  readonly line?: number;
}

/** A file named in an output, as it stands there, and the value's line in it. */
interface NamedPlace {
  readonly file: string;
  readonly line?: number | undefined;
}

/** What programs put before a file's own lines: `  12→`, `12\t`, `12|`, ` 12 │ `, `L12: `, and blame's author. */
const numbered = /^\s{0,8}L?(\d{1,7})(?:→|\t|\s{0,4}[|│]|: )|^\^?[0-9a-f]{7,40}\s[^\n]{0,120}?\s(\d{1,7})\)\s/;
/** What `grep -n` prints of one file. */
const numberedMatch = /^(\d{1,7})(?:[:-]|\s(?=[A-Za-z_]\w*\s?[=:]))/;
const located = /^(?:[> ] )?(?:[0-9a-f]{7,40}:)?((?:[A-Za-z]:)?[^\s:]{1,300}?):(?:(\d{1,7})[:-])?/;
/** `HEAD~5:deploy/vars.sh:3:`: what `git grep` prints of a commit. */
const locatedInCommit = /^[^\s:]{2,120}:([^\s:]{1,300}):(?:(\d{1,7})[:-])?/;

/** Tells of each value of a text where it stands: by its own line, by what stands above it, by where the text begins. */
export function placer(text: string, revealed: RevealedText): (credential: FoundCredential) => PlaceOfValue {
  const { lines, firstLine, foundIn } = revealed;
  // Every line of a file that is shown whole is the file's own.
  const many = lines !== undefined && firstLine === null;
  let matched: readonly string[] | undefined;
  const filesOfMatches = (): readonly string[] => {
    matched ??= matchedFiles(text);
    return matched;
  };
  return (credential) => {
    const start = text.lastIndexOf('\n', credential.start - 1) + 1;
    const line = text.slice(start, Math.min(credential.end, start + 1000));
    if (lines) {
      const named =
        inDiff(text, start) ??
        (many
          ? (inList(text, start, line) ??
            onItsLine(line, text.slice(start, start + 4000)) ??
            besideMatch(line, filesOfMatches()))
          : undefined) ??
        (many ? underHeading(text, start, line, revealed.counted !== false) : undefined);
      if (named) {
        const file =
          lines.workspaceRoot.startsWith('/') && !/^[A-Za-z]:/.test(named.file)
            ? named.file.replaceAll('\\', '/')
            : named.file;
        return { foundIn: displayPath(file, lines.cwd, lines), ...numberOf(named.line) };
      }
    }
    const side = revealed.sides?.[line.startsWith('< ') ? 0 : 1];
    if (side !== undefined) return { foundIn: side };
    const ofFile = many && !/^(?:output of|an answer from) /.test(foundIn);
    const match = numbered.exec(line) ?? (ofFile ? numberedMatch.exec(line) : null);
    const printed = match?.[1] ?? match?.[2];
    if (printed !== undefined) return { foundIn, line: Number(printed) };
    if (firstLine === null) return { foundIn };
    const number = firstLine + credential.line - 1;
    return { foundIn, ...numberOf(number > 0 ? number : undefined) };
  };
}

function numberOf(line: number | undefined): { line?: number } {
  return line === undefined ? {} : { line };
}

/** `file:12:text`, `commit:file:12:text`, and what `rg --json` prints. `more` goes on behind the value. */
function onItsLine(line: string, more: string): NamedPlace | undefined {
  if (line.startsWith('{"type":"')) {
    const file = /"path":\{"text":"([^"\\]{1,300})"/.exec(line)?.[1];
    const number = /^[^\n]*?"line_number":(\d{1,7})/.exec(more)?.[1];
    return file === undefined ? undefined : { file, line: number === undefined ? undefined : Number(number) };
  }
  const commit = locatedInCommit.exec(line);
  const inCommit = commit?.[1];
  if (
    inCommit !== undefined &&
    isFileName(inCommit) &&
    (commit?.[2] !== undefined || isSecretPath(inCommit)) &&
    !/^\d/.test(inCommit)
  )
    return { file: inCommit, line: commit?.[2] === undefined ? undefined : Number(commit[2]) };
  const match = located.exec(line);
  const file = match?.[1];
  if (file === undefined || !isFileName(file) || line.slice(0, file.length + 3).includes('://')) return undefined;
  return { file, line: match?.[2] === undefined ? undefined : Number(match[2]) };
}

/** What `Select-String … | Format-List` prints: the file and the line's number above the line. */
function inList(text: string, start: number, line: string): NamedPlace | undefined {
  if (!/^Line {1,12}: /.test(line)) return undefined;
  const above = text.slice(Math.max(0, start - 1000), start);
  const file = above
    .match(/^Path {1,12}: ([^\r\n]{1,300})/gm)
    ?.at(-1)
    ?.replace(/^Path {1,12}: /, '');
  const number = above
    .match(/^LineNumber {1,12}: (\d{1,7})/gm)
    ?.at(-1)
    ?.replace(/\D/g, '');
  return file === undefined ? undefined : { file, line: number === undefined ? undefined : Number(number) };
}

/** Files that are known by a name without an ending. */
const plainName =
  /^(?:(?:Jenkins|Make|GNUmake|Docker|Container|Proc|Vagrant|Rake|Gem|Just|Caddy|Tilt|Brew|Earth|Fast|App|Pod|Guard|Cap|Berks|Steep|Cart|Match|Cake|Snake|Task)file|justfile|makefile|credentials|kubeconfig|hosts|PKGBUILD|BUILD|WORKSPACE)$/;

/** Whether the beginning of a line, up to a colon, is the name of a file. */
function isFileName(text: string): boolean {
  return (/[./\\]/.test(text) && !/^\/\/|[/\\]$/.test(text)) || plainName.test(text);
}

/** The most files of one output that matches stand in. */
const mostFiles = 64;

/** The files that searches named at the beginning of a match: lines around a match name them with dashes. */
function matchedFiles(text: string): string[] {
  const files = new Set<string>();
  for (const match of text.matchAll(/^((?:[A-Za-z]:)?[^\s:]{1,300}?):(?:\d{1,7}:)?/gm)) {
    if (match[1] !== undefined && isFileName(match[1])) files.add(match[1]);
    if (files.size >= mostFiles) break;
  }
  return [...files];
}

/** `file-13-text`, `file-text`: what `grep -C` prints around a match. */
function besideMatch(line: string, files: readonly string[]): NamedPlace | undefined {
  const file = files.find((one) => line.startsWith(`${one}-`));
  if (file === undefined) return undefined;
  const number = /^-(\d{1,7})-/.exec(line.slice(file.length))?.[1];
  return { file, line: number === undefined ? undefined : Number(number) };
}

/** How long a part of a diff may be for its lines to be counted, characters. */
const hunkLength = 65_536;

/** The file and line of what a diff shows: an added line's in the new file, a removed one's in the old. */
function inDiff(text: string, start: number): NamedPlace | undefined {
  if (!/[-+ ]/.test(text[start] ?? '')) return undefined;
  const at = lineBeginning(text, '@@ -', start);
  const hunk = at === -1 ? null : /^@@ -(\d{1,7})(?:,\d{1,7})? \+(\d{1,7})/.exec(text.slice(at, at + 40));
  if (!hunk) return undefined;
  const between = text.slice(at, start);
  if (/\n(?:diff --git|commit [0-9a-f]{4,40}$|Index: )/m.test(between.slice(0, hunkLength))) return undefined;
  const head = lineBeginning(text, '+++ ', at);
  const added = head === -1 ? undefined : nameInDiff(text, head);
  const before = head > 1 ? nameInDiff(text, text.lastIndexOf('\n', head - 2) + 1) : undefined;
  const removed = text[start] === '-';
  const file = removed ? (before ?? added) : (added ?? before);
  if (file === undefined) return undefined;
  if (between.length > hunkLength) return { file };
  const other = removed ? '+' : '-';
  const passed = between
    .split('\n')
    .slice(1, -1)
    .filter((one) => !one.startsWith(other) && !one.startsWith('\\')).length;
  return { file, line: Number(removed ? hunk[1] : hunk[2]) + passed };
}

/** Where the last line above `before` begins that starts with these signs; -1 where there is none. */
function lineBeginning(text: string, signs: string, before: number): number {
  const at = text.lastIndexOf(`\n${signs}`, before - 1);
  if (at !== -1) return at + 1;
  return before > 0 && text.startsWith(signs) ? 0 : -1;
}

/** The file that `--- a/x` or `+++ b/x` names. A plain `diff -u` says the time behind it, and its `a/` is a folder. */
function nameInDiff(text: string, at: number): string | undefined {
  const [, name, time] = /^(?:---|\+\+\+) "?([^\t\n"]{1,400})(\t\d)?/.exec(text.slice(at, at + 420)) ?? [];
  if (name === undefined || name === '/dev/null') return undefined;
  return time === undefined ? name.replace(/^[abciwo]\/(?=.)/, '') : name;
}

/** How far above a value its file may be named, characters. */
const headingDistance = 8192;
/** `src/a.ts`, `src/a.ts:` above numbered lines. */
const headingOfMatches = /^\s{0,4}([^\s:=]*[./\\][^\s:=]*):?(?:\s\([^()]{1,60}\):?)?\s*$/;
/** `==> .env <==` (head, tail), `=== .env`, `--- .env ---`, `# .env`, `File: .env`, `<file path=".env">`, `.env:`. */
const headingOfPart =
  /^\s{0,4}(?:(?:[=\-#>*│]{1,12}>?\s{1,4})?(?:(?:[Ff]ile|[Pp]ath|FILE)\s?[:=]\s?)([^\s:=]*[./\\][^\s:=]*)|(?:[=\-#>*]{1,12}>?\s{1,4})([^\s:=]*[./\\][^\s:=]*):?(?:\s{1,4}<?[=\-#<*]{1,12})?|([^\s:=]*[./\\][^\s:=]*):|<(?:file|document|source)[^>]{0,40}\s(?:path|name|source)="([^"]{1,300})"[^>]{0,60}>)\s*$/;

/** The file named above a value, and the value's line in it: what searches, `head` and loops over files print. */
function underHeading(text: string, start: number, line: string, counted: boolean): NamedPlace | undefined {
  const number = /^\s{0,8}(?:Line |L)?(\d{1,7})(?:[:-]|→|\t|\s{0,4}[|│])/.exec(line)?.[1];
  const above = text
    .slice(Math.max(0, start - headingDistance), start)
    .split('\n')
    .slice(0, -1);
  for (let index = above.length - 1; index >= 0; index -= 1) {
    const one = (above[index] ?? '').replace(/\r$/, '');
    const changed = /^\+\+\+ b\/(\S.{0,300})$/.exec(one)?.[1];
    if (changed !== undefined) return { file: changed };
    const part = headingOfPart.exec(one);
    const alone = headingOfMatches.exec(one)?.[1];
    const named =
      part?.[1] ??
      part?.[2] ??
      part?.[3] ??
      part?.[4] ??
      (alone !== undefined && (number !== undefined || isSecretPath(alone)) ? alone : undefined);
    if (named === undefined || /^\d/.test(named) || named.includes('://')) continue;
    if (number !== undefined) return { file: named, line: Number(number) };
    // `more` draws a line below the name as well.
    const drawn = /^:{6,}$/.test(above[index + 1] ?? '') ? 1 : 0;
    return { file: named, line: counted ? above.length - index - drawn : undefined };
  }
  return undefined;
}
