import type { Invocation, Word } from '../action/invocation.ts';
import { literalOf, shown } from './words.ts';

/**
 * A word of a call and what the program does with what it names: `changes` it, `may-change` it (a program of which
 * nobody knows that it only reads), `links-to` it, or `fills` it with files that cannot be named.
 */
export interface ReachedWord {
  readonly word: Word;
  readonly how: 'changes' | 'may-change' | 'links-to' | 'fills';
}

/** Programs that change what their operands name: all of them, or the last one. */
const changing: Readonly<Record<string, 'all' | 'last'>> = {
  rm: 'all',
  rmdir: 'all',
  unlink: 'all',
  shred: 'all',
  truncate: 'all',
  tee: 'all',
  rimraf: 'all',
  del: 'all',
  erase: 'all',
  rd: 'all',
  trash: 'all',
  'remove-item': 'all',
  ri: 'all',
  'set-content': 'all',
  'clear-content': 'all',
  'move-item': 'all',
  'rename-item': 'all',
  'out-file': 'all',
  mv: 'all',
  rename: 'all',
  cp: 'last',
  install: 'last',
  ln: 'last',
  rsync: 'last',
  'copy-item': 'last',
  scp: 'last',
  link: 'last',
  mount: 'last',
  umount: 'last',
  chmod: 'all',
  chown: 'all',
  chgrp: 'all',
  chattr: 'all',
  setfacl: 'all',
  touch: 'all',
  mkfifo: 'all',
  patch: 'all',
  ed: 'all',
  ex: 'all',
  sponge: 'all',
};

/** Programs that only read what they are given, or open it for a person, or make nothing but a folder. */
const readers = new Set(
  (
    'cat bat less more head tail tac nl grep egrep fgrep rg ag jq fx gron ls eza exa lsd tree stat file wc du df diff cmp comm ' +
    'colordiff delta md5sum sha1sum sha256sum sha512sum shasum cksum b3sum strings hexdump xxd od base64 sort uniq cut tr ' +
    'fold column paste awk gawk find fd fdfind locate test [ [[ readlink realpath dirname basename echo printf print cd pushd ' +
    'popd export declare local readonly set unset alias type which command code cursor codium code-insiders subl open ' +
    'xdg-open explorer start mkdir git gh jj svn curl wget ssh source . node deno bun bash sh zsh dash fish pwsh ' +
    'powershell cmd zip gzip bzip2 xz zstd tar unzip pbcopy xclip wl-copy lsof fuser inotifywait fswatch watchman getfacl ' +
    'lsattr sed gsed perl ruby yq dasel dd get-content gc get-childitem gci dir type select-string test-path get-item ' +
    'holdpoint claude cursor-agent codex gemini docker podman true false : read sleep date env'
  ).split(' '),
);

/** Interpreters run their first operand and hand the rest to it. */
const interpreter = /^(?:python[\d.]*|node|deno|bun|ruby|perl|php|bash|sh|zsh|dash|ksh|pwsh)$/;

/** Readers that have options with which they change files. */
const changingByOption = new Set('sed gsed perl ruby yq dasel find dd curl wget git tar unzip bsdtar'.split(' '));

/** Readers that write where an option or a last operand tells them. */
const writing: Readonly<Record<string, RegExp>> = {
  sort: /^(?:-o|--output)/,
  tree: /^-o/,
  diff: /^--output/,
  base64: /^(?:-o|--output)/,
  zip: /^-\w*m|^--move/,
  awk: /^inplace/,
  gawk: /^inplace/,
  rg: /^--pre/,
  fd: /^(?:-[xX]|--exec)/,
  fdfind: /^(?:-[xX]|--exec)/,
  xxd: /^-\w*r/,
  docker: /^cp$/,
  podman: /^cp$/,
  svn: /^(?:export|checkout|co)$/,
};
/** Packers, which take the file away that they packed. */
const packers = /^(?:gzip|bzip2|xz|zstd)$/;
const keepsPacked = /^(?:-[a-zA-Z\d]*[cdktl]|--(?:stdout|to-stdout|keep|test|list)$)/;

const onlyReading = new Set(
  [...readers].filter(
    (name) =>
      !changingByOption.has(name) &&
      !(name in writing) &&
      !packers.test(name) &&
      !interpreter.test(name) &&
      !(name in changing),
  ),
);

