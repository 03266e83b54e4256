/** What a program's words may be, besides plain words. */
interface PlainProgram {
  /** Options, as one pattern for a whole word. */
  readonly options: RegExp;
  /** First words; without, the program has no commands of its own. */
  readonly commands?: ReadonlySet<string>;
  /** True where it takes no operands. */
  readonly bare?: true;
}

const short = /^-[A-Za-z0-9]{1,5}$/;
const reads: PlainProgram = { options: short };
const count = /^(-n|-c|-\d{1,5}|-[nc]\d{1,5}|-l|-w)$/;
const gitOptions =
  /^(--short|--stat|--oneline|--name-only|--name-status|--cached|--staged|--porcelain|--branch|--graph|--all|--decorate|--no-color|--show-toplevel|--abbrev-ref|--show-current|-s|-sb|-b|-p|-v|-vv|-a|-r|-n|-\d{1,4})$/;

/**
 * Programs that only look, with the options that keep them so. Data for {@link isPlainCommand}; whatever is missing
 * here is judged by the pipeline, which costs milliseconds and nothing else.
 */
const programs: Readonly<Record<string, PlainProgram>> = {
  ls: reads,
  pwd: { options: short, bare: true },
  cat: { options: /^-[bns]$/ },
  head: { options: count },
  tail: { options: count },
  wc: { options: count },
  file: { options: /^-b$/ },
  stat: { options: /^$/ },
  du: { options: /^-[shc]{1,3}$/ },
  df: { options: /^-h$/ },
  true: { options: /^$/, bare: true },
  echo: { options: /^$/ },
  which: { options: /^$/ },
  cd: { options: /^$/ },
  git: {
    options: gitOptions,
    commands: new Set(['status', 'diff', 'log', 'show', 'rev-parse', 'ls-files', 'blame', 'describe']),
  },
};

/** Longest command that counts as plain, in characters. */
const longest = 400;

/**
 * Whether a command is plain: programs of the table one after the other (`&&`) or in a row (`|`), with words that
 * neither a shell nor anybody else reads more into. `cwd` is absolute and plain itself.
 */
export function isPlainCommand(command: string, cwd: string): boolean {
  if (command.length > longest || !/^[\w./:=,@%+-]+(( && | \| | )[\w./:=,@%+-]+)*$/.test(command)) return false;
  return command.split(/ && | \| /).every((part) => isPlainCall(part.split(' '), cwd));
}

/**
 * Whether a word is plain: no more than a file of this folder or a name, and nothing in it sounds like a credential,
 * like a place where one lies, or like anything that guards or configures.
 */
export function isPlainWord(word: string, cwd: string): boolean {
  if (word.length > 160 || !/^[\w./:=,@%+-]+$/.test(word) || loaded.test(word)) return false;
  if (word.startsWith('/')) return word.startsWith(`${cwd}/`) && word.slice(cwd.length).split('/').every(isPlainPart);
  return !/^[A-Za-z_]\w*=/.test(word) && word.split('/').every(isPlainPart);
}

/** Hidden files, and names long and mixed enough to be a credential, are for the pipeline. */
function isPlainPart(part: string): boolean {
  return !/^\.[\w.-]/.test(part) && !(part.length > 20 && /\d/.test(part) && /[A-Za-z]/.test(part));
}

const loaded =
  /env|key|secret|token|cred|pass|pwd|auth|login|account|session|ssh|gpg|pgp|aws|gcp|gcloud|azure|kube|docker|npmrc|netrc|pypirc|\.pem|\.p12|\.pfx|\.jks|\.kdbx|\.crt|\.cer|vault|id_|history|config|settings|holdpoint|claude|cursor|codex|gemini|copilot|agent|hook|policy|audit|tfstate|tfvars|terraform|dump|backup|\.sql|\.db|\.log|private|wallet|cookie|prod/i;

function isPlainCall([name = '', ...words]: readonly string[], cwd: string): boolean {
  if (!Object.hasOwn(programs, name)) return false;
  const program = programs[name];
  if (program === undefined) return false;
  if (program.commands && !program.commands.has(words[0] ?? '')) return false;
  return words.every((word) => {
    if (word.startsWith('-')) return program.options.test(word);
    return program.bare !== true && isPlainWord(word, cwd);
  });
}
