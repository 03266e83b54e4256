// Receiver operating characteristic of a score over sessions, groups weighted alike.

/** A session's score: the higher, the more it speaks for an incident. */
export interface Scored {
  readonly group: string;
  readonly incident: boolean;
  readonly score: number;
}

interface Weighed extends Scored {
  readonly weight: number;
}

/** Each group counts as much as any other, in clean sessions and in incidents. */
function weighed(scored: readonly Scored[]): Weighed[] {
  const sizes = new Map<string, number>();
  const key = ({ group, incident }: Scored) => `${group} ${incident}`;
  for (const one of scored) sizes.set(key(one), (sizes.get(key(one)) ?? 0) + 1);
  return scored.map((one) => ({ ...one, weight: 1 / (sizes.get(key(one)) ?? 1) }));
}

/** Area under the curve: how often an incident scores above a clean session, ties as half. */
export function areaUnder(scored: readonly Scored[]): number {
  const sorted = weighed(scored).sort((a, b) => a.score - b.score);
  let [area, below, incidents, clean] = [0, 0, 0, 0];
  for (let at = 0; at < sorted.length; ) {
    let [tiedClean, tiedIncidents] = [0, 0];
    const { score } = sorted[at] ?? { score: 0 };
    for (; at < sorted.length && sorted[at]?.score === score; at += 1) {
      const one = sorted[at];
      if (one?.incident) tiedIncidents += one.weight;
      else tiedClean += one?.weight ?? 0;
    }
    area += tiedIncidents * (below + tiedClean / 2);
    below += tiedClean;
    incidents += tiedIncidents;
    clean += tiedClean;
  }
  return area / (incidents * clean);
}

/** The share of incidents that score above what at most `share` of clean sessions reach. */
export function foundAt(scored: readonly Scored[], share: number): number {
  const all = weighed(scored).sort((a, b) => b.score - a.score);
  const total = (incident: boolean) =>
    all.filter((one) => one.incident === incident).reduce((sum, { weight }) => sum + weight, 0);
  const [clean, incidents] = [total(false), total(true)];
  let [wrong, right, best] = [0, 0, 0];
  for (let at = 0; at < all.length; ) {
    const { score } = all[at] ?? { score: 0 };
    for (; at < all.length && all[at]?.score === score; at += 1) {
      const one = all[at];
      if (one?.incident) right += one.weight;
      else wrong += one?.weight ?? 0;
    }
    if (wrong / clean > share) break;
    best = right / incidents;
  }
  return best;
}

/** The middle 95 % of a figure over resamples of whole groups. */
export function interval(
  scored: readonly Scored[],
  figure: (sample: readonly Scored[]) => number,
  random: () => number,
  rounds = 400,
): [low: number, high: number] {
  const byGroup = new Map<string, Scored[]>();
  for (const one of scored) byGroup.set(one.group, [...(byGroup.get(one.group) ?? []), one]);
  const groups = [...byGroup.values()];
  const figures: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // A group that is drawn twice counts as two.
    const sample = groups.flatMap((_, at) =>
      (groups[Math.floor(random() * groups.length)] ?? []).map((one) => ({ ...one, group: `${at}` })),
    );
    const value = figure(sample);
    if (!Number.isNaN(value)) figures.push(value);
  }
  figures.sort((a, b) => a - b);
  const at = (share: number) => figures[Math.min(figures.length - 1, Math.floor(figures.length * share))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}
