import type { Action } from '../action/action.ts';
import type { HttpRequest } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { kindOf, kindOfHost } from '../credentials/kinds.ts';
import { hostOf, pathOf, queryOf } from './addresses.ts';
import { candidateValues } from './candidates.ts';
import { limits } from './limits.ts';
import { textOf } from './places.ts';
import { signal } from './signals.ts';
import type { SessionState } from './state.ts';
import { addressesIn, tellsOthers } from './tool-sendings.ts';
import { isLocalHost } from './use-texts.ts';

/** A credential found in this session in what is sent to somebody it does not belong to. */
export function sentValue(
  action: Action,
  analysis: Analysis,
  { state, fingerprintKey }: { readonly state: Pick<SessionState, 'credentials'>; readonly fingerprintKey: string },
): Signal | undefined {
  if (state.credentials.size === 0) return undefined;
  for (const { url, texts, span } of sendings(action, analysis)) {
    const host = url === null ? '' : hostOf(url);
    if (isLocalHost(host)) continue;
    const tried = new Set<string>();
    // In a path only a vendor's own is out of place: others may be how that server is asked.
    const path = pathOf(url);
    for (const [index, text] of [...texts, path].entries()) {
      for (const candidate of candidateValues(text.slice(0, limits.usedCharacters))) {
        if (tried.has(candidate)) continue;
        if (tried.size >= limits.candidates) break;
        tried.add(candidate);
        const origin = state.credentials.get(fingerprint(candidate, fingerprintKey));
        if (!origin || isItsOwn(origin.kind, host)) continue;
        if (index === texts.length && kindOf(origin.kind).hosts === undefined) continue;
        const what = kindOf(origin.kind).title;
        const where = host === '' ? 'another place' : host;
        return signal('exfiltration', 0.8, `Sends a ${what} from ${origin.foundIn} to ${where}`, {
          subject: origin.foundIn,
          ...(span ? { span } : {}),
        });
      }
    }
  }
  return undefined;
}

/** Whether a host belongs to the vendor of a credential; a kind without a vendor may be anybody's. */
function isItsOwn(kind: string, host: string): boolean {
  const { hosts } = kindOf(kind);
  if (!hosts) return kindOfHost(host) !== undefined;
  return hosts.some((own) => host === own || host.endsWith(`.${own}`));
}

/** Programs that tell others what stands in their words or is typed into them. */
const tellers =
  /^(?:gh|glab|dig|nslookup|host|ping|drill|kdig|mail|mailx|s-nail|mutt|sendmail|nc|ncat|netcat|socat|slackcat|telegram-send|pastebinit|gist|send-mailmessage)$/i;

interface Sending {
  readonly url: string | null;
  readonly texts: readonly string[];
  readonly span?: HttpRequest['span'];
}

/** Bodies and query strings that go out. A header logs in: that is use, not sending away. */
function sendings(action: Action, analysis: Analysis): Sending[] {
  const sent: Sending[] = analysis.requests.map(({ url, body, span }) => ({
    url,
    texts: [...(body.kind === 'text' ? [body.value] : []), queryOf(url)],
    span,
  }));
  for (const { program, args, stdin, span } of analysis.invocations) {
    if (!tellers.test(program ?? '')) continue;
    const texts = args.map(textOf);
    if (
      /^(?:gh|glab)$/.test(program ?? '') &&
      !/^(?:issue|pr|mr|gist|snippet|release|discussion)$/.test(texts[0] ?? '')
    )
      continue;
    if (texts.some((text) => isLocalHost(text.replace(/^\w+(?:-\w+)?:/, '').replace(/(?<=\w):\d+$/, '')))) continue;
    sent.push({ url: null, texts: [...texts, stdin.kind === 'text' ? stdin.value : ''], span });
  }
  if (action.kind === 'http') sent.push({ url: action.url, texts: [action.body ?? '', queryOf(action.url)] });
  if (action.kind === 'web' && action.url !== undefined) sent.push({ url: action.url, texts: [action.url] });
  if (action.kind === 'mcp') {
    if (tellsOthers(action)) sent.push({ url: null, texts: [jsonOf(action.input)] });
    for (const url of addressesIn(action.input)) sent.push({ url, texts: [queryOf(url)] });
  }
  return sent;
}

function jsonOf(input: unknown): string {
  try {
    return JSON.stringify(input) ?? '';
  } catch {
    return '';
  }
}
