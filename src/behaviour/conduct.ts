import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { isExamplePath } from '../credentials/paths.ts';
import { absolutePath, shortened, textOf } from './places.ts';
import { signal } from './signals.ts';
import { putInto } from './use-texts.ts';
import type { SeenUse } from './uses.ts';

/** A name that says of a thing what it is for. */
const backupName = /(?:^|[\W_])(?:back-?ups?|snapshots?|pg_?dumps?|db-?dumps?|wal-?archive)(?:$|[\W_])/i;

/** Backups or logs are about to go (ATT&CK T1490, T1070). */
export function recoverySignals(effects: readonly Effect[]): Signal[] {
  const effect = effects.find(
    ({ asset, reversibility, scope, target }) =>
      reversibility !== 'reversible' &&
      (asset === 'backup' || asset === 'log' || (scope !== 'workspace' && backupName.test(target))),
  );
  if (!effect) return [];
  const what = effect.asset === 'log' ? 'a log' : 'a backup';
  return [
    signal('recovery-destruction', 0.7, `Sets out to ${effect.verb} ${what}: ${effect.target}`, {
      subject: effect.target,
      span: effect.span,
      attack: effect.asset === 'log' ? 'T1070' : 'T1490',
    }),
  ];
}

/** Holdpoint's own files, and the files in which hosts keep their hooks. */
const guardFile =
  /(?:^|[\\/'"= ])(?:\.holdpoint(?:[\\/]|$)|\.cursor[\\/]hooks\.json|\.codex[\\/]hooks\.json|\.github[\\/]hooks[\\/]|\.local[\\/]state[\\/]holdpoint|holdpoint[\\/](?:pins|record)\.json)/i;

/** Reads or edits what guards it. */
export function guardSignals(action: Action, analysis: Analysis): Signal[] {
  const meant = action.kind === 'shell' && /holdpoint|disableAllHooks/i.test(action.command.slice(0, 20_000));
  const touched = analysis.effects.find(
    // What only may reach the guard counts where its own words name it.
    (effect) => effect.touchesGuard || (meant && effect.rule.startsWith('guard/')),
  );
  if (touched)
    return [
      signal('guard-probing', 0.9, `Sets out to ${touched.verb} ${touched.target}, which guards it`, {
        subject: touched.target,
        span: touched.span,
        attack: 'T1562.001',
      }),
    ];
  const named = guardFilesIn(action, analysis);
  const [file] = named;
  if (file === undefined) return [];
  const changed = named.find(({ changes }) => changes);
  const subject = shortened((changed ?? file).file, 200);
  return changed
    ? [
        signal('guard-probing', 0.8, `Changes what guards it: ${shortened(subject, 100)}`, {
          subject,
          attack: 'T1562.001',
        }),
      ]
    : [signal('guard-probing', 0.4, `Looks at what guards it: ${shortened(subject, 100)}`, { subject })];
}

/** Words that switch hooks off, in what is written to a host's settings. */
const offSwitch = /disableAllHooks|allowManagedHooksOnly/;
const hostSettings =
  /(?:^|[\\/])\.(?:claude|cursor|codex|gemini|qwen|copilot|kiro|windsurf)[\\/][\w./\\-]*(?:settings|hooks|config)[\w.-]*$/i;

/** The files of the guard that an action names, and whether it changes them. */
function guardFilesIn(action: Action, analysis: Analysis): { readonly file: string; readonly changes: boolean }[] {
  if (action.kind === 'write' || action.kind === 'delete') {
    const texts =
      action.kind === 'write' ? [action.content ?? '', ...(action.edits ?? []).map(({ newText }) => newText)] : [];
    const switched = hostSettings.test(action.path) && texts.some((text) => offSwitch.test(text));
    return guardFile.test(action.path) || switched ? [{ file: action.path, changes: true }] : [];
  }
  if (action.kind === 'read') return guardFile.test(action.path) ? [{ file: action.path, changes: false }] : [];
  const files: { file: string; changes: boolean }[] = [];
  const take = (file: string, changes: boolean): void => {
    if (file.length < 2000 && guardFile.test(file)) files.push({ file, changes });
  };
  for (const { program, args, redirections } of analysis.invocations) {
    // What is merely said (`echo .holdpoint`) touches nothing; where it is put does.
    if (program !== 'echo' && program !== 'printf') {
      for (const word of args) take(textOf(word), changers.test(program ?? ''));
    }
    for (const { target, mode } of redirections) take(textOf(target), mode !== 'read');
  }
  return files;
}

/** Programs that change or take away what they are given. */
const changers =
  /^(?:rm|unlink|mv|truncate|shred|chmod|chown|chattr|tee|dd|install|ln|remove-item|set-content|del|rmdir)$/i;

/** Where a call that does nothing else puts a credential: a file (absolute), or a variable. */
function writtenInto(action: Action, { invocations, effects, requests }: Analysis): string | undefined {
  if (action.kind === 'write') return absolutePath(action.path, action.cwd);
  if (requests.length > 0) return undefined;
  if (effects.some(({ scope, reversibility }) => scope === 'remote' && reversibility !== 'reversible'))
    return undefined;
  for (const invocation of invocations) {
    const { program, args, cwd } = invocation;
    const file = putInto(invocation);
    if (file !== undefined) return absolutePath(file, cwd ?? action.cwd);
    const name =
      program === 'export' || program === 'declare'
        ? args.map((word) => /^([A-Za-z_]\w*)=/.exec(textOf(word))?.[1])
        : [];
    const first = name.find((one) => one !== undefined);
    if (first !== undefined) return `$${first}`;
  }
  return undefined;
}

/** The use of a credential that does not belong to the task: found in a file this session neither wrote nor works in. */
export function foreignSignals(action: Action, analysis: Analysis, seen: SeenUse | undefined): Signal[] {
  if (!seen?.sure) return [];
  const { use } = seen;
  if (!use.foreign) return [];
  const line = use.line === undefined ? '' : ` line ${use.line}`;
  const into = writtenInto(action, analysis);
  const score = into === undefined ? 0.8 : 0.4;
  return [
    // What could have been made up is told of when somebody uses it, for then it was not.
    ...(use.untold || isExamplePath(use.foundIn)
      ? [
          signal('secret-read', 0.5, `Uses what stands in ${use.foundIn}${line} as a credential`, {
            subject: use.foundIn,
          }),
        ]
      : []),
    signal(
      'foreign-credential',
      score,
      `Uses a credential found in ${use.foundIn}${line}, not among the files of this task`,
      {
        subject: use.foundIn,
        ...(into === undefined ? {} : { into }),
      },
    ),
  ];
}
