/** One measured value and what DESIGN section 7 allows. */
export interface Measure {
  readonly what: string;
  readonly value: number;
  readonly unit: '×' | 'µs' | 'ms' | '/s' | 'kB';
  /** Absent for what is measured for comparison alone. */
  readonly budget?: number;
  /** What a program of a few lines takes that does nothing but what cannot be left out, in the same unit and run. */
  readonly floor?: number;
  /** True where more is better. */
  readonly atLeast?: boolean;
}

/** How a measure stands to its budget. `floor`: over it, and so is the bare program of the same run. */
export type Standing = 'ok' | 'over' | 'floor' | 'none';

/** How a measure stands to its budget. */
export function standingOf({ value, budget, floor, atLeast }: Measure): Standing {
  if (budget === undefined) return 'none';
  if (atLeast ? value >= budget : value <= budget) return 'ok';
  return floor !== undefined && floor > budget ? 'floor' : 'over';
}

/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which a share of a list lies. */
export function percentile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

/** One line for a person. */
export function inWords(measure: Measure): string {
  const digits = measure.unit === '×' || measure.unit === 'ms' ? 2 : 0;
  const limit =
    measure.budget === undefined ? 'no budget' : `${measure.atLeast ? '≥' : '≤'} ${measure.budget} ${measure.unit}`;
  const floor = measure.floor === undefined ? '' : `; bare ${measure.floor.toFixed(digits)} ${measure.unit}`;
  return `${labels[standingOf(measure)]}  ${measure.value.toFixed(digits).padStart(9)} ${measure.unit.padEnd(2)} (${limit}${floor})  ${measure.what}`;
}

const labels: Readonly<Record<Standing, string>> = { ok: 'ok   ', over: 'OVER ', floor: 'FLOOR', none: '     ' };
