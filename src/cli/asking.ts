import { askGuard, type Question, type Watch } from '../guard/client.ts';
import { layerOutput } from '../guard/layer-client.ts';
import type { HookOutput } from '../guard/signed-frame.ts';

/** The window that owns the folder, else the same pipeline here: for layers below the hooks. Never approves by itself. */
export async function askForLayer(state: string, question: Question, watch: Watch = {}): Promise<HookOutput> {
  const reply = await askGuard(state, question, watch);
  switch (reply.kind) {
    case 'answered':
      return reply.output;
    case 'lost':
    case 'too-large':
      return layerOutput({ goesOut: false, reason: reply.reason });
    case 'none':
      return (await import('./hook-alone.ts')).answerAlone(question, state);
  }
}
