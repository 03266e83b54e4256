import { shellWord } from '../../parse/shell-word.ts';
import { type LaterText, lineOfPosition } from './later-text.ts';

/** The commands of a crontab (crontab(5)); the system's own files name a user behind the five fields. */
export function crontabTexts(text: string, hasUser: boolean): LaterText[] {
  const found: LaterText[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const fields =
      /^\s*(?:@\w+|(?:[\d*/,\-A-Za-z?~]+\s+){4}[\d*/,\-A-Za-z?~]+)\s+(.*)$/.exec(line.replace(/\r$/, ''))?.[1] ?? null;
    if (fields === null || /^\s*#/.test(line)) continue;
    const command = hasUser ? fields.replace(/^[\w-]+\s+/, '') : fields;
    // `%` ends the command, what follows is its standard input.
    found.push({ text: command.replace(/(?<!\\)%[\s\S]*$/, ''), line: index + 1, dialect: 'bash' });
  }
  return found;
}

/** The commands of a systemd unit: https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html */
export function unitTexts(text: string): LaterText[] {
  const joined = text.replace(/\\\r?\n/g, '  ');
  return [
    ...joined.matchAll(/^Exec(?:Start|StartPre|StartPost|Stop|StopPost|Reload|Condition)\s*=\s*[-@:+!]*(.+)$/gm),
  ].map((match) => ({
    text: match[1] ?? '',
    line: lineOfPosition(joined, match.index ?? 0),
    dialect: 'bash' as const,
  }));
}

/**
 * What git and ssh run by their settings (git-config(1), ssh_config(5)). An alias of git's is read where it is called
 * (the repository's facts know it).
 */
export function settingTexts(text: string): LaterText[] {
  const setting =
    /^[ \t]*(?:(?:fsmonitor|sshcommand|pager|editor|askpass|external|textconv|clean|smudge|process|driver|helper|cmd)[ \t]*=[ \t]*"?!?|(?:ProxyCommand|LocalCommand|KnownHostsCommand|Match[ \t]+exec)[ \t=]+"?)(.+)$/gim;
  return [...text.matchAll(setting)].map((match) => ({
    text: (match[1] ?? '').replace(/"\s*$/, '').replaceAll('\\"', '"'),
    line: lineOfPosition(text, match.index ?? 0),
    dialect: 'bash' as const,
  }));
}

/** `Exec=` of an autostart entry: https://specifications.freedesktop.org/autostart-spec/latest/ */
export function desktopTexts(text: string): LaterText[] {
  return [...text.matchAll(/^Exec\s*=\s*(.+)$/gm)].map((match) => ({
    text: (match[1] ?? '').replace(/%[a-zA-Z]/g, ''),
    line: lineOfPosition(text, match.index ?? 0),
    dialect: 'bash' as const,
  }));
}

/** The words a launch agent starts (launchd.plist(5)). */
export function launchTexts(text: string): LaterText[] {
  const list = /<key>ProgramArguments<\/key>\s*<array>([\s\S]*?)<\/array>/.exec(text);
  if (!list) return [];
  const words = [...(list[1] ?? '').matchAll(/<string>([\s\S]*?)<\/string>/g)].map((match) => plain(match[1] ?? ''));
  return [{ text: words.map(shellWord).join(' '), line: lineOfPosition(text, list.index), dialect: 'bash' }];
}

function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
