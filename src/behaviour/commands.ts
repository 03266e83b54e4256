import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { isKeyFolder } from '../credentials/paths.ts';
import { environmentSignals, mayShowEnvironment } from './environment-search.ts';
import { gitSearch } from './git-search.ts';
import { openShell } from './open-shells.ts';
import { filtered } from './pipe-search.ts';
import { shortened, textOf } from './places.ts';
import { probes } from './probes.ts';
import { secretFilesRead, secretReadSignals } from './reading.ts';
import { fileSearchSignal, readSearch, searchPrograms, searchSignal } from './search.ts';
import { signal } from './signals.ts';
import { mayAskStore, metadataAddress, namesSecrets, storeOf } from './stores.ts';
import { unreadSignals } from './unread.ts';

const fileFinders = new Set(['find', 'fd', 'fdfind', 'locate', 'mdfind', 'plocate']);

/** Programs made to find credentials. */
const scanners = new Set([
  'trufflehog',
  'gitleaks',
  'detect-secrets',
  'noseyparker',
  'ggshield',
  'whispers',
  'rusty-hog',
]);

/** A line printed where it matches a word of credentials. */
const codeThatSearches = /\/[^/]*(?:token|secret|passw|api.?key|credential|bearer)[^/]*\/i?/i;

/** The signals that a shell action's programs raise by themselves: searches, reads, probes, open shells. */
export function commandSignals(invocations: readonly Invocation[], action: Action): Signal[] {
  const signals: Signal[] = [];
  const unread =
    action.kind === 'shell' && (invocations.some(({ program }) => program === null) || isPowerShell(action));
  if (unread) signals.push(...unreadSignals(action.command, action));
  for (const [index, invocation] of invocations.entries()) {
    if (invocation.program === null) continue;
    const files = secretFilesRead(invocation, action);
    if (files.length > 0) signals.push(...secretReadSignals(files, invocations));
    else signals.push(...searches(invocation, index, invocations, action));
    signals.push(...probes(invocation), ...openShell(invocation, action));
  }
  return signals;
}

/** Words that only PowerShell has: its own grammar may not be at hand, and its cmdlets read as plain programs. */
function isPowerShell(action: Extract<Action, { kind: 'shell' }>): boolean {
  return (
    action.shell === 'pwsh' ||
    /\$env:|\[Environment\]::|\[Windows\.Security\.|\bPasswordVault\b|\b(?:Get|Select|ForEach|Where)-[A-Z][a-z]+/.test(
      action.command.slice(0, 4000),
    )
  );
}

/** Whether a program (lower case) is one that {@link searches} knows; of others only an address among their words tells. */
function maySearch(program: string): boolean {
  return (
    searchPrograms.has(program) ||
    mayShowEnvironment(program) ||
    mayAskStore(program) ||
    scanners.has(program) ||
    fileFinders.has(program) ||
    program === 'git'
  );
}

function searches(invocation: Invocation, index: number, invocations: readonly Invocation[], action: Action): Signal[] {
  const program = invocation.program?.toLowerCase() ?? '';
  const args = invocation.args.map(textOf);
  if (!maySearch(program) && !args.some((arg) => metadataAddress.test(arg) || namesSecrets.test(arg))) return [];
  const line = args.join(' ').slice(0, 4000);
  const span = invocation.span;
  const store = storeOf(program, line);
  if (store)
    return [
      signal(
        'credential-search',
        store.score,
        `Asks ${store.title} for secrets: ${shortened(`${program} ${line}`, 80)}`,
        { span },
      ),
    ];
  if (args.some((arg) => metadataAddress.test(arg))) {
    return [
      signal('credential-search', 0.8, `Asks the cloud’s metadata service: ${shortened(line, 80)}`, {
        span,
        attack: 'T1552.005',
      }),
    ];
  }
  if (searchPrograms.has(program)) {
    const alone = readSearch(args).paths.length === 0;
    if (alone && invocation.stdin.kind === 'pipe')
      return filtered(invocation, invocation.stdin.from, invocations, action);
    if (alone && invocation.stdin.kind === 'file')
      return searchSignal(invocation, action, [...args, textOf(invocation.stdin.path)]);
    if (alone && (invocation.stdin.kind === 'text' || invocation.stdin.kind === 'unknown')) return [];
    if (
      alone &&
      /^[ef]?grep$/.test(program) &&
      !/(?:^| )-(?:[a-zA-Z]*[rR]|-recursive|-dereference-recursive)/.test(line)
    )
      return [];
    return searchSignal(invocation, action);
  }
  if (scanners.has(program) && !/\bprotect\b|--staged|--redact|--version|\binstall\b/.test(line)) {
    return [signal('credential-search', 0.5, `Lets ${program} look for credentials: ${shortened(line, 60)}`, { span })];
  }
  if (program === 'ls' && args.some((arg) => isKeyFolder(arg))) {
    return [signal('credential-search', 0.3, `Looks what lies in ${args.find((arg) => isKeyFolder(arg))}`, { span })];
  }
  if (program === 'perl' && args.some((arg) => /^-[a-z]*n/.test(arg)) && codeThatSearches.test(line)) {
    return [signal('credential-search', 0.5, 'Searches files for credentials with perl', { span })];
  }
  if (program === 'git') return gitSearch(invocation, args, action);
  if (fileFinders.has(program)) return fileSearchSignal(invocation);
  if (/^(?:get-childitem|gci|dir)$/.test(program) && /-recurse|(?:^| )\/s\b/i.test(line))
    return fileSearchSignal(invocation);
  return environmentSignals(invocation, index, invocations);
}
