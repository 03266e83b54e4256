import { hookLimits } from './hook-limits.ts';

/** Bounds of the guard's doors. Over a bound the answer is a refusal, never an allow. */
export const limits = {
  ...hookLimits,
  /** Bytes of one request line: the input in base64, and room for the envelope. */
  requestBytes: 6 * 1024 * 1024,
  /** Nesting of a tool's input. */
  depth: 64,
  /** Characters of a tool's and its server's name together: the protocol's own bound is 128 for the tool's. */
  toolNameCharacters: 4_096,
  /** Values in a tool's input. */
  inputValues: 20_000,
  /** Connections at one time; a held call keeps its own. */
  connections: 64,
  /** Time for a connected client to send its whole request, in milliseconds. */
  requestMilliseconds: 5_000,
  /** A layer that can wait no longer than this leaves its question open for its next try. */
  impatientMilliseconds: 5 * 60_000,
  /** Rounds of question and fact for one action (DESIGN 3). */
  rounds: 8,
  /** Files read for one action. */
  files: 64,
  /** Bytes of file text read for one action. */
  factBytes: 1024 * 1024,
  /** Time for facts where the answer would be allow anyway. */
  quickContextMilliseconds: 20,
  /** Time for facts before a hold. */
  holdContextMilliseconds: 500,
  /** Time for facts where the call would run a text: without it nothing goes out, so a busy machine is waited for. */
  textContextMilliseconds: 5_000,
  /** Sessions kept in memory; the one unused longest goes first. */
  sessions: 256,
  /** Files remembered as made by one session. */
  createdFiles: 2_000,
  /** How long a report without a call id still belongs to the same call. */
  sameCallMilliseconds: 2_000,
  /** Facts changing under a held call: after this many times the call is refused. */
  revalidations: 3,
  /** Bytes of a file or of a tool's output that are searched for credentials. */
  scannedBytes: 256 * 1024,
  /** Characters of it that are searched once more, slowly. */
  deepCharacters: 65_536,
  /** Secret-like files searched for one call. */
  searchedFiles: 8,
  /** How long the next call of a session waits for such a search. */
  searchMilliseconds: 200,
  /** How long `off` lasts. */
  offMilliseconds: 30 * 60_000,
  /** How long "Don't ask again for this" lasts. */
  exceptionMilliseconds: 30 * 24 * 60 * 60_000,
  /** Exceptions kept. */
  exceptions: 500,
  /** Folders whose policy files are kept in mind. */
  policyFolders: 64,
  /** Records a restarted guard reads back. */
  historyRecords: 20_000,
  /** How long the first actions wait for it; until it is there, every session counts as heightened. */
  historyWaitMilliseconds: 1_000,
  /** Records made meanwhile that are folded after it. */
  recordsMeanwhile: 5_000,
  /** How far back a restarted guard looks. */
  historyMilliseconds: 24 * 60 * 60_000,
  /** Time for saving what a call takes where no window answers. */
  savingAloneMilliseconds: 20_000,
  /** How far back a workspace's habits are learned, and from how many records. */
  habitMilliseconds: 14 * 24 * 60 * 60_000,
  habitRecords: 60_000,
  /** How far back hosts' profiles look, and at how many records. */
  profileMilliseconds: 90 * 24 * 60 * 60_000,
  profileRecords: 150_000,
  /** Sentences about problems kept for the status bar. */
  problems: 20,
} as const;
