import type { Effect } from '../action/effect.ts';
import { type Inquiry, look } from '../action/facts.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { elsewhere, ownCommand } from './guard-command.ts';
import { guardRules } from './guard-rules.ts';
import { broughtBack, snapshotRefs } from './guard-snapshots.ts';
import { unhookedAgent } from './nested-agents.ts';
import { effectOf } from './pack.ts';
import { shown } from './words.ts';

/** Programs that stop processes and services, start the editor without its extensions, or press keys for a person. */
const stoppers = new Set(
  'pkill killall killall5 pkill.exe taskkill stop-process skill kill fuser code cursor codium code-insiders code-server systemctl launchctl chattr xdotool ydotool wtype dotool cliclick osascript'.split(
    ' ',
  ),
);
/** Programs that stop, starve, change or look into a process they are given by its number. */
const reachers = new Set(
  'kill gdb lldb rr strace ltrace dtruss reptyr reredirect prlimit renice taskset chrt ionice cpulimit node'.split(' '),
);

/** Stopping Holdpoint's process, reaching into it, or taking its extension or hooks away by a command. */
export function stopping(invocation: Invocation, inquiry: Inquiry): Effect | null {
  const { program, args, span } = invocation;
  const own = ownCommand(invocation) ?? snapshotRefs(invocation) ?? broughtBack(invocation);
  if (own) return own;
  const nested = unhookedAgent(invocation);
  if (nested) {
    const rule = nested.certain ? guardRules.stop : guardRules.unhookedAgent;
    return effectOf(rule, { target: nested.why, span, ...(nested.certain ? { touchesGuard: true } : {}) });
  }
  if (program === null) return null;
  const reached = reachers.has(program) ? reaching(invocation, inquiry) : null;
  if (reached || !stoppers.has(program)) return reached;
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
      const switches = program === 'taskkill' ? /^[-/]/ : /^-/;
      const patterns = texts.filter((text) => !switches.test(text));
      const own = patterns.find(namesHoldpoint);
      if (own) return hit(own);
      const others = program === 'pkill' && texts.some((text) => /^-[a-z]*v$|^--inverse$/.test(text));
      const wide = others ? 'all others' : patterns.find((text) => mayMatchEditor(text));
      return wide !== undefined ? effectOf(guardRules.maybeStop, { target: wide, span }) : null;
    }
    case 'kill':
      // `{-1}`: a number in code, as in `os.kill(-1, 9)`.
      return /^\{?-1\}?$/.test(texts.at(-1) ?? '') || (texts.includes('-1') && texts.includes('--'))
        ? everything(span)
        : null;
    case 'killall5':
      return everything(span);
    case 'xdotool':
    case 'ydotool':
    case 'wtype':
    case 'dotool':
    case 'cliclick':
    case 'osascript': {
      const pressed = texts.find((text) => presses.test(text));
      // A screen of its own (`xvfb-run`, another DISPLAY) is not the one a person is asked on.
      const own = 'DISPLAY' in invocation.environment || invocation.wrappers.some((one) => one.program === 'xvfb-run');
      const blind = program !== 'osascript' && program !== 'xdotool';
      return own || !(pressed ?? (blind && !texts.some((text) => /^-*(?:h|help|version|V|v)$/.test(text))))
        ? null
        : effectOf(guardRules.reaches, {
            target: program,
            span,
            reason: 'Presses keys or buttons on the screen ({target}), where a person answers what is held.',
          });
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
      const opened = texts.find((text) => /^--(?:inspect(?:-brk)?(?:-\w+)?|remote-debugging-\w+)(?:=|$)/.test(text));
      if (opened) return effectOf(guardRules.reaches, { target: `the editor (${opened.split('=')[0]})`, span });
      const away = texts.some((text) => /^--(?:uninstall-extension|disable-extension)/.test(text));
      if (texts.some((text) => /holdpoint[^/]*\.vsix$/i.test(text))) return hit('its extension');
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

/** What presses a key or a button: words of xdotool and its like, of AppleScript. */
const presses =
  /^(?:key|keydown|keyup|type|click|mousedown|mouseup|windowkill|windowclose)$|\b(?:keystroke|key code|click)\b/;

function everything(span: Span): Effect {
  return effectOf(guardRules.maybeStop, { target: 'all processes', span, safer: 'ps -u $USER' });
}

/** What a process is by its command line (`/proc/N/cmdline`): Holdpoint's own, the editor's, whose extensions it is among. */
const ownProcess = /holdpoint\/(?:bin\/holdpoint|lib\/|hook\/)/;
const editorProcess =
  /--type=extensionHost|server-main\.js|^\S*\/(?:code|cursor|codium|code-insiders|code-oss|windsurf|kiro)(?: (?!.*\.[cm]?js\b)|$)/;

/** A process of Holdpoint's or the editor's that a call stops or reaches into: sought by its name, or told by its number. */
function reaching({ program, args, span }: Invocation, inquiry: Inquiry): Effect | null {
  const texts = args.map(shown);
  if (program === 'node' && texts[0] !== 'inspect') return null;
  const rule = program === 'kill' ? guardRules.maybeStop : guardRules.reaches;
  const found = texts.find((text) => /\b(?:pgrep|pidof|ps)\b/.test(text));
  const sought = found ? processesSought(found.split(/[\s"'`()|]+/)) : null;
  if (sought) {
    return sought.own
      ? effectOf(guardRules.stop, { target: sought.name, span, touchesGuard: true })
      : effectOf(rule, { target: sought.name, span });
  }
  if (inquiry.facts.place.context === 'ordinary' || inquiry.facts.place.platform !== 'linux') return null;
  for (const [at, text] of texts.entries()) {
    // `-9` in front is a signal; `attach 4242`, `-p4242`, `--pid=4242` and the group `-4242` are numbers.
    const number = at === 0 && /^-\d+$/.test(text) ? undefined : /^(?:-p|--pid=|attach )?-?(\d{2,8})$/.exec(text)?.[1];
    if (number === undefined) continue;
    const line = look(inquiry, { kind: 'file-text', path: `/proc/${number}/cmdline` });
    const words = line.known ? line.value.text.replaceAll('\0', ' ').trim() : '';
    if (ownProcess.test(words))
      return effectOf(guardRules.stop, { target: `its process ${number}`, span, touchesGuard: true });
    if (editorProcess.test(words))
      return effectOf(guardRules.reaches, { target: `the editor (process ${number})`, span });
  }
  return null;
}

/**
 * `pgrep holdpoint | xargs kill`: what one program of a text looks up and another stops. One effect for the one that
 * stops.
 */
export function stoppingTogether(invocations: readonly Invocation[]): Effect[] {
  const stopper = invocations.find(
    ({ program, wrappers, args }) =>
      (program === 'kill' || (reachers.has(program ?? '') && args.some((word) => /^(?:-p|--pid)/.test(shown(word))))) &&
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

/** Pieces of the command lines of the editor's processes and of the hook's Node. */
const widely =
  /extension-?host|(?:vscode|cursor)-server|bootstrap-fork|node\.mojom|utility-sub-type|--?type=util|server-main\.js|share\/code|disable-sigusr1|v8-pool-size|^mainthread$/;

/** A process pattern as wide as the editor or the runtime that Holdpoint runs in. */
function mayMatchEditor(pattern: string): boolean {
  const bare = pattern
    .replace(/^[\^.*]+|[$.*]+$/g, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
  if (('holdpoint'.startsWith(bare) && bare.length >= 3) || bare.length < 2) return true;
  if (widely.test(bare)) return true;
  return /^(?:|node|nodejs|node20|node24|electron|code|cursor|codium|code-insiders|code-server|extensionhost|exthost|code helper.*|cursor helper.*|visual studio code|vscode|vscode-server)$/.test(
    bare,
  );
}
