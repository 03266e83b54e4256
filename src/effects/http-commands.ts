import type { HttpRequest } from '../action/invocation.ts';
import { shellWord } from '../parse/shell-word.ts';

/** Addresses at which a machine, a container or an agent takes a command line. */
const runs =
  /\/(?:exec(?:ute|s)?|run|run[-_]?commands?|commands?|cmd|shell|ssh|sendCommand|send-command|process(?:es)?|util\/bash|\w+[-_]command\/v\d+)\/?$/i;
const commandKey =
  /^(?:cmds?|commands?|exec|script|shell_?command|command_?line|command_?text|command_?string|argv|arg)$/i;
const maximumBody = 100_000;
const maximumCommands = 20;

/**
 * The command lines that a request has run on another machine, as they would be sent there by ssh: `docker exec`,
 * Kubernetes, Proxmox, Salt, Rundeck, Azure and Fly have such an address. What else stands in such bodies is no program
 * that any pack knows. Empty for every other request.
 */
export function remoteCommands(request: HttpRequest): string[] {
  const { url, body } = request;
  if (url === null || !/exec|run|command|cmd|sh|process/i.test(url)) return [];
  const [address = '', query = ''] = url.split('#', 1)[0]?.split('?', 2) ?? [];
  if (!runs.test(address)) return [];
  const told = new URLSearchParams(query).getAll('command');
  const lines = told.length > 0 ? [told.map(shellWord).join(' ')] : [];
  if (body.kind === 'text' && body.value.length < maximumBody) lines.push(...linesIn(body.value));
  const host = /^(?:\w+:\/\/)?([\w.-]+)/.exec(address)?.[1] ?? 'remote';
  return lines.slice(0, maximumCommands).map((line) => `ssh ${host} ${shellWord(line)}`);
}

function linesIn(body: string): string[] {
  if (!/^\s*[{[]/.test(body))
    return [...new URLSearchParams(body)].flatMap(([key, value]) => (commandKey.test(key) ? [value] : []));
  try {
    return linesOf(JSON.parse(body), '', 0);
  } catch {
    return [];
  }
}

function linesOf(value: unknown, key: string, depth: number): string[] {
  if (depth > 4) return [];
  // https://clouddocs.f5.com/api/icontrol-rest/
  if (typeof value === 'string' && key === 'utilCmdArgs') return [`bash ${value}`];
  if (typeof value === 'string') return commandKey.test(key) && value.trim() !== '' ? [value] : [];
  if (Array.isArray(value)) {
    if (!commandKey.test(key)) return value.flatMap((item) => linesOf(item, key, depth + 1));
    const words = value.filter((item): item is string => typeof item === 'string');
    // `["rm", "-rf", "/data"]` is one command; `["cd /srv", "rm -rf data"]` are several.
    const isOne = !/s$/i.test(key) && words.length > 1 && !/\s/.test(words[0] ?? '');
    return isOne ? [words.map(shellWord).join(' ')] : words;
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => linesOf(item, name, depth + 1));
}
