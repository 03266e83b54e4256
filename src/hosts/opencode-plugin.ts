/**
 * The plugin OpenCode loads. It runs inside the agent's process and only carries: every call goes to the launcher, which
 * stands outside, and anything but its plain yes throws, which blocks the call. `command` is the launcher's command line.
 */
export function opencodePlugin(command: string): string {
  return `// Holdpoint's hook: written when you connected OpenCode, replaced when Holdpoint is updated.
import { spawn } from 'node:child_process';

const command = ${JSON.stringify(command)};
const stopped = 'Holdpoint could not check this call, so it was not run. Open your editor with Holdpoint to repair it.';

/** Starts the launcher with what is about to happen; gives how it ended and what it said. */
const ask = (payload) =>
  new Promise((resolve) => {
    const hook = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    let why = '';
    hook.stdout.on('data', (part) => {
      said += part;
    });
    hook.stderr.on('data', (part) => {
      why += part;
    });
    hook.on('error', () => resolve({ code: -1, said: '', why: '' }));
    hook.on('close', (code) => resolve({ code, said, why: why.trim() }));
    hook.stdin.on('error', () => undefined);
    hook.stdin.end(JSON.stringify(payload));
  });

const payloadOf = (event, input, cwd, rest) => ({
  hook_event_name: event,
  session_id: input.sessionID,
  call_id: input.callID,
  tool_name: input.tool,
  cwd,
  ...rest,
});

export const Holdpoint = async ({ directory, worktree }) => {
  const cwd = directory ?? worktree ?? process.cwd();
  return {
    'tool.execute.before': async (input, output) => {
      const { code, said, why } = await ask(payloadOf('tool.execute.before', input, cwd, { args: output.args }));
      if (code !== 0 || said !== '{"decision":"neutral"}') throw new Error(why || stopped);
    },
    'tool.execute.after': async (input, output) => {
      const printed = String(output?.output ?? '').slice(0, 262144);
      void ask(payloadOf('tool.execute.after', input, cwd, { args: input.args ?? {}, output: printed }));
    },
  };
};
`;
}
