import { type Argument, isDescription, objectsIn } from './mcp-input.ts';
import type { NameReading } from './verbs.ts';
import { wordsOf } from './words.ts';

/** Keys that are verbs: `is_destroy: true`, `prune: true`, `deleteAll: true`, `drop_existing: true`. */
const destroying = /^(?:delete|destroy|purge|wipe|drop|truncate|prune|erase|terminate)$/;
/** What such a key concerns where little is lost, or where it is no order (`delete_branch: true` of a merge). */
const slight =
  /^(?:branch|branches|source|draft|drafts|after|merged|temp|tmp|temporary|dry|exists|protection|protected|cache|caches|cached|session|sessions|on|marker|markers|label|labels|permission|allow|allowed|can|include|included|show|notify|stale|old|local|duplicates|unused|whitespace|columns?|na|nulls?|empty)$/;
const gone = /^(?:is_?)?(?:archived|deleted|trashed)$|^in_?trash$/i;
const quantity =
  /^(?:replicas?|replica_?count|desired_?(?:count|capacity|size)|min_?(?:size|instances|replicas|count)|max_?(?:size|instances|replicas|count)|instance_?count|num_?nodes|node_?count|quantity)$/i;

/**
 * What a tool call loses by its switches and quantities, where its name says nothing: `create_run { is_destroy: true }`,
 * `sync { prune: true }`, `update_page { archived: true }`, `scale { replicas: 0 }`, `update-many { filter: {} }`.
 */
