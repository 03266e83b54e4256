/** Aliases by their cmdlets, apart by spaces (about_Aliases, PowerShell 5.1 and 7). Lower case. */
const table: Readonly<Record<string, string>> = {
  'remove-item': 'rm del erase rd ri rmdir',
  'get-childitem': 'gci ls dir',
  'get-item': 'gi',
  'get-content': 'gc cat type',
  'set-content': 'sc',
  'add-content': 'ac',
  'clear-content': 'clc',
  'clear-item': 'cli',
  'copy-item': 'cp copy cpi',
  'move-item': 'mv move mi',
  'rename-item': 'ren rni',
  'new-item': 'ni md mkdir',
  'set-item': 'si',
  'set-location': 'cd sl chdir',
  'push-location': 'pushd',
  'pop-location': 'popd',
  'foreach-object': '% foreach',
  'where-object': '? where',
  'select-object': 'select',
  'sort-object': 'sort',
  'tee-object': 'tee',
  'measure-object': 'measure',
  'write-output': 'echo write',
  'invoke-expression': 'iex',
  'invoke-webrequest': 'iwr wget curl',
  'invoke-restmethod': 'irm',
  'invoke-command': 'icm',
  'invoke-item': 'ii',
  'start-process': 'saps start',
  'stop-process': 'spps kill',
  'start-job': 'sajb',
  'start-service': 'sasv',
  'stop-service': 'spsv',
  'remove-itemproperty': 'rp',
  'clear-itemproperty': 'clp',
  'set-itemproperty': 'sp',
  'remove-variable': 'rv',
  'clear-variable': 'clv',
  'remove-psdrive': 'rdr',
  'remove-module': 'rmo',
  'remove-job': 'rjb',
  'remove-psbreakpoint': 'rbp',
  'remove-pssession': 'rsn',
  'remove-wmiobject': 'rwmi',
  'invoke-wmimethod': 'iwmi',
  'get-wmiobject': 'gwmi',
  'get-ciminstance': 'gcim',
  'remove-ciminstance': 'rcim',
  'set-variable': 'sv set',
  'new-variable': 'nv',
  'set-alias': 'sal',
  'resolve-path': 'rvpa',
  'import-module': 'ipmo',
};

const cmdlets: ReadonlyMap<string, string> = new Map(
  Object.entries(table).flatMap(([cmdlet, names]) => names.split(' ').map((name): [string, string] => [name, cmdlet])),
);

/** Names that are programs of their own on other systems, and in PowerShell 7 some of them on Windows. */
const programsToo = new Set(
  'rm rmdir ls cat cp mv sort tee kill curl wget mkdir echo type set sc where start'.split(' '),
);

/**
 * The cmdlet behind a name, in lower case; the name itself where it is none. `dashed`: the parameters as written,
 * which tell `rm -rf` and `curl -s` from the cmdlets of those aliases.
 */
export function cmdletOf(name: string, dashed: readonly string[]): string {
  const lower = name.toLowerCase();
  const cmdlet = cmdlets.get(lower) ?? lower.replace(/^[\w.]+\\(?=[a-z]+-[a-z])/, '');
  if (cmdlet === lower || !programsToo.has(lower)) return cmdlet;
  if (lower === 'rm' || lower === 'rmdir' || lower === 'cp' || lower === 'mv' || lower === 'mkdir') {
    return dashed.some(
      (text) =>
        /^-(?:[a-z]*r[a-z]*f|[a-z]*f[a-z]*r|[rR][a-z]?v|v|p|a|n)$/.test(text) &&
        !/^-(?:recurse|force|fo?r?c?e?)$/i.test(text),
    )
      ? lower
      : cmdlet;
  }
  if (lower === 'curl' || lower === 'wget') {
    return dashed.some((text) => /^-(?:Uri|Method|Body|Headers|UseBasicParsing|OutFile|ContentType|InFile)/i.test(text))
      ? cmdlet
      : lower;
  }
  if (lower === 'sc') return dashed.length > 0 ? cmdlet : lower;
  if (lower === 'where' || lower === 'start' || lower === 'set' || lower === 'sort') return cmdlet;
  if (lower === 'kill') return dashed.some((text) => /^-(?:\d+|[A-Z]{3,}|s)$/.test(text)) ? lower : cmdlet;
  return cmdlet;
}

