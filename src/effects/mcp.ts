import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { HttpRequest, Invocation, Word } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { deletionEffect } from './deletion.ts';
import { environmentOfConnection, environmentOfName, worseEnvironment } from './environment.ts';
import { guardEffectsOfFile } from './guard.ts';
import { httpEffects } from './http.ts';
import { codeCommands, commandsOf, innerTools } from './mcp-commands.ts';
import { type Argument, argumentsOf } from './mcp-input.ts';
import { effectOf, type Rule } from './pack.ts';
import { deleteRule } from './packs/files.ts';
import { railwayTool } from './packs/railway.ts';
import { shellEffects } from './shell.ts';
import { sqlEffects } from './sql.ts';
import { readName } from './verbs.ts';
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

/** What is learnt from one tool call. */
export interface ToolReading {
  readonly effects: readonly Effect[];
  readonly invocations: readonly Invocation[];
  readonly requests: readonly HttpRequest[];
  readonly problems: readonly string[];
}

const sqlKey = /^(?:sql|statements?|sql_query|raw_query|raw_sql|ddl)$/i;
const sqlTool =
  /sql|quer(?:y|ies)|statement|migration|database|postgres|mysql|sqlite|snowflake|bigquery|clickhouse|supabase|neon|(?:^|_)db(?:_|$)/;
const sqlShape =
  /^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|drop|truncate|alter|create|with|grant|revoke|call|exec|begin|do|explain|show|merge|replace|vacuum|set)\b/i;
const pathKey =
  /^(?:path|file|file_path|filepath|filename|target|source|destination|dest|paths|uri|dir|directory|folder|newpath|new_path)$/i;
const urlKey = /^(?:url|uri|endpoint|href)$/i;
const browserServer = /playwright|puppeteer|browser|chrome|devtools|selenium/i;

/** Judges a tool call: by table, by its name's words and annotations, and by what stands in its arguments. */
export function toolEffects(action: Extract<Action, { kind: 'mcp' }>, inquiry: Inquiry): ToolReading {
  const span: Span = [0, toolText(action).length];
  const words = wordsOf(action.tool).filter((word) => word !== 'tool' && word !== 'mcp');
  const { strings, complete } = argumentsOf(action.input);
  const found: Found = { effects: [], invocations: [], requests: [], problems: [] };
  const name = `${action.server}${action.server ? '.' : ''}${action.tool}`;
  if (!complete) found.effects.push(effectOf(walked, { target: name, span }));

  byName(action, words, strings, { span, name, inquiry }, found.effects);
  byArguments(action, words, strings, { span, inquiry }, found);
  byCommands(action, words, { span, inquiry }, found);
  return found;
}

/** Tools that a call may name inside one another. */
const maximumInner = 16;

/** The commands, the code and the further tools that stand in the arguments. */
function byCommands(
  action: Extract<Action, { kind: 'mcp' }>,
  words: readonly string[],
  at: { readonly span: Span; readonly inquiry: Inquiry },
  found: Found,
): void {
  const said = { tool: words, server: wordsOf(action.server), input: action.input };
  for (const text of [...commandsOf(said), ...codeCommands(said)]) {
    const read = shellEffects(text, { dialect: 'bash', inquiry: at.inquiry });
    found.effects.push(...read.effects.map((effect) => ({ ...effect, span: at.span })));
    found.invocations.push(...read.invocations);
    found.requests.push(...read.requests);
    found.problems.push(...read.problems);
  }
  for (const inner of innerTools(said).slice(0, maximumInner)) {
    const name = `${action.server}${action.server ? '.' : ''}${inner.tool}`;
    const strings = argumentsOf(inner.input).strings;
    byName({ ...action, ...inner }, wordsOf(inner.tool), strings, { ...at, name }, found.effects);
  }
}

/** How a tool call is shown as one text. */
function toolText(action: Extract<Action, { kind: 'mcp' }>): string {
  return `${action.server}${action.server ? '.' : ''}${action.tool}`;
}

interface Found {
  readonly effects: Effect[];
  readonly invocations: Invocation[];
  readonly requests: HttpRequest[];
  readonly problems: string[];
}

