import type { Word } from '../../action/invocation.ts';
import { maximumRequests } from '../limits.ts';

/**
 * The URLs a curl URL with `{a,b}` and `[1-3]` stands for. One with too many, or that is not known, stays as it is,
 * unresolved.
 */
export function expandUrlGlob(word: Word): Word[] {
  if (word.kind === 'unknown' || !/[{[]/.test(word.value)) return [word];
  const urls = alternatives(word.value);
  if (urls === null) {
    const prefix = word.value.slice(0, word.value.search(/[{[]/));
    return [{ kind: 'unknown', text: word.value, prefix, span: word.span }];
  }
  return urls.map((value) => ({ kind: 'known', value, span: word.span }));
}

function alternatives(url: string): string[] | null {
  let found = [''];
  let rest = url;
  while (rest !== '') {
    const match = /\{([^{}]*)\}|\[([^[\]]*)\]/.exec(rest);
    if (!match) return found.map((head) => head + rest);
    const choices = match[1] === undefined ? range(match[2] ?? '') : match[1].split(',');
    // An IPv6 host, `[]` of a query: not a range.
    const options = choices ?? [match[0]];
    const before = rest.slice(0, match.index);
    if (found.length * options.length > maximumRequests) return null;
    found = found.flatMap((head) => options.map((option) => head + before + option));
    rest = rest.slice(match.index + match[0].length);
  }
  return found;
}

function range(text: string): string[] | null {
  const match = /^(\d{1,9}|[a-zA-Z])-(\d{1,9}|[a-zA-Z])(?::(\d{1,9}))?$/.exec(text);
  const [, first, last, stepText] = match ?? [];
  if (first === undefined || last === undefined) return null;
  const numeric = /^\d/.test(first);
  const from = numeric ? Number(first) : first.charCodeAt(0);
  const to = numeric ? Number(last) : last.charCodeAt(0);
  const step = Math.max(1, Number(stepText ?? 1));
  const count = Math.min(Math.floor((to - from) / step) + 1, maximumRequests + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const value = from + index * step;
    return numeric ? String(value).padStart(first.length, '0') : String.fromCharCode(value);
  });
}
