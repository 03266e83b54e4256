import type { Action, TextEdit } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { HttpRequest, Invocation } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { environmentOfName } from './environment.ts';
import { guardEffectsOfFile } from './guard.ts';
import { httpEffects } from './http.ts';
import { codeCommands, commandsOf, stdinKey } from './mcp-commands.ts';
import { type Argument, isDescription } from './mcp-input.ts';
import { effectOf, type Rule } from './pack.ts';
import { destructiveQuery } from './queries.ts';
import { shellEffects } from './shell.ts';
import { sqlEffects } from './sql.ts';
import { isPlainSql, sqlIn } from './sql-text.ts';
import { wordsOf } from './words.ts';
import { writeEffects } from './writes/writes.ts';

/** What is learnt from one tool call. */
export interface Found {
  readonly effects: Effect[];
  readonly invocations: Invocation[];
  readonly requests: HttpRequest[];
  readonly problems: string[];
}

interface At {
  readonly span: Span;
  readonly inquiry: Inquiry;
}

type ToolCall = Extract<Action, { kind: 'mcp' }>;

const sqlKey = /^(?:sql|statements?|sql_query|raw_query|raw_sql|ddl)$/i;
const queryKey =
  /^(?:query(?:_?(?:string|text|body))?|queries|surr?(?:eal)?ql|cypher|mql|cql|kql|sparql|aql|commands?|statement|pipeline|script|(?:apex_?|source_?)?code|luau?|apex|source|anonymous_?(?:body|apex))$/i;
const sqlTool =
  /sql|quer(?:y|ies)|statement|migration|database|postgres|mysql|sqlite|snowflake|bigquery|clickhouse|supabase|neon|(?:^|_)db(?:_|$)/;
