import path from 'node:path';
import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import { type AccessWatch, createAccessWatch } from '../vault/access-watch.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';

/** What {@link createSecretReads} takes. */
export interface SecretReadsDeps {
  readonly t: Translate;
  record(entry: AuditEntry): void;
}

/** Notices reads of decoys, and of credentials' files where a person wants that. */
export interface SecretReads extends vscode.Disposable {
  /** Watches these, absolute paths, in place of those before. `decoys` are among them. */
  watch(files: readonly string[], decoys: readonly string[]): Promise<void>;
  /** Forgets all: before a scan, which reads them. */
  rest(): void;
}

const everyMilliseconds = 5_000;
const mostFiles = 200;

/** Reads are looked for every five seconds, by the files' access times. Whoever reads is not known. */
export function createSecretReads({ t, record }: SecretReadsDeps): SecretReads {
  let timer: NodeJS.Timeout | undefined;
  let current: AccessWatch | undefined;

  const rest = () => {
    clearInterval(timer);
    current = undefined;
  };
  const tell = (file: string, isDecoy: boolean) => {
    // What is open in this editor is read by it.
    if (vscode.workspace.textDocuments.some((document) => document.uri.fsPath === file)) return;
    const shown = vscode.workspace.asRelativePath(file);
    record({
      type: 'policy',
      detail: `${isDecoy ? 'The decoy' : 'The credentials file'} ${shown} was read by some program.`,
    });
    if (!isDecoy) return;
    void vscode.window.showWarningMessage(
      t(
        'Some program read the decoy {0}. A search for credentials may be going on.',
        visibleLine(path.basename(shown)),
      ),
    );
  };

  return {
    async watch(files, decoys) {
      rest();
      const all = [...new Set([...decoys, ...files])].slice(0, mostFiles);
      if (all.length === 0) return;
      const watch = createAccessWatch(all);
      if (!(await watch.start())) return;
      current = watch;
      timer = setInterval(async () => {
        const read = await watch.look();
        if (current !== watch) return;
        for (const file of read) tell(file, decoys.includes(file));
      }, everyMilliseconds);
    },
    rest,
    dispose: rest,
  };
}
