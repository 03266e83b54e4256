/** What one run left, and how long it took. */
export interface Outcome {
  readonly code: number | null;
  readonly text: string;
  readonly seconds: number;
}

/** What differs in every run of the same program: how long things took, process ids, addresses of temporary files. */
const passing: readonly (readonly [RegExp, string])[] = [
  [/\b\d+(?:\.\d+)?(?: ?ms| ?s| seconds?| minutes?)\b/g, 'TIME'],
  [/duration_ms:? [\d.]+/g, 'TIME'],
  [/\bin \d+[\d.]*m?s\b/g, 'TIME'],
  [/\(pid \d+\)/g, 'PID'],
  [/\/tmp\/[\w.-]+/g, 'TEMPORARY'],
];

/** Lines that one run printed and another did not, at most `most`; empty where both printed the same. */
export function differences(one: Outcome, other: Outcome, most = 12): string[] {
  const codes = one.code === other.code ? [] : [`exit code ${one.code} became ${other.code}`];
  const [before, after] = [linesOf(one.text), linesOf(other.text)];
  if (before.join('\n') === after.join('\n')) return codes;
  const gone = surplus(before, after).map((line) => `- ${line}`);
  const come = surplus(after, before).map((line) => `+ ${line}`);
  const lines = [...gone, ...come];
  return [...codes, ...(lines.length === 0 ? ['the same lines in another order'] : lines)].slice(0, most);
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => passing.reduce((now, [what, name]) => now.replace(what, name), line.trimEnd()));
}

function surplus(one: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  return one.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
