/** Where a program takes a file, as a person reads it. */
export const placeNames = {
  network: 'another place',
  machine: 'another machine',
  cloud: 'a cloud',
  public: 'a public place',
} as const;

/** A file that leaves, as written, and where to. */
interface Upload {
  readonly file: string;
  readonly to: keyof typeof placeNames;
}

/** Files handed to curl and its like: `@f`, `name=@f`, `name=<f`, `name@f`, `--post-file=f`, `-Tf`, `-d@f`. */
const fileArgument = /^(?:-[dFT])?(?:[\w[\].-]*[=:]?)?[@<]([^;,]+)|^--(?:post-file|body-file|upload-file)=(.+)|^-T(.+)/;
const fileOption = /^(?:-T|--upload-file|--post-file|--body-file)$/;

/** Programs that send whatever file they are handed. */
const givers: Readonly<Record<string, Upload['to']>> = Object.fromEntries([
  ...'wormhole magic-wormhole croc ffsend transfer transfer.sh portal pastebinit gist haste hastebin slackcat mail mailx s-nail mutt neomutt swaks msmtp sendmail ipfs lftp ftp ncftpput tftp smbclient onionshare-cli telegram-send nc ncat netcat socat tailscale kdeconnect-cli send-mailmessage pbincli wgetpaste'
    .split(' ')
    .map((name) => [name, 'network'] as const),
  ...'huggingface-cli hf kaggle'.split(' ').map((name) => [name, 'public'] as const),
]);

/** Programs of stores that copy from one place to another, by what begins such a call and what the store is called. */
const stores: Readonly<Record<string, readonly [call: RegExp, store: RegExp]>> = {
  aws: [/^s3 (?:cp|mv|sync)\b|^s3api put-object\b/, /^s3:|^--body/],
  gsutil: [/^(?:-m )?(?:cp|mv|rsync)\b/, /^gs:|^s3:/],
  gcloud: [/^storage (?:cp|mv|rsync)\b|^compute scp\b/, /^gs:|^s3:|:/],
  az: [/\bstorage (?:blob|file|fs file) upload/, /./],
  rclone: [/^(?:copy|copyto|move|moveto|sync)\b/, /^[\w-]*:/],
  mc: [/^(?:cp|mv|mirror|put)\b/, /\//],
  s3cmd: [/^(?:put|sync)\b/, /^s3:/],
  s4cmd: [/^(?:put|sync)\b/, /^s3:/],
  s5cmd: [/^(?:cp|mv|sync)\b/, /^s3:/],
  b2: [/^(?:upload-file|file upload|sync)\b/, /./],
  azcopy: [/^(?:copy|cp|sync)\b/, /^https:/],
  doctl: [/^spaces\b/, /./],
  ossutil: [/^(?:cp|sync)\b/, /^oss:/],
  oci: [/^os object put\b/, /./],
};

/** What a program uploads of secret files, and where to. `args` are its words as they are written. */
export function uploadOf(
  program: string,
  args: readonly string[],
  secret: (file: string | undefined, open: boolean) => file is string,
  likeliest: (files: readonly string[]) => string | undefined = ([first]) => first,
): Upload | undefined {
  const plain = args.filter((arg) => !arg.startsWith('-'));
  const first = (files: readonly (string | undefined)[], to: Upload['to']): Upload | undefined => {
    const file = likeliest(files.filter((one): one is string => secret(one, to === 'network' || to === 'public')));
    return file === undefined ? undefined : { file, to };
  };
  const line = plain.join(' ');
  switch (program) {
    case 'curl':
    case 'curlie':
    case 'http':
    case 'https':
    case 'xh':
    case 'wget': {
      const named = args.map((arg) => fileArgument.exec(arg)).map((match) => match?.[1] ?? match?.[2] ?? match?.[3]);
      return first([...named, ...args.filter((_, index) => fileOption.test(args[index - 1] ?? ''))], 'network');
    }
    case 'invoke-restmethod':
    case 'invoke-webrequest':
    case 'irm':
    case 'iwr':
      return first(filesOfCmdlet(args), 'network');
    case 'scp':
    case 'rsync':
    case 'sftp':
      return /^(?:[^/\s]+@)?[^/\s:]{2,}:/.test(plain.at(-1) ?? '') ? first(plain.slice(0, -1), 'machine') : undefined;
    case 'kubectl':
    case 'oc':
      return /^cp /.test(line) && /^[\w./-]+:/.test(plain.at(-1) ?? '')
        ? first(plain.slice(1, -1), 'machine')
        : undefined;
    case 'gh':
    case 'glab':
      // A secret of the repository's own is where a secret belongs.
      if (/^(?:secret|variable)\b/.test(line)) return undefined;
      return /^(?:gist|snippet) (?:create|new|edit)\b|^release (?:upload|create)\b|^(?:issue|pr|mr) (?:create|new|comment|note|edit|review)\b|^api\b/.test(
        line,
      )
        ? first([...plain.slice(2), ...args.map((arg) => /^(?:--[\w-]+|[\w-]+)=@?(.+)/.exec(arg)?.[1])], 'public')
        : undefined;
    default: {
      const store = stores[program];
      if (store) {
        const [call, place] = store;
        if (!call.test(line)) return undefined;
        // What comes from the store is taken, not given.
        const to = plain.at(-1) ?? '';
        const asks = program === 'aws' && /^s3 /.test(line);
        return (asks ? place.test(to) : args.some((arg) => place.test(arg)))
          ? first(asks ? plain.slice(2, -1) : args, 'cloud')
          : undefined;
      }
      const to = givers[program];
      return to === undefined
        ? undefined
        : first(
            args.flatMap((arg) => [arg, arg.replace(/^(?:--?[\w-]+[= ]|put )/, '')]),
            to,
          );
    }
  }
}

/** Programs that {@link uploadOf} knows. */
export const uploaders: ReadonlySet<string> = new Set([
  ...'curl curlie http https xh wget invoke-restmethod invoke-webrequest irm iwr scp rsync sftp kubectl oc gh glab'.split(
    ' ',
  ),
  ...Object.keys(stores),
  ...Object.keys(givers),
]);

/** `-InFile f`, `-Form @{ file = Get-Item f }`, `-Body (Get-Content f)`: what PowerShell's clients send of files. */
function filesOfCmdlet(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const option = args[index - 1]?.toLowerCase() ?? '';
    if (/^-(?:infile|attachments)$/.test(option)) return [arg];
    if (!/^-(?:form|body)$/.test(option)) return [];
    return [...arg.matchAll(/"((?:[^"\\]|\\.){1,400})"/g)].map((match) => (match[1] ?? '').replaceAll('\\\\', '/'));
  });
}
