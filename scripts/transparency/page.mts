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

/** `docs/transparency.md`. */
export function pageOf(rows: readonly Row[]): string {
  const told = (lines: readonly string[]) => (lines.length === 0 ? 'identical' : `${lines.length} differences`);
  return [
    '# Real programs under the shims',
    '',
    'Written by `npm run transparency`. Each program runs three times in the same folder: without Holdpoint, with its',
    'shims and no window open, and with its shims and a window whose person approves whatever is held. Compared are',
    'the exit code and every line printed, times and process ids left out. A call that a shim asks about starts a Node:',
    "git's suite, hardly anything but such calls, is the worst there is. Times were taken on a busy machine of two cores.",
    '',
    '| Program | Without: exit, lines, time | Shims, no window | Shims, window | Calls asked about | Held |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.code}, ${row.lines}, ${row.seconds.toFixed(0)} s | ${told(row.withoutWindow)}, ${row.alone.toFixed(2)} × | ${told(row.withWindow)}, ${row.window.toFixed(2)} × | ${row.asked} | ${row.held.length} |`,
    ),
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
