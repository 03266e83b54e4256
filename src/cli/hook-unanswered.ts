import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Question, Reply } from '../guard/client.ts';
import type { HookOutput } from '../guard/signed-frame.ts';
import { passesPlainly } from './hook-plain.ts';

// A file of its own beside the entry (esbuild.mjs): a hook that a window answers never reads it.

/** Answers a call that no window answered: the plainest by itself, every other with the pipeline. Never allows what is lost. */
export async function answerWithoutWindow(
  question: Question,
  state: string,
  reply: Exclude<Reply, { kind: 'answered' }>,
): Promise<HookOutput> {
  if (reply.kind === 'none' && passesPlainly(question, state, Date.now)) {
    return { stdout: '', stderr: '', exitCode: 0 };
  }
  const { pipeline, store } = await loadPipeline(state);
  const output =
    reply.kind === 'lost' ? pipeline.answerLost(question, reply.reason) : await pipeline.answerAlone(question, state);
  store();
  return output;
}

type Pipeline = Pick<typeof import('./hook-alone.ts'), 'answerAlone' | 'answerLost'>;

/**
 * The pipeline for a call no window answers; under the launcher with its compiled form kept between calls (`store`
 * writes what was compiled anew). `state` is the state directory, absolute.
 */
export async function loadPipeline(state: string): Promise<{ pipeline: Pipeline; store: () => void }> {
  const chunk = path.join(path.dirname(process.argv[1] ?? ''), 'chunks', 'cli-hook-alone.js');
  if (process.env.HOLDPOINT_LAUNCHER && existsSync(chunk)) {
    const { cachedModules } = await import('./compile-cache.ts');
    const modules = cachedModules(path.join(state, 'cache'));
    const pipeline = modules.load(chunk);
    if (isPipeline(pipeline)) return { pipeline, store: modules.store };
  }
  return { pipeline: await import('./hook-alone.ts'), store: () => undefined };
}

function isPipeline(value: unknown): value is Pipeline {
  return typeof value === 'object' && value !== null && 'answerAlone' in value && 'answerLost' in value;
}
