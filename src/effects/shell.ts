import type { Effect } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { HttpRequest, Invocation } from '../action/invocation.ts';
import type { ShellDialect } from '../action/kinds.ts';
import { requestsGiven } from '../parse/code/given.ts';
import { shellSocketRequests } from '../parse/http/raw.ts';
import { requestsOf } from '../parse/http/requests.ts';
import { parseShell } from '../parse/shell.ts';
import { createAftermath } from './aftermath.ts';
import { cmdletEffects } from './cmdlets.ts';
import { consoleEffects, withScript } from './console-lines.ts';
import { looksLikePowerShell } from './foreign.ts';
import { frameworkCall } from './frameworks.ts';
import { giveawayEffects } from './giveaway.ts';
import { guardEffects } from './guard.ts';
import { stoppingTogether } from './guard-process.ts';
import { httpEffects } from './http.ts';
import { remoteCommands } from './http-commands.ts';
import { inPlaceEffects } from './in-place.ts';
import { listingEffects } from './listing.ts';
import { isInOwnContainer, isOfDatabase, isOwnPassing } from './own-containers.ts';
import { redirectionEffects } from './packs/files.ts';
import { railwayMutation } from './packs/railway.ts';
import { packFor } from './packs/registry.ts';
import { crontabFiltered } from './packs/system-crontab.ts';
import { registryEffects } from './packs/windows.ts';
import { pipedBodyEffects } from './piped-body.ts';
import { isPublicPlace } from './public-places.ts';
import { schemaEffects } from './schema-anew.ts';
import { givesSecret, startedEffects } from './started.ts';
import { flushedOverSocket } from './stranger-grammar.ts';
import { namedRunEffects, strangerEffects } from './strangers.ts';
import { interpreterEffects, unknownEffects } from './unknown.ts';
import { readName } from './verbs.ts';
import { literalOf } from './words.ts';

/** What is learnt from a command text. */
export interface ShellReading {
  readonly effects: Effect[];
  readonly invocations: readonly Invocation[];
  readonly requests: HttpRequest[];
  readonly problems: readonly string[];
}

/** The effects of one request, and of what it has run on another machine. */
export function requestEffects(request: HttpRequest, inquiry: Inquiry): Effect[] {
  const found = httpEffects(request, inquiry);
  if (found.length > 0) return found;
  return remoteCommands(request).flatMap((text) =>
    shellEffects(text, { dialect: 'bash', inquiry }).effects.map((effect) => ({ ...effect, span: request.span })),
  );
}

/** Reads a command text and judges every program in it. */
export function shellEffects(
  text: string,
  options: { readonly dialect: ShellDialect; readonly inquiry: Inquiry; readonly typedInto?: boolean },
): ShellReading {
  const { inquiry } = options;
  const foreign =
    options.dialect === 'pwsh' || options.dialect === 'cmd' || (text.length < 100_000 && looksLikePowerShell(text));
  if (foreign) {
    const certain = options.dialect === 'pwsh' || options.dialect === 'cmd';
    return foreignEffects(text, options.dialect === 'cmd' ? 'cmd' : 'pwsh', inquiry, certain);
  }
  const { invocations, problems } = parseShell(text, {
    dialect: options.dialect,
    cwd: inquiry.facts.place.cwd,
    inquiry,
    ...(options.typedInto ? { typedInto: true } : {}),
  });
  const requests: HttpRequest[] = [];
  const effects: Effect[] = [];
  const trail = new Set<string>();
  const aftermath = createAftermath(inquiry, text);
  for (const invocation of invocations) {
    const found = invocationEffects(invocation, aftermath.inquiry, requests);
    const own = found.length > 0 && isInOwnContainer(invocation, invocations, text);
    if (found.length === 0 || !isOwnPassing(invocation, invocations, text))
      effects.push(...(own ? found.filter(({ rule }) => !isOfDatabase(rule)) : found));
    if (found.length === 0 && invocation.stdin.kind === 'pipe' && requests.length > 0)
      effects.push(...pipedBodyEffects(invocation, invocations, requests, inquiry));
    // What it starts joins the list and is judged in its turn.
    effects.push(...startedEffects(invocation, { invocations, inquiry: aftermath.inquiry, requests, trail }));
    aftermath.note(invocation);
  }
  effects.push(...stoppingTogether(invocations), ...crontabFiltered(invocations));
  if (text.includes('/dev/tcp/')) {
    effects.push(...flushedOverSocket(invocations));
    for (const request of shellSocketRequests(invocations)) {
      requests.push(request);
      effects.push(...httpEffects(request, inquiry));
    }
  }
  // PowerShell's own classes in a command that reads as another shell's.
  if (text.includes('.File]::') || text.includes('.Sockets.'))
    requests.push(...requestsGiven(text, [0, text.length]).filter(givesSecret));
  if (mayGiveAway(text, invocations, requests)) effects.push(...giveawayEffects(invocations, requests));
  return { effects, invocations, requests, problems };
}

