import type { Holes } from '../../shell/value.ts';
import type { CodeDeed } from '../deeds.ts';
import type { LibraryCall, Unit } from '../library.ts';
import { asText, entryOf, type Value } from '../values.ts';
import { clientOf, isFake } from './clients.ts';
import { connectionOf } from './stores.ts';

/** Calls that empty or drop a store whatever they are called on. */
const everything =
  /(?:^|[.])(?:get)?(?:[cC]ollection|[dD]atabase)(?:\(\))?\.[dD]rop(?:Async)?$|^DB\.table\(\)\.(?:delete|truncate)$|^(?:knex|db)\(\)\.(?:del|delete|truncate)$|getRepository\(\)\.clear$|(?:^|\.)(?:sequelize|orm)\.drop$|(?:^|[.])(?:drop_database|dropDatabase|drop_collection|dropCollection|drop_all|drop_all_tables|dropTable|drop_table|dropTableIfExists|dropSchema|drop_schema|flushall|flush_all|flushAll|flushdb|flushDb|delete_all|destroy_all|drop_tables|delete_bucket|deleteBucket|delete_table|delete_db_instance|delete_db_cluster|delete_stack|delete_cluster|terminate_instances|terminateInstances|delete_volume|delete_snapshot|schedule_key_deletion|delete_collection|delete_index|delete_namespace|delete_namespaced_\w+|delete_hosted_zone|delete_file_system|delete_secret|delete_log_group|delete_repository|delete_function|delete_user_pool|purge_queue|queue_purge|truncate_tables?|truncateTables?|Flush(?:All|DB|Db|Database|AllDatabases)(?:Async)?|Drop(?:Database|Collection|Table|Schema)(?:Async)?|(?:ensure|Ensure)Deleted(?:Async)?)$/;

/** Kinds of deleting that no list, map or picture knows: `recursive_delete`, `beginDelete`, `forceDelete`. */
const emphatic =
  /^(?:begin|recursive(?:ly)?|force|hard|permanent(?:ly)?|bulk|batch)_?delete(?:_?\w+)?$|^delete_?(?:recursive(?:ly)?|permanent(?:ly)?|if_?exists|all_?in_?batch)$/i;

/** Calls that take a filter: everything goes where it is empty or missing. */
const filtered = /\.(?:deleteMany|delete_many|DeleteMany|remove|destroy|deleteAll|DeleteAll|bulkDelete|truncate)$/;

/** Names that begin with what is done, as known clients have them. */
const begins =
  /^(?:delete|terminate|destroy|drop|purge|truncate|flush|del$|rm$|remove|wipe|erase|revoke|prune|clear_?(?:objects|index|collection|database|keyspace|topic|stream)|unlink|rmtree|rmd$|rmdir|empty|deregister|deprovision|obliterate|schedule_key_deletion)/i;
/** A verb of the same kind further back: `begin_delete`, `resource_group_delete`, `bulkDestroy`. */
const holds =
  /(?:_|[a-z](?=[A-Z]))(?:[dD]elete|[dD]estroy|[tT]erminate|[pP]urge|[tT]runcate|[wW]ipe|[eE]rase|[oO]bliterate)(?:_|[A-Z]|$)/;
/** A name that begins like this asks, makes or brings back. */
const asks =
  /^(?:get|list|read|search|find|describe|show|query|check|count|is|has|can|on|wait|cancel|un|restore|recover|preview|validate|create|update|set|put|enable|disable|add|allow|prevent|test|mock|assert|expect|no|skip|should|after|before|log|render|parse|format|build|make)(?=[_A-Z])/;

/**
 * A call of a client library that by its name or arguments destroys; null where it does not look like one. `loose`
 * where the library is none that is known: only what its name says it takes can tell then.
 */
