/** True for text that is a statement which changes or destroys, and not a sentence that begins like one. */
export function sqlIn(text: string): boolean {
  return /(?:^|;)\s*(?:--[^\n]*\n\s*|\/\*[^*]*\*\/\s*)*(?:drop\s+(?:table|database|schema|bucket|scope|graph|space|primary|index|view|materialized|user|role|keyspace|collection|measurement|series|retention|stream|type|function|sequence|column|warehouse|stage|shard|connector|class|vertex|all|if)\b|truncate\s+(?:table\s+)?["`\w]|create\s+or\s+replace\s+(?:transient\s+|temporary\s+)?(?:table|schema|database|stage|stream)\b|insert\s+overwrite\b|delete\s+from\s+["`[\w]|alter\s+(?:table|database|user|role|system)\s+["`\w]|update\s+["`[\w.\]]+\s+set\s|revoke\s+\w+|rename\s+table|optimize\s+table|system\s+drop|kill\s+query|with\s[^;]{0,2000}\bdelete\s+from|begin\b[^;]*;|set\b[^;]*;|use\b[^;]*;|select\b[^;]*;)/i.test(
    text,
  );
}

/** True for a text that is such a statement as a whole and cannot be prose: `delete from my list what I need` is. */
export function isPlainSql(text: string): boolean {
  return /^\s*(?:delete\s+from\s+\S+\s*(?:;|$|where\s)|(?:drop|alter)\s+(?:table|database|schema)\s|truncate\s+(?:table\s+)?\S+\s*(?:;|$)|update\s+\S+\s+set\s)/i.test(
    text,
  );
}
