import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Analysis } from '../action/verdict.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { after } from './candidates.ts';
import { cameFrom, knownPlaces, runOf } from './known-places.ts';
import { isLogin } from './logins.ts';
import { absolutePath, displayPath, placeKey, textOf } from './places.ts';
import { filesRead, secretFilesRead } from './reading.ts';
import type { SessionState } from './state.ts';
import { notUsing } from './use-texts.ts';

/** A file whose content a call takes in. */
export interface LoadedFile {
  /** As a person reads it: where its content came from first. */
  readonly file: string;
  /** It becomes part of the environment, or code opens it. */
  readonly loaded: boolean;
}

/** What a session knows of files: in which it found credentials, and into which secrets were put. */
type KnownFiles = Pick<SessionState, 'credentials' | 'unseenReads' | 'carriers'>;

function knowsNothing({ credentials, unseenReads, carriers }: KnownFiles): boolean {
  return credentials.size === 0 && unseenReads.length === 0 && carriers.length === 0;
}

/** The files with credentials that a call's programs read or load: by their name, by what was seen in them, as copies. */
export function loadedFiles(action: Action, analysis: Analysis, known: KnownFiles): LoadedFile[] {
  const loaded: LoadedFile[] = [];
  for (const invocation of analysis.invocations) {
    const secret = secretFilesRead(invocation, action);
    const sourced = invocation.program === 'source' || invocation.program === '.';
    for (const one of secret) {
      loaded.push({
        file: rootOf(one.file, invocation, action, known) ?? one.foundIn,
        loaded: one.loaded || one.opened,
      });
    }
    if (knowsNothing(known)) continue;
    for (const file of filesRead(invocation, action)) {
      if (file.length > 1024 || secret.some((one) => one.file === file)) continue;
      const root = rootOf(file, invocation, action, known);
      if (root !== undefined) loaded.push({ file: root, loaded: sourced });
    }
  }
  return loaded;
}

/** Where what a file of a call holds came from: itself where the session looked into it, else what was copied into it. */
function rootOf(file: string, { cwd }: Pick<Invocation, 'cwd'>, action: Action, known: KnownFiles): string | undefined {
  const absolute = absolutePath(file, cwd ?? action.cwd);
  const { carriers } = known;
  const root =
    carriers.length === 0
      ? undefined
      : (cameFrom(carriers, absolute, action) ?? cameFrom(carriers, runOf(absolute), action));
  return root ?? knownPlaces(known).get(placeKey(displayPath(file, cwd, action)))?.file;
}

/** `--env-file infra/.env`, `-i ~/.ssh/deploy`, `KUBECONFIG=…`, a script: the file that a call which acts is handed. */
export function handedFile(action: Action, analysis: Analysis, known: KnownFiles): string | undefined {
  if (knowsNothing(known)) return undefined;
  const acts = analysis.effects.some((effect) => effect.reversibility !== 'reversible');
  if (!acts && !(action.kind === 'shell' && isLogin(action.command))) return undefined;
  const handed: string[] = [];
  for (const { read = [] } of analysis.requests)
    for (const file of read) handed.push(rootOf(file, { cwd: null }, action, known) ?? '');
  if (handed.some((file) => file !== '')) return handed.findLast((file) => file !== '');
  for (const invocation of analysis.invocations) {
    const { source, program, name, args, environment } = invocation;
    if (source) handed.push(rootOf(source.file, { ...invocation, cwd: null }, action, known) ?? '');
    if (program === null || notUsing.has(program)) continue;
    for (const word of [name, ...args, ...Object.values(environment)]) {
      const text = textOf(word);
      if (text.length > 1024) continue;
      for (const path of [text, after(text, '='), after(text, '@')]) {
        if (path === '' || !(/[./~]/.test(path) || isSecretPath(path))) continue;
        handed.push(
          rootOf(
            path.replace(/^\$\{?(?:PWD|HOME)\}?\//, (home) => (home.includes('HOME') ? '~/' : '')),
            invocation,
            action,
            known,
          ) ?? '',
        );
      }
    }
  }
  return handed.findLast((file) => file !== '');
}
