import path from 'node:path';
import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { isExamplePath, isSecretPath } from '../credentials/paths.ts';
import { loadedFiles } from './file-uses.ts';
import { type Carrier, cameFrom, copies, knownPlaces, runOf } from './known-places.ts';
import { limits } from './limits.ts';
import { absolutePath, displayPath, textOf } from './places.ts';
import { filesRead } from './reading.ts';
import { copyOf } from './secret-copies.ts';
import { signal } from './signals.ts';
import type { SessionState } from './state.ts';
import { isTaskFile } from './task-files.ts';
import { putInto } from './use-texts.ts';

/** Files and variables into which the action puts secrets: archives, copies, encodings, what is cut out of them. */
export function carriedSignals(action: Action, analysis: Analysis, state: SessionState): Signal[] {
  const signals: Signal[] = [];
  for (const invocation of analysis.invocations) {
    signals.push(...carrierReads(invocation, action, state));
    const [into, from] = copyOf(invocation, action, analysis, state) ?? [];
    if (into === undefined || from === undefined || isNoFile(into)) continue;
    const shown = displayPath(into, invocation.cwd, action);
    // `root@web1:/srv/app/.env`, `api:/app/.env`: a file of another machine.
    const elsewhere = /^[\w.@-]{2,100}:(\/.+)$/.exec(from)?.[1];
    const source = elsewhere ?? displayPath(from, invocation.cwd, action);
    // A form that is filled in (`cp .env.example .env`) and a backup beside the file are no carriers.
    if (isExamplePath(shown)) continue;
    if (
      isSecretPath(shown) &&
      (path.posix.dirname(shown) === path.posix.dirname(source) || isTaskFile(state, action, source))
    )
      continue;
    signals.push(
      signal(
        'secret-read',
        0.4,
        `${wholeCopiers.has(invocation.program ?? '') ? `${copies}${source} to` : `Puts ${source} into`} ${shown}`,
        {
          subject: source,
          span: invocation.span,
          into: absolutePath(into, invocation.cwd ?? action.cwd),
        },
      ),
    );
  }
  return [...signals, ...variableSignals(action, analysis, state), ...scriptSignals(action, analysis, state)];
}

/** What is written to goes on by a pipe, or away. */
function isNoFile(into: string): boolean {
  return into === '-' || into.startsWith('/dev/');
}

/** Files into which this very action puts secrets, absolute, before it does something else with them. */
export function carriersWithin(
  action: Action,
  analysis: Analysis,
  state: Pick<SessionState, 'credentials' | 'carriers'>,
): Carrier[] {
  const { invocations } = analysis;
  if (invocations.length < 2) return [];
  return invocations.flatMap((invocation): Carrier[] => {
    const [into, from] = copyOf(invocation, action, analysis, state) ?? [];
    if (into === undefined || from === undefined || isNoFile(into)) return [];
    const cwd = invocation.cwd ?? action.cwd;
    return [{ file: absolutePath(into, cwd), from: displayPath(from, cwd, action) }];
  });
}

/** A copy of a secret file is read, whatever it is called. */
function carrierReads(invocation: Invocation, action: Action, { carriers }: SessionState): Signal[] {
  if (carriers.length === 0) return [];
  return [...filesRead(invocation, action)].flatMap((file) => {
    const shown = displayPath(file, invocation.cwd, action);
    const root = isSecretPath(shown)
      ? undefined
      : cameFrom(carriers, absolutePath(file, invocation.cwd ?? action.cwd), action);
    if (root === undefined) return [];
    return [
      signal('secret-read', 0.4, `Reads ${shown}, into which ${root} was put`, {
        subject: root,
        span: invocation.span,
      }),
    ];
  });
}

/** Programs after which every line stands where it stood. */
const wholeCopiers = new Set(
  'cat cp mv install ln rsync scp dd docker podman kubectl copy-item move-item copy move'.split(' '),
);

/** `TOKEN=$(grep … infra/.env)`, `$t = (Get-Content …)`: what is computed is assigned to a variable. */
const computedVariable =
  /(?:^|[\s;&|(])(?:export\s+|declare\s+-x\s+|set\s+-gx\s+|\$(?:env:|global:)?)?([A-Za-z_]\w{0,80})\s?=\s?["']?(?:\$\(|`|\(\s?(?:Get-Content|gc)\b)/gi;

/** Variables into which the action puts what it reads in a file with secrets: a later call may use them. */
function variableSignals(action: Action, analysis: Analysis, state: SessionState): Signal[] {
  if (action.kind !== 'shell') return [];
  const command = action.command.slice(0, 8000);
  const names = /\$\(|`|\(\s?(?:Get-Content|gc)\b/i.test(command)
    ? [...command.matchAll(computedVariable)].map((match) => match[1] ?? '')
    : [];
  for (const { program, args, stdin } of analysis.invocations)
    if (program === 'read' && stdin.kind === 'file')
      names.push(...args.map(textOf).filter((arg) => /^[A-Za-z_]\w*$/.test(arg)));
  if (names.length === 0) return [];
  const [file] = loadedFiles(action, analysis, state);
  if (!file) return [];
  return [...new Set(names)].slice(0, 8).map((name) =>
    signal('secret-read', 0.4, `Puts ${file.file} into the variable ${name}`, {
      subject: file.file,
      into: `$${name}`,
    }),
  );
}

/** Texts that run nothing: a file named in one is only spoken of. */
const prose = /\.(?:md|mdx|rst|adoc|txt|html?|css|svg|lock|csv)$|(?:^|\/)\.\w*ignore$/i;

/** A script is written that names a file in which this session found credentials: run, it reads them there. */
function scriptSignals(action: Action, { invocations }: Analysis, state: SessionState): Signal[] {
  if (action.kind !== 'write' && action.kind !== 'shell') return [];
  if (state.credentials.size === 0 && state.unseenReads.length === 0) return [];
  const written =
    action.kind === 'write'
      ? [
          {
            into: action.path,
            cwd: action.cwd,
            text: [action.content ?? '', ...(action.edits ?? []).map(({ newText }) => newText)].join('\n'),
          },
        ]
      : invocations.flatMap((invocation) => {
          const into = putInto(invocation);
          const { stdin, args, cwd } = invocation;
          const text = stdin.kind === 'text' ? stdin.value : args.map(textOf).join(' ');
          return into === undefined ? [] : [{ into, cwd: cwd ?? action.cwd, text }];
        });
  return written.flatMap(({ into, cwd, text }) => {
    const shown = displayPath(into, cwd, action);
    if (prose.test(shown) || isExamplePath(shown)) return [];
    const part = text.slice(0, limits.scriptCharacters);
    const place = [...knownPlaces(state).values()]
      .slice(-limits.namedPlaces)
      .findLast(
        ({ file, origins }) =>
          part.includes(file.split('/').slice(-2).join('/')) &&
          file !== shown &&
          (isSecretPath(file) || origins.length > 0) &&
          !isTaskFile(state, action, file),
      );
    if (!place) return [];
    return [
      signal('secret-read', 0.2, `Writes ${shown}, which names ${place.file}`, {
        subject: place.file,
        into: runOf(absolutePath(into, cwd)),
      }),
    ];
  });
}
