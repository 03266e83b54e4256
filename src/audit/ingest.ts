import type { AuditEntry } from '../action/audit.ts';

/** What an ingestion found. */
export interface Ingested {
  readonly entries: number;
  /** One sentence for each line that could not be read. */
  readonly problems: readonly string[];
}

/** Moves the spool into a log through `append`, each entry exactly once even where windows race; marks them unattested. */
export function ingestSpool(_directory: string, _append: (entry: AuditEntry) => void): Ingested {
  throw new Error('not built yet');
}
