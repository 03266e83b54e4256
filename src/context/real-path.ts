import { realpathSync } from 'node:fs';

/** A place after all links; as it is where it cannot be looked at. */
export function realOf(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    return place;
  }
}

/** Places as named, and after all links where that is another name. */
export function withReal(places: readonly string[]): string[] {
  return [...new Set(places.flatMap((place) => [place, realOf(place)]))];
}
