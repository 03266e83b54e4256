import type { Target } from './http-target.ts';
import { destructiveQuery } from './queries.ts';
import { type NameReading, readName } from './verbs.ts';
import { wordsOf } from './words.ts';

/** What is read of a body; the whole of it is no longer than any input may be. */
const maximumBody = 1024 * 1024;
const maximumForm = 64 * 1024;
const maximumDepth = 6;
const maximumNodes = 10_000;

/** What a request's body asks for, beside its method and path. */
export interface BodyReading {
  /** What is deleted or overwritten by a field of the body. */
  readonly actions: readonly NamedAction[];
  /** SQL the body carries, by field name. */
  readonly statements: readonly string[];
}

/** An action a body names, and the words that name it. */
interface NamedAction {
  readonly reading: NameReading;
  readonly text: string;
}

const nothing: BodyReading = { actions: [], statements: [] };
/** One look before a body is parsed: ordinary bodies stop here. */
const telling =
  /delet|destroy|drop|closed|truncate|purge|wipe|eras|terminat|remove|unlink|rebuild|reinstall|reset|clear|flush|trash|archived|"?force|overwrite|\bdel\b|update\s|replace\s|"unload"|:\s*"(?:empty|prune|clean|forget|merge|rollback|anonymi[sz]e)"|"active"\s*:\s*false/i;
/** Tools that read a text and run nothing of it: `/lint`, `/sql/format`, `/query/validate`. */
const studies =
  /\/(?:lint|format|parse|prettify|beautify|tokenize|highlight|fingerprint|transpile|validate|explain)(?:[-_][a-z]+)?$/i;

/** Reads a body for what it does by its fields: `{"action":"terminate"}`, `{"status":"deleted"}`, batches, SQL. */
export function readBody(text: string, path: string, { host, parts }: Pick<Target, 'host' | 'parts'>): BodyReading {
  if (!telling.test(text.length > maximumBody ? text.slice(0, maximumBody) : text)) return nothing;
  if (studies.test(path) && !/\banaly[sz]e\b/i.test(text.slice(0, 20_000))) return nothing;
  const body = text.slice(0, maximumBody).trim();
  const first = body.charAt(0);
  // The parts of a batch (`multipart/mixed`) are requests written out: https://docs.oasis-open.org/odata/
  if (/^DELETE \S+(?: HTTP\/\d|\s*$)/m.test(body) && !first.startsWith('{'))
    return { actions: [{ reading: unreadDeletion, text: 'DELETE' }], statements: [] };
  // Route 53 and its kin: https://docs.aws.amazon.com/Route53/latest/APIReference/
  if (first === '<' && /<(?:\w+:)?(?:Action|Operation|Method)>\s*(?:delete|remove|purge)/i.test(body))
    return { actions: [{ reading: unreadDeletion, text: body.slice(0, 80) }], statements: [] };
  if (first === '<' && deletesByElement(body))
    return { actions: [{ reading: unreadDeletion, text: body.slice(0, 80) }], statements: [] };
  // https://docs.cyberark.com/conjur-open-source/latest/en/content/operations/policy/statement-ref-delete.htm
  if (/^\s*-\s*!(?:delete|revoke)\b/m.test(body))
    return { actions: [{ reading: unreadDeletion, text: '!delete' }], statements: [] };
  const isForm = /^[\w.:[\]%-]{1,80}=[^\s=]*(?:&|$)/.test(body);
  if (first !== '{' && first !== '[' && !isForm) {
    const query = destructiveQuery(`${host}${path}`, body);
    return {
      actions: query ? [{ reading: unreadDeletion, text: body.slice(0, 80) }] : [],
      statements: !query && sqlIn(body) ? [body] : [],
    };
  }
  const values = isForm ? [fieldsOfForm(body)] : parsed(body);
  const walk = new Walk(path, host, contextOf(parts));
  for (const value of values) {
    walk.visit(value, '', 0);
    // JSON:API: https://jsonapi.org/format/
    const attributes = attributesOf(value);
    if (attributes) walk.visit(attributes, '', 0);
  }
  // What is too large to be walked is judged by its looks.
  if (walk.isOver && plainDeletion.test(body)) walk.add(unreadDeletion, 'in a body too large to be read');
  return walk.reading;
}

