import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { kindOf } from '../credentials/kinds.ts';
import { candidateValues } from './candidates.ts';
import { filesWritten, foundBy, substitutedIn, upstreamOf } from './flows.ts';
import { theEnvironment } from './known-places.ts';
import { limits } from './limits.ts';
import { takesToOthers } from './outlets.ts';
import { absolutePath, displayPath, shortened, textOf } from './places.ts';
import { signal } from './signals.ts';
import { isLocalHost, notUsing } from './use-texts.ts';
import type { SeenUse } from './uses.ts';

/** What is known of a call when it is asked where its answers go. */
interface Flow {
  /** The signals that lie in the call alone. */
  readonly own: readonly Signal[];
  readonly use: SeenUse | undefined;
  readonly key: string;
  /** Whether a file is none of this task's own. */
  readonly isForeign: (file: string) => boolean;
}

/** What a call shows that is no business of anybody else: found credentials, or what a found credential opened. */
interface Shown {
  readonly what: string;
  /** The file it came from, or a description. */
  readonly from: string;
}

/** Puts the answer of a search for credentials, or what a found credential opened, into a file. */
export function keptSignals(action: Action, analysis: Analysis, flow: Flow): Signal[] {
  if (!mayShow(flow)) return [];
  const { invocations } = analysis;
  return invocations.flatMap((invocation) => {
    const files = filesWritten(invocation, action);
    if (files.length === 0) return [];
    const shown = shownBy([invocation, ...upstreamOf(invocation, invocations, action)], analysis, flow);
    if (!shown) return [];
    return files.slice(0, 4).map((file) =>
      signal('secret-read', 0.2, `Puts ${shown.what} into ${displayPath(file, invocation.cwd, action)}`, {
        subject: shown.from,
        span: invocation.span,
        into: absolutePath(file, invocation.cwd ?? action.cwd),
      }),
    );
  });
}

/** Sends on what a search for credentials found, or what a found credential opened, to somebody it does not belong to. */
export function sentOnSignals(action: Action, analysis: Analysis, flow: Flow): Signal[] {
  if (!mayShow(flow)) return [];
  for (const invocation of analysis.invocations) {
    const sources = [
      ...(takesToOthers(invocation) ? upstreamOf(invocation, analysis.invocations, action) : []),
      ...(requesters.test(invocation.program ?? '') ? substitutedIn(invocation, analysis.invocations, action) : []),
      ...(copiesOn(invocation) ? [invocation] : []),
    ];
    if (sources.length === 0) continue;
    const host = hostFor(invocation, analysis);
    if (host === undefined || isLocalHost(host)) continue;
    const shown = shownBy(sources, analysis, flow);
    if (!shown || (!sources.includes(invocation) && isAmong(host, sources, analysis))) continue;
    return [
      signal('exfiltration', 0.8, `Sends ${shown.what} to ${host === '' ? 'another place' : host}`, {
        subject: shown.from,
        span: invocation.span,
      }),
    ];
  }
  return [];
}

/** Programs that put words they are given into an address or a body. */
const requesters = /^(?:curl|curlie|wget|https?|xh|nc|ncat|netcat|gh|dig|nslookup|host)$/;

