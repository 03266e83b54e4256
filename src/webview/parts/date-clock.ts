const parts = {
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const;
const language = document.documentElement.lang || undefined;
const thisYear = new Intl.DateTimeFormat(language, parts);
const anyYear = new Intl.DateTimeFormat(language, { ...parts, year: 'numeric' });

/** The person's own time; the year only where it is not this one. */
export function dateClock(at: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return (isThisYear ? thisYear : anyYear).format(at);
}
