import type { Effect } from '../action/effect.ts';
import type { Invocation } from '../action/invocation.ts';
import { elsewhere, ownCommand } from './guard-command.ts';
import { guardRules } from './guard-rules.ts';
import { broughtBack, snapshotRefs } from './guard-snapshots.ts';
import { unhookedAgent } from './nested-agents.ts';
import { effectOf } from './pack.ts';
import { shown } from './words.ts';

/** Programs that stop processes and services, or start the editor without its extensions. */
const stoppers = new Set(
  'pkill killall pkill.exe taskkill stop-process skill kill fuser code cursor codium code-insiders code-server systemctl launchctl chattr'.split(
    ' ',
  ),
);

/** Stopping Holdpoint's process, or taking its extension or hooks away by a command. */
export function stopping(invocation: Invocation): Effect | null {
  const { program, args, span } = invocation;
  const own = ownCommand(invocation) ?? snapshotRefs(invocation) ?? broughtBack(invocation);
  if (own) return own;
  const nested = unhookedAgent(invocation);
  if (nested) {
    const rule = nested.certain ? guardRules.stop : guardRules.unhookedAgent;
    return effectOf(rule, { target: nested.why, span, ...(nested.certain ? { touchesGuard: true } : {}) });
  }
  if (program === null || !stoppers.has(program)) return null;
  const texts = args.map(shown);
  const hit = (target: string): Effect => effectOf(guardRules.stop, { target, span, touchesGuard: true });
  switch (program) {
    case 'pkill':
    case 'killall':
    case 'pkill.exe':
    case 'taskkill':
    case 'stop-process':
    case 'skill': {
      if (texts.includes('--help') || texts.includes('--version')) return null;
      const patterns = texts.filter((text) => !/^[-/]/.test(text));
      const own = patterns.find(namesHoldpoint);
      if (own) return hit(own);
      const wide = patterns.find((text) => mayMatchEditor(text));
      return wide ? effectOf(guardRules.maybeStop, { target: wide, span }) : null;
    }
    case 'kill': {
      const found = texts.find((text) => /\b(?:pgrep|pidof|ps)\b/.test(text));
      const sought = found ? processesSought(found.split(/[\s"'`()|]+/)) : null;
      if (sought) return sought.own ? hit(sought.name) : effectOf(guardRules.maybeStop, { target: sought.name, span });
      return texts.includes('-1') && ((texts.at(-1) === '-1' && texts.length > 1) || texts.includes('--'))
        ? effectOf(guardRules.maybeStop, { target: 'all processes', span, safer: 'ps -u $USER' })
        : null;
    }
    case 'fuser': {
      const kills = texts.some((text) => /^-[a-zA-Z]*k|^--kill$/.test(text));
      const found = kills ? texts.find((text) => /holdpoint/i.test(text)) : undefined;
      return found === undefined ? null : hit(found);
    }
    case 'code':
    case 'cursor':
    case 'codium':
    case 'code-insiders':
    case 'code-server': {
      const away = texts.some((text) => /^--(?:uninstall-extension|disable-extension)/.test(text));
      if (texts.includes('--disable-extensions')) return hit(`${program} --disable-extensions`);
      return away && texts.some((text) => /holdpoint/i.test(text)) ? hit('its extension') : elsewhere(invocation);
    }
    case 'systemctl':
    case 'launchctl':
    case 'chattr':
      return texts.some((text) => /holdpoint/i.test(text)) ? hit(texts.join(' ')) : null;
    default:
      return null;
  }
}

/**
 * `pgrep holdpoint | xargs kill`: what one program of a text looks up and another stops. One effect for the one that
 * stops.
 */
export function stoppingTogether(invocations: readonly Invocation[]): Effect[] {
  const stopper = invocations.find(
    ({ program, wrappers, args }) =>
      program === 'kill' &&
      (args.some((word) => word.kind === 'unknown') ||
        wrappers.some((wrapper) => /^(?:xargs|parallel)$/.test(wrapper.program))),
  );
  if (!stopper) return [];
  for (const { program, args } of invocations) {
    if (!/^(?:pgrep|pidof|grep|rg|ps|lsof|fuser)$/.test(program ?? '')) continue;
    const sought = processesSought(args.map(shown));
    if (!sought) continue;
    const at = { target: sought.name, span: stopper.span };
    return [sought.own ? effectOf(guardRules.stop, { ...at, touchesGuard: true }) : effectOf(guardRules.maybeStop, at)];
  }
  return [];
}

/** The first word that looks for Holdpoint's processes or the editor's. */
function processesSought(words: readonly string[]): { readonly name: string; readonly own: boolean } | null {
  const own = words.find(namesHoldpoint);
  if (own) return { name: own, own: true };
  const wide = words.find((word) => word !== '' && mayMatchEditor(word) && !/^[-$]/.test(word));
  return wide ? { name: wide, own: false } : null;
}

const own = 'holdpoint-hook';

/** A process pattern that Holdpoint's own name matches, whole or by a longer piece of it. */
function namesHoldpoint(pattern: string): boolean {
  // `hold[p]oint`, `h.ldpoint`: the same name, written so that a search does not find itself.
  const bare = pattern
    .replace(/\[([^\]^])\]/g, '$1')
    .replace(/^[\^.*]+|[$.*]+$/g, '')
    .toLowerCase();
  if (bare.includes('holdpoint') || /(?:^|\bcurrent\/)cli\\?\.js(?: hook|$)/.test(bare)) return true;
  if (bare.length < 5 || bare.length > 20 || !/^[a-z.-]+$/.test(bare)) return false;
  return Array.from(own, (_, at) => own.slice(at, at + bare.length)).some(
    (piece) => piece.length === bare.length && [...bare].every((char, at) => char === '.' || char === piece[at]),
  );
}

/** A process pattern as wide as the editor or the runtime that Holdpoint runs in. */
function mayMatchEditor(pattern: string): boolean {
  const bare = pattern
    .replace(/^[\^.*]+|[$.*]+$/g, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
  if ('holdpoint'.startsWith(bare) && bare.length >= 3) return true;
  if (/extension-?host|vscode-server|cursor-server/.test(bare)) return true;
  return /^(?:|node|nodejs|node20|node24|electron|code|cursor|codium|code-insiders|code-server|extensionhost|exthost|code helper.*|cursor helper.*|visual studio code|vscode|vscode-server)$/.test(
    bare,
  );
}
