import type { Action } from '../action/action.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { readInSending, sentFile } from './sent-files.ts';
import { sentValue } from './sent-values.ts';
import { sentVariable } from './sent-variables.ts';
import { signal } from './signals.ts';
import type { SessionState } from './state.ts';
import type { SeenUse } from './uses.ts';
import { mayTakeVariables } from './variable-senders.ts';

/** What is asked beside the action. */
interface Known {
  readonly state: Pick<SessionState, 'credentials' | 'carriers'>;
  readonly fingerprintKey: string;
  /** The credential that the action uses. */
  readonly use?: SeenUse | undefined;
}

/** A secret file, a copy of one, or a credential found in this session is about to be sent away. */
export function exfiltrationSignals(action: Action, analysis: Analysis, known: Known): Signal[] {
  const file = sentFile(action, analysis, known.state);
  // The file is told of with where it came from; what is no more than a deployment hides nothing worse.
  if (file && file.score >= 0.7) return [...readInSending(action, analysis), file];
  const other =
    published(analysis.effects) ??
    sentValue(action, analysis, known) ??
    (analysis.invocations.some(mayTakeVariables) ? sentVariable(analysis, known) : undefined);
  return [file, other].filter((one) => one !== undefined);
}

/** What the effects say already: the whole environment or a file of secrets goes out. */
function published(effects: Analysis['effects']): Signal | undefined {
  const effect = effects.find(({ rule }) => rule === 'network/secret-published');
  return effect && signal('exfiltration', 0.9, `Sends ${effect.target} to a place outside`, { span: effect.span });
}
