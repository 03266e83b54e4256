import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import * as v from 'valibot';
import { actionKinds } from '../action/kinds.ts';
import type { SignalName } from '../action/signal.ts';
import {
  type SequenceRule,
  type SequenceStep,
  type StepCondition,
  sequenceRules,
} from '../behaviour/sequence-rules.ts';
import { limits } from './limits.ts';

/** What a workspace's `.holdpoint/policy.jsonc` asks for. It can only make the guard stricter. */
export interface PolicyFile {
  /** A person's own sequences, beside the shipped ones. */
  readonly sequences: readonly SequenceRule[];
  /** What agents are here to do, as written; null where the file does not say. Counts once its hash was accepted. */
  readonly capabilities: readonly string[] | null;
  /** A search for credentials is answered with the sanctioned way out instead of running. */
  readonly stopOnDiscovery: boolean;
  /** What was ignored and why, one plain sentence each. */
  readonly problems: readonly string[];
}

/** A workspace without such a file. */
export const noPolicyFile: PolicyFile = { sequences: [], capabilities: null, stopOnDiscovery: false, problems: [] };

const signalNames: readonly [SignalName, ...SignalName[]] = [
  'credential-search',
  'secret-read',
  'secret-printed',
  'foreign-credential',
  'privilege-probe',
  'environment-switch',
  'retry-after-denial',
  'evasion',
  'guard-probing',
  'bulk-change',
  'exfiltration',
  'interactive-shell',
  'recovery-destruction',
];

/** One value or a list of them, as a list. */
const oneOrMore = <const Item extends v.GenericSchema>(item: Item) =>
  v.union([
    v.pipe(
      item,
      v.transform((one) => [one]),
    ),
    v.pipe(v.array(item), v.minLength(1), v.maxLength(limits.alternatives)),
  ]);

const formText = oneOrMore(v.pipe(v.string(), v.minLength(1), v.maxLength(limits.formCharacters)));

const effectForm = v.strictObject({
  provider: v.optional(formText),
  verb: v.optional(formText),
  resource: v.optional(formText),
  target: v.optional(formText),
  rule: v.optional(formText),
  asset: v.optional(
    oneOrMore(
      v.picklist(['data-store', 'backup', 'log', 'key', 'state', 'history', 'files', 'compute', 'access', 'other']),
    ),
  ),
  environment: v.optional(oneOrMore(v.picklist(['production', 'staging', 'development', 'unknown']))),
  reversibility: v.optional(oneOrMore(v.picklist(['reversible', 'recoverable', 'irreversible', 'unknown']))),
  scope: v.optional(oneOrMore(v.picklist(['workspace', 'machine', 'remote']))),
});

const conditionEntries = {
  signal: v.optional(oneOrMore(v.picklist(signalNames))),
  score: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  effect: v.optional(v.union([v.picklist(['destruction', 'data-loss', 'any']), effectForm])),
  action: v.optional(oneOrMore(v.picklist(actionKinds))),
  text: v.optional(formText),
  denied: v.optional(v.literal(true)),
};

const conditionSchema = v.strictObject(conditionEntries);
const stepSchema = v.strictObject({
  ...conditionEntries,
  repeated: v.optional(v.boolean()),
  without: v.optional(conditionSchema),
});

const sequenceSchema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{2,60}$/)),
  title: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(120))),
  attack: v.optional(v.pipe(v.string(), v.regex(/^T\d{4}(?:\.\d{3})?$/))),
  within: v.pipe(v.string(), v.regex(/^[1-9]\d{0,4} ?(?:s|m|h|d)$/)),
  steps: v.pipe(v.array(stepSchema), v.minLength(1), v.maxLength(limits.steps)),
  oneActionMayBeAll: v.optional(v.boolean()),
  reaction: v.optional(v.picklist(['hold', 'show'])),
});

/** What the fields of the file have to be, in words: the validator's own sentences speak of types. */
const expectations: Readonly<Record<string, string>> = {
  name: 'has to be 3 to 61 small letters, digits and hyphens',
  title: 'has to be a text of at most 120 characters',
  attack: 'has to be a MITRE ATT&CK technique such as "T1552.001"',
  within: 'has to be a time such as "90s", "30m", "2h" or "1d"',
  steps: `has to be a list of 1 to ${limits.steps} steps`,
  signal: `has to be one of ${signalNames.join(', ')}, or a list of them`,
  score: 'has to be a number from 0 to 1',
  action: `has to be one of ${actionKinds.join(', ')}, or a list of them`,
  text: 'has to be a text, or a list of texts, in which * stands for anything',
  effect: 'has to be "destruction", "data-loss", "any", or what the effect looks like',
  denied: 'has to be true',
  repeated: 'has to be true or false',
  oneActionMayBeAll: 'has to be true or false',
  reaction: 'has to be "hold" or "show"',
};

/**
 * Reads a policy file: JSON with comments. Never throws. What cannot be understood is left out and named in
 * `problems`; the rest counts, for leaving out can only mean that something stricter is missing.
 */
