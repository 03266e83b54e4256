import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { isSecretGlob } from './patterns.ts';
import { shortened, textOf } from './places.ts';
import { readSearch, searchSignal, strengthOf } from './search.ts';
import { signal } from './signals.ts';

/** A search over what another program prints: only some programs print what holds secrets. */
export function filtered(
  invocation: Invocation,
  from: number,
  invocations: readonly Invocation[],
  action: Action,
): Signal[] {
  let source = invocations[from];
  for (let hops = 0; source?.stdin.kind === 'pipe' && hops < 8; hops += 1) source = invocations[source.stdin.from];
  if (!source?.program) return [];
  const search = readSearch(invocation.args.map(textOf));
  const strength = strengthOf(search);
  const program = source.program.toLowerCase();
  const args = source.args.map(textOf);
  const line = args.join(' ').slice(0, 2000);
  if (/^(?:find|fd|fdfind|locate)$/.test(program)) {
    const named = search.patterns.some((pattern) => isSecretGlob(pattern.replaceAll('\\', '').replaceAll('.*', '*')));
    const inside = invocation.wrappers.some((wrapper) => wrapper.program === 'xargs') ? strength : 'none';
    if (!named && inside === 'none') return [];
    return [
      signal('credential-search', 0.4, `Searches for secret files: ${search.patterns.join(', ')}`, {
        span: invocation.span,
      }),
    ];
  }
  const words = search.patterns.join(', ');
  if (/^(?:cat|tac|less|more|head|tail|gc|get-content)$/.test(program)) {
    // A text that is shown and searched: the same as a search in it.
    return searchSignal(invocation, action, [
      ...invocation.args.map(textOf),
      ...args.filter((arg) => !arg.startsWith('-')),
    ]);
  }
  if (
    /^(?:history|fc|atuin|get-history|journalctl)$/.test(program) &&
    /token|secret|passw|api.?key|bearer|authorization/i.test(words)
  ) {
    return [
      signal('credential-search', 0.7, `Searches the shell history for credentials: ${words}`, {
        span: invocation.span,
      }),
    ];
  }
  const dumps = printsSettings(program, line);
  if (dumps && /pass|pwd|token|secret|key|cred|auth/i.test(words)) {
    return [
      signal('credential-search', 0.5, `Searches what ${program} prints for credentials: ${words}`, {
        span: invocation.span,
      }),
    ];
  }
  // What was deleted long ago, by the names of files.
  if (
    program === 'git' &&
    /^(?:-\S+ )*(?:log|rev-list)\b.*(?:--diff-filter=\S*D|--all|--objects)/.test(line) &&
    /\.env|secret|credential|\.pem|\.key|id_rsa|\.p12/i.test(words)
  ) {
    return [
      signal('credential-search', 0.5, `Searches the git history for secret files: ${words}`, {
        span: invocation.span,
      }),
    ];
  }
  if (strength === 'none') return [];
  const logOfJob = /^(?:gh|glab)$/.test(program) && /\b(?:run view|ci trace|job)\b/.test(line);
  if (program === 'strings' || logOfJob) {
    return [
      signal('credential-search', 0.4, `Searches ${shortened(line, 60)} for credentials: ${words}`, {
        span: invocation.span,
      }),
    ];
  }
  if (program === 'git' && /^(?:-\S+ )*(?:log\b.*(?:-p\b|--patch|-G|-S|--all)|stash show|rev-list)/.test(line)) {
    return [
      signal('credential-search', 0.7, `Searches the git history for credentials: ${words}`, { span: invocation.span }),
    ];
  }
  return [];
}

/** Whether a program prints settings in which credentials stand. */
function printsSettings(program: string, line: string): boolean {
  switch (program) {
    case 'docker':
    case 'podman':
    case 'docker-compose':
      return /\b(?:inspect|config|env|printenv|history)\b/.test(line);
    case 'kubectl':
    case 'oc':
      return /\bdescribe\b|(?:-o|--output)[ =]?(?:yaml|json)|\bexec\b.*\benv\b/.test(line);
    case 'helm':
      return /\bget\b/.test(line);
    case 'git':
    case 'npm':
    case 'pnpm':
    case 'yarn':
      return /\bconfig\b.*(?:-l\b|--list\b|\blist\b|\bls\b)/.test(line);
    case 'aws':
      return /\bget-function-configuration\b|\bdescribe-task-definition\b|\bdescribe-instance-attribute\b/.test(line);
    case 'az':
      return /\bconfig\b|\bappsettings\b|\bshow\b/.test(line);
    case 'terraform':
    case 'tofu':
    case 'pulumi':
      return /\bshow\b|\boutput\b|\bstate\b|\bconfig\b/.test(line);
    case 'systemctl':
    case 'crontab':
    case 'pip':
    case 'poetry':
    case 'composer':
      return /^(?:cat|show|-l|config)\b/.test(line);
    case 'heroku':
    case 'railway':
    case 'vercel':
    case 'fly':
    case 'flyctl':
    case 'netlify':
      return /\b(?:config|env|variables?|vars)\b/.test(line);
    default:
      return false;
  }
}