/** A form's fields; a value that is a list of instructions written as JSON is taken as one (Facebook, Todoist). */
function fieldsOfForm(body: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(body.slice(0, maximumForm)))
    fields[name] = /^\[\s*\{/.test(value) ? (parsed(value)[0] ?? value) : value;
  return fields;
}

/** Markup that somebody wrote, where `<del>` strikes out. */
const markup = /^(?:html|body|p|div|span|section|article|svg|ul|ol|table|entry|item|rss|feed|xliff|tei|document|h\d)$/i;

/**
 * XML whose outermost elements name the deletion: `<packet><webspace><del>` (Plesk), `<command><delete>` (EPP),
 * `<rpc><delete-config>` (NETCONF). What stands deeper is data.
 */
function deletesByElement(body: string): boolean {
  const start = /^(?:\s*<[?!][^>]*>)*((?:\s*<[\w:.-]+(?:\s[^<>]*)?>){1,4})/.exec(body.slice(0, 4000))?.[1] ?? '';
  const said = [...start.matchAll(/\s(?:method|action|operation)="([\w.:-]{3,60})"/gi)];
  if (said.some((match) => isLoss(readName(match[1] ?? '')))) return true;
  const names = [...start.matchAll(/<(?:[\w-]+:)?([\w.-]+)/g)].map((match) => match[1] ?? '');
  if (markup.test(names[0] ?? '')) return false;
  return names.some(
    (name) =>
      /^(?:del|delete|destroy|remove|purge|erase|terminate|wipe|drop)$/i.test(name) ||
      (wordsOf(name).length > 1 &&
        /^(?:del|delete|destroy|purge|erase|wipe|remove)(?:[A-Z_-]|$)/.test(name) &&
        isLoss(readName(name))),
  );
}

function isLoss(reading: NameReading | null): reading is NameReading {
  return reading !== null && reading.reversibility !== 'reversible';
}

/** JSON, or JSON line by line (`_bulk`). */
function parsed(body: string): readonly unknown[] {
  try {
    return [JSON.parse(body)];
  } catch {
    const lines = body.split('\n').slice(0, 5000);
    return lines.flatMap((line): unknown[] => {
      try {
        return line.trim() === '' ? [] : [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }
}

/** What a JSON:API document says of its one resource: `data.attributes`. */
function attributesOf(value: unknown): object | null {
  const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : null;
  const attributes = typeof data === 'object' && data !== null && 'attributes' in data ? data.attributes : null;
  return typeof attributes === 'object' ? attributes : null;
}

function contextOf(parts: readonly string[]): string[] {
  const nouns = parts.filter(
    (part) => /^[a-z][a-z_-]{2,}$/i.test(part) && !/^(?:actions?|batch|bulk|commands?|api|rest)$/i.test(part),
  );
  return wordsOf(nouns.at(-1) ?? 'resource');
}

const ordered = /^(?:delete|drop|destroy|purge|truncate|remove|wipe|erase|unload)$/;
/** Behind a verb these make it a rule for later, or a part of a text or a look. */
const condition =
  /^(?:after|before|on|at|when|in|days|hours|policy|policies|protection|config|settings?|rules?|options?|permissions?|markers?|background|text|content|whitespace|labels?|tags?|branch)$/;

/** Lists whose members are each an instruction; the root is one too. */
const instructions =
  /^(?:|requests|operations|ops|actions|batch|commands|changes|mutations|steps|tasks|items|parts|compositerequest|batchrequests|batchitemrequest|jobs|calls|rrsets)$/i;
const plainDeletion =
  /"(?:action|operation|op|method|_method|type|status|state)"\s*:\s*"(?:delete|destroy|purge|truncate|terminate|drop|wipe|erase)[a-z_]{0,20}"|"(?:sql|query|statement)"\s*:\s*"\s*(?:drop|truncate|delete\s+from)\s/i;
const unreadDeletion: NameReading = {
  verb: 'delete',
  resource: 'records',
  asset: 'data-store',
  reversibility: 'irreversible',
};
const actionKey =
  /^:?(?:action|operation|op|command|cmd|method|type|verb|mutation|task|ws_?function|func|program|(?:\w+_)?(?:operation|request|regulation|job|task|action|command|deletion|change)_?type)$/i;
const deletedAt = /^(?:deleted|archived|trashed)_?(?:at|on|time|date)$/i;
const stateKey = /^(?:status|state|lifecycle_?state|desired_?state|desired_?status|power_?state)$/i;
const gone =
  /^(?:pending[-_]?deletion|delet(?:e|ion)[-_]?requested|deleting|deleted?|destroy(?:ed)?|terminated?|purged?|trash(?:ed)?|removed|erased)$/i;
const goneFlag =
  /^(?:deleted|destroyed|is_?deleted|trashed|in_?trash|archived|is_?archived|_destroy|_delete|is[-_]?destroy|erase|purge|(?:purge|drop|delete|wipe|erase|destroy|clear|truncate)[-_]?(?:everything|all|all[-_]?data|local[-_]?data|data|files?|from[-_]?disk|volumes?))$/i;
/** Dgraph's `drop_attr`, DocuSign's `purgeState`: what goes stands in the value. */
const goneWord =
  /^(?:drop_?(?:attr|op|table|collection|index|database|column|keyspace|schema)|purge_?(?:state|mode))$/i;
/** A right or a switch among others: `{ "delete": true, "rebuild": true }` of a protection. */
const rights = /^(?:read|write|create|update|rebuild|edit|view|list|get|insert|put|post|patch|manage|admin|execute)$/i;
const sqlKey =
  /^(?:sql|query|queries|statements?|stmts?|stmt|q|command|raw_?sql|sqltext|sql_text|query_?string|batch|ddl|csql|csl|ksql|sql_?(?:query|statement)|query_?text|update)$/i;
const scriptKey = /^(?:search|script|source|gremlin|code|expression|groovy)$/i;
const sqlOnly = /sql|stmt|ddl|^statements?$|^query_?string$/i;
const sqlPath = /sql|quer(?:y|ies)|statement|exec|cursor|pipeline|database|ddl|dbs?\b|^\/?$/i;
const deletedMember =
  /^(?:delete|deletes|delete_?request|delete_?many|delete_?one|delete_?range|remove_index|delete_?where|deletebyquery)$/i;

class Walk {
  readonly #actions: NamedAction[] = [];
  readonly #statements: string[] = [];
  readonly #path: string;
  readonly #host: string;
  readonly #context: readonly string[];
  #nodes = 0;

  constructor(path: string, host: string, context: readonly string[]) {
    this.#path = path;
    this.#host = host;
    this.#context = context;
  }

  get reading(): BodyReading {
    return { actions: this.#actions, statements: this.#statements };
  }

  /** True where there was more than could be walked. */
  get isOver(): boolean {
    return this.#nodes > maximumNodes;
  }

  /** `{"deleteCollection":{…}}`, `{"drop":"orders"}`: one member, named after what it does. */
  #only(entries: readonly (readonly [string, unknown])[]): void {
    const [[name, value] = ['', null]] = entries;
    const isCommand = /mongo|command/i.test(this.#path) && typeof value === 'string';
    if (entries.length !== 1 && !isCommand) return;
    const isOrder = (typeof value === 'object' && value !== null) || value === 1 || typeof value === 'string';
    if (!isOrder || !/^[\w-]{2,40}$/.test(name) || isQuestion(this.#path)) return;
    const words = wordsOf(name);
    if (!ordered.test(words[0] ?? '') || words.some((word) => condition.test(word))) return;
    if (typeof value === 'string' && words.length > 1) return;
    if (words.length === 1 && !/^(?:drop|unload|delete|destroy|purge|remove|truncate)$/.test(name)) return;
    const reading = readName(name === 'unload' || name === 'remove' ? 'delete' : name, this.#context);
    if (isLoss(reading)) this.add(reading, name);
  }

  visit(value: unknown, key: string, depth: number): void {
    if (depth > maximumDepth) return;
    if (++this.#nodes > maximumNodes) return;
    if (typeof value === 'string') {
      this.#query(key, value);
      return;
    }
    if (Array.isArray(value)) {
      this.#command(value, depth);
      for (const item of value) this.visit(item, key, depth + 1);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const entries = Object.entries(value);
    if (
      depth === 0 &&
      'delete' in value &&
      value.delete === true &&
      !entries.some(([name]) => rights.test(name)) &&
      !/protect/i.test(this.#path) &&
      !isQuestion(this.#path)
    )
      this.add(back('delete', this.#context), 'delete: true');
    // HCP Terraform: a run that is only planned.
    if (depth === 0 && entries.some(([name, item]) => /^plan[-_]?only$/i.test(name) && item === true)) return;
    if (depth === 0) this.#only(entries);
    this.#member(value, depth);
    for (const [name, item] of entries) {
      this.#field(name, item, depth, key);
      this.visit(item, name, depth + 1);
    }
  }

  /** What two members say together: a patch of people (SCIM), a query that deletes what it finds (OpenTSDB). */
  #member(value: object, depth: number): void {
    const of = (name: string): unknown => (Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined);
    if (/scim/i.test(this.#path)) {
      const op = String(of('op')).toLowerCase();
      if (op === 'remove' && /^members/i.test(String(of('path'))))
        this.add(back('remove', ['members']), 'remove members');
      const off =
        of('active') === false || (/^active$/i.test(String(of('path'))) && /^false$/i.test(String(of('value'))));
      if (off) this.add(back('deactivate', ['user']), 'active: false');
    }
    if (depth === 0 && of('delete') === true && Array.isArray(of('queries'))) this.add(unreadDeletion, 'delete: true');
    if (depth === 0 && of('resourceType') === 'Bundle' && /"method"\s*:\s*"DELETE"/.test(JSON.stringify(value)))
      this.add(unreadDeletion, 'a bundle with DELETE');
    if (of('action') === 'delete' && 'payload' in value && /\/sync$/.test(this.#path))
      this.add(unreadDeletion, 'action: delete');
    if (/^[\w.]+#delete$/.test(String(of('$type')))) this.add(unreadDeletion, String(of('$type')));
    if (of('shouldDelete') === true) this.add(unreadDeletion, 'shouldDelete: true');
    if (of('_deleted') === true && !isQuestion(this.#path)) this.add(back('delete', this.#context), '_deleted: true');
  }

  /** SQL under a key that means it, or under any key for a query where the path means it. */
  #query(key: string, value: string): void {
    // A list of statements is the whole body: https://rqlite.io/docs/api/api/
    if (key === '') {
      if (/\/(?:db\/)?(?:execute|query|request|sql|statements?|batch)$/i.test(this.#path) && sqlIn(value))
        this.#statements.push(value);
      return;
    }
    if (!sqlKey.test(key)) {
      if (!scriptKey.test(key)) return;
      if (destructiveQuery(`${this.#host}${this.#path}`, value)) this.add(unreadDeletion, value.slice(0, 80));
      return;
    }
    if (destructiveQuery(`${this.#host}${this.#path}`, value)) this.add(unreadDeletion, value.slice(0, 80));
    else if ((sqlOnly.test(key) || sqlPath.test(this.#path)) && sqlIn(value)) this.#statements.push(value);
  }

  /** `["FLUSHALL"]`, `["DEL","a"]`: a Redis command as an array. */
  #command(list: readonly unknown[], depth: number): void {
    const [first, handed] = list;
    // JMAP: https://www.rfc-editor.org/rfc/rfc8620#section-5.3
    if (typeof first === 'string' && first.endsWith('/set') && typeof handed === 'object' && handed !== null) {
      const gone = 'destroy' in handed ? handed.destroy : '#destroy' in handed ? handed['#destroy'] : null;
      if (Array.isArray(gone) ? gone.length > 0 : gone)
        this.add({ ...unreadDeletion, resource: first.slice(0, -4).toLowerCase() }, first);
    }
    if (depth > 1 || typeof first !== 'string' || !/^(?:flushall|flushdb|del|unlink)$/i.test(first)) return;
    if (list.every((item) => typeof item === 'string' || typeof item === 'number'))
      this.add({ verb: 'delete', resource: 'key', asset: 'data-store', reversibility: 'irreversible' }, list.join(' '));
  }

  #field(name: string, value: unknown, depth: number, parent: string): void {
    // `POST /servers/1/action { "forceDelete": null }`
    const instructed = depth === 0 && /\/actions?$/.test(this.#path) ? readName(name, this.#context) : null;
    if (instructed && instructed.reversibility !== 'reversible') this.add(instructed, name);
    if (
      name === '$delete' ||
      (name === 'deletions' && Array.isArray(value) && value.length > 0 && /\/changes$/.test(this.#path))
    )
      this.add(unreadDeletion, name);
    // `{"requests":[{"deleteSheet":{…}}]}`
    if (
      depth > 0 &&
      parent !== '' &&
      instructions.test(parent) &&
      typeof value === 'object' &&
      value !== null &&
      ordered.test(wordsOf(name)[0] ?? '')
    ) {
      const reading =
        wordsOf(name).length > 1 && !wordsOf(name).some((word) => condition.test(word)) ? readName(name) : null;
      if (isLoss(reading) && (reading.asset !== 'other' || /^(?:sheet|duplicates)s?$/.test(reading.resource)))
        this.add(reading, name);
    }
    if (typeof value === 'string') this.#text(name, value, depth, parent);
    else if ((value === true || (value === 1 && name === 'deleted')) && depth < 2 && goneFlag.test(name))
      this.add(back(name, this.#context), `${name}: true`);
    else if (value === true && name === 'force' && /\/refs\//.test(this.#path))
      this.add({ verb: 'overwrite', resource: 'ref', asset: 'history', reversibility: 'irreversible' }, 'force: true');
    else if (
      typeof value === 'object' &&
      value !== null &&
      deletedMember.test(name) &&
      (name === 'DeleteRequest' || isBatch(this.#path, parent, depth))
    )
      this.add(
        {
          verb: 'delete',
          resource: this.#context.at(-1) ?? 'records',
          asset: 'data-store',
          reversibility: 'irreversible',
        },
        name,
      );
  }

  #text(name: string, value: string, depth: number, parent: string): void {
    if (value.length > 60) return;
    if (name.toLowerCase() === 'delete' && isBatch(this.#path, '', depth))
      this.add({ verb: 'delete', resource: 'records', asset: 'data-store', reversibility: 'irreversible' }, value);
    const isGone = gone.test(value) || (/^closed$/i.test(value) && /\/accounts?\//i.test(this.#path));
    if (goneWord.test(name) && depth === 0 && value !== '' && !/^(?:none|false|no|un\w+)$/i.test(value))
      this.add(unreadDeletion, `${name}: ${value}`);
    if (deletedAt.test(name) && depth < 2 && /^\d{4}-\d\d|^now/i.test(value) && !isQuestion(this.#path))
      this.add(back(name, this.#context), `${name}: ${value}`);
    if (stateKey.test(name) && depth < 2 && isGone && !isQuestion(this.#path))
      this.add(
        { verb: 'delete', resource: this.#context.at(-1) ?? 'resource', asset: 'other', reversibility: 'irreversible' },
        value,
      );
    // Convex and Bitrix24 name the function in a path, and in the lines of a batch.
    const called =
      name === 'path' && depth === 0 && /\/(?:mutation|action|run)$/.test(this.#path)
        ? value
        : parent === 'cmd' && /^[\w.]+\.(?:delete|remove)\b/.test(value)
          ? value.replace(/\?.*/, '')
          : '';
    const outcome = called === '' ? null : readName(called);
    if (isLoss(outcome)) this.add(outcome, called);
    if (!actionKey.test(name) || !/^[\w.:-]+(?:\([\w., ]*\))?$/.test(value) || isQuestion(this.#path)) return;
    if (depth > 0 && (!/^(?:method|op|action|operation|type|change_?type)$/i.test(name) || !instructions.test(parent)))
      return;
    const words = wordsOf(value);
    if (depth > 0 && words.length !== 1 && !(/^commands|operations$/i.test(parent) && words.length < 4)) return;
    // What a line of `_bulk` holds is a document.
    if (/\/_bulk$/.test(this.#path)) return;
    // `{"type":"delete"}` of an event, a webhook or a tool is what it speaks of.
    if (
      /^type$/i.test(name) &&
      ((depth > 0 && !/^commands$/i.test(parent)) ||
        /hooks?|events?|messages?|completions|responses|logs?\b/i.test(this.#path))
    )
      return;
    // JSON Patch takes fields away, not things.
    if (depth > 0 && /^op$/i.test(name) && /^remove$/i.test(value)) return;
    const reading = readName(value, this.#context);
    if (reading && reading.reversibility !== 'reversible') this.add(reading, value);
  }

  /** Notes something that is deleted. */
  add(reading: NameReading, text: string): void {
    if (this.#actions.length < 20) this.#actions.push({ reading, text });
  }
}

function back(name: string, context: readonly string[]): NameReading {
  return {
    verb: /archiv/i.test(name) ? 'archive' : 'delete',
    resource: context.at(-1) ?? 'resource',
    asset: 'other',
    reversibility: 'recoverable',
  };
}

/** Whether a `delete` member is an instruction there: in a batch, a bulk or a list of mutations. */
function isBatch(path: string, parent: string, depth: number): boolean {
  if (/_bulk|batch|mutat|commit|update|transact|write|pipeline|execute|_aliases/i.test(path)) return true;
  return (
    depth <= 3 &&
    (parent === ''
      ? depth === 0 && /^\/?$/.test(path)
      : /^(?:writes|mutations|operations|actions|requests|batch|transactions?|requestitems|transactitems)$/i.test(
          parent,
        ) && !/^(?:properties|paths|components|data|record|payload|schema)$/i.test(parent))
  );
}

/** A search, a filter, a chat or an event speaks of states and verbs without doing them. */
function isQuestion(path: string): boolean {
  return /\/envelope|search|\baudit|query|filter|find|list|lookup|report|completions|messages|events?\b|hooks?\b|track|telemetry|logs?\b|metrics|validate|preview|dry-?run|check|authori[sz]|permissions?|polic|rules?\b|evaluat|acls?\b|roles?\b/i.test(
    path,
  );
}

/** True for text that is a statement which changes or destroys, and not a sentence that begins like one. */
export function sqlIn(text: string): boolean {
  return /(?:^|;)\s*(?:--[^\n]*\n\s*|\/\*[^*]*\*\/\s*)*(?:drop\s+(?:table|database|schema|bucket|scope|graph|space|primary|index|view|materialized|user|role|keyspace|collection|measurement|series|retention|stream|type|function|sequence|column|warehouse|stage|shard|connector|class|vertex|all|if)\b|truncate\s+(?:table\s+)?["`\w]|create\s+or\s+replace\s+(?:transient\s+|temporary\s+)?(?:table|schema|database|stage|stream)\b|insert\s+overwrite\b|delete\s+from\s+["`[\w]|alter\s+(?:table|database|user|role|system)\s+["`\w]|update\s+["`[\w.\]]+\s+set\s|revoke\s+\w+|rename\s+table|optimize\s+table|system\s+drop|kill\s+query|with\s[^;]{0,2000}\bdelete\s+from|begin\b[^;]*;|set\b[^;]*;|use\b[^;]*;|select\b[^;]*;)/i.test(
    text,
  );
}
