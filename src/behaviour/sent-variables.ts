import type { Invocation, Word } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { kindOf, kindOfHost, kindOfName } from '../credentials/kinds.ts';
import { isPublicPlace } from '../effects/public-places.ts';
import { isSecretVariable } from './environment-search.ts';
import { textOf } from './places.ts';
import { signal } from './signals.ts';
import type { SessionState } from './state.ts';
import { isLocalHost } from './use-texts.ts';
import type { SeenUse } from './uses.ts';

/** What a session knows of variables, and the credential that the action uses. */
interface Known {
  readonly state: Pick<SessionState, 'credentials' | 'carriers'>;
  readonly use?: SeenUse | undefined;
}

const requesters = /^(?:curl|curlie|wget|https?|xh|invoke-(?:restmethod|webrequest)|irm|iwr)$/i;
const connectors = /^(?:nc|ncat|netcat|socat|telnet)$/;
/** Programs that ask the name's own server: what stands in the name reaches it. */
const resolvers = /^(?:dig|nslookup|host|drill|kdig|ping)$/;
const interpreters = /^(?:python[\d.]*|node|deno|bun|ruby|php|perl)$/;
/** Programs by which the value of a variable gets to another place. */
const senders = new Set(
  'curl curlie wget http https xh invoke-restmethod invoke-webrequest irm iwr dig nslookup host drill kdig ping nc ncat netcat socat telnet gh glab python python3 node deno bun ruby php perl'.split(
    ' ',
  ),
);
/** Options behind which a program is told how to log in: that is use, not sending away. */
const loginOption =
  /^(?:-H|--header|-u|--user|--oauth2-bearer|-b|--cookie|-A|--user-agent|-headers|-credential|-token|-a|--auth|--token)$/i;
