/** How many names are remembered of one table: a session names few programs, a hostile one any number. */
const rememberedNames = 512;

/**
 * Looks rows up by the program they are for: gives those of `rows` whose `program` fits a name, in order. Every name's
 * answer is remembered, since a table of expressions would be gone through at every call.
 */
export function byProgram<Row extends { readonly program: RegExp }>(
  rows: readonly Row[],
): (program: string) => readonly Row[] {
  const remembered = new Map<string, readonly Row[]>();
  return (program) => {
    const known = remembered.get(program);
    if (known) return known;
    const fitting = rows.filter((row) => row.program.test(program));
    if (remembered.size >= rememberedNames) remembered.clear();
    remembered.set(program, fitting);
    return fitting;
  };
}