export function flaggedReading(
  words: readonly string[],
  input: unknown,
  context: readonly string[] = [],
): NameReading | null {
  if (/^(?:get|list|search|find|read|describe|show|query|preview|plan|validate|count|check)$/.test(words[0] ?? ''))
    return null;
  const scales = words.some((word) => /^(?:scale|update|set|patch|modify|resize|change|configure|edit)$/.test(word));
  const updates = words.some((word) => /^(?:update|edit|set|modify|patch|save|bulk)$/.test(word));
  const resource =
    words.findLast((word) => !/^(?:update|edit|set|create|run|sync|scale|many|tool|by|id)$/.test(word)) ?? 'resource';
  const changes = words.some((word) =>
    /^(?:alter|update|set|edit|modify|put|patch|change|configure|configs?|policy)$/.test(word),
  );
  const removes = words.some((word) => /^(?:remove|clear|empty|discard)$/.test(word)) && !passingThing.test(resource);
  const sets = words.some((word) => /^(?:set|put|write|update|save|replace|overwrite)$/.test(word));
  for (const object of objectsIn(input).slice(0, 200)) {
    if (sets && isEmptied(object, [...words, ...context]))
      return { verb: 'overwrite', resource: 'data', asset: 'data-store', reversibility: 'irreversible' };
    if (changes && isShortened(object, words))
      return { verb: 'expire', resource, asset: 'data-store', reversibility: 'irreversible' };
    for (const [key, value] of Object.entries(object)) {
      // Nobody is asked to confirm what is given back by a click.
      if (removes && value === true && /^confirm(?:ed|ation)?$/i.test(key))
        return { verb: 'remove', resource, asset: 'other', reversibility: 'irreversible' };
      const said = wordsOf(key);
      // A request or a call of a batch: `{ method: "DELETE", url: "/sobjects/Account/1" }`, JMAP's `destroy`.
      if (
        (key === 'method' &&
          value === 'DELETE' &&
          !isDescription(words) &&
          /"(?:url|path|relative_url|endpoint)"/.test(JSON.stringify(object))) ||
        (/^#?destroy$/.test(key) && Array.isArray(value) && value.length > 0)
      )
        return { verb: 'delete', resource, asset: 'data-store', reversibility: 'irreversible' };
      if (
        typeof value === 'string' &&
        (value === 'WRITE_TRUNCATE' ||
          (/^(?:if_?exists|(?:import_?|load_?|write_?)?mode)$/i.test(key) &&
            /^(?:replace|overwrite|truncate)$/i.test(value) &&
            words.some((word) => /^(?:import|load|ingest|table|tables|dataset|collection|dataframe)$/.test(word))))
      )
        return { verb: 'overwrite', resource, asset: 'data-store', reversibility: 'irreversible' };
      if (value === true && said.some((word) => destroying.test(word)) && !said.some((word) => slight.test(word)))
        return {
          verb: said.find((word) => destroying.test(word)) ?? 'delete',
          resource,
          asset: 'other',
          reversibility: 'irreversible',
        };
      if (value === true && updates && gone.test(key))
        return { verb: 'archive', resource, asset: 'other', reversibility: 'recoverable' };
      if (
        updates &&
        ((/^(?:is_?)?private$/i.test(key) && value === false) || (key === 'visibility' && value === 'public')) &&
        [...words, ...Object.keys(object)].some((word) =>
          /^(?:repo|repository|project|package|space|model|dataset|gist|bucket)$/.test(word),
        )
      )
        return { verb: 'publish', resource, asset: 'access', reversibility: 'irreversible' };
      if (/retention|retain|keep/i.test(key) && (value === 0 || value === '0') && !updates)
        return { verb: 'expire', resource, asset: 'backup', reversibility: 'irreversible' };
      if (value === false && /(?:deletion|termination|delete)_?protection|prevent_?destroy/i.test(key))
        return { verb: 'disable', resource: 'protection', asset: 'access', reversibility: 'recoverable' };
      if (scales && quantity.test(key) && (value === 0 || value === '0'))
        return { verb: 'stop', resource, asset: 'compute', reversibility: 'recoverable' };
      if (words.includes('scale') && typeof value === 'string' && /^\w+=0$/.test(value))
        return { verb: 'stop', resource, asset: 'compute', reversibility: 'recoverable' };
      if (updates && words.includes('many') && key === 'filter' && isEmpty(value))
        return { verb: 'overwrite', resource: 'documents', asset: 'data-store', reversibility: 'irreversible' };
      if (key === 'pipeline' && /"\$(?:out|merge)"\s*:/.test(JSON.stringify(value ?? null)))
        return { verb: 'overwrite', resource: 'collection', asset: 'data-store', reversibility: 'irreversible' };
    }
  }
  return null;
}

/** What is removed or cleared and set again, whoever asks for it to be confirmed. */
const passingThing =
  /^(?:filters?|views?|screen|outputs?|console|elements?|reactions?|labels?|tags?|stars?|likes?|votes?|bookmarks?|pins?|watch\w*|follow\w*|notifications?|caches?|cookies?|sessions?|selection|highlights?|formatting|assignees?|reviewers?|breakpoints?|tabs?|cells?|lines?|imports?|todos?|tasks?|conversation|context|terminal|search|form|queue|cart|basket)$/;

/**
 * `{ "retention.ms": "1" }`, `{ name: "retention.bytes", value: 100 }`, `{ config: ["retention.ms=1"] }`: a stream that
 * keeps a minute or some kilobytes drops what it holds. https://kafka.apache.org/documentation/#topicconfigs
 */
function isShortened(object: Readonly<Record<string, unknown>>, words: readonly string[]): boolean {
  const isItself =
    words.includes('retention') && !words.some((word) => /^(?:insights?|charts?|reports?|cohorts?|query)$/.test(word));
  const isBounded = words.some((word) => /^(?:streams?|queues?|topics?|policy)$/.test(word));
  const given = object.value ?? object.config_value ?? object.configValue;
  return Object.entries(object).some(([key, value]) => {
    // `put_retention_policy { retentionInDays: 1 }`
    if (isItself && /^[01]$/.test(String(value)) && /retention|days|hours|minutes|seconds|period|_ms/i.test(key))
      return true;
    if (isBounded && /^(?:max[-_.]?(?:length|len|msgs|messages|age)|message[-_.]?ttl)$/i.test(key))
      return /^[01]$/.test(String(value));
    if (!/retention/i.test(key) && !(typeof value === 'string' || Array.isArray(value))) return false;
    const text = /^(?:name|key|property|config_?(?:name|key))$/i.test(key) ? `${value}=${given}` : `${key}=${value}`;
    return /(?:^|[\s,;="'])retention[._]?(?:ms|bytes)=\d{1,5}(?:[\s,;"']|$)/i.test(text.slice(0, 4000));
  });
}

/** `{ path: "/users", data: "null" }`: a branch of a database's tree that is set to nothing is gone. */
function isEmptied(object: Readonly<Record<string, unknown>>, words: readonly string[]): boolean {
  const at = object.path ?? object.ref ?? object.reference;
  if (typeof at !== 'string' || /\.\w{1,5}$/.test(at)) return false;
  const value = ['data', 'value', 'json', 'payload'].map((key) => object[key]).find((given) => given !== undefined);
  if (value === null || value === 'null') return true;
  return (
    (isEmpty(value) || value === '{}') &&
    words.some((word) => /^(?:\w*database|db|rtdb|fire(?:base|store)|tree)$/.test(word))
  );
}

/** Verbs that empty whatever the server keeps, where the tool's name says no more. */
const bare =
  /^(?:prune|purge|wipe|reset|clear|flush|drop|truncate|nuke|clean(?:up)?|empty|evict|remove|forget|(?:moveto)?trash)$/;
/** Servers that keep nothing: what is seen, drawn, counted or run for a moment, and lists an agent makes for itself. */
const passing =
  /^(?:brows\w+|terminals?|shell|console|repl|calc\w*|think\w*|timers?|clock|stopwatch|counters?|games?|chess|sandbox(?:es)?|canvas|charts?|plots?|draw\w*|paint|simul\w+|emul\w+|tests?|testing|mocks?|stub|cach\w+|cdn|log|logger|logging|todos?|checklist|plan|planner|planning|scratch\w*|sessions?|clipboard|editors?|display|screen|debug\w*|gdb|lldb|profil\w+|trac(?:er|ing)|whiteboard|dice|random|git|desktop|build\w*|xcode\w*|gradle|maven|pnpm|npm|yarn|cargo|bazel|cmake|make|webpack|vite|dotnet|flutter|forms?|ui)$/;
/** What on a page, in a form or of a view is cleared. */
const onScreen = /^(?:selector|element|ref|locator|xpath|field|input|uid|x|y|line|cell)$/i;

/** `prune`, `acme_reset`, `mcp__acme__cleanup`: all that such a name says is that something goes. */
export function bareReading(tool: string, server: string, strings: readonly Argument[]): NameReading | null {
  const [last = '', ...owners] = tool.split(/__|[.:/]/).reverse();
  const owner = [...wordsOf(server), ...owners.flatMap(wordsOf)].filter((word) => word !== 'mcp');
  const words = wordsOf(last);
  const verb = words.slice(words.findIndex((word) => !owner.includes(word) && word !== 'tool')).join('');
  if (owner.length === 0 || !bare.test(verb) || owner.some((word) => passing.test(word))) return null;
  if (strings.some(({ key }) => onScreen.test(key))) return null;
  const reversibility = verb.endsWith('trash') ? 'recoverable' : 'irreversible';
  return { verb, resource: owner.at(-1) ?? 'everything', asset: 'data-store', reversibility };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
