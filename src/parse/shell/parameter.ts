import type { ParameterExpansionPart, Word as WordNode } from 'unbash';
import { look } from '../../action/facts.ts';
import type { Span } from '../../action/kinds.ts';
import { removeMatch, replaceMatch } from './glob.ts';
import type { Reading, Scene } from './reading.ts';
import { type Field, literal } from './value.ts';

/** A parameter's value: one, a list (`$@`, `${a[@]}`), or null where it is not known. */
export type ParameterValue = Field | readonly Field[] | null;

const special = /^[?$!_-]$/;

/**
 * The value of `$name`. A variable nobody set in the text is asked of the outside. One that is not set there is not
 * known: the shell's own start-up files or an earlier call in the same terminal may have set it.
 */
export function simpleParameter(reading: Reading, scene: Scene, name: string, span: Span): ParameterValue {
  const { scope } = scene;
  if (/^[1-9]\d*$/.test(name)) return scope.positional[Number(name) - 1] ?? unsetPositional(scene, span);
  switch (name) {
    case '@':
    case '*':
      return scope.positional;
    case '#':
      return literal(String(scope.positional.length), span);
    case '0':
      return scope.zero ?? literal('bash', span);
  }
  const variable = scope.variable(name);
  if (variable) return 'text' in variable.value ? variable.value : (variable.value[0] ?? literal('', span));
  if (special.test(name) || scene.away) return null;
  if (name === 'IFS') return literal(' \t\n', span);
  if (name === 'PWD') return scope.cwd === null ? null : literal(scope.cwd, span);
  if (name === 'OLDPWD' && scope.previousCwd !== null) return literal(scope.previousCwd, span);
  if (name === 'HOME') return literal(reading.inquiry.facts.place.home, span);
  if (selfSetting.has(name)) return null;
  const answer = look<'variable'>(reading.inquiry, { kind: 'variable', name });
  return answer.known && answer.value !== null ? literal(answer.value, span) : null;
}

/** Variables the shell sets by itself: the environment does not tell their value. */
const selfSetting = new Set([
  'RANDOM',
  'SECONDS',
  'LINENO',
  'BASHPID',
  'PPID',
  'EPOCHSECONDS',
  'EPOCHREALTIME',
  'SRANDOM',
  'REPLY',
  'OPTARG',
  'OPTIND',
  'BASH_SOURCE',
  'FUNCNAME',
  'PIPESTATUS',
  'UID',
  'EUID',
  'HOSTNAME',
  'OSTYPE',
  'MACHTYPE',
  'DIRSTACK',
  'BASH_REMATCH',
  'COPROC',
  'MAPFILE',
  'COMP_WORDS',
  'BASH_VERSION',
  'OLDPWD',
  'SHLVL',
  'GROUPS',
]);

/** A command typed or sent has no positional parameters; a body read with unknown ones keeps a gap. */
function unsetPositional(scene: Scene, span: Span): Field | null {
  return scene.scope.positional.some((field) => field.holed) ? null : literal('', span);
}

