/**
 * How `holdpoint shim` tells the shim that it ran to its end, and what it found. A program that ends in any other way
 * (an emptied bundle ends with 0) has not answered.
 */
export const shimCodes = {
  /** The call may go out. */
  go: 40,
  /** It may go out; what stood on standard input was read and now stands in the file named on standard output. */
  spooled: 41,
  /** The same, and more input is still to come: the file holds what was taken from its beginning. */
  begun: 44,
  /** It may not; the sentence is on standard error. */
  stop: 42,
  /** The person pressed Ctrl+C while a person was being asked. */
  interrupted: 43,
} as const;
