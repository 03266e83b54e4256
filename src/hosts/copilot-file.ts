import type { HookAnswer, HostAdapter, HostOutput } from './adapter.ts';
import { jsonOutput } from './output.ts';
import { encodeWrapped } from './wrapped.ts';

// One file in `~/.copilot/hooks` is read by Copilot CLI, by VS Code's "Copilot" target and by VS Code's own agent, with
// different payloads and different ideas of an answer.

/**
 * The entries of the shared file. `PreToolUse` in this spelling is the one under which all three take a denial
 * (reference/vscode-behaviour.md 4).
 */
export const copilotEntries: HostAdapter['installation'] = {
  kind: 'entries',
  preamble: { version: 1 },
  calledAs: 'copilot',
  entries(command) {
    const gate = { type: 'command', command, timeout: 900, timeoutSec: 900 };
    const report = { type: 'command', command, timeout: 30, timeoutSec: 30 };
    return [
      { event: 'PreToolUse', value: gate },
      { event: 'PostToolUse', value: report },
    ];
  },
};

/**
 * A denial in both forms: Copilot's runtime reads the flat one, VS Code's own agent the wrapped one alone. Which of them
 * asks is not always to be told from a payload, and each ignores the other's.
 */
export function encodeCopilot(answer: HookAnswer, event: string): HostOutput {
  if (answer.decision === 'neutral') return { stdout: '', stderr: '', exitCode: 0 };
  if (!/^preToolUse$/i.test(event)) return encodeWrapped(answer, event);
  const decision = { permissionDecision: 'deny', permissionDecisionReason: answer.message };
  return jsonOutput({ ...decision, hookSpecificOutput: { hookEventName: 'PreToolUse', ...decision } });
}
