import type { SecretStore } from '../guard/keys.ts';
import { keptItems } from './kept-list.ts';

/** A credential kept in the editor's secret storage, without itself. */
export interface StoredCredential {
  /** What a person calls it, and what stands in a file in its place. Unique. */
  readonly name: string;
  /** Kind id of `credentials/kinds.ts`. */
  readonly kind: string;
  /** The variable a program expects it in. */
  readonly variable: string;
  /** Where it stood before: a path relative to the workspace; empty where it was typed in. */
  readonly from: string;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
}

/** The credentials kept in the editor's secret storage. */
export interface StoredCredentials {
  list(): Promise<readonly StoredCredential[]>;
  /** Keeps one; another of the same name is replaced. Throws where the storage does not keep it. */
  put(credential: StoredCredential, value: string): Promise<void>;
  /** The credential itself; null where there is none by that name. */
  value(name: string): Promise<string | null>;
  remove(name: string): Promise<void>;
}

/** The editor's secret storage with what deleting takes (`vscode.SecretStorage` fits). */
export interface CredentialStore extends SecretStore {
  delete(name: string): PromiseLike<void>;
}

const listName = 'holdpoint.credentials';
const valueName = (name: string) => `holdpoint.credential.${name}`;

/** Names that a person types and that stand in files. */
export const credentialName = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** Opens the credentials of this editor. */
export function openStoredCredentials(secrets: CredentialStore): StoredCredentials {
  const list = async () => keptItems(await secrets.get(listName), isStored);
  return {
    list,
    async put(credential, value) {
      if (!credentialName.test(credential.name)) throw new Error(`${credential.name} is no name for a credential.`);
      await secrets.store(valueName(credential.name), value);
      const others = (await list()).filter(({ name }) => name !== credential.name);
      await secrets.store(listName, JSON.stringify([...others, credential]));
      if ((await secrets.get(valueName(credential.name))) !== value) {
        throw new Error("The editor's secret storage does not keep what is stored.");
      }
    },
    async value(name) {
      return (await secrets.get(valueName(name))) ?? null;
    },
    async remove(name) {
      await secrets.store(listName, JSON.stringify((await list()).filter((one) => one.name !== name)));
      await secrets.delete(valueName(name));
    },
  };
}

function isStored(value: unknown): value is StoredCredential {
  if (typeof value !== 'object' || value === null) return false;
  const { name, kind, variable, from, storedAt } = value as Readonly<Record<string, unknown>>;
  return [name, kind, variable, from].every((text) => typeof text === 'string') && typeof storedAt === 'number';
}
