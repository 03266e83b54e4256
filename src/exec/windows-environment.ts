/** The folders a PATH names, in order. */
export function foldersOfPath(value: string | undefined): readonly string[] {
  return (value ?? '').split(';').flatMap((part) => {
    const folder = part.trim().replaceAll('"', '');
    return folder === '' ? [] : [folder];
  });
}

/**
 * A PATH without the folders of shims in the state directory, for what Holdpoint itself starts: a shim that asks a guard that
 * starts a program that has a shim would never come to an end.
 */
export function withoutShims(value: string | undefined, state: string): string {
  const plain = (folder: string) => `${folder}/`.replaceAll('\\', '/').toLowerCase();
  const root = plain(`${state}/exec`);
  return foldersOfPath(value)
    .filter((folder) => !plain(folder).startsWith(root))
    .join(';');
}

/** A variable of an environment whose names Windows does not tell apart by their case. */
export function variableOf(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const wanted = name.toUpperCase();
  return environment[name] ?? Object.entries(environment).find(([key]) => key.toUpperCase() === wanted)?.[1];
}

/** What a Node of Holdpoint's own needs of the variables of a person's session on Windows, besides PATH. */
export function windowsVariables(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = ['SystemRoot', 'USERPROFILE', 'LOCALAPPDATA', 'APPDATA', 'TEMP', 'TMP', 'USERNAME'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = variableOf(environment, name);
      return value ? [[name, value]] : [];
    }),
  );
}
