/** Seconds left at which a screen reader is told. Not every second: that would drown everything else. */
const announced = [600, 300, 120, 60, 30, 10];

/** `4:32`. Milliseconds are rounded up: the clock shows 0:00 only when the time has run out. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The threshold, in seconds, that was crossed between two looks at the clock; undefined where none was. */
export function crossed(beforeMs: number, nowMs: number): number | undefined {
  return announced.findLast((seconds) => beforeMs > seconds * 1000 && nowMs <= seconds * 1000);
}
