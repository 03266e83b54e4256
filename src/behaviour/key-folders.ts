import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import { isKeyFolder } from '../credentials/paths.ts';
import { knownPlaces } from './known-places.ts';
import { asWritten, displayPath, placeKey, textOf } from './places.ts';
import type { SessionState } from './state.ts';

/** A folder as it is named, without what stands for all that is in it: `~/.aws/*`, `%USERPROFILE%\.aws`. */
export function folderOf(file: string): string {
  return file
    .replaceAll('\\', '/')
    .replace(/^(?:"?\$\{?HOME\}?"?|\$env:(?:USERPROFILE|HOME)|%USERPROFILE%)(?=\/|$)/i, '~')
    .replace(/(?:\/\*{0,2}|\/\.)+$/, '');
}

/** Whether what is named is a folder of a person's own that holds nothing but keys and logins. */
export function isFolderOfKeys(file: string, cwd: string | null, action: Action): boolean {
  if (file === '' || file.length > 400 || !file.includes('.')) return false;
  const folder = folderOf(file);
  return (
    isKeyFolder(folder) || (cwd !== null && /^\.[a-z]/.test(folder) && isKeyFolder(displayPath(folder, cwd, action)))
  );
}

/** The words of a program that packs, what is named relative to another folder joined with it: `tar -C ~ .aws`. */
export function operandsOf(invocation: Invocation, action: Action): string[] {
  const args = invocation.args.map((word) => asWritten(word, action));
  if (!/^(?:bsd|g)?tar$/.test(invocation.program ?? '')) return args;
  let folder: string | undefined;
  let named = false;
  return args.map((arg, index) => {
    if (named) {
      named = false;
      folder = arg;
      return arg;
    }
    const joined = /^(?:-C|--directory=)(.+)$/.exec(arg)?.[1];
    if (joined !== undefined) folder = joined;
    named = arg === '-C' || arg === '--directory';
    const archive = /^-?[a-zA-Z]*f$|^--file$/.test(args[index - 1] ?? '');
    if (folder === undefined || arg.startsWith('-') || archive || /^[/~$]/.test(arg)) return arg;
    return `${folderOf(folder)}/${arg.replace(/^\.\//, '')}`;
  });
}

/** The folders that a search gives to the program it starts for each file: `find ~/.aws -exec curl -F f=@{} …`. */
export function searchedFor({ wrappers, args }: Invocation, all: readonly Invocation[], action: Action): string[] {
  if (!wrappers.some(({ program }) => /^(?:find|fd|xargs|parallel)$/.test(program))) return [];
  if (!args.some((word) => /\{\}/.test(textOf(word)))) return [];
  return all
    .filter(({ program }) => /^(?:find|fd|ls)$/.test(program ?? ''))
    .flatMap((one) => one.args.map((word) => asWritten(word, action)).filter((arg) => /^[~/$.]/.test(arg)));
}

/** The one of several files or folders that the session looked into last, else the first. */
export function lookedInto(
  files: readonly string[],
  cwd: string | null,
  action: Action,
  state: Pick<SessionState, 'credentials'> & Partial<Pick<SessionState, 'unseenReads'>>,
): string | undefined {
  if (files.length < 2) return files[0];
  const places = knownPlaces({ credentials: state.credentials, unseenReads: state.unseenReads ?? [] });
  const touched = (file: string): number => {
    const key = placeKey(displayPath(folderOf(file), cwd, action));
    const within = [...places].filter(([place]) => place === key || place.startsWith(`${key}/`));
    return Math.max(-1, ...within.map(([, place]) => place.touched));
  };
  return files.map((file) => ({ file, at: touched(file) })).sort((a, b) => b.at - a.at)[0]?.file;
}

/** Where others can read what is put there: shares of a network, drives that are mounted, folders that a service copies. */
const share =
  /^(?:\\\\|\/\/)[\w.-]+[\\/]|^\/(?:mnt\/(?![a-z]\/)|media\/|Volumes\/|net\/|nfs\/|run\/user\/\d+\/gvfs\/)|[\\/](?:Dropbox|OneDrive[^\\/]*|Google ?Drive|GoogleDrive[^\\/]*|CloudStorage|iCloud ?Drive|Nextcloud|Syncthing|Public)(?:[\\/]|$)/i;
const copiers = /^(?:cp|mv|rsync|install|ditto|robocopy|xcopy|copy-item|move-item|copy|move|copy\.exe)$/;

/** The share into which a program copies what it is given, and the words for what that is. */
export function copiedToShare(
  { program, args, span }: Invocation,
  action: Action,
): { readonly to: string; readonly files: readonly string[] } | undefined {
  const name = program?.toLowerCase() ?? '';
  if (!copiers.test(name) || action.kind !== 'shell') return undefined;
  // The words of a share as they are written: a shell takes its backslashes away.
  const raw = (word: (typeof args)[number]) =>
    action.command.slice(word.span[0], word.span[1]).replace(/^["']|["']$/g, '');
  const plain = args.filter((word) => !textOf(word).startsWith('-') && !/^\/[A-Z]{1,5}(?::|$)/.test(textOf(word)));
  const at = plain.findIndex((word, index) => index > 0 && (share.test(raw(word)) || share.test(textOf(word))));
  if (at === -1 || span[1] <= span[0]) return undefined;
  const to = plain[at];
  return to === undefined ? undefined : { to: raw(to), files: plain.filter((_, index) => index !== at).map(raw) };
}
