import type { HttpRequest, Invocation, RequestBody, Word } from '../../action/invocation.ts';
import { defineOptions, readOptions } from '../options.ts';
import { addHeader, bodyOf, exact, filePiece, newDraft, pieceOf, requestFor } from './draft.ts';

const spec = defineOptions({
  abbreviations: true,
  valued: [
    '--method',
    '--body-data',
    '--body-file',
    '--post-data',
    '--post-file',
    '--header',
    '--user',
    '--password',
    '--http-user',
    '--http-password',
    '-U --user-agent',
    '--referer',
    '-i --input-file',
    '-O --output-document',
    '-o --output-file',
    '-a --append-output',
    '-P --directory-prefix',
    '-t --tries',
    '-T --timeout',
    '-w --wait',
    '-e --execute',
    '-B --base',
    '--bind-address',
    '--ca-certificate',
    '--certificate',
    '--private-key',
    '--connect-timeout',
    '--read-timeout',
    '--dns-timeout',
    '--limit-rate',
    '-Q --quota',
    '-l --level',
    '-A --accept',
    '-R --reject',
    '-D --domains',
    '-I --include-directories',
    '-X --exclude-directories',
    '--cut-dirs',
    '--load-cookies',
    '--save-cookies',
    '--max-redirect',
    '--waitretry',
    '--random-file',
    '--secure-protocol',
    '--progress',
    '--start-pos',
    '--config',
    '--report-speed',
    '--default-page',
    '--local-encoding',
    '--remote-encoding',
    '--prefer-family',
    '--ignore-length',
    '--compression',
    '--retry-on-http-error',
    '--exclude-domains',
    '--follow-tags',
    '--ignore-tags',
    '--reject-regex',
    '--accept-regex',
    '--regex-type',
    '--ciphers',
  ],
  flags: [
    '-q --quiet',
    '-v --verbose',
    '-c --continue',
    '-N --timestamping',
    '-r --recursive',
    '-k --convert-links',
    '-p --page-requisites',
    '-m --mirror',
    '-np --no-parent',
    '-nc --no-clobber',
    '-nd --no-directories',
    '-nv --no-verbose',
    '-S --server-response',
    '-b --background',
    '-x --force-directories',
    '-E --adjust-extension',
    '-H --span-hosts',
    '-L --relative',
    '-4 --inet4-only',
    '-6 --inet6-only',
    '--spider',
    '--content-on-error',
    '--no-check-certificate',
    '--show-progress',
    '--content-disposition',
    '--trust-server-names',
    '--auth-no-challenge',
  ],
});

/** The requests of a wget call. */
export function wgetRequests(invocation: Invocation): HttpRequest[] {
  const options = readOptions(invocation.args, spec);
  const draft = newDraft();
  for (const header of options.values('--header')) addHeader(draft, header);
  const data = options.value('--body-data') ?? options.value('--post-data');
  const file = options.value('--body-file') ?? options.value('--post-file');
  let body: RequestBody = { kind: 'none' };
  if (data) body = bodyOf([pieceOf(data)], '');
  else if (file) body = bodyOf([filePiece(invocation, file)], '');
  draft.bodySpan = data?.span;
  const method = options.value('--method');
  const posts = options.value('--post-data') ?? options.value('--post-file');
  const urls: Word[] = [...options.operands];
  const list = options.value('--input-file');
  if (list)
    urls.push({ kind: 'unknown', text: `(the URLs in ${exact(list) ?? 'a file'})`, prefix: '', span: list.span });
  // A start file named in the text may say any method (wget(1), "Wgetrc Commands").
  const started =
    'WGETRC' in invocation.environment ||
    options.value('--config') !== undefined ||
    options.values('--execute').some((word) => !/^\s*(?!method|post|body|input)[a-z_-]+\s*=/i.test(exact(word) ?? ''));
  const verb = method
    ? (exact(method) ?? '?')
    : posts
      ? 'POST'
      : started
        ? '?'
        : options.has('--spider')
          ? 'HEAD'
          : 'GET';
  return urls.map((url) => requestFor(invocation, draft, verb, url, body));
}
