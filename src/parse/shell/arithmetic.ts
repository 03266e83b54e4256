import type { ArithmeticExpression } from 'unbash';
import type { Scope } from './scope.ts';

/** The value of an arithmetic expression, or null where it depends on what is not known. */
export function evaluateArithmetic(
  expression: ArithmeticExpression | undefined,
  scope: Scope,
  depth = 0,
): number | null {
  if (!expression || depth > 64) return null;
  const inner = (part: ArithmeticExpression) => evaluateArithmetic(part, scope, depth + 1);
  switch (expression.type) {
    case 'ArithmeticGroup':
      return inner(expression.expression);
    case 'ArithmeticWord':
      return expression.parts === undefined || expression.value.startsWith('$')
        ? operandValue(expression.value.replace(/^\$/, ''), scope)
        : null;
    case 'ArithmeticUnary': {
      const operand = inner(expression.operand);
      if (operand === null) return null;
      if (expression.operator === '-') return -operand;
      if (expression.operator === '+') return operand;
      if (expression.operator === '!') return operand === 0 ? 1 : 0;
      return null;
    }
    case 'ArithmeticBinary': {
      const left = inner(expression.left);
      const right = inner(expression.right);
      return left === null || right === null ? null : combine(expression.operator, left, right);
    }
    case 'ArithmeticTernary': {
      const test = inner(expression.test);
      if (test === null) return null;
      return inner(test === 0 ? expression.alternate : expression.consequent);
    }
    case 'ArithmeticCommandExpansion':
      return null;
  }
}

/** The names an arithmetic expression may assign to. */
export function assignedNames(expression: ArithmeticExpression | undefined, found: string[] = []): string[] {
  if (!expression) return found;
  if (expression.type === 'ArithmeticGroup') return assignedNames(expression.expression, found);
  if (expression.type === 'ArithmeticUnary') {
    if (expression.operator === '++' || expression.operator === '--') noteName(expression.operand, found);
    return assignedNames(expression.operand, found);
  }
  if (expression.type === 'ArithmeticTernary') {
    for (const part of [expression.test, expression.consequent, expression.alternate]) assignedNames(part, found);
    return found;
  }
  if (expression.type === 'ArithmeticBinary') {
    if (expression.operator.endsWith('=') && !/^[=!<>]=$/.test(expression.operator)) noteName(expression.left, found);
    assignedNames(expression.left, found);
    assignedNames(expression.right, found);
  }
  return found;
}

function noteName(target: ArithmeticExpression, found: string[]): void {
  if (target.type === 'ArithmeticWord') found.push(target.value.replace(/\[.*$/s, ''));
}

function operandValue(text: string, scope: Scope): number | null {
  if (/^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (!/^[A-Za-z_]\w*$/.test(text)) return null;
  const value = scope.variable(text)?.value;
  if (!value || !('text' in value) || value.holed || value.glob !== null) return null;
  return /^-?(0|[1-9]\d{0,14})$/.test(value.text) ? Number(value.text) : null;
}

function combine(operator: string, left: number, right: number): number | null {
  switch (operator) {
    case '+':
      return exact(left + right);
    case '-':
      return exact(left - right);
    case '*':
      return exact(left * right);
    case '/':
      return right === 0 ? null : Math.trunc(left / right);
    case '%':
      return right === 0 ? null : left % right;
    case '<':
      return left < right ? 1 : 0;
    case '>':
      return left > right ? 1 : 0;
    case '<=':
      return left <= right ? 1 : 0;
    case '>=':
      return left >= right ? 1 : 0;
    case '==':
      return left === right ? 1 : 0;
    case '!=':
      return left !== right ? 1 : 0;
    default:
      return null;
  }
}

function exact(value: number): number | null {
  return Number.isSafeInteger(value) ? value : null;
}