/** True for `Verb-Noun`. */
export function isCmdlet(name: string): boolean {
  return /^[a-z]+-[a-z]\w*$/.test(name) && verbs.has(name.slice(0, name.indexOf('-')));
}

/** Approved verbs (Get-Verb) and those modules use besides. */
const verbs = new Set(
  (
    'add clear close copy enter exit find format get hide join lock move new open optimize pop push redo remove rename reset ' +
    'resize search select set show skip split step switch undo unlock watch backup checkpoint compare compress convert convertfrom ' +
    'convertto dismount edit expand export group import initialize limit merge mount out publish restore save sync unpublish update ' +
    'approve assert build complete confirm deny deploy disable enable install invoke register request restart resume start stop submit ' +
    'suspend uninstall unregister wait debug measure ping repair resolve test trace connect disconnect read receive send write block ' +
    'grant protect revoke unblock unprotect use foreach where sort tee format delete drop destroy wipe purge object'
  ).split(' '),
);

const switches =
  'recurse force whatif confirm verbose debug passthru append noclobber nonewline raw asjob wait nonewwindow directory file hidden system readonly usebasicparsing skipcertificatecheck usedefaultcredentials removedata removeoem full compress quick asplaintext deletebucketcontent deleteobjects simplematch quiet autosize unique descending stable line word character leaf parent resolve notepad asbytestream nocomplete nologo noprofile noninteractive noexit sta mta keepdata permanently includesdeleted forcedeletewithoutrecovery skipfinalsnapshot deleteautomatedbackup purge includeversioning'.split(
    ' ',
  );

/** True for a parameter that takes no value, also where it is cut short. */
export function isSwitch(name: string): boolean {
  const lower = name.toLowerCase();
  if (/^(?:r|f|wi|cf|vb|db)$/.test(lower)) return true;
  if (
    lower.length < 2 ||
    lower === 'fi' ||
    lower === 'fil' ||
    lower === 'de' ||
    lower === 'co' ||
    lower === 'st' ||
    lower === 'sk' ||
    lower === 'pa' ||
    lower === 're' ||
    lower === 'no' ||
    lower === 'li' ||
    lower === 'le'
  ) {
    return lower === 're';
  }
  // `-Include a,b` takes a value, though switches begin with the same letters.
  return lower !== 'include' && lower !== 'inc' && switches.some((one) => one.startsWith(lower));
}

const parameterAliases: Readonly<Record<string, string>> = {
  wi: 'whatif',
  cf: 'confirm',
  ea: 'erroraction',
  lp: 'literalpath',
  pspath: 'literalpath',
  cn: 'computername',
};

/** The full name of a common parameter that is cut short. */
export function fullParameter(name: string): string {
  const lower = parameterAliases[name.toLowerCase()] ?? name.toLowerCase();
  for (const [full, least] of [
    ['recurse', 1],
    ['force', 1],
    ['whatif', 1],
    ['confirm', 4],
    ['literalpath', 1],
    ['path', 2],
    ['filter', 3],
    ['include', 3],
    ['exclude', 3],
    ['uri', 1],
    ['method', 3],
    ['headers', 3],
    ['body', 1],
    ['scriptblock', 2],
    ['argumentlist', 1],
    ['computername', 4],
    ['filepath', 5],
    ['membername', 6],
    ['command', 7],
    ['destination', 3],
    ['value', 1],
    ['encodedcommand', 3],
  ] as const) {
    if (lower.length >= least && full.startsWith(lower)) return full;
  }
  return lower;
}
