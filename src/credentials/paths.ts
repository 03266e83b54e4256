/** Whether a file of this path usually holds secrets. Examples, templates, fixtures and source code do not count. */
export function isSecretPath(_path: string): boolean {
  throw new Error('not built yet');
}
