import type { Effect } from '../action/effect.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import { guardRules } from './guard-rules.ts';
import { effectOf } from './pack.ts';
import { shown } from './words.ts';

/** Variables by which the shells of a guarded terminal read the guard (exec/guarded-terminals.ts). */
const carriers = new Set(['BASH_ENV', 'PROMPT_COMMAND', 'HOLDPOINT_ZSH']);
const setters = new Set(['export', 'declare', 'typeset', 'readonly', 'local']);

/**
 * What takes the guard of a terminal's programs away from a shell: denied where nothing else could be meant (a PATH
 * filtered for Holdpoint's name, the guard's functions), held where only the guard's way in goes. An ordinary change
 * of PATH is nobody's business: the guard puts itself in front again, and scripts set PATH every day. For the same
 * reason what stands in a file (autoconf's `configure` unsets `BASH_ENV`) is not looked at.
 */
export function shellGuardEffect({ program, args, environment, wrappers, source, span }: Invocation): Effect | null {
  const sets =
    program !== null && (setters.has(program) || program === 'unset' || program === 'hash' || program === 'set');
  if (!sets && isEmpty(environment)) return null;
  if (source !== undefined || wrappers.some(({ place }) => place !== 'here')) return null;
  const texts = args.map(shown);
  const certain = (reason: string, target: string): Effect =>
    effectOf(guardRules.stop, { target, span, touchesGuard: true, reason });
  const likely = (reason: string, target: string): Effect =>
    effectOf(guardRules.maybeSettings, { target, span, reason, safer: `echo "$${target}"` });
  const assigned = [...assignmentsIn(program, args), ...Object.entries(environment)];
  const filtered = program === 'set' && texts.some(filtersPath);
  if (filtered || assigned.some(([name, value]) => name === 'PATH' && takesOut(value))) {
    return certain("Takes Holdpoint's programs out of PATH.", 'PATH');
  }
  if (program === 'unset') {
    const guarded = texts.includes('-f') ? texts.find((text) => text.startsWith('/')) : undefined;
    if (guarded !== undefined) return certain("Takes away {target}, a function of Holdpoint's guard.", guarded);
  }
  const kept = setters.has(program ?? '') && texts.some((text) => /^(?:\+\w*x|-\w*n)/.test(text));
  const carrier =
    program === 'unset' || kept
      ? texts.find((text) => carriers.has(text))
      : assigned.find(([name]) => carriers.has(name))?.[0];
  if (carrier !== undefined) {
    return likely('Changes {target}, through which Holdpoint guards the programs of a terminal.', carrier);
  }
  const at = texts.indexOf('-p');
  const instead = program === 'hash' && at >= 0 ? texts[at + 1] : undefined;
  return instead?.includes('/')
    ? likely("Lets the shell start {target} past Holdpoint's programs in PATH.", instead)
    : null;
}

function isEmpty(environment: Invocation['environment']): boolean {
  for (const _ in environment) return false;
  return true;
}

/** `NAME=value` words of a builtin that sets variables. */
function assignmentsIn(program: string | null, args: readonly Word[]): [string, Word][] {
  if (program === null || !setters.has(program)) return [];
  return args.flatMap((word): [string, Word][] => {
    const name = /^([A-Za-z_]\w*)\+?=/.exec(shown(word))?.[1];
    return name === undefined ? [] : [[name, word]];
  });
}

/** A value that is worked out from another one without what bears Holdpoint's name. */
function takesOut(value: Word): boolean {
  const text = shown(value);
  return (
    value.kind === 'unknown' &&
    /holdpoint/i.test(text) &&
    /\bgrep\b|\bsed\b|\bawk\b|\btr\b|[#%/]/.test(text) &&
    /\$/.test(text) &&
    !appends(text)
  );
}

/** The same in cmd (`set PATH=%PATH:…\holdpoint\…;=%`) and PowerShell (`$env:Path = … -notmatch 'holdpoint' …`). */
function filtersPath(text: string): boolean {
  if (/%path:[^%=]*holdpoint[^%]*=/i.test(text)) return true;
  return (
    /\$\{?env:path/i.test(text.replace(/^\$\{?env:path\}?/i, '')) &&
    /-[ci]?(?:not\w+|ne|replace)\b|\.(?:replace|remove|where|substring|indexof|trimstart)\s*\(/i.test(text)
  );
}

/** `$HOME/.local/state/holdpoint/bin:$PATH`: a folder beside the old value, which stays as it is. */
function appends(text: string): boolean {
  return /^(?:PATH=)?"?(?:[^$"{}]|\$\w+|\$\{\w+\})*"?$/.test(text);
}
