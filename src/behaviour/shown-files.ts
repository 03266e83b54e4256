import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { displayPath, textOf } from './places.ts';
import { filesRead, shownElsewhere } from './reading.ts';
import { readSearch } from './search.ts';

/** Programs that print a file in the clear. */
const decrypters = /^(?:ansible-vault|sops|gpg|age)$/;
/** Programs that read one file and print a part of it, named anywhere among their words. */
const pickers = /^(?:dasel|tomlq|xq|crudini|plutil|xmllint|xmlstarlet|hcl2json|yj|mlr|csvcut|busybox|hexyl|augtool)$/;

/** The files, as a person reads them, whose content a program prints. */
export function filesShown(invocation: Invocation, action: Action): string[] {
  const elsewhere = invocation.wrappers.some(({ place }) => place !== 'here');
  return named(invocation, action)
    .filter((file) => /[./~]/.test(file) && !/^\.{1,2}\/?$/.test(file) && !/[*$?]/.test(file) && file.length < 1024)
    .filter((file) => !isFolder(file, invocation))
    .map((file) => shownElsewhere(file, elsewhere) ?? displayPath(file, invocation.cwd, action));
}

/** As written. */
function named(invocation: Invocation, action: Action): string[] {
  const args = invocation.args.map(textOf);
  const plain = args.filter((arg) => !arg.startsWith('-'));
  const { stdin } = invocation;
  const program = invocation.program ?? '';
  const input = stdin.kind === 'file' ? [textOf(stdin.path)] : [];
  if (decrypters.test(program) || pickers.test(program)) return [...plain.filter(isFile), ...input];
  switch (program) {
    case 'git':
      return filesOfHistory(args);
    case 'tr':
    case 'cd':
      return input;
    case 'source':
    case '.':
      // `. vars.sh && echo $TOKEN`
      return [...plain.slice(0, 1), ...input];
    case 'docker':
    case 'podman':
      return plain[0] === 'cp' && args.at(-1) === '-' ? [(plain[1] ?? '').replace(/^[^/]*:/, '')] : [];
    case 'unzip':
    case 'bsdtar':
    case 'tar':
      return ofArchive(program, args, plain);
    case 'zcat':
    case 'gzcat':
    case 'xzcat':
    case 'bzcat':
    case 'zstdcat':
    case 'zless':
    case 'dd':
      return [...plain.map((arg) => arg.replace(/^if=/, '')).filter((arg) => !/^\w+=/.test(arg)), ...input];
    case 'gunzip':
    case 'gzip':
    case 'xz':
    case 'zstd':
    case 'bzip2':
      return args.some((arg) => /^-[a-z]*c|^--(?:stdout|to-stdout)$/.test(arg)) ? [...plain, ...input] : [];
    case 'svn':
    case 'hg':
      return plain[0] === 'cat' ? plain.slice(1).filter(isFile) : [];
    case '7z':
    case '7za':
      return args.includes('-so') ? (plain.length > 2 ? plain.slice(2) : plain.slice(1)) : [];
    case 'zgrep':
    case 'rga':
      return [...readSearch(args).paths];
    case 'python':
    case 'python3':
    case 'node':
    case 'deno':
    case 'ruby':
    case 'php':
      // `python3 -c '… sys.argv[1] …' f`, `python3 -m json.tool f`: what the code is handed.
      return [
        ...filesRead(invocation, action),
        ...(/argv|ARGV|ARGF|json\.tool|Deno\.args/.test(args.join(' ').slice(0, 8000))
          ? plain.slice(1).filter(isFile)
          : []),
      ];
    case 'perl':
      // `perl -ne '…' f`: the code, then files.
      return [...filesRead(invocation, action), ...plain.slice(1).filter(isFile)];
    default:
      return [...filesRead(invocation, action)];
  }
}

/** Whether a word may be a file's name, and not an expression or an option's value. */
function isFile(word: string): boolean {
  return /^(?!\/\/|\.[\w.[\]]*$)[^\s()[\]{}|"'$^]{2,400}$/.test(word) && /\.\w{1,12}$|\//.test(word);
}

/** `unzip -p a.zip x`, `tar -xOf a.tgz x`: the member that is printed. */
function ofArchive(program: string, args: readonly string[], plain: readonly string[]): string[] {
  const prints =
    program === 'unzip'
      ? args.some((arg) => /^-[a-z]*[pc]/.test(arg))
      : args.some((arg) => /^-?[a-zA-Z]*O|^--to-stdout$/.test(arg));
  if (!prints) return [];
  const members = plain.filter(
    (arg) => !/\.(?:zip|jar|war|whl|vsix|tar|tgz|tbz2?|txz|tar\.\w+|tzst)$|^x?[a-zA-Z]*O[a-zA-Z]*$/.test(arg),
  );
  return members.length > 0 ? members : plain.slice(0, 1);
}

/** A folder that is searched is no file that is shown. */
function isFolder(file: string, { program, args }: Invocation): boolean {
  if (!/^(?:[ef]?grep|rg|ag|ack)$/.test(program ?? '')) return false;
  if (!/(?:^|\/)[^/]*\.[^/]*$|history$|credentials$|config$|netrc$|_rsa$|_ed25519$/.test(file)) return true;
  return /^\.[\w-]+$/.test(file) && !isSecretPath(file) && readSearch(args.map(textOf)).paths.length > 0;
}

/** `git show HEAD~3:config/.env`, `git cat-file -p main:a.yml`, `git config -f a.cfg name`. */
function filesOfHistory(given: readonly string[]): string[] {
  // `git -C . show`
  const args = given.filter((arg, index) => arg !== '-C' && given[index - 1] !== '-C');
  const command = args.find((arg) => !arg.startsWith('-')) ?? '';
  const dashes = args.indexOf('--');
  // `git blame -L 10,14 deploy.sh`
  if (/^(?:blame|annotate)$/.test(command)) return args.slice(-1);
  if (command === 'archive') return args.slice(args.indexOf(command) + 2).filter(isFile);
  if (command === 'config') return args.filter((_, index) => /^(?:-f|--file)$/.test(args[index - 1] ?? ''));
  if (/^(?:log|show|diff|stash)$/.test(command) && dashes !== -1) return args.slice(dashes + 1);
  if (!/^(?:show|cat-file)$/.test(command)) return [];
  return args.flatMap((arg) => {
    const file = /^[^:\s]{1,200}:(?!\/)(?:\.\/)?(.{1,400})$/.exec(arg)?.[1];
    return file === undefined ? [] : [file];
  });
}