function byName(
  action: Extract<Action, { kind: 'mcp' }>,
  words: readonly string[],
  strings: readonly Argument[],
  at: { readonly span: Span; readonly name: string; readonly inquiry: Inquiry },
  effects: Effect[],
): void {
  const provider = wordsOf(action.server)[0] ?? words[0] ?? 'mcp';
  const target = targetOf(strings);
  const environment = strings.reduce(
    (found, { key, value }) =>
      /env|project|host|url|connection|database|name/i.test(key) ? worseOrNamed(found, value) : found,
    environmentOfName(action.server),
  );
  const railway = wordsOf(action.server).includes('railway') || words.includes('railway') || action.server === '';
  const mutation = railway ? railwayTool(words.filter((word) => word !== 'railway')) : undefined;
  if (mutation) {
    const value = mutation.named
      .map((key) => strings.find((string) => string.key.toLowerCase() === key.toLowerCase())?.value)
      .find(Boolean);
    effects.push(effectOf(mutation.rule, { target: value ?? target, span: at.span, environment }));
    return;
  }
  const local =
    /^(?:filesystem|fs|files?|desktop[-_]?commander|memory|git)$/i.test(action.server) ||
    browserServer.test(action.server);
  const paths = strings.filter(({ key }) => pathKey.test(key));
  if (/(?:^|_)(?:delete|remove|unlink|rm)(?:_|$)/.test(words.join('_')) && paths.length > 0 && isFileTool(words)) {
    for (const { value } of paths) {
      const word: Word = { kind: 'known', value, span: at.span };
      const effect = deletionEffect(
        { rule: deleteRule, word, cwd: at.inquiry.facts.place.cwd, wrappers: [], recursive: true, span: at.span },
        at.inquiry,
      );
      if (effect) effects.push(effect);
    }
    return;
  }
  if (browserServer.test(action.server)) return;
  const reading = readName(words.join('_'));
  if (reading && reading.reversibility !== 'reversible') {
    effects.push(
      effectOf(named, {
        target: target === '?' ? at.name : target,
        span: at.span,
        provider,
        verb: reading.verb,
        resource: reading.resource,
        asset: reading.asset,
        environment,
        scope: local ? 'machine' : 'remote',
        reason: target === '?' ? named.reason : `Calls the tool ${at.name} on {target}: it deletes by its name.`,
      }),
    );
    return;
  }
  // One tool for several verbs says in an argument which: `label_write { method: "delete" }`.
  const chosen = strings.find(({ key }) => /^(?:method|action|operation|op|mode)$/i.test(key))?.value;
  const second =
    chosen && /^[\w-]{2,40}$/.test(chosen) && !/^(?:delete|remove)$/.test(words[0] ?? '')
      ? readName(`${chosen}_${words.join('_')}`)
      : null;
  const sendsRequest = strings.some(({ key }) => urlKey.test(key));
  if (second?.reversibility === 'irreversible' && !sendsRequest) {
    effects.push(
      effectOf(named, {
        target: at.name,
        span: at.span,
        provider,
        verb: second.verb,
        resource: second.resource,
        asset: second.asset,
        environment,
      }),
    );
    return;
  }
  const hint = action.annotations?.destructiveHint === true && action.annotations.readOnlyHint !== true;
  if (hint && !reading && !words.some((word) => ordinaryVerb.test(word))) {
    effects.push(
      effectOf(hinted, {
        target: at.name,
        span: at.span,
        provider,
        environment,
        scope: local ? 'workspace' : 'remote',
      }),
    );
  }
}

/** Many servers call every change destructive: what names an everyday verb is judged by that verb. */
const ordinaryVerb =
  /^(?:create|add|insert|write|edit|append|set|update|upsert|send|post|comment|run|trigger|execute|query|click|type|fill|navigate|get|list|read|search|find|fetch|describe|show|manage|deploy|rebase|merge|push|save|upload|assign|request|submit|start|open|close|rename|move|copy|mark|toggle|enable|apply)$/;

function worseOrNamed(found: Effect['environment'], text: string): Effect['environment'] {
  const here = /:\/\//.test(text) ? environmentOfConnection(text) : environmentOfName(text.slice(0, 200));
  if (here === 'unknown') return found;
  return found === 'unknown' ? here : worseEnvironment(found, here);
}

function isFileTool(words: readonly string[]): boolean {
  return words.some((word) => /^(?:file|files|directory|dir|folder|path|paths|unlink)$/.test(word));
}

