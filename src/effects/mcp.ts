import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { Span } from '../action/kinds.ts';
import { environmentOfConnection, environmentOfName, worseEnvironment } from './environment.ts';
import { argumentEffects, type Found, foreignQuery, sendsRequest } from './mcp-arguments.ts';
import { browserServer, isInDocument, passesHere } from './mcp-editors.ts';
import { fileDeletions } from './mcp-files.ts';
import { bareReading, flaggedReading } from './mcp-flags.ts';
import { alsoRuns, innerTools } from './mcp-inner.ts';
import { type Argument, argumentsOf, isDescription } from './mcp-input.ts';
import { knownTool, knownToolRules } from './mcp-tools.ts';
import { effectOf, type Rule } from './pack.ts';
import { railwayTool } from './packs/railway.ts';
import { publishedByTool } from './published.ts';
import { type NameReading, readName, readRestoration } from './verbs.ts';
import { wordsOf } from './words.ts';

const base = {
  provider: 'mcp',
  asset: 'other',
  scope: 'remote',
  reversibility: 'irreversible',
  attack: 'T1485',
  source: 'https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations',
} as const;

const named: Rule = {
  ...base,
  id: 'mcp/destructive-name',
  verb: 'delete',
  resource: 'resource',
  reason: 'Calls the tool {target}, which by its name deletes.',
};
const hinted: Rule = {
  ...base,
  id: 'mcp/destructive-hint',
  verb: 'change',
  resource: 'resource',
  reversibility: 'unknown',
  reason: 'Calls the tool {target}, which says of itself that it destroys.',
};
const walked: Rule = {
  ...base,
  id: 'mcp/too-deep',
  verb: 'run',
  resource: 'arguments',
  reversibility: 'unknown',
  reason: 'Calls the tool {target} with arguments too deep or too many to be read.',
};

type ToolCall = Extract<Action, { kind: 'mcp' }>;

/** Judges a tool call: by table, by its name's words and annotations, and by what stands in its arguments. */
export function toolEffects(action: ToolCall, inquiry: Inquiry): Found {
  const name = `${action.server}${action.server ? '.' : ''}${action.tool}`;
  const span: Span = [0, name.length];
  const words = wordsOf(action.tool).filter((word) => word !== 'tool' && word !== 'mcp');
  const { strings, complete } = argumentsOf(action.input);
  const found: Found = { effects: [], invocations: [], requests: [], problems: [] };
  if (!complete) found.effects.push(effectOf(walked, { target: name, span }));
  found.effects.push(...byName(action, words, strings, { span, name, inquiry }));
  argumentEffects(action, words, strings, { span, inquiry }, found);
  found.effects.push(
    ...publishedByTool(
      words,
      strings.map(({ value }) => value),
      span,
    ),
  );
  const said = { tool: words, server: wordsOf(action.server), input: action.input };
  for (const inner of innerTools(said).slice(0, maximumInner)) {
    const handed = argumentsOf(inner.input).strings;
    const whole = `${action.server}${action.server ? '.' : ''}${inner.tool}`;
    found.effects.push(...byName({ ...action, ...inner }, wordsOf(inner.tool), handed, { span, name: whole, inquiry }));
  }
  return found;
}

/** Tools that a call may name inside one another. */
const maximumInner = 16;

interface Place {
  readonly span: Span;
  readonly name: string;
  readonly inquiry: Inquiry;
}

