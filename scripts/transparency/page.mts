/** What the runs of one program showed. */
export interface Row {
  readonly name: string;
  readonly about: string;
  /** Lines printed, and the exit code, without Holdpoint. */
  readonly lines: number;
  readonly code: number | null;
  readonly seconds: number;
  /** Times as ratios to the run without Holdpoint. */
  readonly alone: number;
  readonly window: number;
  /** Calls that a shim did not decide by itself. */
  readonly asked: number;
  readonly held: readonly { readonly command: string; readonly reason: string }[];
  /** What differed; empty where nothing did. */
  readonly withoutWindow: readonly string[];
  readonly withWindow: readonly string[];
}

/** When and how the rows were measured. */
export interface Circumstances {
  /** ISO 8601. */
  readonly date: string;
  /** Of the whole run. */
  minutes: number;
  readonly cores: number;
  /** The machine's load average of a minute: at the beginning and after each program. */
  readonly load: number[];
}

/** The rows as a table, for the page and for who started the run. */
export function summaryOf(rows: readonly Row[]): string {
  const told = (lines: readonly string[]) => (lines.length === 0 ? 'identical' : `${lines.length} differences`);
  return [
    '| Program | Without: exit, lines, time | Shims, no window | Shims, window | Calls asked about | Held |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.code}, ${row.lines}, ${row.seconds.toFixed(0)} s | ${told(row.withoutWindow)}, ${row.alone.toFixed(2)} × | ${told(row.withWindow)}, ${row.window.toFixed(2)} × | ${row.asked} | ${row.held.length} |`,
    ),
  ].join('\n');
}

/** `docs/transparency.md`. */
export function pageOf(rows: readonly Row[], { date, minutes, cores, load }: Circumstances): string {
  return [
    '# Real programs under the shims',
    '',
    'Written by `npm run transparency`. Each program runs three times in the same folder: without Holdpoint, with its',
    'shims and no window open, and with its shims and a window whose person approves whatever is held. Compared are',
    'the exit code and every line printed, times and process ids left out. A call that a shim asks about starts a Node:',
    "git's suite, hardly anything but such calls, is the worst there is.",
    '',
    `One run of all of them from start to end, ${date}, ${minutes.toFixed(0)} minutes. The machine had ${cores} cores and other work:`,
    `load ${load.map((one) => one.toFixed(1)).join(', then ')}; times and ratios rest on that, what was printed does not.`,
    '',
    summaryOf(rows),
    '',
    ...rows.flatMap((row) => [
      `**${row.name}**: ${row.about}.`,
      ...(row.held.length > 0 ? ['', 'Held, and refused where no window is open, among others:'] : []),
      ...examples(row).map(({ command, reason }) => `* \`${command.split('\n')[0]}\`: ${reason}`),
      ...(row.withoutWindow.length > 0
        ? ['', 'Without a window differed:', '', '```', ...row.withoutWindow, '```']
        : []),
      ...(row.withWindow.length > 0 ? ['', 'With a window differed:', '', '```', ...row.withWindow, '```'] : []),
      '',
    ]),
  ].join('\n');
}

/** One held call for each reason. */
function examples({ held }: Row): Row['held'] {
  const seen = new Set<string>();
  return held.filter(({ command }) => {
    const kind = command.split(' ').slice(0, 2).join(' ');
    return !seen.has(kind) && seen.add(kind).size <= 6;
  });
}
