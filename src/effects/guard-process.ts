import type { Effect } from '../action/effect.ts';
import type { Invocation } from '../action/invocation.ts';
import { guardRules } from './guard-rules.ts';
import { effectOf } from './pack.ts';
import { shown } from './words.ts';

/** Stopping Holdpoint's process, or taking its extension or hooks away by a command. */
export function stopping(invocation: Invocation): Effect | null {
  const { program, args, span } = invocation;
  const texts = args.map(shown);
  const hit = (target: string): Effect => effectOf(guardRules.stop, { target, span, touchesGuard: true });
  switch (program) {
    case 'pkill':
    case 'killall':
    case 'pkill.exe':
    case 'taskkill':
    case 'stop-process':
    case 'skill': {
      const patterns = texts.filter((text) => !/^[-/]/.test(text));
      const own = patterns.find((text) => /holdpoint/i.test(text));
      if (own) return hit(own);
      const wide = patterns.find((text) => mayMatchEditor(text));
      return wide ? effectOf(guardRules.maybeStop, { target: wide, span }) : null;
    }
    case 'kill':
      return texts.includes('-1') && ((texts.at(-1) === '-1' && texts.length > 1) || texts.includes('--'))
        ? effectOf(guardRules.maybeStop, { target: 'all processes', span, safer: 'ps -u $USER' })
        : null;
    case 'code':
    case 'cursor':
    case 'codium':
    case 'code-insiders':
    case 'code-server': {
      const away = texts.some((text) => /^--(?:uninstall-extension|disable-extension)/.test(text));
      if (texts.includes('--disable-extensions')) return hit(`${program} --disable-extensions`);
      return away && texts.some((text) => /holdpoint/i.test(text)) ? hit('its extension') : null;
    }
    case 'holdpoint':
      return texts[0] === 'disconnect' ? hit('holdpoint disconnect') : null;
    case 'node':
      return texts.some((text) => /holdpoint/i.test(text)) && texts.includes('disconnect')
        ? hit('holdpoint disconnect')
        : null;
    case 'claude':
    case 'cursor-agent':
      return texts.some((text) => /disableAllHooks/.test(text)) ? hit('hooks of a nested agent') : null;
    case 'systemctl':
    case 'launchctl':
    case 'chattr':
      return texts.some((text) => /holdpoint/i.test(text)) ? hit(texts.join(' ')) : null;
    default:
      return null;
  }
}

/** A process pattern as wide as the editor or the runtime that Holdpoint runs in. */
function mayMatchEditor(pattern: string): boolean {
  const bare = pattern
    .replace(/^[\^.*]+|[$.*]+$/g, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
  return /^(?:|node|nodejs|node20|node24|electron|code|cursor|codium|code-insiders|code-server|extensionhost|exthost|code helper.*|cursor helper.*|visual studio code|vscode|vscode-server)$/.test(
    bare,
  );
}
