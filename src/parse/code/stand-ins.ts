import type { LibraryCall, Unit } from './library.ts';

/** A stretch of a text in which a library puts itself in the place of the real thing. */
export interface StandIn {
  readonly start: number;
  readonly end: number;
  /** What does nothing there. */
  readonly stands: 'aws' | 'request' | 'files' | 'rows';
  /** Of requests only those to this address' host, where the library names one. */
  readonly host?: string;
  /** Of a cloud's calls only those of this module. */
  readonly module?: string;
}

interface Library {
  readonly module: string;
  readonly names: string;
  readonly stands: StandIn['stands'];
  /** What reaches the real thing with it all the same: other clients, other doors. */
  readonly past: RegExp;
  /** What it has to be given; other libraries are given nothing. */
  readonly given?: string;
}

const aws = 'mock_aws|mock_s3|mock_dynamodb|mock_ec2|mock_rds|mock_sqs|mock_iam|mock_lambda|mock_secretsmanager';
const otherClients = 'aiohttp|urllib|urllib3|http\\.client|pycurl|socket|curl_cffi|niquests|httpcore|treq|tornado';

/** What is imported from where, and what it stands in for. https://docs.getmoto.org, https://requests-mock.readthedocs.io */
const libraries: readonly Library[] = [
  // A client made before keeps the real endpoint, and so does one with an endpoint of its own.
  {
    module: 'moto',
    names: aws,
    stands: 'aws',
    past: /endpoint_url|AWS_ENDPOINT|^\S[^\n]*\b(?:boto3|session|botocore\w*)\.(?:client|resource|Session|create_client)\(/im,
  },
  { module: 'responses', names: 'responses\\.(?:activate|RequestsMock)', stands: 'request', past: others('httpx') },
  { module: 'requests_mock', names: 'requests_mock\\.(?:Mocker|mock)', stands: 'request', past: others('httpx') },
  { module: 'respx', names: 'respx\\.mock', stands: 'request', past: others('requests') },
  {
    module: 'aioresponses',
    names: 'aioresponses',
    stands: 'request',
    past: new RegExp(`\\b(?:requests|httpx|${otherClients.replace('aiohttp|', '')})\\b`),
  },
  // It lets through what nobody registered, unless told otherwise.
  {
    module: 'httpretty',
    names: 'httpretty\\.(?:activate|enabled)',
    stands: 'request',
    past: /\bpycurl\b/,
    given: 'allow_net_connect\\s*=\\s*False',
  },
  // Another program sees the real files.
  {
    module: 'pyfakefs(?:\\.\\w+)*',
    names: 'Patcher|patchfs',
    stands: 'files',
    past: /subprocess|os\.(?:system|popen|spawn|exec)|pty\.|\bposix\b|ctypes|\.pause\(|\bPause\b|add_real|add_mount/,
  },
];

function others(one: string): RegExp {
  return new RegExp(`\\b(?:${one}|${otherClients})\\b`);
}

/** What ends a stand-in before its block does, runs behind it, or puts something else in its place. */
const doubtful =
  /\.(?:stop|disable|reset|__wrapped__|__exit__|__code__)\b|\b(?:setattr|globals|locals|vars|exec|eval|__import__|importlib|atexit|sys\.(?:path|modules)|Thread|Timer|Process|submit|fork|yield|lambda|async|wraps)\b|"""|'''|\bimport\s*\*/;

/**
 * Where nothing real is reached: inside `with mock_aws():` and under `@mock_aws` of Python, for what the library was
 * imported as by its own name and nothing else binds; and the hosts that `nock` of JavaScript answers for.
 */
export function standInsOf(text: string, language: string): readonly StandIn[] {
  // What lets some calls through to the real thing.
  if (/allow_?Unmocked|real_|pass_?thr(?:u|ough)/i.test(text)) return [];
  if (language === 'javascript')
    return /\bnock\b/.test(text) ? nocks(text) : /\bmockClient\b/.test(text) ? mockedClients(text) : [];
  if (language === 'ruby') return text.includes('ActiveRecord::Rollback') ? rolledBack(text) : [];
  if (language !== 'python' || !/\b(?:moto|responses|requests_mock|respx|httpretty|aioresponses|pyfakefs)\b/.test(text))
    return [];
  if (doubtful.test(text.replaceAll(/^[ \t]*async\s+def\b/gm, 'def').replaceAll(/\basync\s+with\b/g, 'with')))
    return [];
  return libraries.flatMap(({ module, names, stands, past, given }) => {
    if (!new RegExp(`^(?:from\\s+${module}\\s+import\\b|import\\s[^\\n]*\\b${module}\\b)`, 'm').test(text)) return [];
    if (past.test(text)) return [];
    // Whatever else has the name is not the library's.
    const bare = names.replaceAll(/\\\.\(\?:[^)]*\)|\\\.\w+/g, '');
    const bound = `\\b(?:${bare})(?:\\.\\w+)*\\s*:?=(?!=)|\\b(?:def|class|as|for)\\s+(?:${bare})\\b`;
    const elsewhere = `^[ \\t]*from\\s+(?!${module}\\s)\\S+\\s+import\\b[^\\n]*\\b(?:${bare})\\b`;
    if (new RegExp(`${bound}|${elsewhere}`, 'm').test(text)) return [];
    const call = given ? `\\(\\s*${given}\\s*\\)` : '(?:\\(\\s*\\))?';
    const opener = new RegExp(
      `^([ \\t]*)(?:(?:async\\s+)?with\\s+(?:${names})${call}(?:\\s+as\\s+\\w+)?\\s*:|@(?:${names})${call})[ \\t]*$`,
      'gm',
    );
    return [...text.matchAll(opener)].flatMap((match) => {
      const decorates = match[0].trimStart().startsWith('@');
      const from = decorates ? definitionAfter(text, match.index + match[0].length) : match.index + match[0].length;
      const end = blockEnd(text, from, (match[1] ?? '').length);
      // What is only defined there may be called elsewhere.
      return /\b(?:def|class)\b/.test(text.slice(from, end)) ? [] : [{ start: from, end, stands }];
    });
  });
}

/** The end of the line with the `def` or `class` that a decorator stands over. */
function definitionAfter(text: string, from: number): number {
  const found = /^[ \t]*(?:async\s+)?(?:def|class)\b[^\n]*/m.exec(text.slice(from));
  return found ? from + found.index + found[0].length : from;
}

/** Where the block that begins behind `from` ends: at the next line that stands no further in than `indent`. */
function blockEnd(text: string, from: number, indent: number): number {
  for (let at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) {
    const line = /^([ \t]*)(\S?)/.exec(text.slice(at + 1, at + 200));
    if (line?.[2] && (line[1] ?? '').length <= indent) return at;
  }
  return text.length;
}

/** What a request goes out by that nock does not answer, and what lets it go or makes two of one. */
const pastNock =
  /\b(?:undici|http2|libcurl|net|tls|dgram|Worker|worker_threads|child_process|eval|Function|for|while|do|setInterval|forEach|map)\b|\/\*|`[^`]*\n/;

/** An answer is given once: only a first request is surely met, unless nothing may go out, or answers stay. */
function nocks(text: string): StandIn[] {
  const bound = /\b(?:const|let|var)\s+nock\s*=\s*require\(\s*['"]nock['"]\s*\)|\bimport\s+nock\s+from\s+['"]nock['"]/g;
  const closed = /\bnock\.disableNetConnect\(\)/.test(text);
  const rest = text.replaceAll(bound, '').replaceAll(/\bnock(?:\(|\.(?:disableNetConnect|isDone|pendingMocks)\()/g, '');
  if ((text.match(bound) ?? []).length !== 1 || /\bnock\b/.test(rest) || pastNock.test(text)) return [];
  const requests = text.match(/\b(?:fetch|axios|got|superagent|request|ky|needle|https?)(?:\.\w+)?\(/g) ?? [];
  return [...text.matchAll(/(?:^|;)[ \t]*nock\(\s*['"`](https?:\/\/[^'"`/]+)[^;\n]*/gm)].flatMap((match) => {
    const before = text.slice(0, match.index);
    const open = (before.match(/[{([]/g) ?? []).length - (before.match(/[})\]]/g) ?? []).length;
    if (open !== 0 || !(closed || match[0].includes('.persist()') || requests.length === 1)) return [];
    return [{ start: match.index, end: text.length, stands: 'request', host: (match[1] ?? '').toLowerCase() } as const];
  });
}

/** `with mock.patch("boto3.client"):`, `with patch.object(shutil, "rmtree"):`, with nothing but a mock put in. */
const patches =
  /^([ \t]*)with\s+(?:mock\.|unittest\.mock\.)?patch(?:\(\s*["']([\w.]+)["']|\.object\(\s*([\w.]+)\s*,\s*["'](\w+)["'])\s*(?:,\s*return_value\s*=[^()\n]*)?\)[^(\n]*:[ \t]*$/gm;

/** Whether the real name of a call stands for a mock of Python's there, until the block ends. */
export function isPatched({ path, at }: Pick<LibraryCall, 'path' | 'at'>, { text }: Pick<Unit, 'text'>): boolean {
  if (!text.includes('patch') || /side_effect|wraps/.test(text)) return false;
  if (!/^\s*(?:from\s+unittest(?:\.mock)?\s+import\b|import\s+unittest\.mock\b)/m.test(text)) return false;
  return [...text.matchAll(patches)].some((match) => {
    const name = match[2] ?? `${match[3]}.${match[4]}`;
    if (at.start < match.index || (path !== name && !path.startsWith(`${name}(`) && !path.startsWith(`${name}.`)))
      return false;
    // A name that was brought in by itself is still the real one.
    const [module, part] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
    if (new RegExp(`\\bfrom\\s+${module.replaceAll('.', '\\.')}\\s+import\\b[^\\n;]*(?:\\b${part}\\b|\\*)`).test(text))
      return false;
    const lines = text
      .slice(match.index + match[0].length, at.start)
      .split('\n')
      .slice(1);
    return !lines.some(
      (line, index) =>
        // The last one is the call's own, up to the call.
        (/\S/.test(line) || index === lines.length - 1) &&
        (/^[ \t]*/.exec(line)?.[0].length ?? 0) <= (match[1] ?? '').length,
    );
  });
}

/**
 * `mockClient(DynamoDBClient)` of aws-sdk-client-mock answers for every client of that class. https://m-radzikowski.github.io/aws-sdk-client-mock/
 */
function mockedClients(text: string): StandIn[] {
  if (
    !/['"]aws-sdk-client-mock['"]/.test(text) ||
    /\.(?:restore|callsFake)\(|function\s+mockClient|mockClient\s*=/.test(text)
  )
    return [];
  return [...text.matchAll(/\bmockClient\(\s*([A-Z]\w+)\s*\)/g)].flatMap((match) => {
    const module = new RegExp(
      `\\{[^{}]*\\b${match[1]}\\b[^{}]*\\}\\s*(?:from\\s*|=\\s*require\\(\\s*)['"](@aws-sdk/[\\w-]+)['"]`,
    ).exec(text)?.[1];
    return module === undefined ? [] : [{ start: match.index, end: text.length, stands: 'aws', module } as const];
  });
}

/** What ends in `raise ActiveRecord::Rollback`, whatever happens: rows it takes are all there again. */
function rolledBack(text: string): StandIn[] {
  return [
    ...text.matchAll(
      /\btransaction\s*(?:\{|do\b)([\s\S]{0,4000}?)[;\n]\s*raise\s+ActiveRecord::Rollback\s*;?\s*(?:\}|end\b)/g,
    ),
  ].flatMap((match) =>
    /\b(?:rescue|return|break|next|throw|transaction|commit\w*|exit!?|if|unless|requires_new)\b/.test(match[1] ?? '')
      ? []
      : [{ start: match.index, end: match.index + match[0].length, stands: 'rows' } as const],
  );
}
