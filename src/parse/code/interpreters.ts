import type { LanguageName } from './languages.ts';

/** The languages whose code is looked at. */
export type CodeLanguage = LanguageName | 'awk' | 'applescript' | 'expect' | 'plain';

/** What the command line of an interpreter means. */
export interface Interpreter {
  readonly language: CodeLanguage;
  /** Options whose value is code. */
  readonly code: RegExp;
  /** Options that take a value. */
  readonly valued: RegExp;
  /** Options with which nothing of the operands is run. */
  readonly informs: RegExp;
  /** Words in front of the file or the code: `dart run FILE`. With `only` nothing is run without one of them. */
  readonly verbs?: RegExp;
  readonly only?: true;
}

const python: Interpreter = {
  language: 'python',
  code: /^-[bBdEiIOPqRsSuvx]*c$/,
  valued: /^-[WX]$/,
  informs: /^(?:-V|-VV|--version|-h|--help|-m)$/,
};
/** Node and all that reads its options. */
export const node: Interpreter = {
  language: 'javascript',
  code: /^(?:-e|-p|-pe|--eval|--print|--eval=.*|--print=.*)$/,
  valued:
    /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--env-file|--title|--max-old-space-size|--tsconfig)$/,
  informs: /^(?:-v|--version|-h|--help|-c|--check)$/,
};
const ruby: Interpreter = {
  language: 'ruby',
  code: /^-[a-zA-Z]*e$/,
  valued: /^-[IrEFKC]$/,
  informs: /^(?:-v|--version|-c|--help)$/,
};
const perl: Interpreter = {
  language: 'perl',
  code: /^-[a-zA-DF-Z0-9]*[eE]$/,
  valued: /^-[I]$/,
  informs: /^(?:-v|-V|-c|--version)$/,
};
const php: Interpreter = {
  language: 'php',
  code: /^(?:-r|--run|-B|-R|-E)$/,
  valued: /^-[dcz]$/,
  informs: /^(?:-v|--version|-i|-m|-l|-S|-t|--ini)$/,
};
const awk: Interpreter = {
  language: 'awk',
  code: /^(?:-e|--source)$/,
  valued: /^-[vF]$|^(?:--assign|--field-separator|-i|--include)$/,
  informs: /^(?:--version|-V|--help)$/,
};
const applescript: Interpreter = { language: 'applescript', code: /^-e$/, valued: /^-[ls]$/, informs: /^-h$/ };

const expect: Interpreter = { language: 'expect', code: /^-c$/, valued: /^-[f]$/, informs: /^-v$/ };

const plain: Interpreter = {
  language: 'plain',
  code: /^(?:-e|-E|-c|--eval|-eval|--expr|--execute|-batch|-M:?-e)$/,
  valued:
    /^(?:-[dlLJprWI]|-Sdeps|--dep|--project|--require|-cp|-classpath|--class-path|--source|--feedback|-s|-M|-pa|-deps)$/,
  informs: /^(?:-v|-version|--version|-h|--help|-jar|-m|--module|test|build|new|init|deps)$/,
};
const verbal: Interpreter = { ...plain, verbs: /^(?:run|script|eval|r|fsi|repl|-script|exec|c|\+nightly|-Zscript)$/ };
const certain: Interpreter = { ...verbal, only: true };
/** What a compiler is given is run next, as far as this text alone says. */
const compiler: Interpreter = {
  ...plain,
  code: /^$/,
  valued: /^(?:-o|-I|-L|-l|-std|-x|-W|--edition|--out-dir|-C|--crate-type)$/,
};

const interpreters: Readonly<Record<string, Interpreter>> = {
  node,
  nodejs: node,
  tsx: node,
  'ts-node': node,
  'ts-node-esm': node,
  'vite-node': node,
  jiti: node,
  esno: node,
  ruby,
  jruby: ruby,
  perl,
  php,
  awk,
  gawk: awk,
  mawk: awk,
  nawk: awk,
  osascript: applescript,
  expect,
};

/** Languages that are read by their tokens alone. */
const others: Readonly<Record<string, Interpreter>> = Object.fromEntries([
  ...'Rscript R rscript julia lua luajit elixir iex java jshell kotlin kscript groovy scala amm swift rust-script clojure clj bb racket guile sbcl tclsh wish emacs emacsclient octave matlab raku rakudo runghc runhaskell ghc ocaml erl gjs vlang hy picolisp janet fennel csi jjs rhino gosh chicken escript perl6 moon'
    .split(' ')
    .map((name) => [name, plain] as const),
  ...'crystal dart scala-cli kotlinc dotnet-script nim zig v'.split(' ').map((name) => [name, verbal] as const),
  ...'mix cargo dotnet'.split(' ').map((name) => [name, certain] as const),
  ...'gcc g++ clang clang++ cc c++ tcc rustc javac'.split(' ').map((name) => [name, compiler] as const),
]);

/** The compilers whose sources count where the same text writes them. */
export function isCompiler(program: string): boolean {
  return others[program] === compiler;
}

/** How a program (its base name) is told its code; undefined where it is no interpreter. */
export function interpreterOf(program: string): Interpreter | undefined {
  if (Object.hasOwn(interpreters, program)) return interpreters[program];
  if (Object.hasOwn(others, program)) return others[program];
  if (/^lua\d[\d.]*$/.test(program)) return plain;
  return /^(?:python|pypy|ipython)[\d.]*$/.test(program) ? python : undefined;
}

const shebangs: readonly (readonly [RegExp, LanguageName])[] = [
  [/^#!.*\bpython/, 'python'],
  [/^#!.*\b(?:node|deno|bun|tsx)\b/, 'javascript'],
  [/^#!.*\bruby/, 'ruby'],
  [/^#!.*\bperl/, 'perl'],
  [/^#!.*\bphp/, 'php'],
  [
    /^#!.*\b(?:Rscript|julia|lua\w*|elixir|groovy|kotlin\w*|scala\S*|swift|rust-script|bb|racket|guile|tclsh|runghc|runhaskell|ocaml|nim|crystal|dart|dotnet|java)\b/,
    'plain',
  ],
];

/** The language that the first line of a text asks for, by the interpreter it names. */
export function shebangLanguage(text: string): LanguageName | undefined {
  return shebangs.find(([shape]) => shape.test(text.slice(0, 120)))?.[1];
}