export function operationDeed(call: LibraryCall, holes: Holes, unit: Unit): CodeDeed | null {
  const { path, args } = call;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const narrow = narrowed(call);
  if (narrow !== undefined) return narrow;
  if (/^(?:run|execute_?[qQ]uery|query|cypher_query)$/.test(name)) return graphDeed(call);
  if (typed.test(name)) return typedDeed(call, holes);
  const certain = everything.test(path) || emphatic.test(name) || filtered.test(path);
  const verbal = begins.test(name) || (holds.test(name) && !asks.test(name));
  const other = /\.(?:drop|sync|synchronize|delete)$|Command$|^(?:execute|run)$/.test(path) || /Command$/.test(name);
  if ((!certain && !verbal && !other) || isRehearsal(call, holes)) return null;
  if ((isFake(path) || isInMemory(call)) && !isHandedOn(call.owner)) return null;
  const provider = clientOf(path);
  const deed: CodeDeed = {
    kind: 'operation',
    path,
    provider: provider ?? 'library',
    args: [...args.all, ...args.named.values()],
    connection: connectionOf(call.owner, holes),
    start: call.at.start,
    end: call.at.end,
  };
  // Narrowed by one value it takes rows; by everything but one value it takes the table.
  if (/\.from\(\)\.delete$/.test(path)) return null;
  // `Table.drop`, `new DeleteBucketCommand(…)` is sent by `client.send`: named where it is made.
  if (/(?:^|\.)(?:Delete|Terminate|Destroy|Purge|Remove)\w+Command$/.test(path)) return { ...deed, provider: 'aws' };
  if (everything.test(path)) return deed;
  if (emphatic.test(name)) return /\.(?:find|findOrFail|first|firstOrFail|where\w*)\(\)\./.test(path) ? null : deed;
  if (filtered.test(path)) {
    const [first] = args.all;
    if (/\.truncate$/.test(path))
      return provider === 'orm' || provider === 'database' || /[A-Z]\w*\.truncate$/.test(path) ? deed : null;
    if (/\.(?:remove|destroy)$/.test(path)) return removalDeed(deed, provider, first);
    // Go, C# and Java hand the context over first.
    const filter = /^[A-Z]/.test(name) ? args.all.at(-1) : first;
    return isEmptyFilter(filter) ? deed : null;
  }
  // Django: `Model.objects.all().delete()`.
  if (/\.objects(?:\.all\(\))?\.delete$/.test(path) || /\.query(?:\(\))?(?:\.filter\(\))?\.delete$/.test(path))
    return /filter/.test(path) ? null : deed;
  if (/\.sync(?:hronize)?$/.test(path) && /sequelize|typeorm|createConnection|DataSource/i.test(path)) {
    const [first] = args.all;
    return (first?.kind === 'plain' && first.text === 'true') || asText(entryOf(first, 'force'), holes) === 'true'
      ? { ...deed, path: `${path.slice(0, path.lastIndexOf('.'))}.dropAllTables` }
      : null;
  }
  if (!verbal) return null;
  if (provider !== null) return deed;
  return isStrange(path, unit) ? { ...deed, loose: true } : null;
}

/** PostgREST: `client.from('users').delete().neq(…)`; undefined for any other call. */
function narrowed(call: LibraryCall): CodeDeed | null | undefined {
  const { path } = call;
  if (!/\.from\(\)\.delete\(\)\.(?:neq|gt|gte|not|is|filter)$/.test(path)) return undefined;
  return {
    kind: 'operation',
    path: path.replace(/\(\)\.\w+$/, ''),
    provider: clientOf(path) ?? 'library',
    args: madeOf(path, call.owner),
    connection: [],
    start: call.at.start,
    end: call.at.end,
  };
}

/** Redis by the words of its protocol: `client.send("FLUSHALL", [])`, `r.execute_command("FLUSHDB")`. */
const typed = /^(?:send|send_?[cC]ommand|call|execute_?[cC]ommand|[dD]o|command|rawCommand|customCommand)$/;

function typedDeed(call: LibraryCall, holes: Holes): CodeDeed | null {
  const [given] = call.args.all.filter((value) => value.kind === 'text' || value.kind === 'list');
  const first = given?.kind === 'list' ? given.items[0] : given;
  const command = first?.kind === 'text' ? /^(?:flushall|flushdb)\b/i.exec(first.text.trim())?.[0] : undefined;
  if (command === undefined || isFake(call.path) || isInMemory(call)) return null;
  return {
    kind: 'operation',
    path: `${call.path.slice(0, call.path.lastIndexOf('.') + 1)}${command.toLowerCase()}`,
    provider: 'redis',
    args: [],
    connection: connectionOf(call.owner, holes),
    start: call.at.start,
    end: call.at.end,
  };
}

/** Addresses of stores that live and end with the process. */
const memory = /^(?::memory:|sqlite:\/\/(?:\/:memory:.*)?|sqlite::memory:|mem:\/\/.*|memory:\/\/.*|jdbc:h2:mem:.*)$/;

/** `MagicMock(wraps=boto3.client('s3'))`: the stand-in was given a real client. */
function isHandedOn(owner: Value | undefined): boolean {
  if (owner?.kind !== 'thing' || !owner.made) return false;
  return [...owner.made.all, ...owner.made.named.values()].some(
    (one) => one.kind === 'thing' && !isFake(one.path) && clientOf(one.path) !== null,
  );
}

/** Whether a call works on a store of a library of fakes or in this process' memory: by what its owner was made with. */
function isInMemory({ owner, args, path }: LibraryCall): boolean {
  const stands = (value: Value | undefined, depth: number): boolean => {
    if (value?.kind !== 'thing' || depth > 6) return false;
    if (isFake(value.path) || /(?:^chromadb\.EphemeralClient|create_mock_engine)\(\)/.test(value.path)) return true;
    // Whatever else it was made with could be an address.
    const made = (value.made ? [...value.made.all, ...value.made.named.values()] : []).filter(
      (one) => one.kind !== 'plain' && one.kind !== 'table' && one.kind !== 'function',
    );
    const inside = (one: Value): boolean => (one.kind === 'text' ? memory.test(one.text) : stands(one, depth + 1));
    return (made.length > 0 && made.every(inside)) || stands(value.owner, depth + 1);
  };
  return stands(owner, 0) || (/\.drop_all$/.test(path) && args.all.slice(0, 1).some((value) => stands(value, 0)));
}