/** Whether anything goes to where anybody may read it, or a whole environment anywhere. */
function mayGiveAway(text: string, invocations: readonly Invocation[], requests: readonly HttpRequest[]): boolean {
  if (requests.some(({ url, partialUrl }) => isPublicPlace(url ?? partialUrl?.prefix ?? ''))) return true;
  const sends = requests.length > 0;
  if (sends && /\b(?:os\.environ|process\.env|ENV)\b/.test(text.slice(0, 20_000))) return true;
  return (
    invocations.some(
      ({ program }) =>
        program !== null &&
        (/^(?:nc|ncat|netcat|socat|gh|glab|dig|nslookup|host|drill|kdig)$/.test(program) ||
          (sends && /^(?:print)?env$/.test(program))),
    ) || requests.some(({ body }) => body.kind === 'unknown' && /\benv\b/.test(body.text ?? ''))
  );
}

/** `http://localhost:$PORT/x` is no whole URL, but its host is certain. */
function withCertainHost(request: HttpRequest, { args }: Invocation): HttpRequest {
  if (request.url !== null) return request;
  for (const word of args) {
    const certain = word.kind === 'unknown' ? /^https?:\/\/[^/:?#]+(?=[:/?#])/i.exec(word.prefix) : null;
    if (certain) return { ...request, url: certain[0] };
  }
  return request;
}

/**
 * A GraphQL document whose variables could not be resolved still says what it does: `-f query='mutation { addStar … }'
 * -f id=$ID`. What names nothing destructive and shows its root field is read; all else stays unknown.
 */
function withVisibleBody(request: HttpRequest, { args }: Invocation): HttpRequest {
  if (request.body.kind !== 'unknown') return request;
  for (const word of args) {
    if (word.kind === 'known' && /^query=/.test(word.value)) {
      return { ...request, body: { kind: 'text', value: JSON.stringify({ query: word.value.slice(6) }) } };
    }
    if (word.kind === 'unknown' && isVisiblyHarmless(word.text)) return { ...request, body: { kind: 'none' } };
  }
  return request;
}

function isVisiblyHarmless(source: string): boolean {
  // `volume$ACTION(…)`, `{ $FIELDS }`: a name that the shell makes while it runs.
  if (/\$(?:\{\w+\}|\w+|\([^()]*\))\w*\s*[({]|\bmutation\b[^{]*\{\s*\$/.test(source)) return false;
  if (
    !/(?:\b(?:mutation|query)\b[\w\s($:!,)[\]=]*|["'=]\s*)\{\s*(?:\w+\s*:\s*)?\w+/.test(source) ||
    source.length > 20_000
  )
    return false;
  return (source.match(/[A-Za-z_]\w{3,}/g) ?? []).every((name) => {
    const reading = /[a-z][A-Z]|_/.test(name) ? readName(name) : null;
    return !railwayMutation(name) && reading?.reversibility !== 'irreversible';
  });
}

function foreignEffects(text: string, dialect: ShellDialect, inquiry: Inquiry, certain: boolean): ShellReading {
  const { cwd } = inquiry.facts.place;
  const { invocations, problems } = parseShell(text, { dialect, cwd, inquiry });
  const requests: HttpRequest[] = [];
  const effects: Effect[] = [];
  const trail = new Set<string>();
  for (const invocation of invocations) {
    effects.push(...invocationEffects(invocation, inquiry, requests));
    effects.push(...startedEffects(invocation, { invocations, inquiry, requests, trail }));
  }
  requests.push(...requestsGiven(text, [0, text.length]).filter(givesSecret));
  effects.push(...stoppingTogether(invocations));
  if (certain) return { effects, invocations, requests, problems };
  // What is meant for bash and only looks like PowerShell must not lose anything by it: both readings count.
  const bash = parseShell(text, { dialect: 'bash', cwd, inquiry }).invocations;
  for (const invocation of bash) {
    if (invocation.dialect !== 'bash') continue;
    if (invocation.program === null && (isPowerShellExpression(invocation) || isAssignedBefore(invocation, text)))
      continue;
    effects.push(...invocationEffects(invocation, inquiry, requests));
    effects.push(...startedEffects(invocation, { invocations: bash, inquiry, requests, trail }));
  }
  return { effects, invocations, requests, problems };
}

/** Programs of a pack that are HTTP clients besides: `gh api`. */
const sendsRequests = /^(?:gh|glab|az|stripe|databricks|heroku|oci|openssl|nc|ncat|socat)$/;

/** What one program call would do to the world. */
export function invocationEffects(given: Invocation, inquiry: Inquiry, requests: HttpRequest[]): Effect[] {
  const reads = given.written && (given.program === 'diskpart' || given.stdin.kind === 'file');
  const invocation = reads ? withScript(given) : given;
  const { program } = invocation;
  const source = invocation.source;
  const effects: Effect[] = [...unknownEffects(invocation), ...guardEffects(invocation, inquiry)];
  if (invocation.redirections.length > 0) effects.push(...redirectionEffects({ invocation, inquiry }));
  if (program !== null) {
    const pack = packFor(program);
    const call = { invocation, inquiry };
    const known = pack ? pack.effects(call) : strangerEffects(call);
    effects.push(...schemaEffects(invocation));
    const own = pack && known.length === 0 && invocation.stdin.kind === 'text' ? consoleEffects(call, pack) : known;
    effects.push(...(own.length > 0 ? own : namedRunEffects(call)));
    if (invocation.dialect === 'pwsh')
      effects.push(...(pack ? registryEffects : cmdletEffects)({ invocation, inquiry }));
    if (invocation.dialect !== 'bash') effects.push(...listingEffects({ invocation, inquiry }));
    const framework = frameworkCall(invocation);
    if (framework)
      effects.push(...(packFor(framework.program ?? '')?.effects({ invocation: framework, inquiry }) ?? []));
    if (!pack || sendsRequests.test(program)) {
      effects.push(...interpreterEffects(invocation), ...inPlaceEffects({ invocation, inquiry }));
      for (const request of requestsOf(invocation, inquiry) ?? []) {
        requests.push(request);
        effects.push(...requestEffects(withVisibleBody(withCertainHost(request, invocation), invocation), inquiry));
      }
    }
  }
  return source ? effects.map((effect) => ({ ...effect, source: effect.source ?? source })) : effects;
}

/** `$lines | …`, `$x = …`, `"text $($a.b)"`, `$env:A = 1`: no program to PowerShell, and none that does harm to bash. */
function isPowerShellExpression({ name, args }: Invocation): boolean {
  if (name.kind !== 'unknown') return name.kind === 'pattern' ? !name.value.includes('/') : name.value.trim() === '';
  if (/^["']?(?:\$\(|`)/.test(name.text) && !/\s/.test(name.text.replace(/\$\([^)]*\)/g, ''))) return false;
  const first = args[0] ? literalOf(args[0]) : '=';
  return (
    !/^\$\{?\w+\}?$/.test(name.text) ||
    /^(?:[-+*/]?=|-(?:eq|ne|match|notmatch|replace|split|join|in|like|and|or|gt|lt)|\+|,|\.\w.*)$/.test(first ?? '')
  );
}

/** `$bun = 'C:\\bun.exe'; & $bun install`: the other reading knows what it stands for. */
function isAssignedBefore({ name }: Invocation, text: string): boolean {
  const variable = name.kind === 'unknown' ? /^\$(\w+)$/.exec(name.text)?.[1] : undefined;
  return (
    variable !== undefined &&
    text.length < 20_000 &&
    new RegExp(`\\$${variable}\\s*=\\s*(?:'[^'$]*'|"[^"$]*")`).test(text)
  );
}
