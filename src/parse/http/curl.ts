import { Buffer } from 'node:buffer';
import { posix } from 'node:path';
import { type Inquiry, look } from '../../action/facts.ts';
import type { HttpRequest, Invocation, RequestBody, Word } from '../../action/invocation.ts';
import { maximumRequests } from '../limits.ts';
import { leadingText, tailOf, walkOptions } from '../options.ts';
import { pieceText, withQuery, withTarget } from './curl-address.ts';
import { configWords, maximumConfig } from './curl-config.ts';
import { curlOptions } from './curl-options.ts';
import { expanded, formPiece, urlEncoded } from './curl-pieces.ts';
import {
  addHeader,
  bodyOf,
  type Draft,
  exact,
  filePiece,
  newDraft,
  type Piece,
  pieceOf,
  requestFor,
  shown,
} from './draft.ts';
import { expandUrlGlob } from './url-glob.ts';

/** One operation of a curl call: what stands between two `--next`. */
interface Operation {
  readonly draft: Draft;
  readonly urls: { readonly word: Word; readonly upload: Word | null }[];
  readonly query: Word[];
  get: boolean;
  head: boolean;
  upload: Word | null;
  /** The path sent instead of the URL's own. */
  target: Word | null;
  form: boolean;
  json: boolean;
  globs: boolean;
}

function newOperation(): Operation {
  return {
    draft: newDraft(),
    urls: [],
    query: [],
    get: false,
    head: false,
    upload: null,
    target: null,
    form: false,
    json: false,
    globs: true,
  };
}

/** The requests of a curl call, one for each URL of each operation. */
export function curlRequests(invocation: Invocation, inquiry: Inquiry): HttpRequest[] {
  const reader = new CurlReader(invocation, inquiry);
  reader.startFile();
  reader.read(invocation.args, 0);
  return reader.requests();
}

class CurlReader {
  readonly #invocation: Invocation;
  readonly #inquiry: Inquiry;
  readonly #operations: Operation[] = [newOperation()];
  /** Words that may hold any option, and config files that could not be read. */
  #uncertain: string | null = null;

  constructor(invocation: Invocation, inquiry: Inquiry) {
    this.#invocation = invocation;
    this.#inquiry = inquiry;
  }