/** Cypher: `session.run('MATCH (n) DETACH DELETE n')`, unless something narrows what is matched. */
function graphDeed({ path, args, at }: LibraryCall): CodeDeed | null {
  const [first] = args.all;
  const text = first?.kind === 'text' ? first.text : '';
  if (!/\bMATCH\b[\s\S]*\bDELETE\b/i.test(text) || /\bWHERE\b|\{\s*\w+\s*:/i.test(text) || isFake(path)) return null;
  return {
    start: at.start,
    end: at.end,
    kind: 'operation',
    path: 'graph.delete_nodes',
    provider: 'database',
    args: [],
    connection: [],
  };
}

/** `DryRun=True` of EC2, `dry_run='All'` of Kubernetes: the server answers what it would do. Others know no such thing. */
function isRehearsal({ args, path, owner }: LibraryCall, holes: Holes): boolean {
  const said = (name: string): readonly (string | null)[] =>
    [args.named.get(name), ...args.all.map((value) => entryOf(value, name))].flatMap((value) =>
      value ? [asText(value, holes)] : [],
    );
  if (/^@?kubernetes/.test(path)) return said('dry_run').some((text) => text === 'All');
  if (!/ec2/i.test(path) && !connectionOf(owner, holes).includes('ec2')) return false;
  return said('DryRun').some((text) => text?.toLowerCase() === 'true');
}

/** Whether a call goes to something brought in from outside, and no method of the text's own things. */
function isStrange(path: string, unit: Unit): boolean {
  const root = /^@?[\w./-]+?(?=\(|\[|\.\w|$)/.exec(path)?.[0] ?? '';
  if (root === '' || !path.includes('.') || local.test(path)) return false;
  if (unit.file === null) return true;
  const shape = root.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(
    `(?:\\bfrom\\s*['"]?|\\bimport\\s+['"]?|\\brequire\\s*\\(?\\s*['"]|\\buse\\s+)${shape}\\b|["'/.]${shape}["';]`,
  ).test(unit.text);
}

/** Libraries whose lists, trees, windows and tables live in this process. */
const local =
  /^(?:self|this|window|document|globalThis|console|process|os|sys|shutil|pathlib|fs|path|tempfile|pandas|pd|numpy|np|polars|xarray|scipy|sklearn|torch|tensorflow|tf|keras|jax|cv2|PIL|matplotlib|plt|seaborn|plotly|networkx|igraph|openpyxl|xlsxwriter|docx|pptx|PyPDF2|pypdf|fitz|pikepdf|bs4|lxml|xml|html|ast|libcst|tkinter|pygame|PyQt\d|PySide\d|wx|gi|selenium|playwright|puppeteer|cypress|cheerio|jsdom|lodash|underscore|immer|immutable|ts-morph|jscodeshift|recast|slate|prosemirror\S*|yjs|quill|three|d3|phaser|konva|fabric|react\S*|vue|svelte|express|fastify|koa|hono|@nestjs|lru-cache|node-cache|keyv|conf|electron|yaml|json|collections|itertools|functools|queue|threading|multiprocessing|subprocess|psutil|logging|re|math|random|datetime|winston|pino|exceljs|xlsx|pdf-lib|sharp|Map|Set|URL\w*|Headers|FormData|Array|Object|String|ast\w*|babel|@babel|eslint|prettier|vscode|monaco\S*|Nokogiri|REXML|JSON|YAML|Roo|Date|Time)\b|^["(?]/;

/** What the table of `client.from('users').delete().neq(…)` was named by. */
function madeOf(path: string, owner: Value | undefined): readonly Value[] {
  let at = owner;
  for (let step = 0; at?.kind === 'thing' && step < path.length; step += 1) {
    if (at.path.endsWith('.from()')) return at.made?.all ?? [];
    at = at.owner;
  }
  return [];
}

/** `Model.destroy({ where: {} })`, `collection.remove({})`: by their filter where they are known to take one. */
function removalDeed(deed: CodeDeed, provider: string | null, filter: Value | undefined): CodeDeed | null {
  if (provider === null)
    return filter?.kind === 'table' && filter.entries.size > 0 && isEmptyFilter(filter) ? deed : null;
  return (provider !== 'mongodb' && provider !== 'orm') || isEmptyFilter(filter) ? deed : null;
}

function isEmptyFilter(filter: Value | undefined): boolean {
  if (!filter) return true;
  if (filter.kind === 'plain') return true;
  if (filter.kind !== 'table' || filter.open) return false;
  const inner = filter.entries.get('where');
  if (inner !== undefined) return isEmptyFilter(inner);
  return filter.entries.size === 0 || (filter.entries.size === 1 && filter.entries.has('truncate'));
}
