import type { HookAnswer, HostOutput } from './adapter.ts';

/** An answer in JSON on standard output. */
export function jsonOutput(value: unknown): HostOutput {
  return { stdout: JSON.stringify(value), stderr: '', exitCode: 0 };
}

/** Exit code 2, which blocks on every host wherever blocking is possible; `message` is what the agent is told. */
export function blocked(message: string): HostOutput {
  return { stdout: '', stderr: `${message}\n`, exitCode: 2 };
}

/** Silence where the call goes the host's own way, and {@link blocked} where it may not. */
export function silentOrBlocked(answer: HookAnswer): HostOutput {
  return answer.decision === 'neutral' ? { stdout: '', stderr: '', exitCode: 0 } : blocked(answer.message);
}
