import { type ParseError, parse } from 'jsonc-parser';

/**
 * Keys and variables with which a host's settings file silences its hooks (measured for Claude Code, DESIGN 3; for the
 * others from their documentation).
 */
const switches: Readonly<Record<string, (value: unknown) => boolean>> = {
  disableAllHooks: (value) => value !== false,
  allowManagedHooksOnly: (value) => value !== false,
  disableHooks: (value) => value !== false,
  'chat.useHooks': (value) => value === false,
  'chat.hookFilesLocations': () => true,
  'chat.useClaudeHooks': (value) => value === false,
  hooksEnabled: (value) => value === false,
  // The editor's terminals, and the arguments it is started with.
  ...Object.fromEntries(
    ['linux', 'osx', 'windows'].map((system) => [`terminal.integrated.env.${system}`, unguardsTerminals]),
  ),
  'remote-debugging-port': () => true,
  'use-inmemory-secretstorage': (value) => value !== false,
  // Gemini CLI and Qwen Code.
  hooksConfig: (value) => {
    const { enabled, disabled } = recordIn(value);
    return enabled === false || (Array.isArray(disabled) && disabled.some((name) => /holdpoint/i.test(String(name))));
  },
  tools: (value) => recordIn(value).enableHooks === false,
};
function unguardsTerminals(value: unknown): boolean {
  return Object.keys(recordIn(value)).some((name) =>
    /^(?:LD_(?:PRELOAD|AUDIT)$|DYLD_INSERT|BASH_ENV$|BASH_FUNC_|HOLDPOINT)/.test(name),
  );
}

const silencingVariable =
  /^(?:NODE_(?:OPTIONS|PATH|COMPILE_CACHE)$|OPENSSL_CONF$|LD_|DYLD_|BASH_ENV$|ENV$|SHELL$|SHELLOPTS$|BASHOPTS$|BASH_FUNC_|IFS$|PS4$|CLAUDE_CODE_(?:SHELL_PREFIX|GIT_BASH_PATH|SIMPLE)$|CLAUDE_CONFIG_DIR$|CURSOR_CONFIG|HOME$|XDG_STATE_HOME$|XDG_CONFIG_HOME$|HOLDPOINT)/i;

const settingsFile =
  /(?:^|\/)(?:\.claude\/settings(?:\.[\w-]+)?\.json|\.cursor\/hooks\.json|claude-code\/managed-settings\.json|ClaudeCode\/managed-settings\.json|\.codex\/hooks\.json|\.(?:gemini|qwen)\/settings\.json|(?:gemini-cli|GeminiCli|qwen-code|QwenCode)\/settings\.json|\.copilot\/(?:settings|config)\.json|\.copilot\/hooks\/[^/]+\.json|\.github\/hooks\/[^/]+\.json|\.github\/copilot\/settings(?:\.local)?\.json|\.codeium\/(?:windsurf\/)?hooks\.json|\.windsurf\/hooks\.json|\.vscode\/settings\.json|(?:Code|Cursor|Code - Insiders|VSCodium|code-server)\/User\/settings\.json|data\/Machine\/settings\.json|\.(?:vscode(?:-\w+)?|cursor|windsurf)\/argv\.json)$/;

/** Where hosts name their MCP servers, in front of which Holdpoint may stand (hosts/mcp-places.ts). */
const serversFile =
  /(?:^|\/)(?:\.mcp\.json|\.claude\.json|\.(?:cursor|vscode)\/mcp\.json|User\/mcp\.json|\.copilot\/mcp-config\.json|\.github\/mcp\.json|opencode\.jsonc?|cline_mcp_settings\.json|windsurf\/mcp_config\.json|\.kiro\/settings\/mcp\.json)$/;

/** True for a file in which a host's hooks or their switches stand, or its MCP servers. */
export function isHostSettings(absolute: string): boolean {
  const plain = absolute.replaceAll('\\', '/');
  return settingsFile.test(plain) || serversFile.test(plain);
}

/** True for settings which people and tools change all day, the editor's own among them: only what is certain counts there. */
export function isEditorSettings(absolute: string): boolean {
  return /(?:\.vscode|\/User|\/Machine)\/settings\.json$|\/argv\.json$/.test(absolute) || serversFile.test(absolute);
}

/**
 * What a change of a host's settings file does to Holdpoint: the off-switch it throws or the hook entry it takes away,
 * as half a sentence; null where both stay as they are. Text that is no JSON counts as empty, as the hosts read it.
 */
