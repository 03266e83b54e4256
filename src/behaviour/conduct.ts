import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { absolutePath, displayPath, shortened, textOf } from './places.ts';
import { signal } from './signals.ts';
import type { SessionState } from './state.ts';
import type { SeenUse } from './uses.ts';

/** Backups or logs are about to go (ATT&CK T1490, T1070). */
export function recoverySignals(effects: readonly Effect[]): Signal[] {
  const effect = effects.find(
    ({ asset, reversibility }) => (asset === 'backup' || asset === 'log') && reversibility !== 'reversible',
  );
  if (!effect) return [];
  const what = effect.asset === 'backup' ? 'a backup' : 'a log';
  return [
    signal('recovery-destruction', 0.7, `Sets out to ${effect.verb} ${what}: ${effect.target}`, {
      subject: effect.target,
      span: effect.span,
      attack: effect.asset === 'backup' ? 'T1490' : 'T1070',
    }),
  ];
}

/** Holdpoint's own files, and the files in which hosts keep their hooks. */
const guardFile =
  /(?:^|[\\/'"= ])(?:\.holdpoint(?:[\\/]|$)|\.cursor[\\/]hooks\.json|\.codex[\\/]hooks\.json|\.github[\\/]hooks[\\/]|\.local[\\/]state[\\/]holdpoint|holdpoint[\\/](?:pins|record)\.json)/i;

/** Reads or edits what guards it. */
export function guardSignals(action: Action, analysis: Analysis): Signal[] {
  const touched = analysis.effects.find((effect) => effect.touchesGuard);
  if (touched)
    return [
      signal('guard-probing', 0.9, `Sets out to ${touched.verb} ${touched.target}, which guards it`, {
        subject: touched.target,
        span: touched.span,
        attack: 'T1562.001',
      }),
    ];
  const texts =
    action.kind === 'shell'
      ? analysis.invocations
          .filter(({ program }) => program !== 'echo' && program !== 'printf')
          .flatMap((invocation) => [
            ...invocation.args.map(textOf),
            ...invocation.redirections.map((redirection) => textOf(redirection.target)),
          ])
      : 'path' in action && action.path !== undefined
        ? [action.path]
        : [];
  const file = texts.find((text) => text.length < 2000 && guardFile.test(text));
  return file === undefined
    ? []
    : [
        signal('guard-probing', 0.4, `Looks at what guards it: ${shortened(file, 100)}`, {
          subject: shortened(file, 200),
        }),
      ];
}

/** A secret file, or a credential found in this session, is about to be sent away. */
export function exfiltrationSignals(action: Action, analysis: Analysis): Signal[] {
  for (const request of analysis.requests) {
    if (request.body.kind === 'file' && isSecretPath(request.body.path)) {
      return [
        signal('exfiltration', 0.9, `Sends ${displayPath(request.body.path, null, action)} to ${hostOf(request.url)}`, {
          span: request.span,
        }),
      ];
    }
  }
  for (const invocation of analysis.invocations) {
    const args = invocation.args.map(textOf);
    const program = invocation.program ?? '';
    const file =
      program === 'curl' || program === 'http' || program === 'https' || program === 'wget'
        ? args
            .map((arg) => /(?:^|=)@([^;,]+)|^--(?:post|body)-file=(.+)/.exec(arg))
            .map((match) => match?.[1] ?? match?.[2])
            .find((name) => name !== undefined && isSecretPath(name))
        : program === 'scp' || program === 'rsync'
          ? toElsewhere(args)
          : undefined;
    if (file !== undefined)
      return [signal('exfiltration', 0.8, `Sends ${file} to another machine`, { span: invocation.span })];
    if (!/^(?:curl|nc|ncat|netcat|socat|telnet)$/.test(program)) continue;
    if (invocation.stdin.kind === 'file' && isSecretPath(textOf(invocation.stdin.path))) {
      return [
        signal('exfiltration', 0.9, `Sends ${textOf(invocation.stdin.path)} through ${program}`, {
          span: invocation.span,
        }),
      ];
    }
    if (invocation.stdin.kind !== 'pipe') continue;
    const source = firstOf(invocation.stdin.from, analysis);
    const read = source?.args.map(textOf).find(isSecretPath);
    if (read !== undefined && /^(?:cat|base64|tar|gzip|zip|head|tail|openssl|xxd)$/.test(source?.program ?? '')) {
      return [signal('exfiltration', 0.9, `Sends ${read} through ${program}`, { span: invocation.span })];
    }
  }
  return [];
}

function toElsewhere(args: readonly string[]): string | undefined {
  const positional = args.filter((arg) => !arg.startsWith('-'));
  if (!/^(?:[^/\s]+@)?[^/\s:]{2,}:/.test(positional.at(-1) ?? '')) return undefined;
  return positional.slice(0, -1).find(isSecretPath);
}

function firstOf(from: number, { invocations }: Analysis): Analysis['invocations'][number] | undefined {
  let source = invocations[from];
  for (let hops = 0; source?.stdin.kind === 'pipe' && hops < 8; hops += 1) source = invocations[source.stdin.from];
  return source;
}

function hostOf(url: string | null): string {
  return /^[a-z+]+:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(url ?? '')?.[1] ?? 'another machine';
}

/** Commands that choose the environment the next ones work on. */
const switches: readonly { readonly program: string; readonly args: RegExp }[] = [
  { program: 'railway', args: /^environment (?:-\S+ )*(\S+)/ },
  { program: 'kubectl', args: /^config use-context (\S+)/ },
  { program: 'kubectx', args: /^(\S+)/ },
  { program: 'terraform', args: /^workspace select (?:-\S+ )*(\S+)/ },
  { program: 'tofu', args: /^workspace select (?:-\S+ )*(\S+)/ },
  { program: 'gcloud', args: /^config set project (\S+)/ },
  { program: 'az', args: /^account set .*(?:-s|--subscription)[ =](\S+)/ },
  { program: 'heroku', args: /^git:remote .*(?:-a|--app)[ =](\S+)/ },
];

/** From staging or development to production in one session. */
export function switchSignals(state: SessionState, analysis: Analysis): Signal[] {
  const before = state.environments.at(-1);
  if (before !== 'staging' && before !== 'development') return [];
  for (const invocation of analysis.invocations) {
    const line = invocation.args.map(textOf).join(' ').slice(0, 500);
    const known = switches.find((one) => one.program === invocation.program);
    const to = known?.args.exec(line)?.[1];
    if (to !== undefined && /(?:^|[-_./])prod(?:uction)?(?:$|[-_./])/i.test(to)) {
      return [
        signal('environment-switch', 0.4, `Turns from ${before} to ${to}`, { subject: to, span: invocation.span }),
      ];
    }
  }
  const effect = analysis.effects.find((one) => one.environment === 'production' && one.reversibility !== 'reversible');
  if (!effect) return [];
  return [
    signal('environment-switch', 0.4, `Turns from ${before} to production: ${effect.target}`, {
      subject: effect.target,
      span: effect.span,
    }),
  ];
}

/** The use of a credential that does not belong to the task: found in a file this session neither wrote nor works in. */
export function foreignSignals(state: SessionState, action: Action, seen: SeenUse | undefined): Signal[] {
  if (!seen?.sure) return [];
  const { use } = seen;
  if (isTaskFile(state, action, use.foundIn)) return [];
  const line = use.line === undefined ? '' : ` line ${use.line}`;
  const score = action.kind === 'write' ? 0.4 : 0.8;
  return [
    signal(
      'foreign-credential',
      score,
      `Uses a credential found in ${use.foundIn}${line}, not among the files of this task`,
      {
        subject: use.foundIn,
      },
    ),
  ];
}

/**
 * The task's own files: what the session wrote, and the environment file of the folder it works in or of one above,
 * as far as the workspace reaches. A production file never counts.
 */
function isTaskFile(state: SessionState, action: Action, foundIn: string): boolean {
  if (state.written.includes(absolutePath(foundIn, action.workspaceRoot))) return true;
  if (/^(?:[~/]|[A-Za-z]:|output of |an answer )/.test(foundIn)) return false;
  const slash = foundIn.lastIndexOf('/');
  const folder = slash === -1 ? '' : foundIn.slice(0, slash);
  const name = foundIn.slice(slash + 1);
  if (!/^\.env/.test(name) || /prod/i.test(name)) return false;
  const here = displayPath('.', action.cwd, action);
  return folder === '' || here === folder || here.startsWith(`${folder}/`);
}