function byName(action: ToolCall, words: readonly string[], strings: readonly Argument[], at: Place): Effect[] {
  const environment = environmentOf(action, strings);
  const target = targetOf(strings);
  const railway = wordsOf(action.server).includes('railway') || words.includes('railway') || action.server === '';
  const mutation = railway ? railwayTool(words.filter((word) => word !== 'railway')) : undefined;
  if (mutation) {
    const value = mutation.named.map((key) => argumentOf(strings, key)).find(Boolean);
    return [effectOf(mutation.rule, { target: value ?? target, span: at.span, environment })];
  }
  const known = knownTool(action.server, words, (key) => argumentOf(strings, key));
  if (known) return [effectOf(known, { target, span: at.span, environment })];
  const files = fileDeletions(action.server, words, strings, at);
  if (files) return files;
  if (passesHere(words, action.server)) return [];
  const context = wordsOf(action.server).filter(
    (word) => !/^(?:mcp|server|tools?|api|plugin|canvas|whiteboard)$/.test(word),
  );
  const reading =
    readName(words.join('_'), context) ??
    readRestoration(words.join('_')) ??
    bareReading(action.tool, action.server, strings);
  if (reading && reading.reversibility !== 'reversible') {
    return isInDocument(reading, words, action.server)
      ? []
      : [nameEffect(reading, action, { ...at, environment, target })];
  }
  // What is set down for later says in its parts what it would do then.
  const said = isDescription(words) ? ownArguments(action.input) : strings;
  const chosen = chosenAction(words, said, context, action.server);
  if (chosen && !sendsRequest(strings))
    return [nameEffect(chosen, action, { ...at, environment, target: '?', by: 'arguments' })];
  const flagged = flaggedReading(words, action.input, context);
  if (flagged) return [nameEffect(flagged, action, { ...at, environment, target, by: 'arguments' })];
  const hint = action.annotations?.destructiveHint === true && action.annotations.readOnlyHint !== true;
  // Of `run` alone nothing is known but what it says of itself.
  const bare = words.length === 1 && /^(?:run|execute|invoke|perform|trigger|apply)$/.test(words[0] ?? '');
  if (!hint || reading || (!bare && words.some((word) => ordinaryVerb.test(word)))) return [];
  return [
    effectOf(hinted, {
      target: at.name,
      span: at.span,
      provider: providerOf(action, words),
      environment,
      scope: isLocal(action.server) ? 'workspace' : 'remote',
    }),
  ];
}

function nameEffect(
  reading: NameReading,
  action: ToolCall,
  at: Place & {
    readonly environment: Effect['environment'];
    readonly target: string;
    /** What says so, where it is not the tool's name. */
    readonly by?: 'arguments';
  },
): Effect {
  const { verb, resource, asset, reversibility } = reading;
  const where = at.target === '?' ? '{target}' : `${at.name} on {target}`;
  return effectOf(named, {
    target: at.target === '?' ? at.name : at.target,
    span: at.span,
    provider: providerOf(action, wordsOf(action.tool)),
    verb,
    resource,
    asset,
    reversibility,
    environment: at.environment,
    scope: isLocal(action.server) ? 'machine' : 'remote',
    ...(reversibility === 'recoverable' ? { wayBack: 'Set it back by the same server.' } : {}),
    reason: `Calls the tool ${where}: it ${saying(verb)} by its ${at.by ?? 'name'}.`,
  });
}

/** What a tool does, said of it. */
function saying(verb: string): string {
  if (verb === 'publish') return 'publishes';
  return /^(?:cancel|void|refund|archive|suspend|merge|lock|pause|transfer|clear|restore|overwrite|replace|stop|expire|revoke|disable|deactivate|detach|reset|rotate|close|unpin)$/.test(
    verb,
  )
    ? `${verb}s`
    : 'deletes';
}

/** The arguments of the call itself, none of what they describe. */
function ownArguments(input: unknown): Argument[] {
  return Object.entries(typeof input === 'object' && input !== null ? input : {}).flatMap(([key, value]) =>
    typeof value === 'string' && key !== 'method' ? [{ key, value }] : [],
  );
}

/** What is told or allowed of an action, who tells it, and who looks it up. */
const told = /^(?:permissions?|policy|policies|roles?|logs?|audit|events?|analytics|telemetry|history|track)$/;
const telling = /^(?:create|add|write|send|track|log|record|emit|capture|define|check|evaluate|query|test|count)$/;
const sought = /^(?:search|list|query|get|lookup|find)$/;
/** What somebody is reminded of: `add_task { task: "cancel-subscription" }`. */
const noted = /^(?:create|add|new|save|set)$/;

