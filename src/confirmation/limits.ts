/**
 * Two reports of one call without a call id of their own arrive within this time of the first (DESIGN 5.3); those
 * with one within this time of its approval.
 */
export const oneCallMilliseconds = 2_000;

/** How long a refusal is remembered for further reports of the same call (DESIGN 3: a call ends or 10 minutes). */
export const rememberedMilliseconds = 600_000;

/** Holds that may wait at once. A person cannot judge more; the next is denied with a sentence. */
export const mostPending = 64;

/** Ended holds remembered. The oldest is forgotten first; forgetting only means that a person is asked again. */
export const mostRemembered = 512;

/** The longest a hold may wait, whatever the caller asks for, in milliseconds. */
export const longestWaitMilliseconds = 3_600_000;
