import { kindOf } from '../credentials/kinds.ts';
import type { FoundSecret } from '../vault/found-secret.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';
import { credentialTitle } from './words.ts';

/** What a person said of a credential that was found: it is none, or it may stand there. */
export interface Ignored {
  readonly fingerprint: string;
  readonly shown: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A file with what stands in it. */
export interface SecretFile {
  readonly shown: string;
  readonly file: string;
  readonly secrets: readonly FoundSecret[];
}

/** One line of the view. */
export interface SecretRow {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly icon: string;
  readonly grave: boolean;
}

/** The files with credentials that nobody said may stand there, the gravest first. */
export function secretFiles(found: readonly FoundSecret[], ignored: readonly Ignored[]): SecretFile[] {
  const out = new Set(ignored.map((one) => `${one.fingerprint} ${one.shown}`));
  const files = new Map<string, FoundSecret[]>();
  for (const secret of found) {
    if (out.has(`${secret.fingerprint} ${secret.shown}`)) continue;
    files.set(secret.shown, [...(files.get(secret.shown) ?? []), secret]);
  }
  return [...files]
    .map(([shown, secrets]) => ({ shown, file: secrets[0]?.file ?? '', secrets }))
    .sort((a, b) => gravity(b.secrets) - gravity(a.secrets) || a.shown.localeCompare(b.shown));
}

function gravity(secrets: readonly FoundSecret[]): number {
  const of = ({ committed, readers, kind }: FoundSecret) =>
    (committed === true ? 4 : 0) + (readers === 'everyone' ? 1 : 0) + (kind.startsWith('generic-') ? 0 : 2);
  return Math.max(...secrets.map(of));
}

/** How a file is shown. */
export function fileRow({ shown, secrets }: SecretFile, t: Translate): SecretRow {
  const grave = secrets.some(({ committed }) => committed === true);
  return {
    label: visibleLine(shown, 200),
    description: secrets.length === 1 ? t('1 credential') : t('{0} credentials', secrets.length),
    tooltip: visibleLine(shown, 400),
    icon: 'file',
    grave,
  };
}

/** How a credential is shown: its kind, where, what it can destroy, whether git has it, who can read it. */
export function secretRow(secret: FoundSecret, t: Translate): SecretRow {
  const { kind, line, variable, committed, ignored } = secret;
  const where = [
    ...(committed === true ? [t('committed')] : committed === false && !ignored ? [t('not ignored by git')] : []),
    ...(line === undefined ? [t('the whole file')] : [t('line {0}', line)]),
    ...(variable === undefined ? [] : [visibleLine(variable, 60)]),
    ...(readersTitle(secret, t) ?? []),
  ];
  return {
    label: credentialTitle(kind),
    description: where.join(' · '),
    tooltip: [
      `${credentialTitle(kind)} · ${visibleLine(secret.shown, 200)}${line === undefined ? '' : `:${line}`}`,
      kindOf(kind).canDestroy,
      ...(committed === true
        ? [t('It stands in git: whoever has the repository has it. Revoke it, then make a new one.')]
        : []),
      ...(secret.readers === 'everyone' ? [t('Every user of this machine can read the file.')] : []),
    ].join('\n\n'),
    icon: committed === true ? 'warning' : 'key',
    grave: committed === true,
  };
}

function readersTitle({ readers }: FoundSecret, t: Translate): [string] | null {
  if (readers === 'everyone') return [t('everyone can read it')];
  return readers === 'group' ? [t('the group can read it')] : null;
}

/** What stands above the list. */
export function summaryLine(files: readonly SecretFile[], t: Translate): string {
  const count = files.reduce((sum, { secrets }) => sum + secrets.length, 0);
  if (count === 0) return t('No credential was found.');
  const committed = files.flatMap(({ secrets }) => secrets).filter((one) => one.committed === true).length;
  const said = count === 1 ? t('1 credential') : t('{0} credentials', count);
  return committed === 0 ? said : `${said}, ${t('{0} of them committed', committed)}`;
}
