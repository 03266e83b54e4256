import type { Effect } from '../action/effect.ts';
import type { Inquiry, Place } from '../action/facts.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { printedText } from './guard.ts';
import { absolutePath } from './paths.ts';
import { shellEffects } from './shell.ts';
import { shown } from './words.ts';

/** Files that something runs by itself, without an agent calling it: what is written there is judged as if run. */
const tables = /(?:^|\/)(?:etc\/(?:crontab|cron\.d\/[^/]+|anacrontab)|var\/spool\/cron\/(?:crontabs\/|tabs\/)?[^/]+)$/;
const scripts =
  /(?:^|\/)(?:\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zshenv|zprofile|zlogin|kshrc|xprofile|xinitrc|envrc)|etc\/(?:profile|bash\.bashrc|zsh\/zshrc|rc\.local)|etc\/(?:profile\.d|cron\.(?:hourly|daily|weekly|monthly)|init\.d|update-motd\.d)\/[^/]+|\.git\/hooks\/[a-z-]+|\.husky\/[a-z-]+|\.githooks\/[a-z-]+|\.config\/(?:fish\/config\.fish|autostart-scripts\/[^/]+))$/;
const services =
  /(?:^|\/)(?:systemd\/(?:system|user)\/[^/]+\.service(?:\.d\/[^/]+\.conf)?|\.config\/autostart\/[^/]+\.desktop)$/;

/** Text longer than this is no start-up file anybody wrote. */
const maximumText = 200_000;

/** What the text written to a path would do once something runs it; nothing where nothing runs it by itself. */
export function writtenCodeEffects(path: string, text: string, span: Span, inquiry: Inquiry): Effect[] {
  if (text === '' || text.length > maximumText || path.length > 4096) return [];
  const commands = commandsIn(path, text, inquiry.facts.place);
  return commands.flatMap((command) =>
    shellEffects(command, { dialect: 'bash', inquiry }).effects.map((effect) => ({
      ...effect,
      span,
      reason: `${effect.reason} (${path} runs by itself.)`,
    })),
  );
}

function commandsIn(path: string, text: string, place: Place): string[] {
  const absolute = absolutePath(path, place.cwd, place) ?? path;
  if (tables.test(absolute)) return cronCommands(text, !absolute.includes('/spool/'));
  if (scripts.test(absolute)) return [text];
  if (!services.test(absolute)) return [];
  return text
    .split('\n')
    .flatMap((line) => /^\s*Exec(?:Start|Stop|Reload)?(?:Pre|Post)?\s*=\s*[-@:+!]*(.+)$/.exec(line)?.[1] ?? []);
}

/** The commands of a crontab; those of the system name a user in front (crontab(5)). */
export function cronCommands(text: string, namesUser: boolean): string[] {
  const fields = namesUser ? '(?:\\S+\\s+){6}' : '(?:\\S+\\s+){5}';
  const special = namesUser ? '@\\w+\\s+\\S+\\s+' : '@\\w+\\s+';
  const shape = new RegExp(`^\\s*(?:${special}|(?=[\\d*])${fields})(.+)$`);
  return text.split('\n').flatMap((line) => shape.exec(line)?.[1] ?? []);
}

/** What a call writes to such a file, as far as its text shows: a redirection, `tee`, `crontab -`. */
export function callWritesCode(invocation: Invocation, inquiry: Inquiry): Effect[] {
  const { program, args, stdin, span, redirections, wrappers } = invocation;
  if (wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  const input = stdin.kind === 'text' ? stdin.value : null;
  if (program === 'crontab' && input !== null && args.every((word) => /^(?:-|-u|[\w-]+)$/.test(shown(word)))) {
    return cronCommands(input, false).flatMap((command) =>
      shellEffects(command, { dialect: 'bash', inquiry }).effects.map((effect) => ({ ...effect, span })),
    );
  }
  const printed = printedText(invocation)?.replaceAll('\\n', '\n') ?? null;
  const effects: Effect[] = [];
  for (const { mode, target } of redirections) {
    if (mode === 'read' || target.kind !== 'known' || printed === null) continue;
    effects.push(...writtenCodeEffects(target.value, printed, span, inquiry));
  }
  if (program === 'tee' && input !== null) {
    for (const word of args) {
      if (word.kind === 'known' && !word.value.startsWith('-'))
        effects.push(...writtenCodeEffects(word.value, input, span, inquiry));
    }
  }
  return effects;
}
