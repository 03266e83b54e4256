import type { HttpRequest, Invocation, RequestBody, Word } from '../../action/invocation.ts';
import { defineOptions, leadingText, readOptions, tailOf } from '../options.ts';
import { addHeader, bodyOf, exact, filePiece, newDraft, type Piece, requestFor, shown } from './draft.ts';

const spec = defineOptions({
  valued: [
    '-X --method',
    '-f --raw-field',
    '-F --field',
    '-H --header',
    '--input',
    '--hostname',
    '-q --jq',
    '-t --template',
    '-p --preview',
    '--cache',
  ],
  flags: ['-i --include', '--paginate', '--silent', '--slurp', '--verbose'],
});

/** The request of `gh api` and `glab api`; null for any other command of theirs. */
export function githubRequests(invocation: Invocation): HttpRequest[] | null {
  const [first] = invocation.args;
  if (first?.kind !== 'known' || first.value !== 'api') return null;
  const options = readOptions(invocation.args.slice(1), spec);
  const [path] = options.operands;
  if (!path) return [];
  const draft = newDraft();
  for (const header of options.values('--header')) addHeader(draft, header);
  const fields = [...options.values('--raw-field'), ...options.values('--field')];
  const input = options.value('--input');
  const body = input
    ? bodyOf([filePiece(invocation, input)], '')
    : fieldsBody(invocation, fields, options.values('--field'));
  const method = options.value('--method');
  const verb = method ? (exact(method) ?? '?') : body.kind === 'none' ? 'GET' : 'POST';
  const host = options.value('--hostname');
  const base =
    invocation.program === 'glab'
      ? `https://${host ? shown(host) : 'gitlab.com'}/api/v4/`
      : `https://${host ? shown(host) : 'api.github.com'}/`;
  if (body.kind !== 'none') draft.headers['content-type'] ??= 'application/json';
  return [
    requestFor(invocation, draft, verb, withBase(base, path), verb.toUpperCase() === 'GET' ? { kind: 'none' } : body),
  ];
}

function fieldsBody(invocation: Invocation, fields: readonly Word[], typed: readonly Word[]): RequestBody {
  if (fields.length === 0) return { kind: 'none' };
  const object: Record<string, string> = {};
  const pieces: Piece[] = [];
  let whole = true;
  for (const word of fields) {
    const text = leadingText(word);
    const equals = text.indexOf('=');
    const value = tailOf(word, equals + 1);
    const fromFile = typed.includes(word) && leadingText(value).startsWith('@');
    const piece: Piece = fromFile
      ? filePiece(invocation, tailOf(value, 1))
      : value.kind === 'unknown' || equals < 0
        ? { kind: 'unknown', why: `${shown(word).slice(0, 60)} is not known`, text: shown(word) }
        : { kind: 'text', value: value.value };
    if (piece.kind === 'text') object[text.slice(0, equals)] = piece.value;
    else whole = false;
    pieces.push(piece);
  }
  return whole ? { kind: 'text', value: JSON.stringify(object) } : bodyOf(pieces, '&');
}

function withBase(base: string, path: Word): Word {
  const join = (text: string) => (/^https?:\/\//.test(text) ? text : base + text.replace(/^\//, ''));
  if (path.kind === 'unknown') return { ...path, text: join(path.text), prefix: join(path.prefix) };
  return { kind: 'known', value: join(path.value), span: path.span };
}
