import { posix } from 'node:path';
import type { Effect } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { HttpRequest, Invocation } from '../action/invocation.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { readCode } from '../parse/code/code.ts';
import { requestsGiven } from '../parse/code/given.ts';
import { mayRunCode } from '../parse/code/program.ts';
import { callsOf, fileText } from '../parse/indirection/body.ts';
import { bodiesOf } from '../parse/indirection/indirection.ts';
import { mayRunFile } from '../parse/indirection/programs.ts';
import { codeEffects } from './code.ts';
import { literalOf } from './words.ts';

/** What one action gathers while its calls are followed. */
export interface Following {
  /** Grows by what the calls in it start. */
  readonly invocations: Invocation[];
  readonly inquiry: Inquiry;
  readonly requests: HttpRequest[];
  /** What has been followed: a script that comes back to itself ends there. */
  readonly trail: Set<string>;
}

/** Calls of one action that are followed into code. */
const maximumFollowed = 200;
const maximumCalls = 10_000;

/**
 * The effects of the code a call runs; programs that it starts, and those of scripts, recipes and hooks it runs, are
 * added to the list, behind the others.
 */
export function startedEffects(invocation: Invocation, following: Following): Effect[] {
  const { invocations, inquiry, requests, trail } = following;
  if (invocation.program?.endsWith('.ps1')) requests.push(...givenByScript(invocation, inquiry));
  const reading = mayRunCode(invocation) ? readCode(invocation, invocations, inquiry) : null;
  if (reading && isNew(keyOf(invocation), trail)) {
    join(invocations, reading.invocations);
    requests.push(...reading.given.filter(givesSecret));
    // What a test run's own database loses, the next run makes anew.
    const finds = isTestRun(invocation)
      ? reading.finds.filter((find) => find.kind !== 'operation' && find.kind !== 'sql')
      : reading.finds;
    return codeEffects({ ...reading, finds }, invocation.cwd, inquiry, requests);
  }
  if (!mayRunFile(invocation)) return [];
  for (const body of bodiesOf(invocation, inquiry)) {
    if (invocations.length > maximumCalls || !isNew(`${body.file}\n${body.line}\n${body.cwd}\n${body.text}`, trail))
      continue;
    join(invocations, callsOf(body, invocation, inquiry));
  }
  return [];
}

/** What a script of PowerShell sends of files: its calls themselves are in the list already. */
function givenByScript(invocation: Invocation, inquiry: Inquiry): HttpRequest[] {
  const { name, cwd, span } = invocation;
  if (name.kind !== 'known' || cwd === null) return [];
  const text = fileText(posix.resolve(cwd, name.value), invocation, inquiry);
  return text === null ? [] : requestsGiven(text, span).filter(givesSecret);
}

/** Whether a file of secrets goes out with a request. */
export function givesSecret({ given }: HttpRequest): boolean {
  return given?.some(isSecretPath) === true;
}

function isNew(key: string, trail: Set<string>): boolean {
  if (trail.has(key) || trail.size >= maximumFollowed) return false;
  trail.add(key);
  return true;
}

/** Adds calls read on their own to the list: what one takes from another stands further back there. */
function join(all: Invocation[], added: readonly Invocation[]): void {
  const base = all.length;
  for (const one of added) {
    const { stdin } = one;
    all.push(stdin.kind === 'pipe' ? { ...one, stdin: { kind: 'pipe', from: stdin.from + base } } : one);
  }
}

function keyOf({ program, args, cwd, stdin, span }: Invocation): string {
  const words = args.map((word) => (word.kind === 'unknown' ? word.text : word.value));
  const input = stdin.kind === 'text' ? stdin.value : stdin.kind === 'pipe' ? `${stdin.from} ${span[0]}` : '';
  return [program, cwd, ...words, input].join('\n');
}

/** `RAILS_ENV=test rails runner …`, `rails runner -e test …`. */
function isTestRun({ program, args, environment }: Invocation): boolean {
  if (program !== 'rails') return false;
  const option = args.findIndex((word) => /^(?:-e|--environment)$/.test(literalOf(word) ?? ''));
  return literalOf(option < 0 ? environment.RAILS_ENV : args[option + 1]) === 'test';
}
