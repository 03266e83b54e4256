import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Analysis } from '../action/verdict.ts';
import { inputJson } from './input-json.ts';
import { limits } from './limits.ts';
import { textOf } from './places.ts';

/** Programs whose arguments are looked for or shown, not used to log in anywhere. */
export const notUsing = new Set(
  `grep egrep fgrep rg ag ack cat less head tail sed awk echo printf ls find fd test [ [[ wc diff sort source . cut tr tee jq
  export set declare read true false cd mkdir rm cp mv touch chmod`.split(/\s+/),
);

/** Where in an action a credential may stand that it uses. */
export interface Texts {
  /** Exact texts in which a secret may stand. */
  readonly values: string[];
  /** Source texts in which a variable may be used. */
  readonly sources: string[];
  readonly hosts: string[];
}

/** The texts of an action in which a credential may stand that it uses. */
export function textsOf(action: Action, analysis: Analysis): Texts {
  const values: string[] = [];
  const sources: string[] = [];
  const hosts: string[] = [];
  const address = (url: string | null | undefined) => {
    if (!url) return;
    values.push(url);
    const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(url)?.[1];
    if (host) hosts.push(host);
  };
  for (const request of analysis.requests) {
    address(request.url);
    for (const value of Object.values(request.headers)) if (value !== null) values.push(value);
    if (request.body.kind === 'text') values.push(request.body.value);
  }
  for (const invocation of analysis.invocations) invocationTexts(invocation, { values, sources });
  switch (action.kind) {
    case 'http':
      address(action.url);
      values.push(...Object.values(action.headers));
      if (action.body !== undefined) values.push(action.body);
      break;
    case 'mcp':
      values.push(inputJson(action.input, limits.usedCharacters).slice(0, limits.usedCharacters));
      break;
    case 'sql':
      if (action.connection !== undefined) values.push(action.connection);
      break;
    case 'write':
      if (action.content !== undefined) values.push(action.content);
      for (const edit of action.edits ?? []) values.push(edit.newText);
      break;
    case 'web':
      address(action.url);
      break;
    case 'task':
      values.push(...action.args);
      break;
    case 'shell':
    case 'read':
    case 'delete':
    case 'search':
      break;
  }
  return { values, sources, hosts };
}

function invocationTexts(invocation: Invocation, { values, sources }: Pick<Texts, 'values' | 'sources'>): void {
  for (const word of Object.values(invocation.environment))
    (word.kind === 'unknown' ? sources : values).push(textOf(word));
  if (invocation.program !== null && notUsing.has(invocation.program)) {
    // What is put into a variable or a file is used by who reads it there.
    if (/^(?:export|declare|set)$/.test(invocation.program) || putInto(invocation) !== undefined) {
      values.push(...invocation.args.map(textOf));
      if (invocation.stdin.kind === 'text') values.push(invocation.stdin.value);
    }
    return;
  }
  for (const word of invocation.args) {
    // Git is handed a credential in an address or a header; elsewhere it looks for it.
    if (invocation.program === 'git' && !/:\/\/|extraheader/i.test(textOf(word))) continue;
    (word.kind === 'unknown' ? sources : values).push(textOf(word));
    // A computed word may hold the secret literally next to what is computed.
    if (word.kind === 'unknown') values.push(word.text);
  }
  if (invocation.stdin.kind === 'text') values.push(invocation.stdin.value);
}

/** The file into which a program writes what it is given: `echo … > f`, `cat > f <<EOF`, `… | tee f`. */
export function putInto({ program, args, redirections }: Invocation): string | undefined {
  if (!/^(?:echo|printf|cat|tee)$/.test(program ?? '')) return undefined;
  const into = redirections.find(({ mode }) => mode === 'truncate' || mode === 'append')?.target;
  const named = program === 'tee' ? args.find((word) => !textOf(word).startsWith('-')) : undefined;
  const file = into ?? named;
  return file?.kind === 'known' && !file.value.startsWith('/dev/') ? file.value : undefined;
}

/** Whether a host is this machine. */
export function isLocalHost(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal)$/i.test(host);
}
