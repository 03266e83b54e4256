import { kindOf, kindOfName, kindOfProvider, variableName, vendorOf } from '../credentials/kinds.ts';
import type { CredentialRequest } from '../guard/credential-request.ts';
import type { StoredCredential } from './stored.ts';

/** What was asked for, as far as it tells which credentials fit. */
type Wanted = Pick<CredentialRequest, 'program' | 'provider' | 'kind'>;

/** Whether a stored credential looks like what was asked for. It only orders a list: a person picks from all of it. */
export function fits(credential: StoredCredential, { program, provider = '', kind = '' }: Wanted): boolean {
  const asked = [provider, program].map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
  const own = kindOf(credential.kind);
  if (own.id === credential.kind && [own.id, own.title.toLowerCase()].includes(kind.trim().toLowerCase())) return true;
  if (asked.some((word) => kindOfProvider(word)?.id === credential.kind)) return true;
  const vendor = own.provider || (kindOfName(credential.variable) ?? kindOfName(credential.name))?.provider;
  if (vendor && asked.some((word) => vendorOf(word) === vendor)) return true;
  const words = new Set([credential.name, credential.variable].flatMap((name) => variableName(name).split('_')));
  return asked.some((word) => word.length > 1 && words.has(variableName(word)));
}

/** Programs that run whatever text or program they are given: one of them can show what it was lent. */
const runners =
  /^(?:(?:ba|da|z|k|mk|fi|tc|c)?sh|pwsh|powershell|cmd|env|printenv|xargs|sudo|doas|nohup|time|timeout|make|node|nodejs|bun|deno|npx|npm|pnpm|yarn|uv|uvx|python[\d.]*|ruby|perl|php|lua|osascript|docker|podman|ssh)$/i;

/** Whether the program runs what it is given, and so can hand a credential on. */
export function runsAnything(program: string): boolean {
  return runners.test(program.replace(/\.exe$/i, ''));
}