/** One tool for several verbs says in an argument which: `label_write { method: "delete" }`. */
function chosenAction(
  words: readonly string[],
  strings: readonly Argument[],
  context: readonly string[],
  server: string,
): NameReading | null {
  if (
    /^(?:delete|remove|get|list|search|find|read|retrieve|describe|validate|lint|parse|explain|preview)$/.test(
      words[0] ?? '',
    ) &&
    !alsoRuns(words)
  )
    return null;
  // A right is given or looked up, an entry of a log written: the action is what it tells of.
  if (words.some((word) => told.test(word)) && (telling.test(words[0] ?? '') || sought.test(words.at(-1) ?? '')))
    return null;
  const own = words.filter((word) => !/^(?:write|manage|action|crud|edit|manager)$/.test(word));
  // `{ action: "cancel", resource: "order" }`
  const kind = strings.find(
    ({ key, value }) =>
      /^(?:resource|entity|object)(?:_?(?:type|name))?$/i.test(key) && /^[a-z][\w-]{1,29}$/i.test(value),
  );
  const about = [...context, ...own, ...wordsOf(kind?.value ?? '')];
  for (const { key, value } of strings) {
    if (
      !/^(?:method|action|action_?type|operation|operation_?type|op|mode|verb|command|sub_?command|task|intent|mutation)$/i.test(
        key,
      )
    )
      continue;
    if (!/^[\w:.-]{2,40}$/.test(value) || (/^(?:task|intent)$/i.test(key) && noted.test(words[0] ?? ''))) continue;
    // What an ORM calls it: `{ model: "res.partner", method: "unlink" }`
    const isOrm = value === 'unlink' && strings.some((one) => /^(?:model|doctype|object)$/i.test(one.key));
    const reading = readName(isOrm ? 'delete_records' : value, about);
    const full = reading ?? readName(`${value}_${words.join('_')}`, context);
    if (!full) continue;
    // What is deleted by it stands in the tool's own name: `label_write`.
    const object = readName(`delete_${own.join('_')}`);
    if (object?.reversibility === 'reversible' || isInDocument(full, words, server)) return null;
    if (full.reversibility !== 'reversible') return full;
  }
  return null;
}

/** Many servers call every change destructive: what names an everyday verb is judged by that verb. */
const ordinaryVerb =
  /^(?:create|add|insert|write|edit|append|set|update|upsert|send|post|comment|run|trigger|execute|query|click|type|fill|navigate|get|list|read|search|find|fetch|describe|show|manage|deploy|rebase|merge|push|save|upload|assign|request|submit|start|open|close|rename|move|copy|mark|toggle|enable|apply)$/;

function isLocal(server: string): boolean {
  return /^(?:filesystem|fs|files?|desktop[-_]?commander|memory|git)$/i.test(server) || browserServer.test(server);
}

function providerOf(action: ToolCall, words: readonly string[]): string {
  return wordsOf(action.server)[0] ?? words[0] ?? 'mcp';
}

function environmentOf(action: ToolCall, strings: readonly Argument[]): Effect['environment'] {
  return strings.reduce(
    (found, { key, value }) =>
      /env|project|host|url|connection|database|name/i.test(key) ? worseOrNamed(found, value) : found,
    environmentOfName(action.server),
  );
}

function worseOrNamed(found: Effect['environment'], text: string): Effect['environment'] {
  const here = /:\/\//.test(text) ? environmentOfConnection(text) : environmentOfName(text.slice(0, 200));
  if (here === 'unknown') return found;
  return found === 'unknown' ? here : worseEnvironment(found, here);
}

function argumentOf(strings: readonly Argument[], name: string): string | undefined {
  return strings.find(({ key }) => key.toLowerCase() === name.toLowerCase())?.value;
}

function targetOf(strings: readonly Argument[]): string {
  const best = strings.find(({ key }) =>
    /(?:^|_)id$|Id$|^name$|Name$|_name$|^(?:path|bucket|table|database|project|key|target|ref|slug)$/.test(key),
  );
  const chosen = best ?? strings.find(({ value }) => value.length > 0 && value.length < 80);
  return chosen ? chosen.value.slice(0, 120) : '?';
}

/** Rules of tool calls. */
export const mcpRules: readonly Rule[] = [named, hinted, walked, foreignQuery, ...knownToolRules];