const loginWord = /^(?:-H|--header=|--user=|-u)|^["']?(?:authorization|x-[\w-]+|private-token|api-key):/i;
const encoders =
  /\b(?:base64|base32|basenc|xxd|hexdump|od|gzip|openssl enc|b64encode|hexlify|btoa)\b|toString\(["'](?:base64|hex)/;
const variable = /\$(?:env:|\{)?([A-Za-z_]\w{0,80})/g;

/** A text that goes out in which variables stand whose values no layer sees. */
interface Outgoing {
  readonly text: string;
  /** Written in other signs on its way: nobody logs in so. */
  readonly encoded: boolean;
}

/**
 * A secret variable in an address, a body or an open connection to somebody it does not belong to. A vendor's goes to the
 * vendor; any other may be anybody's, unless it is hidden on its way or goes where anybody reads.
 */
export function sentVariable({ invocations, requests }: Analysis, known: Known): Signal | undefined {
  for (const invocation of invocations) {
    const program = invocation.program?.toLowerCase() ?? '';
    if (!senders.has(program)) continue;
    const url = destination(program, invocation, requests);
    if (url === null) continue;
    const host = hostOf(url);
    if (isLocalHost(host)) continue;
    for (const { text, encoded } of outgoing(program, invocation, invocations)) {
      // An exchange of credentials for a token.
      if (/\bgrant_type\b|client_assertion/.test(text)) continue;
      for (const [, name = ''] of text.matchAll(variable)) {
        if (!goesAstray(name, { host, open: encoded || resolvers.test(program) || isPublicPlace(url) }, known))
          continue;
        return signal('exfiltration', 0.8, `Sends the variable ${name} to ${host}`, { span: invocation.span });
      }
    }
  }
  return undefined;
}

function goesAstray(
  name: string,
  { host, open }: { readonly host: string; readonly open: boolean },
  { state, use }: Known,
): boolean {
  const origin = [...state.credentials.values()].findLast((one) => one.variable === name);
  const kind = origin?.kind ?? kindOfName(name)?.id;
  const carried = state.carriers.some(({ file }) => file === `$${name}`);
  // `K=…; curl "https://…?d=$(echo $K | base64)"`: the value stands in the same text.
  const found = origin !== undefined || carried || (open && use?.sure === true && use.use.foreign === true);
  if (!found && kind === undefined && !isSecretVariable(name)) return false;
  const { hosts } = kindOf(kind ?? '');
  if (!hosts) return open && kindOfHost(host) === undefined;
  return !hosts.some((own) => host === own || host.endsWith(`.${own}`));
}

/** Where what a program sends goes: an address, or null where it sends nothing. */
function destination(program: string, { args, span }: Invocation, requests: Analysis['requests']): string | null {
  const texts = args.map(textOf);
  if (connectors.test(program) || resolvers.test(program))
    return texts.find((text) => /[a-z0-9-]\.[a-z\d]{2,}/i.test(text)) ?? null;
  if (program === 'gh' || program === 'glab')
    return /^(?:gist|snippet|issue|pr|mr|release|discussion) (?:create|new|comment|note|edit)\b/.test(texts.join(' '))
      ? 'https://api.github.com/gists'
      : null;
  const request = requests.find(({ span: [from, to] }) => from >= span[0] && to <= span[1]);
  const url =
    request?.url ??
    request?.partialUrl?.text ??
    texts.map((text) => /https?:\/\/[^\s'"`]+/i.exec(text)?.[0]).find(Boolean);
  return url ?? null;
}

/** The texts of a call that reach the other side, its login aside. */
function outgoing(program: string, invocation: Invocation, all: readonly Invocation[]): Outgoing[] {
  const { args, stdin } = invocation;
  if (interpreters.test(program)) {
    const code = [...args.map(textOf), stdin.kind === 'text' ? stdin.value : ''].join('\n').slice(0, 20_000);
    return sentByCode(code);
  }
  const found: Outgoing[] = [];
  const whole = args.map(textOf).join(' ');
  for (const [index, word] of args.entries()) {
    if (word.kind !== 'unknown' || (requesters.test(program) && isLogin(word, args[index - 1]))) continue;
    found.push({
      text: `${whole.includes('grant_type') ? 'grant_type ' : ''}${word.text}`,
      encoded: encoders.test(word.text),
    });
  }
  if (requesters.test(program) || connectors.test(program) || program === 'gh') found.push(...piped(invocation, all));
  return found;
}

function isLogin(word: Word, before: Word | undefined): boolean {
  return (before !== undefined && loginOption.test(textOf(before))) || loginWord.test(textOf(word));
}

/** `echo $TOKEN | curl -d @-`, `printenv TOKEN | nc …`, `gh gist create - <<< "$TOKEN"`. */
function piped({ stdin }: Invocation, all: readonly Invocation[]): Outgoing[] {
  let at = stdin;
  let encoded = false;
  for (let hops = 0; at.kind === 'pipe' && hops < 8; hops += 1) {
    const source = all[at.from];
    if (!source) return [];
    encoded ||= encoders.test(source.program ?? '');
    if (source.program === 'printenv')
      return [{ text: source.args.map((word) => `$${textOf(word)}`).join(' '), encoded }];
    if (/^(?:echo|printf)$/.test(source.program ?? '')) return [{ text: source.args.map(textOf).join(' '), encoded }];
    at = source.stdin;
  }
  return at.kind === 'unknown' ? [{ text: at.text ?? '', encoded }] : [];
}

const ofEnvironment =
  /(?:os\.environ(?:\.get\(|\[)|os\.getenv\(|process\.env(?:\.|\[)|Deno\.env\.get\(|ENV(?:\.fetch\(|\[)|getenv\()\s?["']?([A-Za-z_]\w{2,80})/;
const inBody = new RegExp(
  `\\b(?:data|json|body|params|content|payload|form)["']?\\s{0,3}[=:](?:(?!header|authori|bearer)[^\\n;]){0,160}?${ofEnvironment.source}`,
  'gi',
);
const inAddress = new RegExp(
  `[?&][\\w-]{1,40}=(?:["'\`]\\s{0,3}\\+|\\$?\\{)[^\\n;}]{0,40}?${ofEnvironment.source}`,
  'g',
);

/** Variables that code puts into a body or an address. */
function sentByCode(code: string): Outgoing[] {
  if (!/environ|process\.env|getenv|\bENV\b|Deno\.env/.test(code)) return [];
  const encoded = encoders.test(code);
  return [inBody, inAddress].flatMap((form) =>
    [...code.matchAll(form)].map((match) => ({ text: `$${match[1] ?? ''}`, encoded })),
  );
}

function hostOf(url: string): string {
  return /^(?:[a-z+]+:\/\/)?(?:[^/@]*@)?([^/?#:]+)/i.exec(url)?.[1] ?? 'another machine';
}
