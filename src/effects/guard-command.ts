import type { Effect } from '../action/effect.ts';
import type { Invocation } from '../action/invocation.ts';
import { hostIds } from '../action/kinds.ts';
import { guardRules } from './guard-rules.ts';
import { effectOf } from './pack.ts';
import { shown } from './words.ts';

/** Programs that run a file of Holdpoint's command line: Node in its forms, and shells. */
const runners = new Set(
  'node nodejs bun deno tsx electron code cursor codium code-server sh bash dash zsh ksh fish busybox'.split(' '),
);
/** The same under a name with a version or a flavour, and editors that run Node. */
const versioned =
  /^(?:node(?:js)?[-.\d]+|electron[-.\d]+|(?:ts|tsx)-node(?:-\w+)?|code-insiders|windsurf|ld-[\w.-]+|nu)$/;
/** Programs that change Holdpoint's own set-up, an agent's plugins, or the editor's store of keys. */
const keepers = new Set(['holdpoint', 'sqlite3', 'secret-tool', 'keyctl', 'claude']);
const changes = /^(?:connect|disconnect|uninstall)$/;
/** `holdpoint mcp wrap|unwrap`, which writes the servers in a host's configuration anew. */
const servers = /^(?:un)?wrap$/;
const adaptedHost = new Set<string>(hostIds);
const keyring = /holdpoint|vscode|cursor|safe ?storage|^@[us]$/i;

/**
 * Holdpoint's own command line where it writes or removes hooks, and the editor's store of its keys. A person does
 * that in the editor or in a terminal of their own; with another HOME or state directory `connect` would put a
 * launcher of the agent's making in place.
 */
export function ownCommand({ program, args, span }: Invocation): Effect | null {
  if (program === null || !(keepers.has(program) || runners.has(program) || versioned.test(program))) return null;
  const texts = args.map(shown);
  const hit = (target: string): Effect => effectOf(guardRules.stop, { target, span, touchesGuard: true });
  const keys = (): Effect => effectOf(guardRules.maybeSettings, { target: "the editor's own store of keys", span });
  if (program === 'holdpoint') {
    if (texts[0] === 'mcp' && servers.test(texts[1] ?? '')) return hit(`holdpoint mcp ${texts[1]}`);
    return changes.test(texts[0] ?? '') ? hit(`holdpoint ${texts[0]}`) : null;
  }
  if (program === 'sqlite3') return texts.some((text) => /\/state\.vscdb/.test(text)) ? keys() : null;
  if (program === 'secret-tool' || program === 'keyctl') {
    const removes = /^(?:clear|store|unlink|revoke|purge)$/.test(texts[0] ?? '');
    return removes && texts.some((text) => keyring.test(text)) ? keys() : null;
  }
  if (program === 'claude' && /^plugins?$/.test(texts[0] ?? '') && /^(?:install|i|enable)$/.test(texts[1] ?? '')) {
    const target = `claude plugin ${texts[2] ?? ''}`.trim();
    return effectOf(guardRules.startsBySettings, {
      target,
      span,
      safer: 'claude plugin list',
      reason: 'Puts in {target}, whose own hooks may run programs that no hook sees.',
    });
  }
  if (!runners.has(program) && !versioned.test(program)) return null;
  const script = texts.find((text) => !text.startsWith('-')) ?? '';
  if (/holdpoint[^/]*\/(?:.*\/)?uninstall\.js$/i.test(script)) return hit('holdpoint uninstall');
  const proxied = texts.findIndex((text, at) => text === 'mcp' && servers.test(texts[at + 1] ?? ''));
  if (proxied > 0) return hit(`holdpoint mcp ${texts[proxied + 1]}`);
  const verb = texts.findIndex((text) => changes.test(text));
  if (verb <= 0) return null;
  const named = /holdpoint/i.test(script) || adaptedHost.has(texts[verb + 1] ?? '');
  return named ? hit(`holdpoint ${texts[verb]}`) : null;
}

const homes = /^(?:HOME|USERPROFILE|XDG_STATE_HOME|HOLDPOINT_STATE)$/;

/** The editor, started with another home or other extensions than those Holdpoint is among. */
export function elsewhere({ program, args, environment, span }: Invocation): Effect | null {
  const variable = Object.keys(environment).find((name) => homes.test(name));
  const option = args.map(shown).find((text) => /^--(?:extensions-dir|user-data-dir|profile-temp)\b/.test(text));
  if (variable === undefined && option === undefined) return null;
  const how = variable === undefined ? option?.split('=')[0] : `its own ${variable}`;
  return effectOf(guardRules.unhookedAgent, {
    target: `${program} with ${how}`,
    span,
    safer: `${program} .`,
    reason: 'Starts {target}: agents in it may run where Holdpoint is not hooked in.',
  });
}
