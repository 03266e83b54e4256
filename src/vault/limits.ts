/** Bounds of a scan for secrets. What is over one is counted and said. */
export const limits = {
  /** Files looked at. */
  files: 500_000,
  /** Bytes of a file that is read; of a longer one its beginning. */
  fileBytes: 1024 * 1024,
  /** Credentials reported of one file, and of all. */
  perFile: 100,
  found: 5_000,
  /** Folders below one another. */
  depth: 64,
  /** Milliseconds between two reports of progress. */
  progressMilliseconds: 250,
} as const;
