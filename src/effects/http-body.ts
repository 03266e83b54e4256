import { type BodyReading, Walk } from './http-body-walk.ts';
import { plainDeletion, unreadDeletion } from './http-body-words.ts';
import type { Target } from './http-target.ts';
import { deletesByElement } from './http-xml.ts';
import { destructiveQuery } from './queries.ts';
import { sqlIn } from './sql-text.ts';
import { wordsOf } from './words.ts';

/** What is read of a body; the whole of it is no longer than any input may be. */
const maximumBody = 1024 * 1024;
const maximumForm = 64 * 1024;

const nothing: BodyReading = { actions: [], statements: [] };
/** One look before a body is parsed: ordinary bodies stop here. */
const telling =
  /delet|destroy|drop|closed|truncate|purge|wipe|eras|terminat|remove|unlink|rebuild|reinstall|reset|clear|flush|trash|archived|"?force|overwrite|\bdel\b|update\s|replace\s|"unload"|:\s*"(?:empty|prune|clean|forget|merge|rollback|anonymi[sz]e)"|"(?:cancel|void)|"active"|[="]re(?:store|vert)[a-z_-]|\\u00|%[4-7][0-9a-f]/i;
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
    fields[name] = /^\[\s*\{/.test(value)
      ? (parsed(value)[0] ?? value)
      : value === 'true' || (/^_?(?:delete|destroy|erase|purge|wipe)$/i.test(name) && /^(?:1|yes|on)$/i.test(value))
        ? true
        : value;
  return fields;
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
