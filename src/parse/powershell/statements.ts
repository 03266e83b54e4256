import type { Redirection, Word } from '../../action/invocation.ts';
import { maximumCommands, maximumDepth, maximumRounds } from '../limits.ts';
import { emit } from './emit.ts';
import { lexCommand } from './lexer.ts';
import { withProperty } from './process-objects.ts';
import { type Bound, forked, OverBound, type Reading, type Scene, sliceOf, spanIn, variableKey } from './reading.ts';
import type { SyntaxNode } from './tree.ts';
import { exactOf, type Item, together, unknownValue, type Value } from './values.ts';
import { argumentValue } from './words.ts';

const branching = /^(?:if|while|do|for|switch|try|trap|elseif|else|catch|finally)_?/;

/** Runs what a node holds, in order. Gives what its last pipeline gives. */
export function runNode(reading: Reading, scene: Scene, node: SyntaxNode): Value {
  let at = -1;
  let piped = false;
  let value: Value = [];
  if (scene.depth > maximumDepth) throw new OverBound(`more than ${maximumDepth} levels of nesting`);
  for (const child of node.children) {
    // What a command's own words reach over was read with it.
    if (child.end <= at && child.end > child.start) continue;
    switch (child.type) {
      case 'pipeline':
      case 'pipeline_chain':
      case 'command':
      case 'assignment_expression': {
        const reached = { end: child.end };
        value = runPipeline(reading, piped ? { ...scene, input: value } : scene, child, reached);
        at = reached.end;
        piped = false;
        break;
      }
      // What the grammar gave up on in the middle of a pipeline.
      case 'command_name':
      case 'command_name_expr': {
        const reached = { end: child.end };
        value = runCommand(reading, piped ? { ...scene, input: value } : scene, child, reached);
        at = reached.end;
        piped = false;
        break;
      }
      case '|':
        piped = true;
        break;
      case 'function_statement':
        define(reading, scene, child);
        break;
      case 'foreach_statement':
        runForeach(reading, scene, child);
        break;
      case 'param_block':
      case 'comment':
      case 'empty_statement':
        break;
      case 'statement_block':
        runBranch(reading, scene, child);
        break;
      default:
        if (isExpression(child.type)) value = reading.evaluate(scene, child);
        // A bracket or a semicolon gives nothing, and takes nothing of what was given.
        else if (child.children.length > 0) {
          const inner = runNode(reading, scene, child);
          if (!branching.test(child.type)) value = inner;
        }
    }
  }
  return value;
}

/** A block that may run or not: what it sets may hold afterwards, and what was set before, too. */
function runBranch(reading: Reading, scene: Scene, node: SyntaxNode): void {
  const before = new Map(scene.scope.variables);
  const { cwd } = scene.scope;
  runNode(reading, { ...scene, depth: scene.depth + 1 }, node);
  for (const [name, value] of scene.scope.variables) {
    const old = before.get(name);
    if (old && old !== value)
      scene.scope.variables.set(name, together([old, value], spanIn(scene.source, node.start, node.end)));
  }
  if (scene.scope.cwd !== cwd) scene.scope.cwd = null;
}

function runForeach(reading: Reading, scene: Scene, node: SyntaxNode): void {
  const variable = node.children.find((child) => child.type === 'variable');
  const block = node.children.find((child) => child.type === 'statement_block');
  const list = node.children.find(
    (child) => child.start > (variable?.end ?? 0) && child.type !== 'in' && child.type !== ')',
  );
  if (!variable || !block) return;
  const name = variableKey(scene.source.text.slice(variable.start + 1, variable.end));
  const items = list && list !== block ? reading.evaluate(scene, list) : [];
  for (const one of rounds(items, spanIn(scene.source, node.start, node.end))) {
    scene.scope.variables.set(name, [one]);
    runBranch(reading, { ...scene, depth: scene.depth + 1 }, block);
  }
}

/** Each item a loop runs for, bounded: behind the bound one that is not known. */
function rounds(items: Value, span: readonly [number, number]): Value {
  return items.length > maximumRounds ? [...items.slice(0, maximumRounds), ...unknownValue('…', span)] : items;
}

