import type { HttpRequest, Invocation, Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { shown } from './draft.ts';

const requestLine = /^\s*([A-Z]{3,10}) +(\S+) +HTTP\/\d/;
/** Requests of one text, one behind the other on a kept connection. */
const maximumLines = 2000;

/** The requests that `nc`, `socat`, `telnet` or `openssl s_client` are given to send on their standard input. */
export function rawRequests(invocation: Invocation): HttpRequest[] {
  const { stdin, args, program } = invocation;
  const words = args.map(shown);
  if (program === 'openssl' && words[0] !== 's_client') return [];
  const text = stdin.kind === 'text' ? stdin.value : stdin.kind === 'unknown' ? (stdin.text ?? '') : '';
  if (text === '') return [];
  const socketAt = words.findIndex((word) => word === '-U' || word === '--unixsock');
  const socket =
    (socketAt >= 0 ? words[socketAt + 1] : undefined) ??
    words.map((word) => /^UNIX(?:-CONNECT)?:(.+)$/i.exec(word)?.[1]).find(Boolean);
  return requestsIn(text, hostOf(words), invocation.span, socket);
}

/**
 * The requests that `echo`, `printf` or `cat` write into a connection the shell opened (`> /dev/tcp/host/port`,
 * `exec 3<> /dev/tcp/host/port`), over all programs of one text.
 */
export function shellSocketRequests(invocations: readonly Invocation[]): HttpRequest[] {
  const connection = invocations
    .flatMap(({ redirections }) => redirections)
    .map(({ target }) => /^\/dev\/tcp\/([^/]+)\/(\w+)$/.exec(shown(target)))
    .find((match) => match !== null);
  if (!connection) return [];
  return invocations.flatMap((invocation) => {
    const text = printed(invocation);
    return text === '' ? [] : requestsIn(text, `${connection[1]}:${connection[2]}`, invocation.span, undefined);
  });
}

/** What a program that only prints writes out. */
function printed({ program, args, stdin }: Invocation): string {
  if (program === 'echo' || program === 'printf')
    return args
      .map(shown)
      .filter((word) => !/^-[neE]+$/.test(word))
      .join(' ')
      .replaceAll(/\\r?\\n|\\n/g, '\n');
  return program === 'cat' && stdin.kind === 'text' ? stdin.value : '';
}

/** `host port`, `-connect host:port`, `TCP:host:port`, `OPENSSL:host:port`. */
function hostOf(words: readonly string[]): string {
  const at = words.indexOf('-connect');
  if (at >= 0) return words[at + 1] ?? '';
  const socat = words
    .map((word) => /^(?:TCP4?|TCP6|OPENSSL|SSL|TCP-CONNECT|OPENSSL-CONNECT):([^,]+)/i.exec(word)?.[1])
    .find(Boolean);
  if (socat) return socat;
  return (
    words.find((word) => /^[\w.-]*[a-z0-9][\w.-]*$/i.test(word) && !word.startsWith('-') && !/^\d+$/.test(word)) ?? ''
  );
}

function requestsIn(text: string, host: string, span: Span, socket: string | undefined): HttpRequest[] {
  const lines = text.split(/\r?\n/).slice(0, maximumLines);
  const starts = lines.flatMap((line, index) => (requestLine.test(line) ? [index] : []));
  return starts.map((start, index) => {
    const own = lines.slice(start, starts[index + 1] ?? lines.length);
    const [, method = '?', path = '/'] = requestLine.exec(own[0] ?? '') ?? [];
    const blank = own.findIndex((line, at) => at > 0 && line.trim() === '');
    const headers = Object.fromEntries(
      own.slice(1, blank < 0 ? own.length : blank).flatMap((line): [string, string][] => {
        const colon = line.indexOf(':');
        return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : [];
      }),
    );
    const body =
      blank < 0
        ? ''
        : own
            .slice(blank + 1)
            .join('\n')
            .trim();
    const named = headers.host ?? host;
    const scheme = /:(?:443|8443|6443)$/.test(host) ? 'https' : 'http';
    return {
      method,
      url: /^https?:\/\//.test(path)
        ? path
        : `${scheme}://${named === '' ? 'unknown' : named}${path.startsWith('/') ? '' : '/'}${path}`,
      headers,
      body: body === '' ? { kind: 'none' as const } : { kind: 'text' as const, value: body },
      span,
      ...(socket === undefined ? {} : { socket }),
    };
  });
}

/** Command lines that send one request each: where method, address and body stand. */
export function namedClientRequests(invocation: Invocation): HttpRequest[] | null {
  const words = invocation.args;
  const at = (index: number): string => {
    const word = words[index];
    return word ? shown(word) : '';
  };
  const after = (...names: readonly string[]): Word | undefined =>
    words[words.findIndex((word) => names.includes(shown(word))) + 1 || words.length];
  const send = (method: string, url: string, body: Word | undefined): HttpRequest[] => [
    {
      method: method.toUpperCase(),
      url,
      headers: {},
      body: body
        ? body.kind === 'known'
          ? { kind: 'text', value: body.value }
          : { kind: 'unknown', why: 'it is not known' }
        : { kind: 'none' },
      span: invocation.span,
    },
  ];
  switch (invocation.program) {
    case 'stripe':
      return /^(?:get|post|delete)$/.test(at(0))
        ? send(at(0), `https://api.stripe.com${slashed(at(1))}`, after('-d'))
        : null;
    case 'databricks':
      return at(0) === 'api' ? send(at(1), `https://databricks${slashed(at(2))}`, after('--json')) : null;
    case 'heroku':
      return at(0) === 'api' ? send(at(1), `https://api.heroku.com${slashed(at(2))}`, after('-b', '--body')) : null;
    case 'oci': {
      const target = after('--target-uri');
      return at(0) === 'raw-request' && target
        ? send(shown(after('--http-method') ?? target), shown(target), after('--request-body'))
        : null;
    }
    case 'lwp-request': {
      const url = words.map(shown).find((word) => /^https?:/.test(word));
      const method = after('-m');
      return url ? send(method ? shown(method) : 'GET', url, undefined) : null;
    }
    case 'grpcurl': {
      const operands = words.map(shown).filter((word) => !word.startsWith('-'));
      const method = operands.find((word) => /^[\w.]+[/.]\w+$/.test(word) && /[A-Z]/.test(word) && !word.includes(':'));
      const host = operands.find((word) => /:\d+$/.test(word)) ?? 'grpc';
      if (operands.some((word) => /^(?:describe|list)$/.test(word))) return [];
      return method ? send('POST', `https://${host}/${method}`, after('-d')) : [];
    }
    default:
      return null;
  }
}

function slashed(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
