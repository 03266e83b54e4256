import { existsSync } from 'node:fs';
import path from 'node:path';
import type { HostId } from '../action/kinds.ts';
import type { Machine } from './adapter.ts';
import type { PlannedEdit } from './connection.ts';
import { inFile } from './entries.ts';
import { commandPath } from './launcher-command.ts';
import { type LocatedServer, serversInJson, serversInToml, type Token } from './mcp-located.ts';
import { type McpPlace, mcpPlaces } from './mcp-places.ts';
import { readSettings, writeSettings } from './settings-file.ts';

/** A server of a host's configuration, and whether Holdpoint stands in front of it. */
interface McpServer {
  readonly name: string;
  /** `address`: reached by a URL or written in a way Holdpoint does not change; `own`: Holdpoint's own server. */
  readonly state: 'open' | 'wrapped' | 'address' | 'own';
}

/** The servers one file of a host names. */
export interface McpConfiguration {
  readonly host: HostId;
  readonly file: string;
  readonly servers: readonly McpServer[];
}

/**
 * What the hosts' configurations name, for the person to choose from: the files that are there and name servers. A
 * file that cannot be read is left out. `workspaceRoots`: their project files count too. Never throws.
 */
export function mcpConfigurations(machine: Machine, workspaceRoots: readonly string[]): McpConfiguration[] {
  return mcpPlaces.flatMap((place) =>
    filesOf(place, machine, workspaceRoots).flatMap((file) => {
      try {
        const text = readSettings(file);
        const servers = text === null ? [] : serversIn(text, file, place);
        if (servers.length === 0) return [];
        return [
          { host: place.host, file, servers: servers.map((server) => ({ name: server.name, state: stateOf(server) })) },
        ];
      } catch {
        return [];
      }
    }),
  );
}

/** Which servers of a file are meant; all where no names are given. */
export interface WrapChoice {
  readonly host: HostId;
  readonly file: string;
  readonly servers?: readonly string[];
}

/** What wrapping would write, for the person to see; empty where nothing changes. Throws `SettingsProblem`. */
export function planWrap(choice: WrapChoice, machine: Machine): PlannedEdit[] {
  return plan(choice, (text, server) => wrapped(text, server, choice.host, machine));
}

/** What unwrapping would write. Every byte is then as it was before wrapping. Throws `SettingsProblem`. */
export function planUnwrap(choice: WrapChoice): PlannedEdit[] {
  return plan(choice, unwrapped);
}

/** Writes a plan. Throws `SettingsProblem` where a file was changed meanwhile. */
export function writePlan(edits: readonly PlannedEdit[]): void {
  for (const { file, before, after } of edits) writeSettings(file, after, before);
}

function filesOf(place: McpPlace, machine: Machine, workspaceRoots: readonly string[]): string[] {
  const projects = workspaceRoots.flatMap((root) => place.project.map((name) => path.join(root, name)));
  return [...new Set([...place.personal(machine), ...projects])].filter((file) => existsSync(file));
}

function plan(
  { host, file, servers }: WrapChoice,
  change: (text: string, server: LocatedServer) => string,
): PlannedEdit[] {
  const place = mcpPlaces.find((one) => one.host === host);
  const before = readSettings(file);
  if (!place || before === null) return [];
  return inFile(file, () => {
    let after = before;
    const names = serversIn(before, file, place).map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (servers && !servers.includes(name)) continue;
      // Read anew: every change moves what follows.
      const server = serversIn(after, file, place)[index];
      if (server) after = change(after, server);
    }
    return after === before ? [] : [{ file, before, after }];
  });
}

function serversIn(text: string, file: string, place: McpPlace): LocatedServer[] {
  return file.endsWith('.toml') ? serversInToml(text) : serversInJson(text, place.servers, place.style);
}

function stateOf({ command, words }: LocatedServer): McpServer['state'] {
  const [program, first, second] = [...(command ? [command] : []), ...(words?.items ?? [])];
  if (program === undefined) return 'address';
  if (!isOurs(program.value) || first?.value !== 'mcp') return 'open';
  return second?.value === 'serve' ? 'own' : 'wrapped';
}

