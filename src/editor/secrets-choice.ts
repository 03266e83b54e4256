import path from 'node:path';
import { kindOf } from '../credentials/kinds.ts';
import type { CredentialRequest } from '../guard/credential-request.ts';
import { runsAnything } from '../vault/fitting.ts';
import type { CredentialChoice } from '../vault/requests.ts';
import type { StoredCredential } from '../vault/stored.ts';
import type { Translate } from './translate.ts';
import { itemText, visibleLine } from './visible-text.ts';
import { credentialTitle, hostTitle } from './words.ts';

/** What picking a line does: `says` lines do nothing, so that a key pressed too many lends nothing. */
export type ChoiceAnswer = 'says' | 'refuse' | StoredCredential;

/** One line of the list a person picks from, or a heading. */
export type ChoiceLine =
  | { readonly heading: string }
  | {
      readonly heading?: undefined;
      readonly label: string;
      readonly description?: string;
      readonly detail?: string;
      readonly answer: ChoiceAnswer;
    };

/** Characters of an agent's purpose on one line; longer lines the list would cut, beside a heading. */
const lineLength = 60;

/** Who asks, as far as that is known. What a program calls itself stands in quotes: anything can say so. */
export function askerTitle({ host, client }: CredentialRequest, t: Translate): string {
  if (host !== 'mcp' && host !== 'terminal') return hostTitle(host, t);
  return client === undefined ? t('An agent') : t('An agent (“{0}”)', visibleLine(client, 30));
}

/** The heading over the list. `behind`: so many more wait. */
export function choiceTitle(request: CredentialRequest, behind: number, t: Translate): string {
  const asks = t('{0} asks for a credential for one call of {1}', askerTitle(request, t), request.program);
  return behind === 0 ? asks : t('{0} ({1} more waiting)', asks, behind);
}

/** First what the agent says, then what the person can lend: what fits, the rest, and refusing. */
export function choiceLines({ request, folder, fitting, others }: CredentialChoice, t: Translate): ChoiceLine[] {
  const { purpose, provider, kind, program } = request;
  const said = [provider, kind].flatMap((word) => (word === undefined ? [] : [itemText(word, 60)])).join(' · ');
  const place = t('would get it for one call in {0}', itemText(path.basename(folder), 30));
  const warning = t('{0} runs whatever it is given, so it can show or pass on what it is lent.', program);
  return [
    { heading: t('in its words') },
    ...linesOf(itemText(purpose)).map((label, at) => ({
      label: `$(${at === 0 ? 'comment' : 'blank'}) ${label}`,
      ...says,
    })),
    { label: `$(terminal) ${program}`, description: place, ...says },
    ...(said === '' ? [] : [{ label: `$(info) ${said}`, description: t('is what it asks for'), ...says }]),
    ...(runsAnything(program) ? [{ label: `$(warning) ${warning}`, ...says }] : []),
    ...group(fitting.length === 0 ? '' : t('fits'), fitting, t),
    ...group(t('others'), others, t),
    { heading: '' },
    { label: `$(circle-slash) ${t('Refuse')}`, answer: 'refuse' },
  ];
}

const says = { answer: 'says' } as const;

function group(heading: string, all: readonly StoredCredential[], t: Translate): ChoiceLine[] {
  if (all.length === 0) return [];
  return [{ heading }, ...all.map((one) => credentialLine(one, t))];
}

function credentialLine(credential: StoredCredential, t: Translate): ChoiceLine {
  const { name, kind, from } = credential;
  const origin = from === '' ? t('typed in') : t('from {0}', itemText(from, 120));
  const known = kindOf(kind);
  return {
    label: `$(key) ${itemText(name)}`,
    description: `${itemText(credentialTitle(kind))} · ${origin}`,
    ...(known.provider === '' ? {} : { detail: known.canDestroy }),
    answer: credential,
  };
}

/** A text in lines of whole words; a word that is longer than a line is cut. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > lineLength) {
    const space = rest.lastIndexOf(' ', lineLength);
    const end = space > 0 ? space : lineLength;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
