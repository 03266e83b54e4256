import type {
  CommandNode,
  CompoundCommand,
  CompoundList,
  For,
  Pipeline,
  Statement,
  While,
  Word as WordNode,
} from 'unbash';
import type { Invocation, Word } from '../../action/invocation.ts';
import { maximumRounds, sampledRounds } from '../limits.ts';
import { assignedNames } from './arithmetic.ts';
import { expandSingle, expandWord, runEmbedded } from './expand.ts';
import { gapField, type Input, type Reading, type Scene, spanOf } from './reading.ts';
import { applyRedirections, emitRedirections, pipeFrom } from './redirections.ts';
import type { Scope, ShellFunction } from './scope.ts';
import { runSimpleCommand } from './simple-command.ts';
import { isSameTool } from './tool-names.ts';
import { literal, type Output, silent, unknownOutput } from './value.ts';

type Node = Statement['command'] | CompoundList | Statement;

/** Runs statements one after the other; their output is what they print together. */
export function runStatements(reading: Reading, scene: Scene, statements: readonly Statement[]): Output {
  let output: Output = silent;
  for (const statement of statements) {
    const inner = statement.background ? { ...scene, scope: scene.scope.fork() } : scene;
    output = joined(output, runNode(reading, inner, statement.command));
  }
  return output;
}

function joined(first: Output, second: Output): Output {
  if (first === silent) return second;
  if (second === silent) return first;
  const decoded = first.decoded || second.decoded;
  if (first.text === null || second.text === null) return { text: null, decoded };
  return { text: first.text + second.text, decoded };
}

function runNode(reading: Reading, scene: Scene, node: Node): Output {
  reading.budget.command(scene.depth);
  switch (node.type) {
    case 'Command':
      return runSimpleCommand(reading, scene, node);
    case 'Statement':
      return runNode(reading, scene, node.command);
    case 'CompoundList':
      return runStatements(reading, scene, node.commands);
    case 'Pipeline':
      return runPipeline(reading, scene, node);
    case 'AndOr':
      return runAndOr(reading, scene, node.commands, node.operators);
    case 'Redirected': {
      const applied = applyRedirections(reading, scene, node.redirects);
      emitRedirections(reading, scene, node, applied);
      runNode(reading, { ...scene, input: applied.input, depth: scene.depth + 1 }, node.command);
      return unknownOutput;
    }
    case 'Function':
      scene.scope.define(node.name.value, {
        body: node.body,
        text: scene.text,
        certain: scene.scope.conditional === 0,
      });
      return silent;
    case 'Coproc': {
      runNode(reading, { ...scene, scope: scene.scope.fork() }, node.body);
      // What is written to it later is read by the same body, which the name of its descriptor leads to.
      const name = node.name?.value ?? 'COPROC';
      const descriptor = literal(`/dev/fd/${name}`, spanOf(scene.text, node));
      scene.scope.define(descriptor.text, { body: node.body, text: scene.text, certain: true });
      scene.scope.set(name, { value: [descriptor, descriptor], exported: false });
      return silent;
    }
    default:
      return runCompound(reading, { ...scene, depth: scene.depth + 1 }, node);
  }
}

function runCompound(reading: Reading, scene: Scene, node: CompoundCommand): Output {
  switch (node.type) {
    case 'Subshell':
      return runStatements(reading, { ...scene, scope: scene.scope.fork() }, node.body.commands);
    case 'BraceGroup':
      return runStatements(reading, scene, node.body.commands);
    case 'If': {
      runNode(reading, scene, node.clause);
      const branches = [node.then, ...(node.else ? [node.else] : [])].map((body) => () => {
        runNode(reading, branchScene, body);
      });
      for (const elif of node.elif) {
        branches.push(() => {
          runNode(reading, branchScene, elif.clause);
          runNode(reading, branchScene, elif.then);
        });
      }
      let branchScene = scene;
      runBranches(reading, scene, branches, { maySkip: !node.else }, (inner) => {
        branchScene = inner;
      });
      return unknownOutput;
    }
    case 'Case': {
      expandSingle(reading, scene, node.word);
      for (const item of node.items) for (const pattern of item.pattern) runEmbedded(reading, scene, pattern);
      let branchScene = scene;
      const branches = node.items.map((item) => () => {
        runNode(reading, branchScene, item.body);
      });
      runBranches(reading, scene, branches, { maySkip: true }, (inner) => {
        branchScene = inner;
      });
      return unknownOutput;
    }
    case 'For':
    case 'Select':
      runFor(reading, scene, node.name, node.wordlist, node.body, node.type);
      return unknownOutput;
    case 'ArithmeticFor': {
      for (const part of [node.initialize, node.test, node.update]) {
        runEmbedded(reading, scene, part);
        forget(reading, scene, node, assignedNames(part));
      }
      runLoop(reading, scene, () => runNode(reading, scene, node.body));
      return unknownOutput;
    }
    case 'While':
      runWhile(reading, scene, node);
      return unknownOutput;
    case 'TestCommand':
      runEmbedded(reading, scene, node);
      return silent;
    case 'ArithmeticCommand':
      runEmbedded(reading, scene, node.expression);
      forget(reading, scene, node, assignedNames(node.expression));
      return silent;
  }
}

/** What a variable holds after arithmetic is not worked out. */
function forget(reading: Reading, scene: Scene, node: { pos: number; end: number }, names: readonly string[]): void {
  for (const name of names) {
    const exported = scene.scope.variable(name)?.exported ?? false;
    scene.scope.set(name, { value: gapField(reading, `$${name}`, spanOf(scene.text, node)), exported });
  }
}