function isOurs(program: string): boolean {
  return /(^|[\\/])holdpoint(\.cmd)?$/.test(program);
}

/** Puts the proxy before the server's own words, which stay as they are written. */
function wrapped(text: string, server: LocatedServer, host: HostId, machine: Machine): string {
  if (stateOf(server) !== 'open') return text;
  const { command, words, room } = server;
  const program = JSON.stringify(commandPath(machine));
  const ours = ['mcp', `--server=${server.name}`, `--host=${host}`, '--']
    .map((word) => JSON.stringify(word))
    .join(', ');
  const comma = words && words.items.length > 0 ? ', ' : '';
  if (!command) return words ? spliced(text, words.inside, words.inside, `${program}, ${ours}${comma}`) : text;
  const own = text.slice(command.start, command.end);
  if (words) {
    // Somebody's own empty list in our layout: a blank before its end keeps it from being taken for ours.
    const apart = comma === '' && looksMade(text.slice(0, words.inside)) ? ' ' : comma;
    const longer = spliced(text, words.inside, words.inside, `${ours}, ${own}${apart}`);
    // The list may stand before the program.
    const shift = words.inside < command.start ? longer.length - text.length : 0;
    return spliced(longer, command.start + shift, command.end + shift, program);
  }
  if (!room) return text;
  const added = spliced(text, room.at, room.at, addedWords(room.form, text, room.at, `${ours}, ${own}`));
  return spliced(added, command.start, command.end, program);
}

/** A list of our making: with tabs where nobody writes any, by which it is known again. */
function addedWords(form: 'json' | 'toml', text: string, at: number, words: string): string {
  if (form === 'json') return `${jsonMark}${words}]`;
  return text[at - 1] === '\n' ? `${tomlMark}${words}]\n` : `\n${tomlMark}${words}]`;
}

const jsonMark = ',\t"args"\t: [';
const tomlMark = 'args\t=\t[';

/** Whether a text ends as a list of our making begins. */
function looksMade(before: string): boolean {
  return before.endsWith(jsonMark) || before.endsWith(tomlMark);
}

function unwrapped(text: string, server: LocatedServer): string {
  if (stateOf(server) !== 'wrapped' || !server.words) return text;
  const { command, words } = server;
  const cut = words.items.findIndex(({ value }) => value === '--');
  const dashes = words.items[cut];
  const own = words.items[cut + 1];
  if (!dashes || !own) return text;
  if (!command) return spliced(text, words.inside, behind(text, dashes, own), '');
  const raw = text.slice(own.start, own.end);
  const { start, end } = ourPart(text, words, own, words.items[cut + 2]);
  const shorter = spliced(text, start, end, '');
  const shift = start < command.start ? shorter.length - text.length : 0;
  return spliced(shorter, command.start + shift, command.end + shift, raw);
}

/** What we put in: the whole list where it is of our making, else its first words. */
function ourPart(
  text: string,
  words: NonNullable<LocatedServer['words']>,
  own: Token,
  next: Token | undefined,
): { start: number; end: number } {
  const before = text.slice(0, words.inside);
  if (!next && looksMade(before) && text[own.end] === ' ') return { start: words.inside, end: own.end + 1 };
  if (!next && before.endsWith(jsonMark)) return { start: words.inside - jsonMark.length, end: own.end + 1 };
  if (!next && before.endsWith(tomlMark)) {
    const start = words.inside - tomlMark.length;
    const end = own.end + 1;
    return text[end] === '\n' ? { start, end: end + 1 } : { start: start - 1, end };
  }
  return { start: words.inside, end: next ? behind(text, own, next) : own.end };
}

/** Where our words end: behind the comma and space we wrote, or, laid out anew by somebody, where the next begins. */
function behind(text: string, last: Token, next: Token): number {
  return text.startsWith(', ', last.end) ? last.end + 2 : next.start;
}

function spliced(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
