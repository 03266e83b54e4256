/** Gives a sentence in the person's language. `{0}`, `{1}` … stand for the arguments. Has the shape of `vscode.l10n.t`. */
export type Translate = (message: string, ...args: readonly (string | number)[]) => string;

/** The sentence as written: what tests use, and what the editor does where there is no translation. */
export const asWritten: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole));
