import type { Effect, Environment, Scope } from '../action/effect.ts';
import { look } from '../action/facts.ts';
import type { Word } from '../action/invocation.ts';
import { type Call, effectOf, type Rule } from './pack.ts';
import { absolutePath } from './paths.ts';
import { type SqlPlace, sqlEffects } from './sql.ts';
import { literalOf, shown } from './words.ts';

/** SQL handed to a client that nobody could read. */
export const unreadStatement: Rule = {
  id: 'statements/unread',
  provider: 'sql',
  scope: 'remote',
  asset: 'data-store',
  reversibility: 'unknown',
  verb: 'run',
  resource: 'statement',
  attack: 'T1485',
  reason: 'Runs SQL from {target}, which could not be read.',
  source: 'https://attack.mitre.org/techniques/T1485/',
};

/** Where statements go, and which words and files hold them. */
export interface Statements {
  readonly provider: string;
  readonly dialect?: string;
  readonly environment: Environment;
  readonly database: string | null;
  readonly scope?: Scope;
  readonly texts?: readonly (Word | undefined)[];
  readonly files?: readonly (Word | undefined)[];
  /** Read standard input where neither a text nor a file is given. */
  readonly stdin?: boolean;
}

/** What the SQL that a client is handed does: by option, by file, or by standard input. */
export function statementEffects(call: Call, statements: Statements): Effect[] {
  const { invocation, inquiry } = call;
  const where: SqlPlace = {
    ...(statements.dialect ? { dialect: statements.dialect } : {}),
    provider: statements.provider,
    environment: statements.environment,
    database: statements.database,
    scope: statements.scope ?? 'remote',
    offset: null,
    span: invocation.span,
  };
  const texts = present(statements.texts);
  const files = present(statements.files);
  const effects = texts.flatMap((word) => textEffects(word, where, call));
  for (const word of files) effects.push(...fileEffects(word, where, call));
  if (!statements.stdin || texts.length + files.length > 0) return effects;
  const { stdin } = invocation;
  if (stdin.kind === 'text') return sqlEffects(stdin.value, { ...where, span: stdin.span }, inquiry);
  if (stdin.kind === 'file') {
    const found = fileEffects(openedHere(stdin.path, call), where, call);
    return isOpenedHere(call) ? [...found, unread(shown(stdin.path), where)] : found;
  }
  // A here-document with `$session` in it: what is written says as much as a text with a hole does.
  if (stdin.kind === 'unknown' && stdin.text !== undefined) {
    const certain = sqlEffects(stdin.text, where, inquiry);
    return certain.length > 0 || onlyReads(stdin.text.replace(/;\s*$/, '')) ? certain : [unread('a pipe', where)];
  }
  return stdin.kind === 'pipe' || stdin.kind === 'unknown' ? [unread('a pipe', where)] : [];
}

/** A text that begins by asking. */
const reads = /^\s*(?:select|show|describe|desc|explain)\b/i;

/** Whether each statement of a text asks: what stands for a whole statement (`SELECT 1; $more`) may be any. */
function onlyReads(text: string): boolean {
  return text.split(';').every((statement) => reads.test(statement));
}

/** Whether a program runs elsewhere, and which folder is the shell's that opens its standard input is not known. */
export function isOpenedHere({ invocation: { cwd, wrappers, stdin } }: Call): boolean {
  return cwd === null && stdin.kind === 'file' && wrappers.some(({ place }) => place !== 'here');
}

/** `docker exec -i db mysql < fix.sql`: a file of this machine. It may have been opened elsewhere, so it clears nothing. */
export function openedHere(file: Word, call: Call): Word {
  if (file.kind !== 'known' || !isOpenedHere(call)) return file;
  const { place } = call.inquiry.facts;
  return { ...file, value: absolutePath(file.value, place.cwd, place) ?? file.value };
}

function present(words: readonly (Word | undefined)[] | undefined): Word[] {
  return words?.filter((word) => word !== undefined) ?? [];
}

function textEffects(word: Word, where: SqlPlace, { inquiry }: Call): Effect[] {
  if (word.kind !== 'unknown') return sqlEffects(word.value, { ...where, span: word.span }, inquiry);
  const certain = sqlEffects(`${word.prefix} `, { ...where, span: word.span }, inquiry);
  if (certain.length > 0) return certain;
  return onlyReads(word.prefix) ? [] : [unread(shown(word), where)];
}

function fileEffects(word: Word, where: SqlPlace, { invocation, inquiry }: Call): Effect[] {
  const name = literalOf(word);
  if (name === '/dev/null') return [];
  const absolute = name === null ? null : absolutePath(name, invocation.cwd, inquiry.facts.place);
  const text = absolute === null ? null : look(inquiry, { kind: 'file-text', path: absolute });
  if (!text?.known) return [unread(shown(word), where)];
  const source = { file: name ?? '', line: 1 };
  return sqlEffects(text.value.text, where, inquiry).map((effect) => ({ ...effect, source }));
}

/** On this machine's development server it stays there; elsewhere it is a person's business. */
function unread(target: string, where: SqlPlace): Effect {
  return effectOf(unreadStatement, {
    target,
    span: where.span,
    provider: where.provider,
    environment: where.environment,
    scope: where.environment === 'development' ? 'workspace' : where.scope,
  });
}
