import type { Difference, Preview, RestoreReport } from '../undo/saved-work.ts';
import type { Snapshot } from '../undo/snapshot.ts';
import { hostName } from './audit-rows.ts';
import type { Translate } from './translate.ts';
import { itemText, visibleLine } from './visible-text.ts';

/** One line of the list of snapshots. */
export interface UndoItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly snapshot: Snapshot;
}

/** Snapshots as a person picks from them, newest first. `now` in milliseconds since the epoch. */
export function undoItems(snapshots: readonly Snapshot[], now: number, t: Translate): UndoItem[] {
  return snapshots.map((snapshot) => ({
    label: `$(${icons[snapshot.why]}) ${itemText(snapshot.action, 120)}`,
    description: `${ago(now - snapshot.at, t)} · ${hostName(snapshot.host, t)}`,
    detail: `${amount(snapshot, t)} · ${itemText(snapshot.reason, 160)}`,
    snapshot,
  }));
}

const icons: Readonly<Record<Snapshot['why'], string>> = { before: 'history', overwritten: 'edit', restore: 'discard' };

function ago(milliseconds: number, t: Translate): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 1) return t('just now');
  if (minutes < 60) return t('{0} min ago', minutes);
  if (minutes < 48 * 60) return t('{0} h ago', Math.round(minutes / 60));
  return t('{0} days ago', Math.round(minutes / 60 / 24));
}

function amount({ parts }: Snapshot, t: Translate): string {
  const files = parts.reduce((sum, part) => sum + part.entries.filter(({ type }) => type === 'file').length, 0);
  const names = parts.flatMap((part) => (part.kind === 'tree' ? part.roots : part.work ? [t('working tree')] : []));
  const kept = parts.flatMap((part) => (part.kind === 'repository' ? [...part.refs, ...part.stashes] : [])).length;
  const said = [
    ...(names.length > 0 ? [visibleLine(names.slice(0, 3).join(', '), 80)] : []),
    ...(files > 0 ? [files === 1 ? t('1 file') : t('{0} files', files)] : []),
    ...(kept > 0 && names.length === 0 ? [t('{0} stashes, branches and tags', kept)] : []),
  ];
  return said.join(' · ');
}

/** What bringing back would do, in one line, and what else happens, one line each. */
export function previewLines({ differences, notes }: Preview, t: Translate): { title: string; lines: string[] } {
  const count = (kind: Difference['kind']) => differences.filter((one) => one.kind === kind).length;
  const said = [
    ...some(count('comes-back'), t('1 file comes back'), (many) => t('{0} files come back', many)),
    ...some(count('changes-back'), t('1 file changes back'), (many) => t('{0} files change back', many)),
    ...some(count('goes'), t('1 file that was not there goes'), (many) => t('{0} files that were not there go', many)),
  ];
  const nothing = differences.length + notes.length === 0;
  return {
    title: nothing ? t('Everything is as it was then.') : said.join(', '),
    lines: notes.map((note) => visibleLine(note, 200)),
  };
}

function some(count: number, one: string, many: (count: number) => string): string[] {
  return count === 0 ? [] : [count === 1 ? one : many(count)];
}

/** What was done, in one sentence. */
export function reportLine({ files, notes }: RestoreReport, t: Translate): string {
  const said = files === 1 ? t('Brought back: 1 file changed.') : t('Brought back: {0} files changed.', files);
  return [said, ...notes.map((note) => visibleLine(note, 120))].join(' ');
}
