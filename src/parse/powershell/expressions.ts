import type { Span } from '../../action/kinds.ts';
import { methodCall, staticCall } from './methods.ts';
import { type Reading, type Scene, sliceOf, spanIn } from './reading.ts';
import { runNode, runPipeline } from './statements.ts';
import type { SyntaxNode } from './tree.ts';
import { exactOf, joined, shownOf, textValue, together, unknownValue, type Value } from './values.ts';
import { literalValue, member, variableValue } from './words.ts';

/** What an expression gives; the commands in it are run. */
export function evaluateNode(reading: Reading, scene: Scene, node: SyntaxNode): Value {
  const { text } = scene.source;
  const source = text.slice(node.start, node.end);
  const span = spanIn(scene.source, node.start, node.end);
  const [first, second] = node.children;
  switch (node.type) {
    case 'pipeline':
    case 'pipeline_chain':
    case 'command':
    case 'assignment_expression':
      return runPipeline(reading, scene, node);
    case 'string_literal':
      return literalValue(reading, scene, node.start, node.end);
    case 'variable':
      return variableValue(scene, source.replace(/^[$@]\{?|\}$/g, ''), span);
    case 'integer_literal':
    case 'real_literal':
      return textValue(source, span);
    case 'parenthesized_expression':
    case 'sub_expression':
    case 'array_expression':
    case 'statement_list':
    case 'while_condition':
      return runNode(reading, { ...scene, depth: scene.depth + 1 }, node);
    case 'script_block_expression':
      return [
        {
          word: { kind: 'unknown', text: source.slice(0, 200), prefix: '', span },
          block: sliceOf(scene.source, node.start + 1, node.end - 1),
        },
      ];
    case 'hash_literal_expression':
      return [
        {
          word: { kind: 'unknown', text: source.slice(0, 200), prefix: '', span },
          table: entries(reading, scene, node),
        },
      ];
    case 'array_literal_expression':
      return together(
        node.children.filter(({ type }) => type !== ',').map((child) => evaluateNode(reading, scene, child)),
        span,
      );
    case 'member_access':
    case 'element_access': {
      const value = first ? evaluateNode(reading, scene, first) : [];
      return member(value, text.slice(first?.end ?? node.start, node.end).replace(/\s/g, ''), source, span);
    }
    case 'invokation_expression':
      return invoked(reading, scene, node, span);
    case 'cast_expression':
      return cast(reading, scene, node, span);
    case 'expression_with_unary_operator':
      return unary(reading, scene, node, span);
    case 'additive_expression':
    case 'additive_argument_expression':
      return added(reading, scene, node, span);
    case 'format_expression':
    case 'format_argument_expression':
      return formatted(reading, scene, node, span);
    case 'comparison_expression':
    case 'comparison_argument_expression':
      return compared(reading, scene, node, span);
    case 'range_expression': {
      for (const child of node.children) evaluateNode(reading, scene, child);
      const [from, to] = [first, node.children.at(-1)].map((end) => Number(end ? text.slice(end.start, end.end) : NaN));
      if (from === undefined || to === undefined || !(Math.abs(to - from) < 24)) return unknownValue(source, span);
      const count = Math.abs(to - from) + 1;
      return Array.from({ length: count }, (_, index) =>
        textValue(String(from < to ? from + index : from - index), span),
      ).flat();
    }
    case 'type_literal':
      return [{ word: { kind: 'known', value: source, span } }];
    default: {
      if (node.children.length === 0) return unknownValue(source, span);
      if (node.children.length === 1 && first) return evaluateNode(reading, scene, first);
      // An operation nobody works out here: its parts are run, its outcome is not known.
      for (const child of node.children) if (child.children.length > 0) evaluateNode(reading, scene, child);
      return second ? unknownValue(source, span) : [];
    }
  }
}

