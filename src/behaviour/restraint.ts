/** The time in which a signal's weight halves, milliseconds. */
const halfLife = 30 * 60_000;
/** How much of a signal's score counts: one that is certain trouble (score 1) takes half of the restraint away. */
const weight = Math.LN2;

/** Below this a session is shown as one that has lost its restraint. */
export const restraintFloor = 0.2;

/** The sum of weights after `elapsed` milliseconds and further signals of these scores. */
export function addPressure(pressure: number, scores: readonly number[], elapsed: number): number {
  const left = elapsed > 0 ? pressure * 2 ** (-elapsed / halfLife) : pressure;
  const next = scores.reduce((sum, score) => sum + weight * score, left);
  return next < 1e-6 ? 0 : Math.min(next, 16);
}

/**
 * How far a session kept its restraint: 1 without signals, halved by each signal of score 1, recovering with a
 * half-life of 30 minutes. A plain number for now: issue 4 sets a baseline of ordinary sessions behind it.
 */
export function restraintOf(pressure: number): number {
  return Math.round(Math.exp(-pressure) * 1000) / 1000;
}
