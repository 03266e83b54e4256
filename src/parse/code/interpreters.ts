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
  code: /^(?:-e|-E|--eval)$/,
  valued: /^(?:-[lLJpr]|--project|--require)$/,
  informs: /^(?:-v|--version|-h|--help)$/,
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
  Rscript: plain,
  R: plain,
  rscript: plain,
  julia: plain,
  lua: plain,
  luajit: plain,
  elixir: plain,
};

/** How a program (its base name) is told its code; undefined where it is no interpreter. */
export function interpreterOf(program: string): Interpreter | undefined {
  if (Object.hasOwn(interpreters, program)) return interpreters[program];
  return /^(?:python|pypy|ipython)[\d.]*$/.test(program) ? python : undefined;
}

const shebangs: readonly (readonly [RegExp, LanguageName])[] = [
  [/^#!.*\bpython/, 'python'],
  [/^#!.*\b(?:node|deno|bun|tsx)\b/, 'javascript'],
  [/^#!.*\bruby/, 'ruby'],
  [/^#!.*\bperl/, 'perl'],
  [/^#!.*\bphp/, 'php'],
];

/** The language that the first line of a text asks for, by the interpreter it names. */
export function shebangLanguage(text: string): LanguageName | undefined {
  return shebangs.find(([shape]) => shape.test(text.slice(0, 120)))?.[1];
}