/** Runs every branch from the same state; afterwards only what they agree on is known. */
function runBranches(
  reading: Reading,
  scene: Scene,
  branches: readonly (() => void)[],
  options: { readonly maySkip: boolean },
  enter: (scene: Scene) => void,
): void {
  const states: Scope[] = options.maySkip ? [scene.scope.fork()] : [];
  for (const branch of branches) {
    const scope = scene.scope.fork();
    scope.conditional++;
    enter({ ...scene, scope });
    branch();
    scope.conditional--;
    states.push(scope);
  }
  absorb(reading, scene, states);
}

function absorb(reading: Reading, scene: Scene, states: readonly Scope[]): void {
  scene.scope.absorb(states, (name) => gapField(reading, `$${name}`, scene.text.span));
}

/**
 * `a && b || c`: what stands behind an operator may not run.
 * Behind `&&` it is taken to run, unless what stands before is a test that is meant to fail at times.
 */
function runAndOr(
  reading: Reading,
  scene: Scene,
  commands: readonly (CommandNode | Pipeline)[],
  operators: readonly ('&&' | '||')[],
): Output {
  let output: Output = silent;
  let doubtful = false;
  commands.forEach((command, index) => {
    const before = commands[index - 1];
    if (operators[index - 1] === '||' || (before && mayWellFail(before))) doubtful = true;
    if (!doubtful) {
      output = joined(output, runNode(reading, scene, command));
      return;
    }
    const skipped = scene.scope.fork();
    const taken = scene.scope.fork();
    taken.conditional++;
    const result = runNode(reading, { ...scene, scope: taken }, command);
    taken.conditional--;
    if (operators[index - 1] !== '||' || result.text === null) output = joined(output, result);
    else if (result.text !== '' && !isSameTool(output.text, result.text)) output = unknownOutput;
    absorb(reading, scene, [skipped, taken]);
  });
  return output;
}

function mayWellFail(node: CommandNode | Pipeline): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true;
  if (node.type === 'Pipeline') return true;
  if (node.type !== 'Command') return false;
  return /^(\[|test|false|grep|rg|which|command|type|pgrep|diff|cmp|read)$/.test(node.name?.value ?? '');
}

function runPipeline(reading: Reading, scene: Scene, node: Pipeline): Output {
  let input: Input = scene.input;
  let output: Output = unknownOutput;
  node.commands.forEach((command, index) => {
    const last = index === node.commands.length - 1;
    const scope = node.commands.length > 1 ? scene.scope.fork() : scene.scope;
    const captured = last ? scene.captured : true;
    output = runNode(reading, { ...scene, scope, input, captured }, command);
    if (!last) input = pipeFrom(reading, output);
  });
  return output;
}

function runFor(
  reading: Reading,
  scene: Scene,
  name: WordNode,
  wordlist: readonly WordNode[] | undefined,
  body: CompoundList,
  type: For['type'] | 'Select',
): void {
  const items = wordlist ? wordlist.flatMap((word) => expandWord(reading, scene, word)) : [...scene.scope.positional];
  const variable = name.value;
  // `for f in $(find "$DIR")`: of such a glob all that is known stands in it.
  const holed = items.some((item) => item.holed && !item.glob?.includes('**'));
  if (type === 'For' && items.length <= maximumRounds && !holed) {
    for (const item of items) {
      scene.scope.set(variable, { value: item, exported: false });
      runNode(reading, scene, body);
    }
    return;
  }
  // One round with the value unknown, and some with items that are known, so that a danger is still named.
  scene.scope.set(variable, { value: gapField(reading, `$${variable}`, spanOf(scene.text, name)), exported: false });
  runLoop(reading, scene, () => runNode(reading, scene, body));
  const known = items
    .filter((item) => !item.holed)
    .slice(0, items.length > maximumRounds ? sampledRounds : maximumRounds);
  for (const item of known) {
    const scope = scene.scope.fork();
    scope.set(variable, { value: item, exported: false });
    runNode(reading, { ...scene, scope }, body);
  }
}

function runWhile(reading: Reading, scene: Scene, node: While): void {
  runLoop(reading, scene, () => {
    runNode(reading, scene, node.clause);
    runNode(reading, scene, node.body);
  });
}

/** A body that runs any number of times: once as things stand, and once more with all it changed unknown. */
function runLoop(reading: Reading, scene: Scene, round: () => void): void {
  const before = scene.scope.fork();
  const { version } = scene.scope;
  const start = reading.invocations.length;
  round();
  if (scene.scope.version === version) return;
  const after = scene.scope.fork();
  absorb(reading, scene, [before, after]);
  const middle = reading.invocations.length;
  round();
  if (sameCalls(reading.invocations.slice(start, middle), reading.invocations.slice(middle))) {
    reading.invocations.length = middle;
  }
  absorb(reading, scene, [before, after, scene.scope.fork()]);
}

/** True where a second round of a loop runs the very calls of the first. */
function sameCalls(first: readonly Invocation[], second: readonly Invocation[]): boolean {
  return (
    first.length === second.length &&
    first.every((call, index) => {
      const other = second[index];
      return (
        other !== undefined &&
        call.program === other.program &&
        call.cwd === other.cwd &&
        call.args.length === other.args.length &&
        call.args.every((word, at) => sameWord(word, other.args[at])) &&
        call.redirections.every((redirection, at) => sameWord(redirection.target, other.redirections[at]?.target))
      );
    })
  );
}

function sameWord(word: Word, other: Word | undefined): boolean {
  if (word.kind === 'unknown') return other?.kind === 'unknown' && word.text === other.text;
  return other?.kind === word.kind && word.value === other.value;
}

/** Runs the body of a function in the scene of its call. */
export function runFunctionBody(reading: Reading, scene: Scene, body: ShellFunction['body']): Output {
  return runNode(reading, { ...scene, depth: scene.depth + 1 }, body);
}
