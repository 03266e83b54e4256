import { realpathSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { appendToSpool } from '../audit/spool.ts';
import { workspaceRootOf } from '../guard/here.ts';
import { statePaths } from '../guard/state-directory.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { Cannot } from '../undo/files.ts';
import { type Difference, openSavedWork, type Preview, type SavedWork } from '../undo/saved-work.ts';
import type { Snapshot } from '../undo/snapshot.ts';
import { thisMachine } from './machine.ts';
import { styleOf } from './style.ts';
import { exitCodes, parsed, UsageProblem } from './usage.ts';

/** `holdpoint undo list|show|restore`: what was saved before local destruction, and its way back. */
export async function runUndo(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed({
    args: [...args],
    options: {
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      cwd: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [verb, id, ...more] = positionals;
  if (more.length > 0) throw new UsageProblem('One snapshot at a time: holdpoint undo show ID');
  const { stateDirectory, environment } = thisMachine();
  const work = openSavedWork({ stateDirectory, environment, now: Date.now, monotonic: () => performance.now() });
  const workspace = realpathSync(workspaceRootOf(path.resolve(values.cwd ?? '.')));
  const one = () => found(work, id, workspace);
  try {
    switch (verb) {
      case 'list':
        return list(await work.list(values.all ? undefined : workspace), values.json);
      case 'show':
        return await show(work, await one(), values.json);
      case 'restore':
        return await restore(work, await one(), { sure: values.yes, stateDirectory });
      default:
        throw new UsageProblem('Say what to do: holdpoint undo list, show ID or restore ID');
    }
  } catch (error) {
    if (error instanceof Cannot) throw new Error(`That does not go: ${error.message}.`);
    throw error;
  }
}

async function found(work: SavedWork, id: string | undefined, workspace: string): Promise<Snapshot> {
  if (id === undefined) throw new UsageProblem('Say which snapshot: holdpoint undo list shows their ids.');
  if (id !== 'last') return work.find(id);
  const [newest] = await work.list(workspace);
  if (!newest) throw new Cannot('nothing was saved in this folder');
  return newest;
}

function list(snapshots: readonly Snapshot[], json: boolean): number {
  if (json) {
    const lines = snapshots.map(({ parts, ...rest }) => ({ ...rest, files: entriesIn({ parts }) }));
    process.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return exitCodes.allow;
  }
  const style = styleOf(process.stdout);
  if (snapshots.length === 0) process.stdout.write('Nothing was saved in this folder. With --all: of all folders.\n');
  for (const one of snapshots) {
    const when = new Date(one.at).toISOString().slice(0, 19).replace('T', ' ');
    const what = `${one.host} · ${entriesIn(one)} ${entriesIn(one) === 1 ? 'entry' : 'entries'}`;
    say(`${style('strong', one.id)}  ${when} UTC  ${what}`);
    say(style('quiet', `    ${one.action}`));
    say(`    ${one.reason}`);
  }
  return exitCodes.allow;
}

/** Files, links and folders of a snapshot, stashes and branches with them. */
function entriesIn({ parts }: Pick<Snapshot, 'parts'>): number {
  const count = (part: Snapshot['parts'][number]) =>
    part.entries.length + (part.kind === 'repository' ? part.stashes.length + part.refs.length : 0);
  return parts.reduce((sum, part) => sum + count(part), 0);
}

async function show(work: SavedWork, snapshot: Snapshot, json: boolean): Promise<number> {
  const preview = await work.preview(snapshot);
  if (json) {
    const differences = preview.differences.map(({ file, kind }) => ({ file, kind }));
    process.stdout.write(`${JSON.stringify({ id: snapshot.id, differences, notes: preview.notes })}\n`);
  } else write(snapshot, preview);
  return exitCodes.allow;
}

const signs: Readonly<Record<Difference['kind'], string>> = { 'comes-back': '+', 'changes-back': '~', goes: '-' };
const listed = 200;

function write(snapshot: Snapshot, { differences, notes }: Preview): void {
  say(`${snapshot.reason} Saved before: ${snapshot.action}`);
  for (const { file, kind } of differences.slice(0, listed)) {
    say(`  ${signs[kind]} ${path.relative(snapshot.workspace, file)}`);
  }
  if (differences.length > listed) say(`  … and ${differences.length - listed} more`);
  for (const note of notes) say(`  ${note}`);
  if (differences.length + notes.length === 0) say('Everything is as it was then.');
}

async function restore(
  work: SavedWork,
  snapshot: Snapshot,
  { sure, stateDirectory }: { readonly sure: boolean; readonly stateDirectory: string },
): Promise<number> {
  if (!sure) {
    write(snapshot, await work.preview(snapshot));
    if (!process.stdin.isTTY) throw new UsageProblem('To bring it back without being asked, add --yes.');
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question('Bring this back? What is there now is saved first. [y/N] ');
    terminal.close();
    if (!/^y(?:es)?$/i.test(answer.trim())) return exitCodes.failure;
  }
  const { before, files, notes } = await work.restore(snapshot);
  say(`Brought back what was saved before: ${snapshot.action}`);
  say(`${files} ${files === 1 ? 'file' : 'files'} changed. ${notes.join(' ')}`.trim());
  if (before) say(`To undo this: holdpoint undo restore ${before.id}`);
  appendToSpool(
    statePaths(stateDirectory).spool,
    { type: 'restored', snapshot: snapshot.id, before: before?.id ?? null, files },
    Date.now(),
  );
  return exitCodes.allow;
}

function say(line: string): void {
  process.stdout.write(`${visibleInTerminal(line)}\n`);
}
