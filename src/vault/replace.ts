import { markOf, recognise } from './recognition.ts';
import { credentialName } from './stored.ts';

/** A credential taken out of a text. */
export interface Replaced {
  readonly value: string;
  readonly kind: string;
  /** The variable it was assigned to; empty where it was to none. */
  readonly variable: string;
  /** The text with {@link referenceTo} in the credential's place, everywhere it stood. */
  readonly text: string;
}

/** What stands in a file in the place of a stored credential. */
export function referenceTo(credential: string): string {
  return `holdpoint:${credential}`;
}

/**
 * Takes the credential with this fingerprint out of a file's text; null where it is not there any more. `name` is what
 * it will be stored under.
 */
export async function replaceByReference(
  text: string,
  given: { readonly shown: string; readonly fingerprint: string; readonly key: string; readonly name: string },
): Promise<Replaced | null> {
  const found = (await recognise(text, given.shown)).find((one) => markOf(one, given.key) === given.fingerprint);
  if (!found) return null;
  const { value, kind, variable = '' } = found;
  return { value, kind, variable, text: text.replaceAll(value, () => referenceTo(given.name)) };
}

/** A name for a credential by its variable or kind, not one of `taken`. */
export function nameFor(variable: string | undefined, kind: string, taken: readonly string[]): string {
  const plain = (variable ?? kind).replace(/[^A-Za-z0-9_.-]+/g, '_').slice(0, 56);
  const base = credentialName.test(plain) ? plain : `credential_${plain}`.slice(0, 56);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (!taken.includes(name)) return name;
  }
}