/** `aws s3 sync s3://theirs s3://mine`: from one store into another, by the credential of the first. */
function copiesOn({ program, args }: Invocation): boolean {
  if (!/^(?:aws|gsutil|gcloud|mc|azcopy|s5cmd)$/.test(program ?? '')) return false;
  const stores = args.map(textOf).filter((text) => /^(?:s3|gs|https):\/\//.test(text));
  const [from, to] = stores.map((text) => text.split('/').slice(0, 3).join('/'));
  return to !== undefined && from !== to;
}

function mayShow({ own, use }: Flow): boolean {
  return use?.use.foreign === true || own.some(({ name }) => name === 'credential-search' || name === 'secret-read');
}

function shownBy(
  programs: readonly Invocation[],
  analysis: Analysis,
  { own, use, key, isForeign }: Flow,
): Shown | undefined {
  const searching = programs.find((one) => foundBy(one, own));
  if (searching) {
    const title = shortened(`${searching.program ?? ''} ${textOf(searching.args[0] ?? searching.name)}`, 40);
    return { what: `what ${title} found`, from: `output of ${title}` };
  }
  // Other shells' pipes are followed by the file that is read in them.
  const read = programs.some((one) => one.dialect === 'pwsh' && givesText.test(one.program ?? ''))
    ? own.find(({ name, subject, into }) => name === 'secret-read' && subject !== undefined && into === undefined)
    : undefined;
  if (read?.subject !== undefined) return { what: read.subject, from: read.subject };
  // `source ops/.env && pg_dump "$DATABASE_URL"`: what is loaded logs in.
  const loaded = own.find(({ name, into, subject }) => name === 'secret-read' && into === theEnvironment && subject);
  if (loaded?.subject !== undefined && isForeign(loaded.subject) && programs.some(takesVariable))
    return { what: `what ${loaded.subject} opens`, from: loaded.subject };
  if (use?.use.foreign !== true || !use.sure) return undefined;
  const { foundIn, kind } = use.use;
  if (!programs.some((one) => isOpenedBy(one, analysis, use.use.fingerprint, key))) return undefined;
  return { what: `what a ${kindOf(kind).title} from ${foundIn} opens`, from: foundIn };
}

/** Whether a variable stands in the words of a program that reaches somebody else. */
function takesVariable({ program, args }: Invocation): boolean {
  if (program === null || notUsing.has(program) || isFilter.test(program)) return false;
  return args.some((word) => /\$\{?[A-Za-z_]/.test(textOf(word)));
}

/** Whether a program logs in somewhere with a credential: it stands in its words, or the program may load it. */
function isOpenedBy(one: Invocation, { requests }: Analysis, mark: string, key: string): boolean {
  if (one.program === null || notUsing.has(one.program) || isFilter.test(one.program)) return false;
  const values = [
    ...one.args.map(textOf),
    ...Object.values(one.environment).map(textOf),
    ...requests
      .filter(({ span }) => span[0] >= one.span[0] && span[1] <= one.span[1])
      .flatMap(({ url, headers }) => [url ?? '', ...Object.values(headers).map((value) => value ?? '')]),
  ];
  let tried = 0;
  for (const text of values) {
    // A variable, a file that is loaded: the use itself told which.
    if (/[$%]|^--?(?:env-file|defaults-(?:extra-)?file|config|kubeconfig|profile)\b/.test(text)) return true;
    for (const candidate of candidateValues(text.slice(0, limits.usedCharacters))) {
      tried += 1;
      if (tried > limits.candidates) return false;
      if (fingerprint(candidate, key) === mark) return true;
    }
  }
  return false;
}

/** PowerShell's readers. */
const givesText = /^(?:get-content|gc|cat|type|select-string|sls|import-csv)$/i;

/** Programs that only give on what they are given. */
const isFilter =
  /^(?:base64|base32|xxd|od|gzip|gunzip|bzip2|xz|zstd|openssl|gpg|age|jq|yq|sed|g?awk|cut|tr|sort|uniq|head|tail|column|split|pv|tee|cat)$/;

/** The host a program speaks to; empty where it is somebody who is not named by one, undefined where nothing is sent. */
function hostFor({ span, program, args }: Invocation, { requests }: Analysis): string | undefined {
  const own = requests.filter((one) => one.span[0] >= span[0] && one.span[1] <= span[1]);
  const url = own.map((one) => one.url ?? one.partialUrl?.text ?? '').find((one) => one !== '');
  if (url !== undefined) return hostOf(url);
  if (/^(?:nc|ncat|netcat|socat|telnet)$/.test(program ?? '')) {
    const texts = args.map(textOf);
    if (texts.some((text) => /^-[a-z]*l[a-z]*$|listen/i.test(text))) return undefined;
    const named = texts.find((text) => !text.startsWith('-') && /[a-z0-9-]\.[a-z0-9]|localhost|::/i.test(text));
    return named?.replace(/^\w+(?:-\w+)?:/, '').replace(/[:,].*$/, '') ?? '';
  }
  return '';
}

function hostOf(url: string): string {
  return /^[a-z+]+:\/\/(?:[^/@]*@)?([^/?#:]+)/i.exec(url)?.[1] ?? '';
}

/** Whether what goes out goes back to where it came from. */
function isAmong(host: string, sources: readonly Invocation[], { requests }: Analysis): boolean {
  if (host === '') return false;
  return (
    requests.some(
      ({ span, url }) =>
        url !== null && hostOf(url) === host && sources.some((one) => one.span[0] <= span[0] && span[1] <= one.span[1]),
    ) || sources.some(({ args }) => args.some((word) => textOf(word).includes(host)))
  );
}
