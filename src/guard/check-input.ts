import path from 'node:path';
import * as v from 'valibot';
import type { Action, Deed, Origin } from '../action/action.ts';

const id = v.optional(v.union([v.string(), v.pipe(v.number(), v.transform(String))]));
const common = { id, cwd: v.optional(v.string()) };

/** One input line of `check --batch` (DESIGN 5.1). Fields it does not name are passed over. */
const schema = v.variant('kind', [
  v.object({
    ...common,
    kind: v.literal('shell'),
    command: v.string(),
    shell: v.optional(v.picklist(['bash', 'zsh', 'pwsh', 'cmd'])),
  }),
  v.object({
    ...common,
    kind: v.literal('mcp'),
    server: v.optional(v.string(), ''),
    tool: v.string(),
    input: v.optional(v.unknown()),
    annotations: v.optional(v.record(v.string(), v.unknown())),
  }),
  v.object({
    ...common,
    kind: v.literal('http'),
    method: v.optional(v.string(), 'GET'),
    url: v.string(),
    headers: v.optional(v.record(v.string(), v.string()), {}),
    body: v.optional(v.string()),
  }),
  v.object({
    ...common,
    kind: v.literal('sql'),
    dialect: v.optional(v.string()),
    text: v.string(),
    connection: v.optional(v.string()),
  }),
  v.object({ ...common, kind: v.literal('read'), path: v.string(), content: v.optional(v.string()) }),
  v.object({
    ...common,
    kind: v.literal('write'),
    path: v.string(),
    content: v.optional(v.string()),
    edits: v.optional(v.array(v.object({ oldText: v.string(), newText: v.string() }))),
  }),
  v.object({ ...common, kind: v.literal('delete'), path: v.string() }),
  v.object({ ...common, kind: v.literal('search'), pattern: v.string(), path: v.optional(v.string()) }),
  v.object({ ...common, kind: v.literal('web'), url: v.optional(v.string()), query: v.optional(v.string()) }),
  v.object({
    ...common,
    kind: v.literal('task'),
    name: v.optional(v.string(), ''),
    program: v.string(),
    args: v.optional(v.array(v.string()), []),
    shell: v.optional(v.boolean(), false),
  }),
]);

/** Where an action that names no place of its own stands. */
export interface CheckPlace {
  /** Absolute. */
  readonly cwd: string;
  /** Gives the workspace of a directory. */
  workspaceRootOf(directory: string): string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** An action read from outside, or one sentence why it could not be read. `id` where that much could be read. */
export type CheckInput =
  | { readonly ok: true; readonly id?: string; readonly action: Action }
  | { readonly ok: false; readonly id?: string; readonly error: string };

/** Reads one value in the form of `check --batch`. A `cwd` of its own counts from `place.cwd`. Never throws. */
export function readCheckInput(value: unknown, place: CheckPlace): CheckInput {
  const read = v.safeParse(schema, value);
  if (!read.success) {
    const known = v.safeParse(v.object({ id }), value);
    const named = known.success && known.output.id !== undefined ? { id: known.output.id } : {};
    const issue = read.issues[0];
    const where = v.getDotPath(issue);
    return { ok: false, ...named, error: `This action cannot be read${where ? ` at ${where}` : ''}: ${issue.message}` };
  }
  const { id: name, cwd: directory, ...deed } = read.output;
  const cwd = path.resolve(place.cwd, directory ?? '.');
  const origin: Origin = {
    host: 'cli',
    session: 'check',
    cwd,
    workspaceRoot: place.workspaceRootOf(cwd),
    at: place.at,
  };
  const action: Origin & Deed =
    deed.kind === 'mcp' ? { ...origin, ...deed, input: deed.input } : { ...origin, ...deed };
  return { ok: true, ...(name === undefined ? {} : { id: name }), action };
}
