import type { VerifyResult } from '../audit/verify.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';

/** What a person is told about a verification. */
export interface VerifiedText {
  readonly intact: boolean;
  readonly text: string;
  readonly lines: readonly string[];
}

/** One sentence over all directories of a workspace's log: intact, or the first bad record and what happened to it. */
export function verifiedText(results: readonly VerifyResult[], ownKey: string | undefined, t: Translate): VerifiedText {
  const bad = results.find((result) => !result.intact)?.bad;
  const records = results.reduce((sum, result) => sum + result.records, 0);
  const windows = new Set(results.flatMap((result) => result.windows)).size;
  const keys = [...new Set(results.flatMap((result) => result.keys))];
  const lines = [
    ...(bad ? [t('It stands in {0}, line {1}.', visibleLine(bad.file), bad.line)] : []),
    ...keys.map((key) =>
      key === ownKey
        ? t('Signed with this editor’s key {0}.', key)
        : t('Signed with the key {0}, which is not this editor’s.', key),
    ),
    ...(results.some((result) => result.records > 0 && result.checkpoints === 'none')
      ? [t('There are no checkpoints to compare with, so an end that was cut off cannot be told.')]
      : []),
    ...results.flatMap((result) => result.notes.map((note) => visibleLine(note))),
  ];
  if (bad) return { intact: false, text: t('The log was changed. {0}', visibleLine(bad.detail, 400)), lines };
  if (results.some((result) => !result.intact))
    return { intact: false, text: t('The log could not be verified.'), lines };
  if (records === 0) return { intact: true, text: t('Nothing is recorded yet, so there is nothing to verify.'), lines };
  const text =
    windows === 1
      ? t('The log is intact: {0} records of 1 window.', records)
      : t('The log is intact: {0} records of {1} windows.', records, windows);
  return { intact: true, text, lines };
}
