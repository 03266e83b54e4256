import type { Effect } from '../action/effect.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { effectOf, type Rule } from './pack.ts';
import { literalOf, shown } from './words.ts';

const base = {
  provider: 'shell',
  asset: 'other',
  scope: 'machine',
  reversibility: 'unknown',
  attack: 'T1059',
  source: 'https://attack.mitre.org/techniques/T1059/',
} as const;

const rules = {
  computedProgram: {
    ...base,
    id: 'unknown/computed-program',
    verb: 'execute',
    resource: 'program',
    reason: 'Runs {target}, a program whose name is worked out while it runs.',
  },
  computedText: {
    ...base,
    id: 'unknown/fetched-code',
    verb: 'execute',
    resource: 'code',
    reason: 'Runs code that is fetched or decoded while it runs ({target}); nobody has seen it.',
    attack: 'T1105',
  },
  unreadable: {
    ...base,
    id: 'unknown/unreadable',
    verb: 'execute',
    resource: 'action',
    reason: 'Could not be read: {target}',
  },
} as const satisfies Record<string, Rule>;

/** What cannot be known about a call: a computed name, or code fetched or decoded while it runs (DESIGN 5.6). */
export function unknownEffects(invocation: Invocation): Effect[] {
  const { program, name, span } = invocation;
  if (invocation.computed) return [effectOf(rules.computedText, { target: program ?? shown(name), span })];
  if (program !== null) return [];
  // A known name without a program is text over a bound, or the nothing in front of a bare redirection.
  if (name.kind === 'pattern') {
    // `/bin/r?` is a program by another name; without a slash only a file of this directory could match.
    const scope = name.value.includes('/') ? 'machine' : 'workspace';
    return [effectOf(rules.computedProgram, { target: name.value, span, scope })];
  }
  if (name.kind === 'known') {
    const unread = name.value.trim();
    return unread === '' ? [] : [unreadableEffect(unread.slice(0, 60), span)];
  }
  // `[…` without a variable is a glob that no program is called by: text of another language.
  if (isTool(name.text) || /^\[[^$`]*$/.test(name.text)) return [];
  const away = invocation.wrappers.find((wrapper) => wrapper.place === 'remote');
  return [
    effectOf(rules.computedProgram, { target: shown(name), span, ...(away ? { scope: 'remote' as const } : {}) }),
  ];
}

/** `$PYTHON`, `${CC:-gcc}`, `"$VENV/bin/python"`: a variable that by habit names one tool, which destroys nothing. */
function isTool(text: string): boolean {
  const bare = text.replace(/^["']|["']$/g, '');
  if (
    /\/(?:python[\d.]*|pip[\d.]*|node|npm|npx|pytest|ruff|mypy|java|javac|gradle|mvn|go|cargo|rustc|cmake|ninja|adb|emulator|sdkmanager|gcc|g\+\+|clang|tsc|vitest|jest|eslint|prettier|uvicorn|gunicorn|flask|chrome|chromium)["']?$/.test(
      bare,
    )
  ) {
    return true;
  }
  return /^\$\{?(?:PYTHON3?|PY|PIP|NODE|NPM|NPX|CC|CXX|CPP|LD|AR|MAKE|GO|CARGO|JAVA|JAVAC|EDITOR|PAGER|BROWSER|CHROME|ADB|GRADLE|MVN|CMAKE|PYTEST|UV|BUN|DENO|PNPM|YARN|RUBY|PHP|PERL|VENV_PYTHON|PYTHON_BIN|PYTHON_CMD|NODE_BIN)(?:[:}].*)?$/i.test(
    bare,
  );
}

/** The effect of an action nobody could read. */
export function unreadableEffect(why: string, span: Span): Effect {
  return effectOf(rules.unreadable, { target: why, span });
}

const looseKill: Rule = {
  ...base,
  id: 'unknown/interpreter-text',
  verb: 'execute',
  resource: 'code',
  reason: 'Hands {target} code that could not be worked out.',
};

/** `python -c "$X"`, `node -e "$(…)"`: code that is nothing but an unresolved value. */
export function interpreterEffects(invocation: Invocation): Effect[] {
  const program = invocation.program ?? '';
  if (!/^(?:python[\d.]*|node|deno|ruby|perl|php|osascript)$/.test(program)) return [];
  const at = invocation.args.findIndex((word) => /^(?:-c|-e|--eval|-r)$/.test(literalOf(word) ?? ''));
  const code = at >= 0 ? invocation.args[at + 1] : undefined;
  if (code?.kind !== 'unknown' || code.prefix.trim() !== '') return [];
  return [effectOf(looseKill, { target: program, span: invocation.span })];
}

/** The rules of what cannot be known. */
export const unknownRules: readonly Rule[] = [...Object.values(rules), looseKill];
