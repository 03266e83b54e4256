/** The bounds of this door. What goes over one is answered as not known, or as `more`. */

/** Bytes of a file that is read for a judgement. */
export const maximumFileBytes = 1024 * 1024;

/** Files counted below one path before the walk stops. */
export const maximumWalkedFiles = 2000;

/** Milliseconds an answer may be used again. Long enough for the rounds of one judgement, short enough for a session. */
export const answerLifetime = 1500;

/** Answers kept at once. */
export const maximumAnswers = 512;

/** Bytes a child process may print. */
export const maximumOutput = 4 * 1024 * 1024;

/** Milliseconds a child process may run at the most. */
export const childDeadline = 2000;

/** Resources named from one plan. */
export const maximumPlanNames = 200;