function define(_reading: Reading, scene: Scene, node: SyntaxNode): void {
  const name = node.children.find((child) => child.type === 'function_name');
  const open = node.children.find((child) => child.type === '{');
  if (!name || !open) return;
  const { text } = scene.source;
  const head = text.slice(name.end, open.start);
  const body = sliceOf(scene.source, open.end, node.end - 1);
  const own =
    /^\s*(?:\[[^\]]*\]\s*(?:\([^)]*\))?\s*)*param\s*\(([\s\S]{0,4000}?)\)\s*(?=[^\s,)])/i.exec(body.text)?.[1] ?? '';
  const parameters = [...`${head} ${own}`.matchAll(/\$(\w+)/g)].map((match) => (match[1] ?? '').toLowerCase());
  scene.scope.functions.set(text.slice(name.start, name.end).toLowerCase(), {
    body,
    parameters: parameters.filter((parameter) => !/^(?:true|false|null)$/.test(parameter)),
  });
}

function isExpression(type: string): boolean {
  return /(?:_expression|_literal|_access|^variable)$/.test(type) && type !== 'pipeline';
}

/** Runs a pipeline, each stage on what the one before gives. `reached.end` becomes the end of what was read. */
export function runPipeline(reading: Reading, scene: Scene, node: SyntaxNode, reached = { end: node.end }): Value {
  if (node.type === 'assignment_expression') return assign(reading, scene, node);
  if (node.type === 'command') return runCommand(reading, scene, node, reached);
  let value: Value | null = null;
  let flow: Value | null = null;
  let piped = false;
  let at = -1;
  for (const child of node.children) {
    if (child.end <= at && child.end > child.start) continue;
    if (child.type === '|') {
      piped = true;
      continue;
    }
    if (child.type === 'pipeline_chain_tail' || child.type === '&') {
      piped = false;
      continue;
    }
    // `'' > file`: what an expression gives is written.
    if (/^redirections?$/.test(child.type)) {
      written(reading, scene, child);
      continue;
    }
    flow = piped ? value : null;
    const inner: Scene = piped ? { ...scene, input: flow } : scene;
    const end = { end: child.end };
    value =
      child.type === 'command' || child.type === 'pipeline_chain' || child.type === 'assignment_expression'
        ? runPipeline(reading, inner, child, end)
        : reading.evaluate(inner, child);
    at = Math.max(at, end.end);
    piped = false;
  }
  reached.end = Math.max(reached.end, at);
  return value ?? [];
}

function written(reading: Reading, scene: Scene, node: SyntaxNode): void {
  const span = spanIn(scene.source, node.start, node.end);
  const { redirections } = wordsIn(reading, scene, lexCommand(scene.source.text, node.start).elements);
  const name: Item = { word: { kind: 'known', value: 'write-output', span } };
  if (redirections.length > 0)
    emit(
      reading,
      scene,
      { name, words: [], redirections, span, position: node.start },
      { program: 'write-output', args: [] },
    );
}

