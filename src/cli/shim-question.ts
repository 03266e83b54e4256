import { agentAbove, agentOf } from '../exec/agent-marks.ts';
import { terminalSession } from '../exec/surroundings.ts';
import { askGuard } from '../guard/client.ts';
import { type LayerAnswer, layerAnswerIn, layerQuestion } from '../guard/layer-client.ts';
import { openNoDebugger } from './no-debugger.ts';

/** Milliseconds a program waits for a person, as a hook does. */
const patience = 840_000;
/** Milliseconds after which a person at a terminal is told why nothing happens. */
const silence = 600;

/**
 * Asks the guard whether a command about to become a process may run; the window that owns this folder, else the same
 * pipeline here. `stateDirectory` is absolute; `environment` is the caller's. Waits for the person where held.
 */
export async function askShimGuard(
  stateDirectory: string,
  command: string,
  environment: Readonly<Record<string, string>>,
  {
    lend,
    shell,
  }: {
    readonly lend?: { readonly credential: string; readonly program: string };
    /** The shell of the terminal, where the shim told. */
    readonly shell?: string;
  } = {},
): Promise<LayerAnswer> {
  const question = layerQuestion(
    {
      layer: 'exec',
      host: agentOf(environment) ?? agentAbove(process.ppid) ?? 'terminal',
      session: terminalSession(environment, shell),
      // Each process is a call of its own: two alike within two seconds would else count as two reports of one.
      callId: `${process.pid}-${Date.now()}`,
      cwd: process.cwd(),
      action: { kind: 'shell', command },
      ...(lend ? { lend } : {}),
    },
    patience,
  );
  const told = setTimeout(() => {
    if (process.stderr.isTTY)
      process.stderr.write('Holdpoint: waiting for your answer in the editor (Ctrl+C denies).\n');
  }, silence);
  const reply = await askGuard(stateDirectory, question, { onHeld: openNoDebugger });
  clearTimeout(told);
  switch (reply.kind) {
    case 'answered':
      return layerAnswerIn(reply.output);
    case 'lost':
    case 'too-large':
      return { goesOut: false, reason: reply.reason };
    case 'none': {
      const { loadPipeline } = await import('./hook-unanswered.ts');
      const { pipeline, store } = await loadPipeline(stateDirectory);
      const output = await pipeline.answerAlone(question, stateDirectory);
      store();
      return layerAnswerIn(output);
    }
  }
}