/** The value of `${…}` with its operation. `expand` works out an operand, only where the shell would. */
export function expandParameter(
  reading: Reading,
  scene: Scene,
  part: ParameterExpansionPart,
  span: Span,
  expand: (word: WordNode) => Field,
): ParameterValue {
  const value = baseValue(reading, scene, part, span, expand);
  const operation = part.operation;
  if (part.prefix === '#') {
    if (value === null) return null;
    if (!('text' in value)) return literal(String(value.length), span);
    return value.holed || value.glob !== null ? null : literal(String(value.text.length), span);
  }
  if (!operation) return value;
  if (operation.type === 'Default') return withDefault(scene, part.parameter, value, operation, span, expand);
  const operands: Field[] = [];
  let pattern: string | null = null;
  if (operation.type === 'Remove') pattern = patternOf(operation.operand, expand);
  if (operation.type === 'Replace' && !isWhole(operation.pattern.text)) {
    // The grammar ends the pattern at a slash inside a substitution: what stands in it runs all the same.
    const text = `: ${part.text.slice(part.text.search(/\$\(|`/), -1)}`;
    reading.runText(scene, { text, glob: null, holed: reading.holes.within(text), span, offset: -1 });
    return null;
  }
  if (operation.type === 'Replace') {
    pattern = patternOf(operation.pattern, expand);
    operands.push(expand(operation.replacement));
  }
  if (operation.type === 'Slice') {
    operands.push(expand(operation.offset));
    if (operation.length) operands.push(expand(operation.length));
  }
  if (operation.type === 'CaseModification' && operation.operand) expand(operation.operand);
  if (operation.type === 'Transform') expand(operation.operand);
  if (value === null || !('text' in value) || value.holed || operands.some((operand) => operand.holed)) return null;
  const [first, second] = operands;
  // A glob variable under an operation is some file's name: no longer known.
  if (value.glob !== null) return null;
  const done = (text: string | null) => (text === null ? null : literal(text, span));
  switch (operation.type) {
    case 'Remove':
      return done(pattern === null ? null : removeMatch(value.text, pattern, operation.operator));
    case 'Replace':
      return done(pattern === null ? null : replaceMatch(value.text, pattern, first?.text ?? '', operation.operator));
    case 'Slice':
      return done(slice(value.text, first?.text.trim() ?? '', second?.text.trim()));
    case 'CaseModification':
      return operation.operand ? null : done(changeCase(value.text, operation.operator));
    default:
      return null;
  }
}

function baseValue(
  reading: Reading,
  scene: Scene,
  part: ParameterExpansionPart,
  span: Span,
  expand: (word: WordNode) => Field,
): ParameterValue {
  if (part.index) {
    const variable = scene.scope.variable(part.parameter);
    const index = expand(part.index);
    if (part.prefix === '!' || !variable) return null;
    const elements = 'text' in variable.value ? [variable.value] : variable.value;
    if (index.text === '@' || index.text === '*') return elements;
    return /^\d+$/.test(index.text) ? (elements[Number(index.text)] ?? literal('', span)) : null;
  }
  const value = simpleParameter(reading, scene, part.parameter, span);
  if (part.prefix !== '!') return value;
  if (value === null || !('text' in value) || !/^\w+$/.test(value.text)) return null;
  return simpleParameter(reading, scene, value.text, span);
}

function withDefault(
  scene: Scene,
  name: string,
  value: ParameterValue,
  operation: { readonly operator: string; readonly operand: WordNode },
  span: Span,
  expand: (word: WordNode) => Field,
): ParameterValue {
  // Its substitutions run only where the operand is used; where that is not known they are judged as if they ran.
  if (value === null) {
    expand(operation.operand);
    return null;
  }
  const empty = !('text' in value) ? value.length === 0 : value.text === '' && !value.holed;
  // Without the colon, a variable that is set but empty keeps its value.
  const unset = empty && (operation.operator.startsWith(':') || scene.scope.variable(name) === undefined);
  if (operation.operator.endsWith('+')) return unset ? literal('', span) : expand(operation.operand);
  if (!unset) return value;
  if (operation.operator.endsWith('?')) return null;
  const fallback = expand(operation.operand);
  if (operation.operator.endsWith('=')) scene.scope.set(name, { value: fallback, exported: false });
  return fallback;
}

/** Whether every substitution that begins in a text ends in it. */
function isWhole(text: string): boolean {
  if (!/\$\(|`/.test(text)) return true;
  const opened = text.match(/\(/g)?.length ?? 0;
  const closed = text.match(/\)/g)?.length ?? 0;
  return opened === closed && (text.match(/`/g)?.length ?? 0) % 2 === 0;
}

/** An operand as a glob; null where it mixes quotes or expansions with glob characters, or is not known. */
function patternOf(word: WordNode, expand: (word: WordNode) => Field): string | null {
  const field = expand(word);
  if (/^[^$`'"\\]*$/.test(word.text)) return word.text;
  if (field.holed || /[*?[]/.test(word.text)) return null;
  return field.text.replace(/[*?[\]\\]/g, '\\$&');
}

function slice(text: string, offset: string, length: string | undefined): string | null {
  if (!/^-?\d{1,9}$/.test(offset) || (length !== undefined && !/^-?\d{1,9}$/.test(length))) return null;
  const start = Number(offset) < 0 ? Math.max(0, text.length + Number(offset)) : Number(offset);
  if (length === undefined) return text.slice(start);
  const count = Number(length);
  return count < 0 ? text.slice(start, text.length + count) : text.slice(start, start + count);
}

function changeCase(text: string, operator: string): string {
  if (operator === '^^') return text.toUpperCase();
  if (operator === ',,') return text.toLowerCase();
  const first = operator === '^' ? text.charAt(0).toUpperCase() : text.charAt(0).toLowerCase();
  return first + text.slice(1);
}
