/** The bounds of what is remembered and looked at: the cost of one event does not depend on how long a session is. */
export const limits = {
  /** Credentials remembered of one session. */
  credentials: 256,
  /** Credentials kept of one text, the telling ones first. */
  revealed: 200,
  /** Files this session wrote, remembered for telling the task's own files. */
  writtenFiles: 256,
  /** Secret files that were read without their content being seen. */
  unseenReads: 16,
  /** Secret files told of that one program reads: the first ones speak for the rest. */
  secretFiles: 100,
  /** Files into which secrets were put. */
  carriers: 32,
  /** Logins with something found. */
  logins: 8,
  /** Things changed by one action that count as a bulk change. */
  bulkTargets: 10,
  /** Deletions within this many milliseconds that do. */
  bulkDeletions: 20,
  bulkMilliseconds: 120_000,
  /** Refused effects remembered. */
  denials: 32,
  /** Steps kept of a repeated part of a sequence. */
  repeatedSteps: 8,
  /** Latest actions whose effects are remembered in case they are refused. */
  recentActions: 8,
  /** Entries of the timeline: signals, and ordinary steps. */
  signalEntries: 32,
  ordinaryEntries: 12,
  /** Subjects of signals already counted once. */
  subjects: 64,
  /** Characters of a text searched for uses of known credentials. */
  usedCharacters: 65_536,
  /** Characters of a written script in which the names of files with secrets are looked for, and how many of these. */
  scriptCharacters: 20_000,
  namedPlaces: 32,
  /** Candidate values fingerprinted for one action. */
  candidates: 400,
  /** Characters of an output searched for credentials. */
  outputCharacters: 524_288,
  /** Characters of evidence and of a timeline sentence. */
  sentence: 160,
  /** How far a clock may go back before it is not believed, milliseconds: calls at one time come in any order. */
  clockMilliseconds: 60_000,
  /** How long a session stays heightened after a discovery, milliseconds. */
  heightened: 30 * 60_000,
} as const;
