import type { HttpRequest, Invocation, RequestBody, Word } from '../../action/invocation.ts';
import { addHeader, exact, filePiece, newDraft, requestFor, shown } from './draft.ts';

/** Parameters that take a value; PowerShell takes any beginning that fits one alone. */
const valued = [
  'uri',
  'method',
  'custommethod',
  'body',
  'headers',
  'infile',
  'outfile',
  'form',
  'contenttype',
  'credential',
  'authentication',
  'token',
  'timeoutsec',
  'proxy',
  'useragent',
  'websession',
  'sessionvariable',
  'statuscodevariable',
  'responseheadersvariable',
  'maximumredirection',
  'maximumretrycount',
  'retryintervalsec',
  'transferencoding',
  'unixsocket',
];

/** The request of `Invoke-RestMethod` or `Invoke-WebRequest` (`irm`, `iwr`), as far as its parameters are plain words. */
export function powershellRequests(invocation: Invocation): HttpRequest[] {
  const given = new Map<string, Word>();
  const operands: Word[] = [];
  const { args } = invocation;
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (!word) continue;
    const [, typed = '', , joined] = /^-([A-Za-z]+)((?::(.*))?)$/s.exec(shown(word)) ?? [];
    const name = typed === '' ? undefined : parameter(typed.toLowerCase());
    if (name === undefined) {
      if (typed === '') operands.push(word);
      continue;
    }
    if (joined !== undefined) given.set(name, { kind: 'known', value: joined, span: word.span });
    else {
      const value = args[index + 1];
      if (value) given.set(name, value);
      index += 1;
    }
  }
  const url = given.get('uri') ?? operands[0];
  if (!url) return [];
  const draft = newDraft();
  const method = given.get('custommethod') ?? given.get('method');
  const headers = given.get('headers');
  // `@{ 'X-HTTP-Method-Override' = 'DELETE' }`, as JSON where the grammar read it.
  for (const [, name, value] of headers ? shown(headers).matchAll(/['"]?([\w-]+)['"]?\s*[=:]\s*['"]([^'"]*)['"]/g) : [])
    addHeader(draft, { kind: 'known', value: `${name}: ${value}`, span: invocation.span });
  return [requestFor(invocation, draft, method ? (exact(method) ?? '?') : 'GET', url, bodyOf(invocation, given))];
}

function parameter(typed: string): string | undefined {
  const exactly = valued.find((name) => name === typed);
  return exactly ?? valued.find((name) => name.startsWith(typed));
}

function bodyOf(invocation: Invocation, given: ReadonlyMap<string, Word>): RequestBody {
  const body = given.get('body');
  if (body) {
    if (body.kind === 'known') return { kind: 'text', value: body.value };
    return { kind: 'unknown', why: 'the body is worked out while it runs', text: shown(body) };
  }
  const file = given.get('infile');
  return file ? filePiece(invocation, file) : { kind: 'none' };
}