function assign(reading: Reading, scene: Scene, node: SyntaxNode): Value {
  const [left, , right] = node.children;
  if (!left || !right) return [];
  const value = reading.evaluate({ ...scene, input: null }, right);
  const target = scene.source.text.slice(left.start, left.end);
  const name = /^(?:\[[^\]]*\]\s*)*\$\{?((?:env:|script:|global:|local:|private:)?\w+)\}?$/i.exec(target)?.[1];
  if (name === undefined) {
    const [, variable, names, entry] = /^\$(\w+)(?:\.(\w+(?:\.\w+)?)|\[\s*['"](\w+)['"]\s*\])$/.exec(target) ?? [];
    if (variable === undefined) return [];
    const held = scene.scope.variables.get(variable.toLowerCase());
    const changed = withProperty(held, entry === undefined ? (names ?? '').split('.') : [entry], value);
    if (changed) scene.scope.variables.set(variable.toLowerCase(), changed);
    return [];
  }
  const key = variableKey(name);
  const operator = scene.source.text.slice(left.end, right.start).trim();
  const span = spanIn(scene.source, node.start, node.end);
  const environment = key.startsWith('env:');
  const store = environment ? scene.scope.environment : scene.scope.variables;
  const plain = environment ? key.slice(4) : key;
  // The guard's own way into a terminal is read there (effects/guard-shell.ts); no other variable is a program's call.
  const text = environment && plain === 'path' ? scene.source.text.slice(node.start, node.end) : '';
  if (/holdpoint/i.test(text)) {
    const call = { name: { word: { kind: 'known', value: 'set', span } as const }, words: [], redirections: [], span };
    const arg: Word = { kind: 'unknown', text, prefix: '', span };
    emit(reading, scene, { ...call, position: node.start }, { program: 'set', args: [arg] });
  }
  const old = store.get(plain);
  if (operator === '=') store.set(plain, value);
  else if (operator === '+=' && old) store.set(plain, addition(old, value, span));
  else store.set(plain, unknownValue(`$${name}`, span));
  return [];
}

/** `+=`: texts are joined, lists grow. */
function addition(old: Value, value: Value, span: readonly [number, number]): Value {
  const [before, more] = [exactOf(old), exactOf(value)];
  if (before !== null && more !== null && old[0]?.quoted) {
    return [{ word: { kind: 'known', value: before + more, span }, quoted: true }];
  }
  return together([old, value], span);
}

function runCommand(reading: Reading, scene: Scene, node: SyntaxNode, reached: { end: number }): Value {
  reading.budget.commands += 1;
  if (reading.budget.commands > maximumCommands) throw new OverBound(`more than ${maximumCommands} commands`);
  const { text } = scene.source;
  const operator = /^[&.](?=[\s"'$({])\s*/.exec(text.slice(node.start, node.start + 20))?.[0] ?? '';
  const { elements, end } = lexCommand(text, node.start + operator.length);
  reached.end = Math.max(node.end, end);
  const span = spanIn(scene.source, node.start, Math.max(trimmedEnd(text, node.start, end), node.start));
  const [first, ...rest] = elements;
  if (!first) return [];
  const names: Value =
    first.kind === 'argument'
      ? argumentValue(reading, scene, first)
      : [{ word: { kind: 'known', value: text.slice(first.start, first.end), span } }];
  const { words, redirections } = wordsIn(reading, scene, rest);
  let value: Value = [];
  for (const name of names) {
    value = called(reading, scene, operator, { name, words, redirections, span, position: node.start });
  }
  return value;
}

/** The arguments of a command, and where what it prints goes. */
function wordsIn(
  reading: Reading,
  scene: Scene,
  elements: ReturnType<typeof lexCommand>['elements'],
): { readonly words: Bound[]; readonly redirections: Redirection[] } {
  const words: Bound[] = [];
  const redirections: Redirection[] = [];
  for (let index = 0; index < elements.length; index += 1) {
    const element = elements[index];
    if (!element) continue;
    const own = spanIn(scene.source, element.start, element.end);
    if (element.kind === 'parameter')
      words.push({ kind: 'named', name: element.name, attached: element.attached, span: own });
    else if (element.kind === 'argument')
      words.push({ kind: 'value', value: argumentValue(reading, scene, element), span: own });
    else {
      const target = elements[index + 1];
      if (target?.kind !== 'argument') continue;
      index += 1;
      for (const { word } of argumentValue(reading, scene, target))
        redirections.push({ mode: element.mode, descriptor: 1, target: word });
    }
  }
  return { words, redirections };
}

function called(reading: Reading, scene: Scene, operator: string, call: Parameters<Reading['call']>[1]): Value {
  const { block } = call.name;
  if (!block) return reading.call(scene, call);
  const scope = operator.startsWith('.') ? scene.scope : forked(scene.scope);
  return reading.runText({ ...scene, scope, depth: scene.depth + 1 }, block);
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

/** Runs a script block for each item that comes to it, or once. */
export function runBlock(reading: Reading, scene: Scene, block: Item, input: Value | null): Value {
  const source = block.block;
  if (!source) return [];
  const inner = (one: Value | null): Scene => ({ ...scene, input: one, depth: scene.depth + 1 });
  if (!input) return reading.runText(inner(null), source);
  return together(
    rounds(input, source.span).map((one) => reading.runText(inner([one]), source)),
    source.span,
  );
}
