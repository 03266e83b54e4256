import type { HostAdapter, SwitchRule } from './adapter.ts';
import { blocked } from './output.ts';
import { patchTool, readPatch } from './patch.ts';
import {
  harmlessUnlessCommand,
  readTool,
  searchTool,
  shellTool,
  subagentTool,
  type ToolReader,
  webTool,
} from './tools.ts';
import { waitOf } from './waits.ts';
import { decodeWrapped, encodeWrapped, mcpByUnderscores, testPayload, type WrappedHost } from './wrapped.ts';

/**
 * What is typed into a program that still runs (`write_stdin`) goes past every hook of Codex (measured on 0.169.0), and
 * the payload does not say whether a command got a terminal. So what a command reads from its input counts as unknown.
 */
const typedInto: ToolReader = (input, tool) => shellTool(undefined, { typedInto: true })(input, tool);

/** Codex's tools as its hooks name them (version 0.169.0): `exec_command` and its kin come as `Bash`; there is no read. */
const tools: Readonly<Record<string, ToolReader>> = {
  Bash: typedInto,
  shell: typedInto,
  local_shell: typedInto,
  exec_command: typedInto,
  apply_patch: patchTool,
  // Asked for by hooks written for Claude Code; Codex itself says apply_patch.
  Edit: patchTool,
  Write: patchTool,
  view_image: readTool,
  web_search: webTool,
  tool_search: searchTool,
  spawn_agent: subagentTool,
  update_plan: harmlessUnlessCommand,
  request_user_input: harmlessUnlessCommand,
  wait_agent: harmlessUnlessCommand,
  multi_agent_v1wait_agent: harmlessUnlessCommand,
  close_agent: harmlessUnlessCommand,
  list_agents: harmlessUnlessCommand,
};

const host: WrappedHost = {
  id: 'codex',
  title: 'Codex',
  tools,
  read: (_payload, tool, input) =>
    tool === 'apply_patch' && typeof input === 'string' ? readPatch(input) : mcpByUnderscores(tool, input),
  // Measured on 0.169.0: `workdir` of a call comes as the payload's `cwd`.
  cwdIsOfCall: true,
  folders: (input) => [input.workdir],
};

const features = (key: string): SwitchRule => ({
  key: ['features', key],
  silences: (value) => value === false,
  what: 'switches off every hook of Codex, Holdpoint too',
  source: 'https://developers.openai.com/codex/hooks',
});

const switches: readonly SwitchRule[] = [
  features('hooks'),
  features('codex_hooks'),
  {
    key: ['allow_managed_hooks_only'],
    silences: (value) => value === true,
    what: "makes Codex ignore hooks in a person's own files; connect with --managed instead",
    source: 'https://developers.openai.com/codex/hooks',
  },
];

/** Codex: the CLI, its editor extension, the app, VS Code's "Codex" target. */
export const codex = {
  id: 'codex',
  title: 'Codex',
  hostTimeoutSeconds: 900,
  deadlineMs: waitOf('codex'),
  versions: { tested: '0.169.0' },

  decode: (payload, surroundings) => decodeWrapped(host, payload, surroundings),
  // Codex runs the call where an answer holds a key it does not know, and where exit 2 comes without a sentence.
  encode: encodeWrapped,
  failure: blocked,
  switches,

  installation: {
    kind: 'entries',
    preamble: {},
    entries(line) {
      // On Windows Codex asks cmd, to which a forward slash begins an option.
      const command = /\.cmd["']? /.test(line) ? line.replaceAll('/', '\\') : line;
      const gate = {
        type: 'command',
        command,
        timeout: 900,
        statusMessage: 'Holdpoint is checking, or waiting for your decision',
      };
      const report = { type: 'command', command, timeout: 30, async: true };
      return [
        { event: 'PreToolUse', value: { matcher: '.*', hooks: [gate] } },
        { event: 'PostToolUse', value: { matcher: '.*', hooks: [report] } },
      ];
    },
  },

  testCall: (cwd, command) => ({
    event: 'PreToolUse',
    payload: { ...testPayload(cwd, 'Bash', command), turn_id: '1', model: 'none', permission_mode: 'default' },
  }),
} satisfies HostAdapter;
