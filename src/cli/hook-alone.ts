import { homedir } from 'node:os';
import type { FactAnswer, FactRequest } from '../action/facts.ts';
import { factKey } from '../action/facts.ts';
import type { Context } from '../context/context.ts';
import { createContext } from '../context/context.ts';
import type { Question } from '../guard/client.ts';
import { surroundingsHere, workspaceRootOf } from '../guard/here.ts';
import type { Saving } from '../guard/saving.ts';
import { createSoloGate } from '../guard/solo.ts';
import type { HostOutput, Machine } from '../hosts/adapter.ts';
import { alone, answerCall, platformOf } from '../hosts/answer.ts';
import { adapterOf } from '../hosts/dialects.ts';
import { guardPaths } from '../hosts/host-files.ts';
import { readPayload } from '../hosts/payload.ts';
import { createSaving } from '../undo/undo.ts';

/** Judges a call where no window answers: the same pipeline, without memory and without a person to ask. */
export async function answerAlone(question: Question, stateDirectory: string): Promise<HostOutput> {
  const machine: Machine = {
    home: homedir(),
    platform: platformOf(process.platform),
    environment: process.env,
    stateDirectory,
  };
  const gate = createSoloGate({
    now: Date.now,
    monotonic,
    context: soloContext(machine, question.cwd),
    stateDirectory,
    saving: savingHere(stateDirectory),
  });
  const surroundings = { home: machine.home, platform: process.platform, now: Date.now };
  return (await answerCall(question, gate, alone, surroundings)).output;
}

/** Saves what a call takes; what that needs is a chunk of its own that a harmless call does not read. */
function savingHere(stateDirectory: string): Saving {
  const deps = { stateDirectory, environment: process.env, now: Date.now, monotonic };
  return {
    save: (order) => createSaving(deps).save(order),
    could: (order) => createSaving(deps).could(order),
    keep: (order) => createSaving(deps).keep(order),
  };
}

/** Milliseconds that only go forward. The global `performance` would load a good deal of Node first. */
function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}

/** The answer where a person was asked and the window went away or the time ran out: the host's own deny. */
export function answerLost(question: Question, reason: string): HostOutput {
  const reading = readPayload(question.stdin);
  if (reading.kind === 'unreadable') return adapterOf({}, question.host).failure(`Holdpoint: ${reason}`);
  const adapter = adapterOf(reading.payload, question.host);
  const event = reading.payload.hook_event_name;
  return adapter.encode({ decision: 'deny', message: reason }, typeof event === 'string' ? event : 'PreToolUse');
}

/**
 * The context of a hook without a window. The launcher has emptied the environment, so that a variable it does not
 * know may well have a value in the agent's shell: it is not known, not empty.
 */
function soloContext(machine: Machine, cwd: string): Context {
  const surroundings = surroundingsHere(guardPaths(machine, [workspaceRootOf(cwd)]));
  const context = createContext({ ...surroundings, clock: monotonic });
  const known = new Set(['HOME', 'USER', 'LOGNAME', 'TMPDIR']);
  const hidden = (request: FactRequest) => request.kind === 'variable' && !known.has(request.name);
  return {
    place: (action, created) => context.place(action, created),
    async resolve(requests, budget, action) {
      const answers = await context.resolve(
        requests.filter((request) => !hidden(request)),
        budget,
        action,
      );
      const unknown: FactAnswer = { known: false, why: "the agent's own environment is not known here" };
      for (const request of requests) if (hidden(request)) answers.set(factKey(request), unknown);
      return answers;
    },
  };
}