export function silencedBy(before: string, after: string): string | null {
  const old = settingsIn(before);
  const now = settingsIn(after);
  for (const [key, off] of Object.entries(switches)) {
    if (key in now && off(now[key]) && JSON.stringify(old[key]) !== JSON.stringify(now[key])) return `sets ${key}`;
  }
  const variables = recordIn(now.env);
  const known = recordIn(old.env);
  for (const [name, value] of Object.entries(variables)) {
    if (silencingVariable.test(name) && known[name] !== value) return `sets the environment variable ${name}`;
  }
  if (!/^\s*\{/.test(before) && !/^\s*\{/.test(after)) return silencedText(before, after);
  const kept = entriesIn(now.hooks);
  const lost = entriesIn(old.hooks).find((entry) => !kept.includes(entry));
  return lost ? 'removes or changes its hook entry' : unwrapped(old, now);
}

/** An MCP server that is still there and no longer starts through Holdpoint, as half a sentence. */
function unwrapped(old: Record<string, unknown>, now: Record<string, unknown>): string | null {
  const after = serversIn(now);
  for (const [path, words] of serversIn(old)) {
    const kept = after.get(path);
    if (isWrapped(words) && kept !== undefined && !isWrapped(kept)) {
      return `takes it away from in front of the server ${path.split('\n').at(-1)}`;
    }
    const loaded = isWrapped(words) && kept?.find((word) => loading.test(String(word)) && !words.includes(word));
    if (loaded) return `loads a library into what stands before the server ${path.split('\n').at(-1)}`;
  }
  return null;
}

/** The command lines of a configuration's MCP servers and their variables, by the path they stand under. */
function serversIn(settings: Record<string, unknown>): Map<string, readonly unknown[]> {
  const found = new Map<string, readonly unknown[]>();
  const open = Object.entries(settings).filter(([name]) => /^(?:mcpServers|servers|mcp|projects)$/.test(name));
  for (let seen = 0; open.length > 0 && seen < mostEntries; seen += 1) {
    const [path, value] = open.pop() ?? ['', null];
    const { command, args, url, env, environment } = recordIn(value);
    if (command !== undefined || url !== undefined) {
      const words = [...(Array.isArray(command) ? command : [command]), ...(Array.isArray(args) ? args : [])];
      const variables = Object.entries({ ...recordIn(env), ...recordIn(environment) });
      found.set(path, [...words, ...variables.map(([name, text]) => `${name}=${String(text)}`)]);
      continue;
    }
    for (const [name, part] of Object.entries(recordIn(value))) open.push([`${path}\n${name}`, part]);
  }
  return found;
}

const loading = /^(?:LD_(?:PRELOAD|AUDIT)|DYLD_INSERT_LIBRARIES)=./;

function isWrapped([program, first]: readonly unknown[]): boolean {
  return first === 'mcp' && /(?:^|[\\/])holdpoint(?:\.cmd)?$/.test(String(program));
}

/** Keys of Claude Code's settings that name a program it runs by itself (https://code.claude.com/docs/en/settings). */
const helpers =
  /^(?:statusLine|subagentStatusLine|apiKeyHelper|awsAuthRefresh|awsCredentialExport|gcpAuthRefresh|otelHeadersHelper|fileSuggestion)$/;
const mostEntries = 10_000;

/**
 * The program a change of a host's settings lets the host run by itself, as half a sentence; null where it adds none.
 * What a host's own hooks and helpers run reaches no hook, and another hook may change a call after it was judged.
 */
export function startedBy(before: string, after: string): string | null {
  const known = new Set(programsIn(settingsIn(before)));
  const added = programsIn(settingsIn(after)).find((program) => !known.has(program));
  if (added === undefined) return null;
  const shown = added.length > 80 ? `${added.slice(0, 77)}...` : added;
  return `run a program by itself that no hook sees (${shown})`;
}

/** What hook entries and helpers run. */
function programsIn(settings: Record<string, unknown>): string[] {
  const open: unknown[] = [settings.hooks];
  for (const [name, value] of Object.entries(settings)) {
    if (helpers.test(name)) open.push(typeof value === 'string' ? { command: value } : value);
  }
  // A plugin brings hooks of its own.
  const found = Object.entries(recordIn(settings.enabledPlugins)).flatMap(([name, on]) =>
    on === false ? [] : [`plugin ${name}`],
  );
  for (let seen = 0; open.length > 0 && seen < mostEntries; seen += 1) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, part] of Object.entries(value)) {
      if (typeof part !== 'string') open.push(part);
      else if (/^(?:command|bash|powershell|prompt|url)$/.test(name)) found.push(part);
    }
  }
  return found;
}

const textSwitch = /^[ \t]*(?:hooks|codex_hooks)[ \t]*=[ \t]*false|^[ \t]*allow_managed_hooks_only[ \t]*=[ \t]*true/m;

/** Codex's note that a person has reviewed a hook; without it the hook is skipped in silence. */
const trust = /^[ \t]*(?:\[hooks\.state\.|trusted_hash[ \t]*=)/;

/** The same for a file that is no JSON (TOML, scripts), line by line. */
function silencedText(before: string, after: string): string | null {
  if (textSwitch.test(after) && !textSwitch.test(before)) return 'switches hooks off';
  const noted = (text: string) =>
    text
      .split('\n')
      .filter((line) => trust.test(line))
      .map((line) => line.trim());
  const stillNoted = new Set(noted(after));
  if (noted(before).some((line) => !stillNoted.has(line))) return 'takes back the trust in a hook';
  if (
    /\[hooks\.state\.[^\n]*\n(?:[^[]*\n)?[ \t]*enabled[ \t]*=[ \t]*false/.test(after) &&
    !/enabled[ \t]*=[ \t]*false/.test(before)
  )
    return 'switches hooks off';
  const kept = new Set(after.split('\n').map((line) => line.trim()));
  const lost = before.split('\n').some((line) => /holdpoint/i.test(line) && !kept.has(line.trim()));
  return lost ? 'removes or changes its hook entry' : null;
}

function settingsIn(text: string): Record<string, unknown> {
  const errors: ParseError[] = [];
  return recordIn(parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true }));
}

function recordIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Every hook entry of Holdpoint with the event and matcher it stands under, as text to be compared. */
function entriesIn(hooks: unknown): string[] {
  const found: string[] = [];
  for (const [event, list] of Object.entries(recordIn(hooks))) {
    if (!Array.isArray(list)) continue;
    for (const entry of list) {
      const text = JSON.stringify(entry);
      if (/holdpoint/i.test(text)) found.push(`${event} ${text}`);
    }
  }
  return found;
}