export function readPolicyFile(text: string): PolicyFile {
  if (text.length > limits.policyCharacters) {
    return {
      ...noPolicyFile,
      problems: [`The policy file is longer than ${limits.policyCharacters} characters, so it is not read.`],
    };
  }
  const problems: string[] = [];
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    const what = printParseErrorCode(error.error);
    problems.push(`The policy file is not valid JSON at line ${line} (${what}); what is understood of it counts.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ...noPolicyFile, problems: [...problems, 'The policy file is not a JSON object, so it is not read.'] };
  }
  let sequences: readonly SequenceRule[] = [];
  let capabilities: readonly string[] | null = null;
  let stopOnDiscovery = false;
  for (const [key, given] of Object.entries(value)) {
    switch (key) {
      case '$schema':
        break;
      case 'version':
        if (given !== 1)
          problems.push('The policy file is of another version than 1; what is understood of it counts.');
        break;
      case 'sequences':
        sequences = readSequences(given, problems);
        break;
      case 'capabilities':
        capabilities = readCapabilities(given, problems);
        break;
      case 'stopOnDiscovery':
        // Whatever is not plainly "no" asks for it.
        stopOnDiscovery = given !== false;
        if (typeof given !== 'boolean')
          problems.push('"stopOnDiscovery" in the policy file is neither true nor false; it counts as true.');
        break;
      default:
        problems.push(`The policy file has no key "${key.slice(0, 60)}"; it is ignored.`);
    }
  }
  return { sequences, capabilities, stopOnDiscovery, problems };
}

function readCapabilities(given: unknown, problems: string[]): readonly string[] | null {
  const read = v.safeParse(
    v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*(?::[a-z0-9-]+)?$/))), v.maxLength(limits.capabilities)),
    given,
  );
  if (read.success) return read.output;
  problems.push(
    '"capabilities" in the policy file has to be a list of names such as "tests" or "deploy:staging"; none of it counts.',
  );
  // Nothing declared is the strictest that can be meant.
  return [];
}

function readSequences(given: unknown, problems: string[]): readonly SequenceRule[] {
  if (!Array.isArray(given)) {
    problems.push('"sequences" in the policy file has to be a list; it is ignored.');
    return [];
  }
  if (given.length > limits.sequences)
    problems.push(`Of the sequences in the policy file only the first ${limits.sequences} count.`);
  const taken = new Set(sequenceRules.map((rule) => rule.name));
  const rules: SequenceRule[] = [];
  for (const [index, one] of given.slice(0, limits.sequences).entries()) {
    const read = v.safeParse(sequenceSchema, one, { abortEarly: true });
    const where = `sequences[${index}]`;
    if (!read.success) {
      problems.push(`In the policy file ${whatIsWrong(read.issues[0], where)}, so this sequence is ignored.`);
      continue;
    }
    const wrong = taken.has(read.output.name)
      ? `${where}: there is already a sequence "${read.output.name}"`
      : unusable(read.output, where);
    if (wrong !== undefined) {
      problems.push(`In the policy file ${wrong}, so this sequence is ignored.`);
      continue;
    }
    taken.add(read.output.name);
    rules.push(ruleOf(read.output));
  }
  return rules;
}

type WrittenSequence = v.InferOutput<typeof sequenceSchema>;
type WrittenCondition = v.InferOutput<typeof conditionSchema>;

/** Why a well-formed sequence could never be completed, or undefined. */
function unusable({ steps }: WrittenSequence, where: string): string | undefined {
  for (const [index, step] of steps.entries()) {
    const at = `${where}.steps[${index}]`;
    const { denied, signal, effect, action, text } = step;
    if (denied && (signal || effect || action || text)) return `${at}: "denied" stands alone`;
    if (!denied && !signal && !effect && !action && !text) return `${at} says nothing about what it waits for`;
    if (index === 0 && step.without) return `${at}: nothing comes before the first step, so "without" has no meaning`;
  }
  const last = steps.at(-1);
  if (last?.denied || last?.signal?.every((name) => name === 'secret-printed')) {
    return `${where}.steps[${steps.length - 1}]: what becomes of a call is known only after it, so it cannot be the last step`;
  }
  return undefined;
}

function ruleOf(written: WrittenSequence): SequenceRule {
  const { name, title = name, attack, within, steps, oneActionMayBeAll = false, reaction = 'hold' } = written;
  return {
    name,
    title,
    ...(attack === undefined ? {} : { attack }),
    within: milliseconds(within),
    steps: steps.map(
      ({ repeated, without, ...condition }): SequenceStep => ({
        ...conditionOf(condition),
        ...(repeated ? { repeated: true } : {}),
        ...(without ? { without: conditionOf(without) } : {}),
      }),
    ),
    oneActionMayBeAll,
    ...(reaction === 'hold' ? { holds: true } : {}),
  };
}

function conditionOf({ signal, score, effect, action, text, denied }: WrittenCondition): StepCondition {
  return {
    ...(signal ? { signals: signal } : {}),
    ...(score === undefined ? {} : { score }),
    ...(effect === undefined ? {} : { effect: typeof effect === 'string' ? effect : withoutAbsent(effect) }),
    ...(action ? { kinds: action } : {}),
    ...(text ? { text } : {}),
    ...(denied ? { denied: true } : {}),
  };
}

/** The same object without keys that are undefined. */
function withoutAbsent<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  // Only keys that have no value are left out.
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(time: string): number {
  return Number.parseInt(time, 10) * (units[time.at(-1) ?? ''] ?? 0);
}

/** The first thing wrong with a sequence: its place and what has to stand there. */
function whatIsWrong(issue: v.BaseIssue<unknown>, where: string): string {
  const keys = (issue.path ?? []).map(({ key }) =>
    typeof key === 'number' ? `[${key}]` : `.${String(key).slice(0, 60)}`,
  );
  const place = `${where}${keys.join('')}`;
  const field = (issue.path ?? []).findLast(({ key }) => typeof key === 'string')?.key;
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${place} is not a key that is known`;
  const expected = typeof field === 'string' ? expectations[field] : undefined;
  if (issue.received === 'undefined')
    return `${place} is missing: it ${expected ?? `has to be ${issue.expected ?? 'there'}`}`;
  return `${place} ${expected ?? `has to be ${issue.expected ?? 'something else'}`}`;
}
