import type { AdaptedHost, HostAdapter, Payload } from './adapter.ts';
import { adapters } from './registry.ts';

/** Events that only Cursor has: a payload with one of them is Cursor's even without `cursor_version`. */
const cursorEvents = new Set([
  'beforeShellExecution',
  'beforeMCPExecution',
  'beforeReadFile',
  'beforeTabFileRead',
  'afterShellExecution',
  'afterMCPExecution',
  'afterFileEdit',
  'afterTabFileEdit',
  'beforeSubmitPrompt',
  'afterAgentResponse',
  'afterAgentThought',
  'workspaceOpen',
]);

/**
 * What in a payload is one host's alone, in this order (reference/agent-hooks.md 1.3). One host runs another's
 * configuration, so this counts for more than the word on the hook's command line. Kept apart from the adapters, so
 * that a hook loads only the one it needs.
 */
const marks: readonly (readonly [AdaptedHost, (payload: Payload, event: string) => boolean])[] = [
  [
    'cursor',
    (payload, event) =>
      'cursor_version' in payload ||
      cursorEvents.has(event) ||
      ('conversation_id' in payload && 'workspace_roots' in payload),
  ],
  ['windsurf', (payload) => 'agent_action_name' in payload],
  ['cline', (payload) => 'hookName' in payload && ('tool_call' in payload || 'preToolUse' in payload)],
  ['opencode', (_payload, event) => event.startsWith('tool.execute.')],
  ['gemini', (_payload, event) => event === 'BeforeTool' || event === 'AfterTool'],
  ['vscode', (payload) => /__vscode/.test(String(payload.tool_use_id)) || 'hookEventName' in payload],
  ['codex', (payload) => 'turn_id' in payload && 'model' in payload],
  ['copilot', (payload) => 'toolName' in payload && 'sessionId' in payload],
  ['qwen', (payload) => 'permission_mode' in payload && 'timestamp' in payload && 'tool_call_id' in payload],
  ['claude', (payload) => 'permission_mode' in payload && 'transcript_path' in payload && !('timestamp' in payload)],
  // Copilot's runtime under `PreToolUse`: neither a call's id nor a mode.
  [
    'copilot',
    (payload) =>
      'hook_event_name' in payload &&
      'timestamp' in payload &&
      !('tool_use_id' in payload || 'permission_mode' in payload || 'transcript_path' in payload),
  ],
];

/** Whether a name is that of a host with an adapter. */
export function isAdaptedHost(name: string): name is AdaptedHost {
  return Object.hasOwn(adapters, name);
}

/**
 * The adapter whose dialect a payload is written in. The payload decides; `named` (the word on the hook's command line)
 * counts where it has no host's marks.
 */
export function adapterOf(payload: Payload, named: string): HostAdapter {
  const event = typeof payload.hook_event_name === 'string' ? payload.hook_event_name : '';
  // Nobody else reads Kiro's file, and its messages have nothing of their own.
  if (named === 'kiro' && !('cursor_version' in payload)) return adapters.kiro;
  const marked = marks.find(([, isIts]) => isIts(payload, event));
  if (marked) return adapters[marked[0]];
  return isAdaptedHost(named) ? adapters[named] : adapters.claude;
}
