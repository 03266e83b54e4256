import type { Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { maximumDepth } from '../limits.ts';
import { runCall } from './commands.ts';
import { evaluateNode } from './expressions.ts';
import { runNestedShell } from './nested.ts';
import { type ForeignOptions, type ForeignReading, OverBound, type Reading, type Scene } from './reading.ts';
import { runNode } from './statements.ts';
import { powershellParser, type SyntaxNode } from './tree.ts';
import type { SourceText } from './values.ts';
import { readByWords } from './words-only.ts';

/** Characters of one text that the grammar is given: half a microsecond for each, far more where nothing fits it. */
const maximumGrammarText = 12_000;

/** The same for all texts of one action together: each shell in a shell is read again. */
const maximumGrammarParsed = 4 * maximumGrammarText;

/** Characters that are read by words alone while the grammar is not there. */
const maximumPlainText = 4_000;

/**
 * Reads PowerShell text into the programs and cmdlets it runs. Cmdlets are named in full and in lower case
 * (`remove-item`), with their parameters spelled out; paths have slashes. Never throws. Where the grammar is not loaded
 * yet it is asked for, and words alone are read.
 */
export function readPowerShell(text: string, options: ForeignOptions): ForeignReading {
  return read(text, options, (reading, scene) => reading.runText(scene, scene.source));
}

/** Reads what `powershell`, `pwsh` or `cmd` is started with. As {@link readPowerShell}. */
export function readStartedShell(
  program: string,
  words: readonly Word[],
  options: ForeignOptions & { readonly input?: string | null },
): ForeignReading {
  const span: Span = options.source?.span ?? [0, 0];
  return read('', options, (reading, scene) => {
    const input = options.input === undefined ? null : [{ word: inputWord(options.input, span) }];
    runNestedShell(
      reading,
      { ...scene, input },
      {
        name: { word: { kind: 'known', value: program, span } },
        words: words.map((word) => ({ kind: 'value', value: [{ word }], span: word.span })),
        redirections: [],
        span,
        position: 0,
      },
      program,
    );
  });
}

function inputWord(text: string | null, span: Span): Word {
  return text === null
    ? { kind: 'unknown', text: 'standard input', prefix: '', span }
    : { kind: 'known', value: text, span };
}

function read(text: string, options: ForeignOptions, run: (reading: Reading, scene: Scene) => void): ForeignReading {
  const span = options.source?.span ?? ([0, text.length] as const);
  const offset = options.source ? options.source.offset : 0;
  const reading = newReading(options);
  const scene: Scene = {
    scope: { variables: new Map(), environment: new Map(), functions: new Map(), cwd: options.cwd },
    source: { text, offset, span, ...(options.source?.file ? { file: options.source.file } : {}) },
    input: null,
    wrappers: options.wrappers ?? [],
    depth: options.depth ?? 0,
    computed: options.computed ?? false,
  };
  try {
    run(reading, scene);
  } catch (error) {
    // Whatever went wrong in here, the command is not known, and what is not known is not safe.
    const why = error instanceof OverBound ? error.message : 'its structure could not be followed';
    reading.problems.push(`The PowerShell command could not be read to its end: ${why}.`);
    reading.invocations.push({
      program: null,
      name: { kind: 'known', value: text.slice(0, 200) || 'powershell', span },
      args: [],
      environment: {},
      redirections: [],
      stdin: { kind: 'inherited' },
      wrappers: scene.wrappers,
      span,
      dialect: 'pwsh',
      cwd: options.cwd,
    });
  }
  return { invocations: reading.invocations, problems: reading.problems };
}

/**
 * Where the grammar did not fit, the programs that words alone find and the tree did not are added: nothing passes
 * because its sentence was badly formed.
 */
function addMissed(reading: Reading, scene: Scene, source: SourceText): void {
  const known = new Set(reading.invocations.map(({ program }) => program));
  const { cwd } = scene.scope;
  const options = { ...reading.options, cwd, wrappers: scene.wrappers, computed: scene.computed, source };
  for (const one of readByWords(source.text, 'pwsh', options))
    if (!known.has(one.program)) reading.invocations.push(one);
}

function hasError(node: SyntaxNode): boolean {
  return node.type === 'ERROR' || node.children.some(hasError);
}

function newReading(options: ForeignOptions): Reading {
  const parse = powershellParser(options.inquiry);
  const reading: Reading = {
    options,
    inquiry: options.inquiry,
    dialect: 'pwsh',
    parse,
    invocations: [],
    problems: [],
    written: new Map(),
    openFunctions: new Set(),
    budget: { commands: 0, parsed: 0 },
    runText(scene, source) {
      reading.budget.parsed += source.text.length + 1;
      if (source.text.length > maximumGrammarText || reading.budget.parsed > maximumGrammarParsed)
        throw new OverBound('too much text to follow');
      if (scene.depth > maximumDepth) throw new OverBound(`more than ${maximumDepth} levels of nesting`);
      // What is this long is not read twice: the grammar was asked for and takes its place.
      if (!parse && source.text.length > maximumPlainText) throw new OverBound('its grammar is not there');
      if (!parse) {
        const { cwd } = scene.scope;
        reading.invocations.push(
          ...readByWords(source.text, 'pwsh', {
            ...options,
            cwd,
            wrappers: scene.wrappers,
            computed: scene.computed,
            source,
          }),
        );
        return [];
      }
      const tree = parse(source.text);
      if (!tree) throw new OverBound('its structure could not be followed');
      const value = runNode(reading, { ...scene, source }, tree);
      if (hasError(tree)) addMissed(reading, scene, source);
      return value;
    },
    evaluate: (scene, node) => evaluateNode(reading, scene, node),
    call(scene, call) {
      if (scene.depth > maximumDepth) throw new OverBound(`more than ${maximumDepth} levels of nesting`);
      return runCall(reading, scene, call);
    },
  };
  return reading;
}
