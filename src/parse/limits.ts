/**
 * The bounds of this door. What goes over one is not cut off and guessed at: it becomes "unknown", which holds.
 */

/** Characters of one command text. Beyond it nothing is parsed. */
export const maximumTextLength = 1024 * 1024;

/** Simple commands judged for one action, all bodies of scripts, functions and loops counted. */
export const maximumCommands = 4_000;

/** Arguments expanded for one action. */
export const maximumWords = 15_000;

/** Characters that expansions may produce for one action: `X=$X$X` grows without it. */
export const maximumExpansion = 4 * 1024 * 1024;

/** Characters parsed for one action, nested texts and scripts counted each time they are read. */
export const maximumParsed = 4 * 1024 * 1024;

/** What a text may hold before it is parsed at all: each of these costs the grammar time wherever it stands. */
export const maximumStructure = {
  separators: 10_000,
  blanks: 30_000,
  openings: 800,
  hereDocuments: 200,
  quotes: 50_000,
  braces: 20_000,
  variables: 5_000,
  patterns: 50_000,
} as const;

/** Shells, functions, substitutions and wrappers inside one another. */
export const maximumDepth = 24;

/** How deep a function that calls itself is followed. */
export const maximumRecursion = 3;

/** Rounds of one loop over a known list before its variable counts as unknown. */
export const maximumRounds = 24;

/** Items of a longer list that are still judged by name, beside one round with the variable unknown. */
export const sampledRounds = 4;

/** Characters of a directory's path that is followed: `PATH_MAX` of Linux (limits.h). */
export const maximumPath = 4096;

/** Changes of directory that are followed; behind them the directory is not known. */
export const maximumDirectories = 256;

/** Characters of a program's base name: `NAME_MAX` of every file system. */
export const maximumName = 255;

/** Words one brace expansion may make. */
export const maximumBraces = 1024;

/** Characters of a word whose braces are expanded. */
export const maximumBraceText = 4096;

/** Characters a pattern operation (`${x%*.y}`) is worked out on. */
export const maximumPatternText = 4096;

/** Characters of one SQL text and of one GraphQL document. */
export const maximumQueryLength = 1024 * 1024;

/** Requests read from one client call (`curl` URL globs, `--next`). */
export const maximumRequests = 256;

/** Tokens of one SQL text. */
export const maximumSqlTokens = 100_000;
