import {
  actionKey,
  anyText,
  condition,
  deletedAt,
  deletedMember,
  gone,
  goneFlag,
  goneWord,
  instructions,
  isBatch,
  isQuestion,
  ordered,
  rights,
  scriptKey,
  sqlDoor,
  sqlKey,
  sqlOnly,
  sqlPath,
  stateKey,
  unreadDeletion,
} from './http-body-words.ts';
import { destructiveQuery } from './queries.ts';
import { isPlainSql, sqlIn } from './sql-text.ts';
import { isLoss, type NameReading, readName, readRestoration } from './verbs.ts';
import { wordsOf } from './words.ts';

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

/** Walks the values of a body and notes what they ask for. */
export class Walk {
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
    if (name === 'deletes' && Array.isArray(value) && value.length > 0) this.add(unreadDeletion, name);
    if (!ordered.test(words[0] ?? '') || words.some((word) => condition.test(word))) return;
    if (typeof value === 'string' && (words.length > 1 || !/mongo|command|feed|document/i.test(this.#path))) return;
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
      (('delete' in value && value.delete === true) || ('destroy' in value && value.destroy === true)) &&
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
      if (anyText.test(key) && sqlDoor.test(this.#path) && isPlainSql(value)) this.#statements.push(value);
      // SurrealDB: https://surrealdb.com/docs/surrealdb/integration/rpc
      if (!(scriptKey.test(key) || (key === 'params' && this.#path.endsWith('/rpc')))) return;
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
      (/(?:^|_)to_?(?:delete|destroy)$|[a-z]To(?:Delete|Destroy)$/.test(name) &&
        Array.isArray(value) &&
        value.length > 0) ||
      (name === 'deleted' && Array.isArray(value) && value.length > 0 && /\/(?:sync|push|changes)$/.test(this.#path)) ||
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
    // What a line of `_bulk` holds is a document.
    if (/\/_bulk$/.test(this.#path)) return;
    // Exchange's cmdlets, the documents of Azure AI Search, the steps of Consul's transactions.
    const elsewhere =
      /^cmdlet_?name$/i.test(name) || name === '@search.action' || (name === 'Verb' && parent === 'KV')
        ? readName(value, this.#context)
        : null;
    if (isLoss(elsewhere)) this.add(elsewhere, value);
    const isGone =
      gone.test(value) ||
      // `PATCH /orders/77 { "status": "cancelled" }`
      (/^(?:cancell?ed|voided)$/i.test(value) &&
        /\d[^/]*$/.test(this.#path) &&
        readName('cancel', this.#context) !== null) ||
      (/^closed$/i.test(value) && /\/(?:accounts?|cards?)\//i.test(this.#path));
    if (goneWord.test(name) && depth === 0 && value !== '' && !/^(?:none|false|no|un\w+)$/i.test(value))
      this.add(unreadDeletion, `${name}: ${value}`);
    if (deletedAt.test(name) && depth < 2 && /^\d{4}-\d\d|^now/i.test(value) && !isQuestion(this.#path))
      this.add(back(name, this.#context), `${name}: ${value}`);
    if (stateKey.test(name) && depth < 2 && isGone && !isQuestion(this.#path))
      this.add(
        {
          verb: /^(?:c|v)/i.test(value) && !/^closed/i.test(value) ? 'cancel' : 'delete',
          resource: this.#context.at(-1) ?? 'resource',
          asset: 'other',
          reversibility: 'irreversible',
        },
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
    const isCommand = name === 'name' && depth === 0 && /\/commands?$/.test(this.#path);
    if (!(actionKey.test(name) || isCommand) || !/^\w[\w.:/-]*(?:\([\w., ]*\))?$/.test(value) || isQuestion(this.#path))
      return;
    if (
      depth > 0 &&
      (!/^(?:method|op|action|operation|command|type|change_?type)$/i.test(name) || !instructions.test(parent))
    )
      return;
    const words = wordsOf(value);
    if (
      depth > 0 &&
      words.length !== 1 &&
      !((/^commands|operations|requests$/i.test(parent) || name === 'command') && words.length < 4)
    )
      return;
    // `{"type":"delete"}` of an event, a webhook or a tool is what it speaks of.
    if (
      /^type$/i.test(name) &&
      ((depth > 0 && !/^commands$/i.test(parent)) ||
        /hooks?|events?|messages?|completions|responses|logs?\b/i.test(this.#path))
    )
      return;
    // JSON Patch takes fields away, not things.
    if (depth > 0 && /^op$/i.test(name) && /^remove$/i.test(value)) return;
    const reading = readName(value, this.#context) ?? (depth === 0 ? readRestoration(value) : null);
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
    reversibility: /^_?(?:erase|wipe|purge|truncate)/i.test(name) ? 'irreversible' : 'recoverable',
  };
}