  get #current(): Operation {
    const last = this.#operations[this.#operations.length - 1];
    if (last) return last;
    const fresh = newOperation();
    this.#operations.push(fresh);
    return fresh;
  }

  /** `CURL_HOME=folder` in the text names the folder of a `.curlrc`, which may say anything; `-q` in front leaves it out. */
  startFile(): void {
    const { args, environment } = this.#invocation;
    const folder = environment.CURL_HOME;
    const [first] = args;
    if (!folder || (first && /^(?:-q|--disable)$/.test(leadingText(first)))) return;
    if (folder.kind !== 'known') this.#uncertain = 'the options in a .curlrc are not known';
    else this.#config({ ...folder, value: posix.join(folder.value, '.curlrc') }, 0);
  }

  read(args: readonly Word[], depth: number): void {
    walkOptions(args, curlOptions, (event) => {
      if (event.name === null) {
        if (event.value) this.#current.urls.push({ word: event.value, upload: null });
      } else this.#option(event.name, event.value, depth);
      return true;
    });
  }

  #option(name: string, value: Word | undefined, depth: number): void {
    const operation = this.#current;
    const { draft } = operation;
    if (name === '--next') this.#operations.push(newOperation());
    else if (name === '--get') operation.get = true;
    else if (name === '--head') operation.head = true;
    else if (name === '--globoff') operation.globs = false;
    if (!value) return;
    switch (name) {
      case '--request':
        draft.method = exact(value) ?? '?';
        return;
      case '--quote':
        // Commands to an FTP or SFTP server (curl(1)).
        if (/^[-+*]*\s*(?:DELE|RMD|rm|rmdir|unlink)\b/i.test(leadingText(value))) draft.method = 'DELETE';
        return;
      case '--data':
      case '--data-binary':
        this.#data(
          operation,
          value,
          leadingText(value).startsWith('@') ? filePiece(this.#invocation, tailOf(value, 1)) : pieceOf(value),
        );
        return;
      case '--data-raw':
        this.#data(operation, value, pieceOf(value));
        return;
      case '--json':
        operation.json = true;
        this.#data(
          operation,
          value,
          leadingText(value).startsWith('@') ? filePiece(this.#invocation, tailOf(value, 1)) : pieceOf(value),
        );
        return;
      case '--data-urlencode':
        this.#data(operation, value, urlEncoded(this.#invocation, value));
        return;
      case '--form':
      case '--form-string':
        operation.form = true;
        this.#data(operation, value, formPiece(this.#invocation, value, name === '--form-string'));
        return;
      case '--upload-file':
        operation.upload = value;
        return;
      case '--url':
        operation.urls.push({ word: value, upload: null });
        return;
      case '--url-query':
        operation.query.push(value);
        return;
      case '--header':
        addHeader(draft, value);
        return;
      case '--user':
        draft.headers.authorization =
          value.kind === 'unknown' ? null : `Basic ${Buffer.from(value.value).toString('base64')}`;
        return;
      case '--oauth2-bearer':
        draft.headers.authorization = value.kind === 'unknown' ? null : `Bearer ${value.value}`;
        return;
      case '--user-agent':
        draft.headers['user-agent'] = exact(value);
        return;
      case '--cookie':
        draft.headers.cookie = exact(value);
        return;
      case '--referer':
        draft.headers.referer = exact(value);
        return;
      case '--unix-socket':
      case '--abstract-unix-socket':
        draft.socket = shown(value);
        return;
      case '--request-target':
        operation.target = value;
        return;
      case '--config':
        this.#config(value, depth);
        return;
    }
    if (name.startsWith('--expand-')) this.#option(name.replace('--expand-', '--'), expanded(value), depth);
  }

  #data(operation: Operation, word: Word, piece: Piece): void {
    operation.draft.body.push(piece);
    operation.draft.bodySpan ??= word.span;
  }

  /** `-K file`: a file of options, one a line. */
  #config(word: Word, depth: number): void {
    const piece = filePiece(this.#invocation, word);
    let text = piece.kind === 'text' ? piece.value : null;
    if (piece.kind === 'file' && depth < 4) {
      const answer = look<'file-text'>(this.#inquiry, { kind: 'file-text', path: posix.normalize(piece.path) });
      if (answer.known) text = answer.value.text;
    }
    if (text === null || text.length > maximumConfig) this.#uncertain = `the options in ${shown(word)} are not known`;
    else this.read(configWords(text, word), depth + 1);
  }

  requests(): HttpRequest[] {
    const found: HttpRequest[] = [];
    for (const operation of this.#operations) {
      const bare = (word: Word) => word.kind === 'unknown' && word.prefix === '';
      const named = operation.urls.some(({ word }) => !bare(word));
      // Beside a URL, an argument of which nothing is known may be any option.
      const doubt =
        named && operation.urls.some(({ word }) => bare(word)) ? 'an argument may be any option' : this.#uncertain;
      if (operation.urls.length === 0 && doubt)
        operation.urls.push({ word: nothingKnown(this.#invocation), upload: null });
      for (const { word } of operation.urls) {
        for (const url of operation.globs ? expandUrlGlob(word) : [word]) {
          if (found.length >= maximumRequests) return found;
          found.push(
            finish(this.#invocation, operation, url, { doubt, method: this.#uncertain === null ? undefined : '?' }),
          );
        }
      }
    }
    return found;
  }
}

/** `method`: the one to assume where the command line names none, because a file that was not read may. */
function finish(
  invocation: Invocation,
  operation: Operation,
  url: Word,
  { doubt, method: assumed }: { readonly doubt: string | null; readonly method: string | undefined },
): HttpRequest {
  const { draft, upload } = operation;
  if (operation.json) {
    draft.headers['content-type'] ??= 'application/json';
    draft.headers.accept ??= 'application/json';
  }
  if (operation.form) draft.headers['content-type'] ??= 'multipart/form-data';
  const inQuery = [...operation.query.map(shown), ...(operation.get ? draft.body.map(pieceText) : [])];
  const address =
    inQuery.length === 0 ? url : withQuery(url, inQuery, [...operation.query], operation.get ? draft.body : []);
  const hasBody = draft.body.length > 0 && !operation.get;
  if (hasBody) draft.headers['content-type'] ??= 'application/x-www-form-urlencoded';
  let body: RequestBody = hasBody ? bodyOf(draft.body, operation.json ? '' : '&') : { kind: 'none' };
  if (upload)
    body = bodyOf(
      [
        leadingText(upload) === '.'
          ? filePiece(invocation, { ...upload, kind: 'known', value: '-' })
          : filePiece(invocation, upload),
      ],
      '',
    );
  if (doubt) body = { kind: 'unknown', why: doubt, ...(body.kind === 'text' ? { text: body.value } : {}) };
  const method = draft.method ?? assumed ?? (operation.head ? 'HEAD' : upload ? 'PUT' : hasBody ? 'POST' : 'GET');
  return requestFor(
    invocation,
    draft,
    method,
    operation.target ? withTarget(address, operation.target) : address,
    body,
  );
}

function nothingKnown(invocation: Invocation): Word {
  return { kind: 'unknown', text: '(from a config file)', prefix: '', span: invocation.span };
}
