import type { Action } from '../action/action.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { browserSignals } from './browser-stores.ts';
import { commandSignals } from './commands.ts';
import { requestProbes, statementProbes } from './probes.ts';
import { readToolSignal } from './reading.ts';
import { searchToolSignal } from './search.ts';
import { signal } from './signals.ts';
import { metadataAddress, requestedSecrets } from './stores.ts';
import { fileOfInput } from './tool-input.ts';

/** The signals that lie in the action alone. */
export function ownSignals(action: Action, analysis: Analysis): Signal[] {
  const asked =
    analysis.requests.length === 0 ? [] : [...requestProbes(analysis.requests), ...requestedSecrets(analysis.requests)];
  switch (action.kind) {
    case 'read':
      return readToolSignal(action.path, action);
    case 'search':
      return searchToolSignal(action, action);
    case 'mcp':
      return [
        ...asked,
        ...commandSignals(analysis.invocations, action),
        ...browserSignals(action),
        ...toolSignals(action.tool, action.input, action),
      ];
    case 'http':
      return metadataAddress.test(action.url) ? [metadataSignal(action.url)] : asked;
    case 'web':
      return action.url !== undefined && metadataAddress.test(action.url) ? [metadataSignal(action.url)] : [];
    case 'shell':
    case 'task':
      return [...asked, ...commandSignals(analysis.invocations, action)];
    case 'sql':
      return statementProbes(action.text);
    case 'write':
    case 'delete':
      return commandSignals(analysis.invocations, action);
  }
}

function metadataSignal(url: string): Signal {
  return signal('credential-search', 0.8, `Asks the cloud’s metadata service: ${url}`, { attack: 'T1552.005' });
}

/** Servers that keep nothing but secrets. */
const keepers =
  /1password|onepassword|bitwarden|vaultwarden|keepass|lastpass|dashlane|proton-?pass|passbolt|keychain|keyring|hashicorp-?vault|^vault|infisical|doppler|akeyless|secrets?-?manager|key-?vault/i;

/** Tools of MCP servers that read files, search, or hand out secrets, told by their names. */
function toolSignals(tool: string, input: unknown, action: Action): Signal[] {
  const name = tool.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  if (
    /(?:get|list|read|show|describe|reveal|export|fetch|pull).*(?:secret|credential|api_?key|access_?token|password|connection_?(?:string|ur[il]))|(?:secret|credential|api_?key|access_?token|password)s?[_-](?:get|list|read|show|reveal|value)/.test(
      name,
    )
  ) {
    return [signal('credential-search', 0.5, `Asks ${tool} for secrets`, { subject: tool })];
  }
  if (
    /(?:list|get|read)[_-]?(?:(?:service|env|environment|project)[_-])?(?:variables|env_?vars|env)$|^variables?[_-]list$|^env[_-]list$/.test(
      name,
    )
  ) {
    return [signal('credential-search', 0.4, `Asks ${tool} for the variables of a service`, { subject: tool })];
  }
  if (
    action.kind === 'mcp' &&
    keepers.test(action.server) &&
    /get|read|list|search|lookup|find|show|export|fetch|resolve/.test(name)
  )
    return [signal('credential-search', 0.6, `Asks ${action.server} for secrets`, { subject: action.server })];
  const file = fileOfInput(input);
  if (file !== undefined && /read|get_file|view|open|cat|content/.test(name)) return readToolSignal(file, action);
  if (/search|grep|find|ripgrep/.test(name) && typeof input === 'object' && input !== null) {
    const pattern = Object.entries(input).find(
      ([key, value]) => /^(?:pattern|query|regex|search|text)$/i.test(key) && typeof value === 'string',
    );
    if (
      pattern &&
      /file|code|grep|content|workspace|project|repo/.test(`${name} ${action.kind === 'mcp' ? action.server : ''}`)
    ) {
      return searchToolSignal({ pattern: String(pattern[1]), ...(file === undefined ? {} : { path: file }) }, action);
    }
  }
  return [];
}
