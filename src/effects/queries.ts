/** Queries of databases that speak no SQL, by what in them destroys. */
const destructiveQueries: readonly { readonly where: RegExp; readonly text: RegExp; readonly source: string }[] = [
  {
    where: /neo4j|cypher|graph|memgraph|\/db\/[^/]+\/tx|\/tx\/commit/,
    text: /\bdetach\s+delete\b|\bdelete\s+\w|\bdrop\s+(?:constraint|index|database)\b/i,
    source: 'https://neo4j.com/docs/cypher-manual/current/clauses/delete/',
  },
  {
    where: /sparql|rdf|graphdb|virtuoso/,
    text: /\b(?:drop|clear)\s+(?:silent\s+)?(?:graph|all|default|named)\b|\bdelete\s+where\b/i,
    source: 'https://www.w3.org/TR/sparql11-update/',
  },
  // https://jena.apache.org/documentation/fuseki2/, whose data sets bear any name
  {
    where: /\/update$/,
    text: /^\s*(?:prefix\s[^\n]*\n\s*)*(?:drop|clear)\s+(?:silent\s+)?(?:graph\b|all\b|default\b|named\b)/i,
    source: 'https://www.w3.org/TR/sparql11-update/',
  },
  { where: /fauna/, text: /\.delete\(\)/, source: 'https://docs.fauna.com/fauna/current/' },
  {
    where: /\/mqsc$/,
    text: /^\s*(?:clear|delete|purge)\s+\w+\s*\(/i,
    source: 'https://www.ibm.com/docs/en/ibm-mq/9.4.x?topic=reference-mqsc-commands',
  },
  // https://druid.apache.org/docs/latest/multi-stage-query/reference/#replace
  {
    where: /druid/,
    text: /^\s*replace\s+into\s+\S+\s+overwrite\b/i,
    source: 'https://druid.apache.org/docs/latest/multi-stage-query/reference/',
  },
  {
    where: /redis|valkey|upstash|dragonfly/,
    text: /^\s*(?:flushall|flushdb|del|unlink|shutdown|script\s+flush|function\s+flush)\b|\bredis\.p?call\s*\(\s*['"](?:flushall|flushdb|del|unlink)\b/i,
    source: 'https://redis.io/docs/latest/commands/flushall/',
  },
  {
    where: /solr|\/update(?:\/|$|\?)/,
    text: /<delete>\s*<(?:query|id)>/i,
    source: 'https://solr.apache.org/guide/solr/latest/indexing-guide/indexing-with-update-handlers.html',
  },
  {
    where: /gremlin|janus|neptune|tinkerpop/,
    text: /\.drop\(\)/,
    source: 'https://tinkerpop.apache.org/docs/current/reference/#drop-step',
  },
  {
    where: /\/services\/search\/|splunk/,
    text: /\|\s*delete\b/i,
    source: 'https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Delete',
  },
  {
    where: /\/_update(?:_by_query)?\b/,
    text: /ctx\.op\s*=\s*['"]delete/,
    source: 'https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-update-by-query',
  },
  {
    where: /\/script(?:Text)?\/?$/,
    text: /\.(?:delete|doDelete|doDoDelete|doWipeOutWorkspace)\s*\(/,
    source: 'https://www.jenkins.io/doc/book/managing/script-console/',
  },
  // Stores that take a program text in JavaScript: CloudBase, document databases behind a door of somebody's own.
  {
    where: /\/tcb\/|cloudbase|\/(?:db|databases?|collections?)(?:\/|$)/,
    text: /\bdb\s*\.\s*(?:\w+\s*\.|(?:getC|c)ollection\s*\()[\s\S]{0,2000}?\.?(?:remove|deleteMany|deleteOne|drop)\s*\(/,
    source: 'https://developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-http-api/database/databaseDelete.html',
  },
  {
    where: /salesforce|apex|sfdx|_sf$/,
    text: /(?:^|[;{})\n])\s*delete\s+(?:\[|\w[\w.]*\s*;)|\bDatabase\s*\.\s*(?:delete(?:Immediate|Async)?|emptyRecycleBin)\s*\(/i,
    source: 'https://developer.salesforce.com/docs/atlas.en-us.apexref.meta/apexref/apex_methods_system_database.htm',
  },
  {
    where: /apps?[-_ ]?script|clasp/,
    text: /\.(?:setTrashed\(\s*true|(?:move\w*To|empty)Trash\(|delete(?:\w*Sheet|Rows?|Columns?|Event\w*|Contact\w*|AllProperties)\(|removeFile\(|clear(?:Contents?)?\(\)|(?:Files|Drives|Events|Calendars|Messages|Threads|Labels)\.(?:remove|delete)\()/,
    source: 'https://developers.google.com/apps-script/reference',
  },
  {
    where: /mongo|documentdb/,
    text: /\.(?:drop(?:Database|Index(?:es)?)?|deleteMany|deleteOne|remove|findOneAndDelete)\s*\(|"(?:drop|dropDatabase|delete|dropIndexes)"\s*:/,
    source: 'https://www.mongodb.com/docs/manual/reference/command/',
  },
  {
    where: /kusto|adx|kql|\/v1\/rest\/mgmt$/,
    text: /^[^\S\n]*\.(?:drop|purge|delete|clear)\b/im,
    source: 'https://learn.microsoft.com/kusto/management/drop-table-command',
  },
  {
    where: /tarantool/,
    text: /\bbox\.space\b[^\n]{0,200}:(?:drop|truncate)\s*\(/,
    source: 'https://www.tarantool.io/en/doc/latest/reference/reference_lua/box_space/truncate/',
  },
  // Code in languages that are not read: MATLAB, GDScript, Firestore's Swift and Kotlin, and what administers players.
  {
    where: /(?:^|_)(?:exec(?:ute)?|run|eval(?:uate)?)_|_(?:exec(?:ute)?|run|eval(?:uate)?)_/,
    text: /\brmdir\s*\([^()\n]{1,200},\s*['"]s['"]\s*\)|\bOS\.move_to_trash\s*\(|\.document\s*\([^()\n]{0,200}\)\s*\.delete\s*\(|\b(?:server|admin)\w*[.:]Delete(?:Master)?(?:Player|User|Title)\w*\s*\(/,
    source: 'https://attack.mitre.org/techniques/T1485/',
  },
  {
    where: /surreal|\/(?:sql|rpc)$/,
    text: /(?:^|[;{(])\s*remove\s+(?:table|database|namespace|db|ns|bucket|module)\s+(?:if\s+exists\s+)?[`\w⟨]+\s*(?:;|$)/i,
    source: 'https://surrealdb.com/docs/surrealql/statements/remove',
  },
  {
    where: /surreal/,
    text: /(?:^|;)\s*delete\s+(?:only\s+)?`?\w+`?\s*(?:;|$|return\b)/i,
    source: 'https://surrealdb.com/docs/surrealql/statements/delete',
  },
  // https://create.roblox.com/docs/reference/engine/classes/DataStore, code that an engine's studio is handed
  {
    where:
      /^(?!(?:create|edit|update|write|set|insert|add|save)_).*(?:lua|roblox|unity|godot|gdscript|unreal|c_?sharp)/,
    text: /[:.](?:RemoveAsync|RemoveVersionAsync|WipeAsync)\s*\(|[:.]SetAsync\s*\([^()\n]{0,200},\s*nil\s*\)|\bPlayerPrefs\s*\.\s*DeleteAll\s*\(|\bAssetDatabase\s*\.\s*DeleteAssets?\s*\(|\bDirectory\s*\.\s*Delete\s*\(|\bDirAccess\s*\.\s*remove_absolute\s*\(|\bEditorAssetLibrary\s*\.\s*delete_\w+\s*\(|\bvim\.fn\.delete\s*\([^)]*,\s*['"]rf/,
    source: 'https://create.roblox.com/docs/reference/engine/classes/GlobalDataStore#RemoveAsync',
  },
  {
    where: /cassandra|cql|scylla|influx|surreal|arango|cosmos|\/_api\/cursor|\/sql$/,
    text: /(?:^|[;{(]|\bthen\b)\s*(?:drop|truncate)\s+\w|\bremove\s+(?:table|database|namespace)\b|\bREMOVE\s+\w+\s+IN\s/i,
    source: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/ddl.html',
  },
];

/** What makes a query in another tongue than SQL destructive; undefined where nothing does. */
export function destructiveQuery(
  where: string,
  text: string,
): { readonly source: string; readonly text: RegExp } | undefined {
  if (text.length > 100_000) return undefined;
  return destructiveQueries.find((entry) => entry.where.test(where) && entry.text.test(text));
}