function targetOf(strings: readonly Argument[]): string {
  const best = strings.find(({ key }) =>
    /(?:^|_)id$|Id$|^name$|Name$|_name$|^(?:path|bucket|table|database|project|key|target|ref|slug)$/.test(key),
  );
  const chosen = best ?? strings.find(({ value }) => value.length > 0 && value.length < 80);
  return chosen ? chosen.value.slice(0, 120) : '?';
}

function byArguments(
  action: Extract<Action, { kind: 'mcp' }>,
  words: readonly string[],
  strings: readonly Argument[],
  at: { readonly span: Span; readonly inquiry: Inquiry },
  found: Found,
): void {
  const text = words.join('_');
  for (const { key, value } of strings) {
    if (sqlShape.test(value) && (sqlKey.test(key) || sqlTool.test(`${text} ${action.server.toLowerCase()}`))) {
      found.effects.push(
        ...sqlEffects(
          value,
          {
            provider:
              /mysql|sqlite|postgres|mongo|snowflake|bigquery|clickhouse/.exec(action.server.toLowerCase())?.[0] ??
              'sql',
            environment: environmentOfName(action.server),
            database: null,
            scope: /sqlite/i.test(action.server) ? 'workspace' : 'remote',
            offset: null,
            span: at.span,
          },
          at.inquiry,
        ),
      );
    } else if (
      pathKey.test(key) &&
      /(?:^|_)(?:write|edit|move|rename|create|delete|remove|append|replace|copy)(?:_|$)/.test(text)
    ) {
      const written = strings.find((string) => /^(?:content|contents|text|data|file_text)$/.test(string.key))?.value;
      const { place } = at.inquiry.facts;
      const kind = /delete|remove|move|rename/.test(text) ? 'delete' : 'write';
      const deed = { ...action, path: value, cwd: place.cwd };
      found.effects.push(
        ...guardEffectsOfFile(
          kind === 'delete'
            ? { ...deed, kind }
            : { ...deed, kind, ...(written === undefined ? {} : { content: written }) },
          at.inquiry,
        ).map((effect) => ({ ...effect, span: at.span })),
      );
    }
  }
  requestIn(strings, words, at, found);
}

/** A tool that sends requests: its method, URL and body. */
function requestIn(
  strings: readonly Argument[],
  words: readonly string[],
  at: { readonly span: Span; readonly inquiry: Inquiry },
  found: Found,
): void {
  const url = strings.find(({ key, value }) => urlKey.test(key) && /^https?:\/\//i.test(value))?.value;
  const method = strings.find(({ key }) => /^(?:method|http_method|verb)$/i.test(key))?.value;
  const body = strings.find(({ key }) => /^(?:body|data|payload|json|content)$/i.test(key))?.value;
  const document = strings.find(
    ({ key, value }) =>
      /^\s*(?:mutation|fragment)\b[^{]*\{/.test(value) ||
      (/^(?:query|mutation|document|graphql)$/i.test(key) && /^\s*(?:mutation|query|\{|fragment)/.test(value)),
  )?.value;
  if (document && /\bmutation\b/.test(document)) {
    push({
      method: 'POST',
      url: url ?? null,
      headers: {},
      body: { kind: 'text', value: JSON.stringify({ query: document }) },
      span: at.span,
    });
    return;
  }
  // `DELETE /v1/projects/1` as one text.
  for (const { value } of strings) {
    const line = /^\s*(DELETE|POST|PUT|PATCH)\s+(\S+)\s*$/.exec(value);
    if (line?.[1] && line[2])
      push({ method: line[1], url: line[2], headers: {}, body: { kind: 'none' }, span: at.span });
  }
  if (!url) return;
  const verb =
    method ?? words.map((word) => word.toUpperCase()).find((word) => /^(?:DELETE|PUT|PATCH|POST)$/.test(word));
  if (!verb) return;
  push({
    method: verb,
    url,
    headers: {},
    body: body ? { kind: 'text', value: body } : { kind: 'none' },
    span: at.span,
  });

  function push(request: HttpRequest): void {
    found.requests.push(request);
    found.effects.push(...httpEffects(request, at.inquiry));
  }
}

/** Rules of tool calls. */
export const mcpRules: readonly Rule[] = [named, hinted, walked];
