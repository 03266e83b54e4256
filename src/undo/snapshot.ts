import * as v from 'valibot';

/**
 * Where a saved file's bytes lie: `git:<object id>` in the repository the snapshot belongs to, kept there by a ref of
 * the snapshot, or `store:<SHA-256>` in Holdpoint's own store.
 */
const contentSchema = v.pipe(v.string(), v.regex(/^(?:git:[0-9a-f]{40,64}|store:[0-9a-f]{64})$/));

const relativeSchema = v.pipe(
  v.string(),
  v.check((text) => isPlainRelative(text), 'is no path below its folder'),
);

const modeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0o7777));

const entrySchema = v.variant('type', [
  v.strictObject({
    type: v.literal('file'),
    path: relativeSchema,
    mode: modeSchema,
    /** Milliseconds since the epoch. */
    mtime: v.number(),
    size: v.number(),
    content: contentSchema,
  }),
  v.strictObject({ type: v.literal('link'), path: relativeSchema, target: v.string() }),
  v.strictObject({ type: v.literal('directory'), path: relativeSchema, mode: modeSchema, mtime: v.number() }),
  /** Git tracks it, and it was not there. */
  v.strictObject({ type: v.literal('absent'), path: relativeSchema }),
]);

const hashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/));
const refSchema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^refs\/(?!holdpoint\/)[^\0\n]+$/)),
  at: hashSchema,
});
const stashSchema = v.strictObject({ at: hashSchema, message: v.string() });

const treeSchema = v.strictObject({
  kind: v.literal('tree'),
  /** Absolute: the folder that the entries' paths start from. */
  base: v.string(),
  /** The paths below `base` that were saved whole; empty for `base` itself. */
  roots: v.array(relativeSchema),
  /** Top folder of the repository that holds `git:` contents. */
  repository: v.optional(v.string()),
  entries: v.array(entrySchema),
});

const repositorySchema = v.strictObject({
  kind: v.literal('repository'),
  /** Absolute: the top folder. */
  base: v.string(),
  /** Whether working tree and index are in it; else refs alone. */
  work: v.boolean(),
  /** Whether files that git ignores are in it, up to what a tool makes again. */
  ignored: v.boolean(),
  head: v.strictObject({ branch: v.nullable(v.string()), at: v.nullable(hashSchema) }),
  /** The index file as it was; null where there was none, or it is not in the snapshot. */
  index: v.nullable(contentSchema),
  /** Files of the git folder that say what was under way: a merge, a cherry-pick. */
  underway: v.array(v.strictObject({ name: v.pipe(v.string(), v.regex(/^[A-Z_]+$/)), content: contentSchema })),
  /** What of the working tree was not as the index has it. */
  entries: v.array(entrySchema),
  /** Newest first. */
  stashes: v.array(stashSchema),
  refs: v.array(refSchema),
});

const snapshotSchema = v.strictObject({
  v: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^\d{6}-\d{6}-[0-9a-z]{6}$/)),
  /** Milliseconds since the epoch. */
  at: v.number(),
  /** `before` an action that loses something, of files `overwritten` by one, or before a `restore`. */
  why: v.picklist(['before', 'overwritten', 'restore']),
  host: v.string(),
  session: v.string(),
  /** Absolute and real: nothing outside it is ever put back. */
  workspace: v.string(),
  /** What the action would lose, one plain sentence, secrets replaced. */
  reason: v.string(),
  /** The action itself as a person may see it, secrets replaced and cut to a line. */
  action: v.string(),
  /** Bytes that were written for it. */
  bytes: v.number(),
  parts: v.array(v.variant('kind', [treeSchema, repositorySchema])),
});

/** What was saved before one action, all that is needed to put it back. */
export type Snapshot = v.InferOutput<typeof snapshotSchema>;
/** One saved thing: files below a folder, or a repository. */
export type Part = Snapshot['parts'][number];
/** Files below a folder. */
export type TreePart = v.InferOutput<typeof treeSchema>;
/** A repository: its working tree as far as the index does not have it, index, branches and stashes. */
export type RepositoryPart = v.InferOutput<typeof repositorySchema>;
/** One file, link or folder; paths relative with slashes. */
export type Entry = v.InferOutput<typeof entrySchema>;
/** A saved file. */
export type FileEntry = Extract<Entry, { type: 'file' }>;

/** Reads a snapshot's list. Null where it is not as Holdpoint wrote it. */
export function readSnapshot(text: string): Snapshot | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), snapshotSchema), text);
  return read.success ? read.output : null;
}

/** Whether a text names something below a folder, or the folder itself where it is empty. */
function isPlainRelative(text: string): boolean {
  if (text === '') return true;
  if (text.includes('\0') || text.startsWith('/') || /^[a-z]:/i.test(text)) return false;
  return text.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** A new snapshot's name: when it was taken, UTC, and six letters of chance. */
export function snapshotId(at: number, chance: string): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  return `${date.slice(2).replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${chance.slice(0, 6)}`;
}

/** The refs under which a repository keeps what belongs to a snapshot. */
export function refsOf(id: string): string {
  return `refs/holdpoint/${id}`;
}
