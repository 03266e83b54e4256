import type { AuditFilter, FromAuditPanel } from './panel-messages.ts';

/** Most rows the page may ask for at once. */
const mostRows = 500;

/** The audit page's message, or undefined for anything that is none. */
export function readAuditMessage(value: unknown): FromAuditPanel | undefined {
  if (!isObject(value)) return undefined;
  switch (value.type) {
    case 'ready':
    case 'verify':
    case 'export':
    case 'exceptions':
    case 'sessions':
      return { type: value.type };
    case 'detail':
    case 'except':
      return isCount(value.key) ? { type: value.type, key: value.key } : undefined;
    case 'rows': {
      const { generation, from, to } = value;
      if (!isCount(generation) || !isCount(from) || !isCount(to) || to < from) return undefined;
      return { type: 'rows', generation, from, to: Math.min(to, from + mostRows) };
    }
    case 'session':
      return isKey(value.key) ? { type: 'session', key: value.key } : undefined;
    case 'exportSession': {
      const { key, format } = value;
      if (!isKey(key) || (format !== 'jsonl' && format !== 'markdown')) return undefined;
      return { type: 'exportSession', key, format };
    }
    case 'filter':
      return isObject(value.filter) ? { type: 'filter', filter: filterFrom(value.filter) } : undefined;
    default:
      return undefined;
  }
}

/** A filter from outside: what is missing does not narrow. */
function filterFrom(value: Readonly<Record<string, unknown>>): AuditFilter {
  const text = (field: unknown) => (typeof field === 'string' ? field.slice(0, 500) : '');
  return { text: text(value.text), type: text(value.type), decision: text(value.decision), host: text(value.host) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 1_000;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