/** The words of a call that it changes or may change. */
export function reachedWords(invocation: Invocation): ReachedWord[] {
  const program = (invocation.program ?? '').toLowerCase();
  if (onlyReading.has(program)) return [];
  const { args } = invocation;
  const as = (how: ReachedWord['how'], words: readonly Word[]): ReachedWord[] => words.map((word) => ({ word, how }));
  const operands = args.filter((word) => !(word.kind !== 'unknown' && word.value.startsWith('-')));
  const how = changing[program];
  if (program === 'ln' || program === 'link' || (program === 'mount' && operands.length > 1)) {
    return [...as('links-to', operands.slice(0, -1)), ...as('changes', operands.slice(-1))];
  }
  if (how) return as('changes', how === 'all' ? operands : operands.slice(-1));
  const inPlace = (name: RegExp): boolean => args.some((word) => name.test(shown(word)));
  switch (program) {
    case 'sed':
    case 'gsed':
      return inPlace(/^(?:-[a-zA-Z]*i|--in-place)/) ? as('changes', operands) : [];
    case 'perl':
    case 'ruby':
      return inPlace(/^-[a-z]*i/) ? as('changes', operands) : as('may-change', operands.slice(1));
    case 'yq':
    case 'dasel':
      return inPlace(/^(?:-i|--in-?place|put|delete)/) ? as('changes', operands) : [];
    case 'find': {
      const first = args.findIndex((word) => /^[-(!]/.test(shown(word)));
      return args.some((word) => shown(word) === '-delete') ? as('changes', args.slice(0, Math.max(first, 0))) : [];
    }
    case 'dd':
      return as(
        'changes',
        args.filter((word) => shown(word).startsWith('of=')).map((word) => withoutPrefix(word, 3)),
      );
    case 'curl':
    case 'wget':
      return as(
        'changes',
        args.filter((_, index) => /^(?:-o|-O|--output|--output-document)$/.test(shown(args[index - 1]))),
      );
    case 'git': {
      const verb = operands.findIndex((word) => /^(?:checkout|restore|clean|rm|mv|stash)$/.test(literalOf(word) ?? ''));
      // Only what names the guard's files: `git checkout main` is everyday work.
      const named = operands.slice(verb + 1).filter((word) => /holdpoint|\.claude|\.cursor/.test(shown(word)));
      return verb < 0 ? [] : as('changes', named);
    }
    case 'tar':
    case 'unzip':
    case 'bsdtar':
      return as(
        'fills',
        args.filter((_, index) => /^(?:-C|--directory|-d)$/.test(shown(args[index - 1]))),
      );
  }
  const option = writing[program];
  if (option) return [...as('changes', inPlace(option) ? args.map(withoutOption) : []), ...writtenByAwk(program, args)];
  // zstd keeps what it packed unless it is told not to.
  if (packers.test(program)) {
    const takes = program === 'zstd' ? inPlace(/^--rm$/) : !inPlace(keepsPacked);
    return takes ? as('changes', operands) : [];
  }
  if (interpreter.test(program)) return as('may-change', operands.slice(1));
  return readers.has(program) ? [] : as('may-change', operands);
}

/** `--output=FILE`, `-oFILE`, `container:…`: the file alone. */
function withoutOption(word: Word): Word {
  const glued = word.kind === 'unknown' ? null : /^(?:--[\w-]+=|-o(?=[/~.\w]))/.exec(word.value);
  return glued ? withoutPrefix(word, glued[0].length) : word;
}

/** `print > "file"` of an awk program. */
function writtenByAwk(program: string, args: readonly Word[]): ReachedWord[] {
  if (!/^g?awk$/.test(program)) return [];
  return args.flatMap((word) => {
    const file = word.kind === 'unknown' ? undefined : />\s*"([^"]+)"/.exec(word.value)?.[1];
    return file === undefined ? [] : [{ word: { kind: 'known', value: file, span: word.span }, how: 'changes' }];
  });
}

function withoutPrefix(word: Word, length: number): Word {
  return word.kind === 'unknown' ? word : { ...word, value: word.value.slice(length) };
}
