import type { HttpRequest } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';

/** A file that code opens or reads by its name. */
const read =
  /(?:open|fopen|readFileSync|readFile|ReadFile|createReadStream|read_text|read_bytes|Path|file_get_contents|slurp|readTextFile|CURLFile|openAsBlob|ReadAll(?:Text|Bytes|Lines)|OpenRead|OpenText|upload_file|upload_from_filename|fput|put_file|add_attachment|(?:File|IO)\.(?:read|binread|open|new))(?:\(|\s+my\s)\s{0,4}(?:(?:[\w.]{1,40}\(|\$\w{1,40},\s{0,4}["']<[^"']{0,20}["'],)\s{0,4})?[frbu]{0,2}["'`]([^"'`\n]{2,200})["'`]|\b(?:Get-Content|gc|Get-Item)\s{1,3}(?:-(?:Raw|Path|LiteralPath|AsByteStream|Encoding\s\w{1,12})\s{1,3}){0,4}["']?([\w./\\~:$-]{2,200})/;
const readAll = new RegExp(read.source, 'g');
/** A variable that is given something: `x = …`, `x := …`, `x, err := …`, `with … as x`. */
const assigned =
  /(?:^|[\s;({])(?:(?:const|let|var|my|auto)\s+)?[$@]?([A-Za-z_]\w{0,60})(?:\s{0,3},\s{0,3}\w{1,40})?\s{0,3}(?::=|=(?![=>]))\s{0,3}([^\n;]{1,240})/g;
const opened =
  /open\w{0,10}\(([^\n]{1,200})\)\s{1,3}as\s{1,3}(\w{1,60})|open\s{1,3}my\s{1,3}\$(\w{1,60})([^\n]{1,200})/g;
/** What a client is handed to send: a form's part, a body, what goes into an open connection or a store. */
const sending =
  /(?:\bfiles\s{0,3}=|\.append\(|\.(?:body|body_stream|Body)\s{0,3}=(?!=)|\bset_form\w{0,10}[( ]|\bContent\s{0,3}=>|\b(?:sock\w{0,10}|s|conn\w{0,10}|client|req|request|ftp|sftp|smtp|mail\w{0,10})\.(?:send\w{0,10}|write|end|Write|put|stor\w{0,10})\(|\bupload\w{0,20}\(|\bput_(?:object|blob|file)\w{0,10}\(|\bPutObjectCommand\(|\bNewReader\(|\bhttp\.Post\w{0,10}\(|\bNewRequest\w{0,20}\(|\bsendmail\(|\badd_attachment\(|\bset_content\(|\.Upload\w{0,20}\(|\.(?:Post|Put|Send)Async\(|\$\w{1,40}\.Write\(|\bStart-BitsTransfer\s)[^\n;]{0,240}|\s-(?:Uri|Body|InFile|Form)\s(?:(?!\s-[A-Za-z])[^\n;]){1,240}/g;
const network =
  /https?:\/\/|TcpClient|\bsocket|\bnet\b|smtp|ftp|boto3|S3Client|storage\.|paramiko|requests|axios|Net::HTTP|LWP|HTTP::Tiny|http\./;
const local = /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])/;
const hops = 3;
/** Characters of a code that are looked at. */
const looked = 48 * 1024;

/** What {@link givenByText} tells, as a request of which nothing else is sure. */
export function requestsGiven(text: string, span: Span): HttpRequest[] {
  const given = givenByText(text);
  if (given.length === 0) return [];
  const url = /https?:\/\/(?!localhost|127\.)[^\s"'`]{3,300}/.exec(text)?.[0] ?? null;
  return [{ method: 'POST', url, headers: {}, body: { kind: 'none' }, given, span }];
}

/**
 * The files that code reads and hands to a client to send, told by its lines alone: what is put into a form, a body that is
 * set later, an open connection, a store. Empty where nothing is sent, or to this machine alone.
 */
function givenByText(code: string): string[] {
  const text = code.slice(0, looked);
  if (
    text.search(sending) === -1 ||
    !(read.test(text) || /UploadFile|Start-BitsTransfer/.test(text)) ||
    !network.test(text)
  )
    return [];
  if (
    local.test(text) &&
    (text.match(/https?:\/\//g) ?? []).length === (text.match(new RegExp(local, 'g')) ?? []).length
  )
    return [];
  const holds = variablesOf(text);
  const given = new Set<string>();
  for (const [call] of text.matchAll(sending)) {
    for (const match of call.matchAll(readAll)) given.add(fileOf(match) ?? '');
    const named =
      /^Start-BitsTransfer\s[^\n]{0,60}?-Source\s+["']?([^\s"']{2,200})|\.UploadFile\w*\([^\n]{0,200},\s{0,3}["']([^"'\n]{2,200})["']/.exec(
        call,
      );
    if (named) given.add(named[1] ?? named[2] ?? '');
    for (const [name, file] of holds)
      if (new RegExp(`\\b${name}\\b`).test(call.slice(Math.max(1, call.search(/[=(\s]\S/))))) given.add(file);
    if (given.size >= 8) break;
  }
  return [...given]
    .map((file) => file.replace(/^\$(?:PWD|PSScriptRoot|\{PWD\})[\\/]/i, ''))
    .filter((file) => /[./~]/.test(file) && !file.includes('://'));
}

function fileOf(match: RegExpExecArray | null): string | undefined {
  return match?.[1] ?? match?.[2];
}

/** The variables that hold what stands in a file, and that file. */
function variablesOf(text: string): Map<string, string> {
  const holds = new Map<string, string>();
  for (const match of text.matchAll(opened)) {
    const file = fileOf(read.exec(`open(${match[1] ?? ''}`)) ?? /["']([\w./~-]{2,200})["']/.exec(match[4] ?? '')?.[1];
    if (file !== undefined) holds.set(match[2] ?? match[3] ?? '', file);
  }
  for (let hop = 0; hop < hops; hop += 1) {
    const known = holds.size;
    const others = known === 0 ? /(?!)/ : new RegExp(`\\b(${[...holds.keys()].join('|')})\\b(?!\\[)`);
    for (const [, name = '', value = ''] of text.matchAll(assigned)) {
      if (holds.has(name) || holds.size >= 32) continue;
      const file = fileOf(read.exec(value)) ?? holds.get(others.exec(value)?.[1] ?? '');
      if (file !== undefined) holds.set(name, file);
    }
    if (holds.size === known) break;
  }
  return holds;
}