function entries(reading: Reading, scene: Scene, node: SyntaxNode): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const walk = (inner: SyntaxNode): void => {
    if (inner.type === 'hash_entry') {
      const [key, , value] = inner.children;
      if (!key || !value) return;
      const name = scene.source.text.slice(key.start, key.end).replace(/^(['"])(.*)\1$/s, '$2');
      found.set(name, evaluateNode(reading, scene, value));
      return;
    }
    inner.children.forEach(walk);
  };
  node.children.forEach(walk);
  return found;
}

function invoked(reading: Reading, scene: Scene, node: SyntaxNode, span: Span): Value {
  const [target, operator, name] = node.children;
  if (!target || !name) return [];
  const { text } = scene.source;
  const list = node.children.find(({ type }) => type === 'argument_list');
  const given: Value[] = [];
  const walk = (inner: SyntaxNode): void => {
    if (/^argument(?:_expression)?(?:_list)?$/.test(inner.type)) inner.children.forEach(walk);
    else if (inner.children.length > 0 || /literal|variable/.test(inner.type))
      given.push(evaluateNode(reading, scene, inner));
  };
  list?.children.forEach(walk);
  const method = text
    .slice(name.start, name.end)
    .toLowerCase()
    .replace(/^['"]|['"]$/g, '');
  const call = { method, given, span, position: node.start, source: text.slice(node.start, node.end) };
  if (target.type === 'type_literal' && operator?.type === '::') {
    const type = text
      .slice(target.start + 1, target.end - 1)
      .trim()
      .toLowerCase()
      .replace(/^system\./, '');
    return staticCall(reading, scene, { ...call, type });
  }
  return methodCall(reading, scene, { ...call, target: evaluateNode(reading, scene, target) });
}

function cast(reading: Reading, scene: Scene, node: SyntaxNode, span: Span): Value {
  const { text } = scene.source;
  const [type, inner] = [node.children[0], node.children.at(-1)];
  if (!type || !inner) return [];
  const value = evaluateNode(reading, scene, inner);
  const name = text.slice(type.start, type.end).toLowerCase();
  if (!/^\[(?:system\.)?char(?:\[\])?\]$/.test(name)) return value;
  return value.flatMap((item) => {
    const code = Number(shownOf(item));
    return Number.isInteger(code) && code > 0 && code < 65_536 ? textValue(String.fromCharCode(code), span) : [item];
  });
}

function unary(reading: Reading, scene: Scene, node: SyntaxNode, span: Span): Value {
  const operator = scene.source.text.slice(node.start, node.start + 8).toLowerCase();
  const inner = node.children.at(-1);
  const value = inner ? evaluateNode(reading, scene, inner) : [];
  if (operator.startsWith('-join')) return glued(value, '', span);
  return operator.startsWith(',') || inner?.type === 'cast_expression'
    ? value
    : unknownValue(scene.source.text.slice(node.start, node.end), span);
}

function glued(value: Value, separator: string, span: Span): Value {
  if (value.some(({ word, listing }) => word.kind === 'unknown' || listing)) return unknownValue('-join', span);
  return textValue(value.map(shownOf).join(separator), span);
}

function added(reading: Reading, scene: Scene, node: SyntaxNode, span: Span): Value {
  const [left, operator, right] = node.children;
  if (!left || !right) return [];
  const [a, b] = [evaluateNode(reading, scene, left), evaluateNode(reading, scene, right)];
  const plus = operator && scene.source.text.slice(operator.start, operator.end) === '+';
  if (!plus) return unknownValue(scene.source.text.slice(node.start, node.end), span);
  const listed = a.length > 1 || a.some(({ listing, table }) => listing || table);
  return listed ? together([a, b], span) : joined(a, b, span);
}

function formatted(reading: Reading, scene: Scene, node: SyntaxNode, span: Span): Value {
  const [left] = node.children;
  const form = left ? evaluateNode(reading, scene, left) : [];
  const given = together(
    node.children
      .slice(2)
      .filter(({ type }) => type !== ',')
      .map((child) => evaluateNode(reading, scene, child)),
    span,
  );
  const [item] = form;
  if (!item || form.length !== 1 || item.word.kind === 'unknown') return unknownValue('-f', span);
  let value = textValue('', span);
  let at = 0;
  for (const match of item.word.value.matchAll(/\{(\d+)[^}]*\}/g)) {
    const one = given[Number(match[1])];
    value = joined(value, textValue(item.word.value.slice(at, match.index), span), span);
    value = joined(value, one ? [one] : unknownValue(match[0], span), span);
    at = match.index + match[0].length;
  }
  return joined(value, textValue(item.word.value.slice(at), span), span);
}

function compared(reading: Reading, scene: Scene, node: SyntaxNode, span: Span): Value {
  const [left, operator, ...right] = node.children;
  if (!left || !operator) return [];
  const { text } = scene.source;
  const value = evaluateNode(reading, scene, left);
  const given = right.filter(({ type }) => type !== ',').map((child) => evaluateNode(reading, scene, child));
  const name = text.slice(operator.start, operator.end).toLowerCase();
  const [a, b] = [exactOf(given[0]), exactOf(given[1])];
  if (name === '-join') return glued(value, a ?? '', span);
  if (/^-c?i?replace$/.test(name)) {
    const exact = exactOf(value);
    if (exact !== null && a !== null && /^[\w\s/-]+$/.test(a))
      return textValue(exact.replaceAll(new RegExp(a, 'gi'), b ?? ''), span);
  }
  if (/^-i?split$/.test(name)) {
    const exact = exactOf(value);
    if (exact !== null && a !== null && /^[\w\s,/;-]$/.test(a))
      return exact.split(a).flatMap((part) => textValue(part, span));
  }
  if (name === '-as') return value;
  return unknownValue(text.slice(node.start, node.end), span);
}