/** A tool that runs what it is handed, whatever it calls that. */
const runner = /(?:^|_)(?:exec(?:ute)?|run|submit|eval)(?:_|$)/;
const runKey = /^(?:query|queries|commands?|statement|script|code|input|text|body|q)$/i;
const sqlShape =
  /^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|drop|truncate|alter|create|with|grant|revoke|call|exec|begin|do|explain|show|merge|replace|vacuum|set)\b(?![-’'])/i;
const pages = /^(?:docs?|documentation|search|knowledge|semantic|ask|library|libraries|help)$/;
const studies = /^(?:dry|validate|lint|parse|format|prettify|beautify|highlight|tokenize|explain|learn|introspect)$/;
/** What makes such a tool run what it reads: `EXPLAIN ANALYZE` does, and a linter that is told to fix or save. */
const runsIt = /^(?:analy[sz]e|exec(?:ute)?|run|apply|commit|fix|send|submit|perform|deploy)$/i;
/** Arguments that name a file or directory. */
export const pathKey =
  /^(?:path|file|file_path|filepath|filename|target|source|destination|dest|paths|uri|dir|directory|folder|newpath|new_path)$/i;
const urlKey = /^(?:url|uri|endpoint|href)$/i;

/** A query that deletes, in a tongue other than SQL. */
export const foreignQuery: Rule = {
  id: 'mcp/destructive-query',
  provider: 'mcp',
  verb: 'delete',
  resource: 'records',
  asset: 'data-store',
  scope: 'remote',
  reversibility: 'irreversible',
  attack: 'T1485',
  reason: 'Runs a query that deletes: {target}.',
  source: 'https://attack.mitre.org/techniques/T1485/',
};

/** `DELETE person:tobie` of SurrealDB: one record by its name. */
const oneRecord = /^\s*delete\s+(?:only\s+)?\w+:[\w`⟨⟩-]+\s*;?\s*$/i;

/** True where the tool is given an address to send something to. */
export function sendsRequest(strings: readonly Argument[]): boolean {
  return strings.some(({ key }) => urlKey.test(key));
}

/** What a tool's arguments would do by themselves: shell text, code, SQL, other queries, paths, requests. */
export function argumentEffects(
  action: ToolCall,
  words: readonly string[],
  strings: readonly Argument[],
  at: At,
  found: Found,
): void {
  const text = words.join('_');
  // A tool that reads a text and runs nothing of it: `validate_graphql_codeblocks`, `lint_sql`.
  const studied =
    studies.test(words[0] ?? '') &&
    !words.some((word, index) => runsIt.test(word) && words[index - 1] !== 'dry') &&
    !strings.some(
      ({ key, value }) => runs(key, value) || (/^(?:explain|dry|validate)$/.test(words[0] ?? '') && runsOn(value)),
    );
  const where = `${text}_${action.server.toLowerCase()}`;
  // A document's fields are what somebody keeps in it.
  const isKept = words.some((word) => writing.test(word)) && !queries.test(text) && !runner.test(text);
  const isSurreal = where.includes('surreal');
  const isFed = !sqlTool.test(where) && strings.some(({ key }) => /^(?:command|cmd|argv)$/i.test(key));
  for (const { key, value } of strings) {
    // What is written to a command is read with it.
    if (value.trim() === '' || studied || (isFed && stdinKey.test(key))) continue;
    const isQuery = queryKey.test(key) || (isSurreal && (sqlKey.test(key) || runKey.test(key)));
    if (isSurreal && oneRecord.test(value)) continue;
    const query = isQuery && (!isKept || queryOnly.test(key)) ? destructiveQuery(where, value) : undefined;
    if (query) {
      const rule = { ...foreignQuery, source: query.source };
      const environment = environmentOfName(action.server);
      found.effects.push(effectOf(rule, { target: shown(value, query.text), span: at.span, environment }));
    } else if (isRun(key, value, words, where, text)) {
      found.effects.push(...statementEffects(value, action, at));
    } else if (pathKey.test(key)) found.effects.push(...guardedFile(value, text, strings, action, at));
  }
  const isDocument = isKept && words.some((word) => documents.test(word));
  commandEffects(action, words, strings, { ...at, studied: studied || isDocument }, found);
  if (!studied && !isDescription(words)) requestIn(strings, words, at, found);
}

/** A query in one line; of a long program what destroys in it. */
function shown(value: string, destroys: RegExp): string {
  const begin = value.length > 200 ? Math.max(value.search(destroys), 0) : 0;
  return value
    .slice(begin, begin + 200)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
    .trim();
}

/** Whether an argument makes a tool that studies a text run it: `dry_run: false`, `mode: "execute"`. */
function runs(key: string, value: string): boolean {
  if (/^(?:dry_?run|(?:validate|preview|check)_?only)$/i.test(key)) return /^(?:false|0|no|off)$/i.test(value);
  if (runsIt.test(key)) return !/^(?:false|0|no|off)$/i.test(value);
  return runsIt.test(value.trim());
}

/** Whether what a server puts `EXPLAIN` in front of goes on behind it, or is run by it. */
function runsOn(value: string): boolean {
  return (
    /^\s*explain\b[^;]{0,200}\banaly[sz]e\b/i.test(value) ||
    (/;\s*[a-z]/i.test(value) && /^\s*(?:\d|select|explain|show|with)\b/i.test(value))
  );
}

/** What says of its key that a statement stands there. */
const queries = /sql|quer(?:y|ies)|statement|ddl|cypher|migration|command|script/i;
/** Keys under which nobody writes a text of his own. */
const queryOnly = /sql|quer(?:y|ies)|statement|cypher|[mck]ql|aql|pipeline/i;
/** Tools that set down what somebody wrote: a row, a page, a message. */
const writing =
  /^(?:create|insert|add|update|upsert|save|write|edit|append|post|comment|send|log|reply|draft|note|set|patch)$/;

const documents =
  /^(?:one|many|documents?|records?|rows?|items?|entit(?:y|ies)|pages?|notes?|issues?|tickets?|cards?|comments?|messages?|posts?)$/;

/**
 * Whether a text is run as a statement: by its key, or, where the key says nothing, by what the tool is for. A row's
 * values (`{ memo: "drop-off fee" }`), titles and questions are sentences, whatever they begin with.
 */
function isRun(key: string, value: string, words: readonly string[], where: string, tool: string): boolean {
  if (sqlKey.test(key)) return isStatement(value, []);
  const runs = runner.test(tool) && isPlainSql(value);
  if (!sqlTool.test(where)) return runs && runKey.test(key) && isStatement(value, words);
  if (queries.test(key)) return isStatement(value, words);
  if (words.some((word) => writing.test(word)) && !queries.test(tool)) return false;
  return (runKey.test(key) || isPlainSql(value)) && isStatement(value, words);
}

/** What a person asks of a library's pages may begin as a statement does: `delete a user in prisma`. */
function isStatement(value: string, words: readonly string[]): boolean {
  // A filter's value (`DELETE` for the method of a request) is a word, no statement.
  if (/^\s*(?:delete|update|truncate|drop(?:\s+\w+)?|alter(?:\s+\w+)?)\s*$/i.test(value)) return false;
  const bare = value.includes('*/') ? value.replace(/\/\*[\s\S]*?\*\//g, ' ') : value;
  return sqlIn(bare) || (sqlShape.test(bare) && !words.some((word) => pages.test(word)));
}

/** The commands and the code that stand in the arguments, read as the shell would. */
function commandEffects(
  action: ToolCall,
  words: readonly string[],
  strings: readonly Argument[],
  at: At & { readonly studied: boolean },
  found: Found,
): void {
  const said = { tool: words, server: wordsOf(action.server), input: action.input };
  const elsewhere = words.includes('ssh') || said.server.includes('ssh');
  const host = strings.find(({ key }) => /^(?:host|hostname|machine|connection)$/i.test(key))?.value ?? 'remote';
  const commands = commandsOf(said).map((text) => (elsewhere ? `ssh ${quoted(host)} ${quoted(text)}` : text));
  const dialect = [...words, ...said.server].some((word) => /^(?:powershell|pwsh)$/.test(word)) ? 'pwsh' : 'bash';
  for (const text of [...commands, ...(at.studied ? [] : codeCommands(said))]) {
    const read = shellEffects(text, { dialect, inquiry: at.inquiry });
    found.effects.push(...read.effects.map((effect) => ({ ...effect, span: at.span })));
    found.invocations.push(...read.invocations);
    found.requests.push(...read.requests);
    found.problems.push(...read.problems);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function statementEffects(text: string, action: ToolCall, at: At): Effect[] {
  const server = action.server.toLowerCase();
  return sqlEffects(
    text,
    {
      provider: /mysql|sqlite|postgres|mongo|snowflake|bigquery|clickhouse/.exec(server)?.[0] ?? 'sql',
      environment: environmentOfName(action.server),
      database: null,
      scope: /sqlite/i.test(action.server) ? 'workspace' : 'remote',
      offset: null,
      span: at.span,
    },
    at.inquiry,
  );
}

/** A file tool that writes, moves or deletes: what is the guard's own, and what something else runs. */
function guardedFile(path: string, tool: string, strings: readonly Argument[], action: ToolCall, at: At): Effect[] {
  if (!/(?:^|_)(?:write|edit|move|rename|create|delete|remove|append|replace|copy)(?:_|$)/.test(tool)) return [];
  const written = strings.find((string) => /^(?:content|contents|text|data|file_text)$/.test(string.key))?.value;
  const deed = { ...action, path, cwd: at.inquiry.facts.place.cwd };
  if (/delete|remove|move|rename/.test(tool)) {
    return guardEffectsOfFile({ ...deed, kind: 'delete' }, at.inquiry).map((effect) => ({ ...effect, span: at.span }));
  }
  const told = { ...deed, kind: 'write' as const, ...(written === undefined ? {} : { content: written }) };
  const edits = pairs(strings);
  const later = written === undefined && edits.length > 0 ? { ...told, edits } : told;
  return [...guardEffectsOfFile(told, at.inquiry), ...writeEffects(later, at.inquiry)].map((effect) => ({
    ...effect,
    span: at.span,
  }));
}

/** `old_string` and `new_string`, `oldText` and `newText`: the edits among a tool's arguments, in their order. */
function pairs(strings: readonly Argument[]): TextEdit[] {
  const of = (key: RegExp): string[] => strings.filter((string) => key.test(string.key)).map(({ value }) => value);
  const old = of(/^old_?(?:text|str|string)$/i);
  return of(/^new_?(?:text|str|string)$/i).map((newText, index) => ({ oldText: old[index] ?? '', newText }));
}

/** A tool that sends requests: its method, URL and body. */
function requestIn(strings: readonly Argument[], words: readonly string[], at: At, found: Found): void {
  const url = strings.find(({ key, value }) => urlKey.test(key) && /^https?:\/\//i.test(value))?.value;
  const method = strings.find(({ key }) => /^(?:method|http_method|verb)$/i.test(key))?.value;
  const body = strings.find(({ key }) => /^(?:body|data|payload|json|content)$/i.test(key))?.value;
  const document = strings.find(
    ({ key, value }) =>
      /^\s*(?:mutation|fragment)\b[^{]*\{/.test(value) ||
      (/^(?:query|mutation|document|graphql)$/i.test(key) && /^\s*(?:mutation|query|\{|fragment)/.test(value)),
  )?.value;
  if (document && /\bmutation\b/.test(document)) {
    const whole = JSON.stringify({ query: document });
    send({ method: 'POST', url: url ?? null, headers: {}, body: { kind: 'text', value: whole }, span: at.span });
    return;
  }
  // `DELETE /v1/projects/1` as one text, and no record of SurrealDB's: `DELETE person:tobie`.
  for (const { value } of strings) {
    const line = /^\s*(DELETE|POST|PUT|PATCH)\s+(?!\w+:[^/\s]+\s*$)(\S+)\s*$/.exec(value);
    if (line?.[1] && line[2])
      send({ method: line[1], url: line[2], headers: {}, body: { kind: 'none' }, span: at.span });
  }
  if (!url) return;
  const verb =
    method ?? words.map((word) => word.toUpperCase()).find((word) => /^(?:DELETE|PUT|PATCH|POST)$/.test(word));
  if (!verb) return;
  send({
    method: verb,
    url,
    headers: {},
    body: body ? { kind: 'text', value: body } : { kind: 'none' },
    span: at.span,
  });

  function send(request: HttpRequest): void {
    found.requests.push(request);
    found.effects.push(...httpEffects(request, at.inquiry));
  }
}
