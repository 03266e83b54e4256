import type { NameReading } from './verbs.ts';

/** Verbs that a body's only member may be named after. */
export const ordered = /^(?:delete|drop|destroy|purge|truncate|remove|wipe|erase|unload)$/;
/** Behind a verb these make it a rule for later, or a part of a text or a look. */
export const condition =
  /^(?:after|before|on|at|when|in|days|hours|policy|policies|protection|config|settings?|rules?|options?|permissions?|markers?|background|text|content|whitespace|labels?|tags?|branch)$/;

/** Lists whose members are each an instruction; the root is one too. */
export const instructions =
  /^(?:|requests|operations|ops|actions|batch|commands|changes|mutations|steps|tasks|items|parts|compositerequest|batchrequests|batchitemrequest|jobs|calls|rrsets)$/i;
/** A deletion told by its looks. */
export const plainDeletion =
  /"(?:action|operation|op|method|_method|type|status|state)"\s*:\s*"(?:delete|destroy|purge|truncate|terminate|drop|wipe|erase)[a-z_]{0,20}"|"(?:sql|query|statement)"\s*:\s*"\s*(?:drop|truncate|delete\s+from)\s/i;
/** What is deleted where no more is known of it. */
export const unreadDeletion: NameReading = {
  verb: 'delete',
  resource: 'records',
  asset: 'data-store',
  reversibility: 'irreversible',
};
/** Keys whose value is what is done. */
export const actionKey =
  /^:?(?:action|operation|op|do|act|submit|command|cmd|method|type|verb|mutation|task|ws_?function|func|program|(?:\w+_)?(?:operation|request|regulation|job|task|action|command|deletion|change)_?type)$/i;
/** Keys whose value is when something went. */
export const deletedAt = /^(?:deleted|archived|trashed)_?(?:at|on|time|date)$/i;
/** Keys whose value is what becomes of something. */
export const stateKey = /^(?:status|state|lifecycle_?state|desired_?state|desired_?status|power_?state)$/i;
/** States of what is gone. */
export const gone =
  /^(?:pending[-_]?deletion|delet(?:e|ion)[-_]?requested|deleting|deleted?|destroy(?:ed)?|terminated?|purged?|trash(?:ed)?|removed|erased)$/i;
/** Keys that are true of what is gone. */
export const goneFlag =
  /^(?:deleted|destroyed|is_?deleted|trashed|in_?trash|archived|is_?archived|_destroy|_delete|is[-_]?destroy|erase|wipe|purge|(?:purge|drop|delete|wipe|erase|destroy|clear|truncate)[-_]?(?:everything|all|all[-_]?data|local[-_]?data|data|files?|from[-_]?disk|volumes?|existing|previous|contents?|tables?|schema|database|records|rows))$/i;
/** Dgraph's `drop_attr`, DocuSign's `purgeState`: what goes stands in the value. */
export const goneWord =
  /^(?:drop_?(?:attr|op|table|collection|index|database|column|keyspace|schema)|purge_?(?:state|mode))$/i;
/** A right or a switch among others: `{ "delete": true, "rebuild": true }` of a protection. */
export const rights =
  /^(?:read|write|create|update|rebuild|edit|view|list|get|insert|put|post|patch|manage|admin|execute)$/i;
/** Keys that may hold a statement. */
export const sqlKey =
  /^(?:sql|query|queries|statements?|stmts?|stmt|q|command|raw_?sql|sqltext|sql_text|query_?string|batch|ddl|csql|csl|ksql|sql_?(?:query|statement)|query_?text|update)$/i;
/** Keys that hold a program or a query of another tongue. */
export const scriptKey = /^(?:search|script|source|gremlin|code|expression|groovy)$/i;
/** Keys that hold one where nothing but statements is taken. */
export const anyText = /^(?:code|input|text|body|raw|content)$/i;
/** Addresses of that kind. */
export const sqlDoor =
  /\/(?:sql|quer(?:y|ies)|statements?)$|\/(?:sql|databases?|dbs?|warehouses?)\/(?:[^/]+\/)?(?:exec(?:ute)?|query|run|sql|statements?)$/i;
/** Keys that hold nothing but a statement. */
export const sqlOnly = /sql|stmt|ddl|^statements?$|^query_?string$/i;
/** Addresses at which any of these keys holds a statement. */
export const sqlPath = /sql|quer(?:y|ies)|statement|exec|cursor|pipeline|database|ddl|\/mcp\b|dbs?\b|^\/?$/i;
/** Members that hold what is to be deleted. */
export const deletedMember =
  /^(?:delete|deletes|delete_?request|delete_?many|delete_?one|delete_?range|remove_index|delete_?where|deletion_?operation|deletebyquery)$/i;

/** Whether a `delete` member is an instruction there: in a batch, a bulk or a list of mutations. */
export function isBatch(path: string, parent: string, depth: number): boolean {
  if (/_bulk|\/bulk|batch|mutat|commit|update|transact|write|pipeline|execute|_aliases/i.test(path)) return true;
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
export function isQuestion(path: string): boolean {
  return /\/envelope\/?$|search|\baudit|query|filter|find|list|lookup|report|completions|messages(?!\/[^/]*\d)|events?\b|hooks?\b|track|telemetry|logs?\b|metrics|validate|preview|dry-?run|check|authori[sz]|permissions?|polic|rules?\b|evaluat|acls?\b|roles?\b/i.test(
    path,
  );
}
