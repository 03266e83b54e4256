/** Bounds of a snapshot. What would go over one is not taken, and the call it was for is held. */
export const limits = {
  /** Bytes that one snapshot writes; what git holds already is not written again. */
  bytes: 1024 * 1024 * 1024,
  /** Files, links and folders of one snapshot. */
  entries: 200_000,
  /** Time for one snapshot. */
  milliseconds: 20_000,
  /** Bytes that must stay free on the disk afterwards. */
  freeBytes: 512 * 1024 * 1024,
  /** Bytes of a file that is read at once; a larger one is read in pieces. */
  wholeFileBytes: 8 * 1024 * 1024,
  /** Refs that one snapshot keeps. */
  refs: 2_000,
  /** Bytes of one git answer. */
  gitBytes: 256 * 1024 * 1024,
  /** Bytes of all copies together; the oldest snapshots go first. */
  storeBytes: 4 * 1024 * 1024 * 1024,
  /** How long a snapshot is kept. */
  keptMilliseconds: 14 * 24 * 60 * 60_000,
  /** Snapshots kept at once. */
  snapshots: 2_000,
  /** Bytes of one snapshot's list. */
  manifestBytes: 64 * 1024 * 1024,
  /** Time between two looks for what can go. */
  pruneMilliseconds: 60 * 60_000,
  /** Files kept for one allowed call. */
  overwrittenFiles: 200,
} as const;
