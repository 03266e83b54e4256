import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import { programName, requestLengths } from '../guard/credential-request.ts';
import { isRecord } from '../guard/json.ts';
import type { LayerAnswer } from '../guard/layer-client.ts';
import type { CredentialWish, Lending } from './lending.ts';
import type { OwnCall } from './own-server.ts';

/** What Holdpoint's own tools reach: a window's guard, the pipeline, the vault. None of them can approve anything. */
export interface OwnPorts {
  /** Asks about an action as if it were about to happen; where held, waits for the person. Never rejects. */
  confirm(action: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<LayerAnswer>;
  /** What Holdpoint would say of an action, without asking anybody. Throws one sentence where it cannot be read. */
  explain(action: Readonly<Record<string, unknown>>): Promise<{
    readonly decision: 'allow' | 'hold' | 'deny';
    readonly reason: string;
    readonly effects: readonly { readonly safer?: string; readonly target: string; readonly rule: string }[];
  }>;
  /** Asks the person at the editor, who picks or refuses. Never rejects. */
  readonly lend: Lending;
}

/** A tool of ours: what the agent reads of it, and what it does. */
export interface OwnTool {
  readonly about: Tool;
  run(input: Readonly<Record<string, unknown>>, call: OwnCall): Promise<CallToolResult>;
}

const action = {
  type: 'object' as const,
  description:
    'The call, exactly as you would make it: {"kind":"shell","command":"…"}, {"kind":"mcp","server":"…","tool":"…","input":{…}}, {"kind":"http","method":"…","url":"…","body":"…"}, {"kind":"sql","text":"…"}, {"kind":"write","path":"…","content":"…"} or {"kind":"delete","path":"…"}.',
  properties: { kind: { type: 'string', enum: ['shell', 'mcp', 'http', 'sql', 'write', 'delete', 'task'] } },
  required: ['kind'],
};

/** Holdpoint's tools: the sanctioned way out for an agent that is about to do, or lacks, something (DESIGN R7). */
export function ownTools(ports: OwnPorts): readonly OwnTool[] {
  return [
    {
      about: {
        name: 'request_confirmation',
        title: 'Ask a person before an action',
        description:
          'Ask the person at the editor whether you may do something that cannot be undone, before you try it. Waits for their answer. Their yes is for what you described; the call itself is still checked when you make it.',
        inputSchema: { type: 'object', properties: { action }, required: ['action'] },
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      async run(input, { signal }) {
        const asked = actionIn(input);
        if (!asked) return said(missingAction, true);
        const answer = await ports.confirm(asked, signal);
        if (!answer.goesOut) return said(`Not confirmed. ${answer.reason}`, true);
        return said(
          answer.asked
            ? 'A person confirmed it. Make exactly this call; it is checked once more when you do.'
            : 'Nobody has to confirm this. Make the call.',
        );
      },
    },
    {
      about: {
        name: 'request_credential',
        title: 'Ask a person for a credential',
        description:
          'Ask the person at the editor to lend you a stored credential for one call of one program, instead of searching for one. Waits for their answer. You never get to see it: you learn the command that hands it to that program.',
        inputSchema: {
          type: 'object',
          properties: {
            purpose: { type: 'string', description: 'What you need it for, in one sentence.' },
            program: { type: 'string', description: 'The program that will use it, by its plain name: railway.' },
            provider: { type: 'string', description: 'The service it opens, for example railway or aws.' },
            kind: { type: 'string', description: 'Which sort of credential, for example API token.' },
          },
          required: ['purpose', 'program'],
        },
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      async run(input, call) {
        const wish = wishIn(input);
        if (typeof wish === 'string') return said(wish, true);
        const { isLent, text } = await ports.lend(wish, call);
        return said(text, !isLent);
      },
    },
    {
      about: {
        name: 'explain_hold',
        title: 'Explain why Holdpoint holds an action',
        description:
          'Find out what Holdpoint would say of a call, why, and what you can do instead. Asks nobody and changes nothing.',
        inputSchema: { type: 'object', properties: { action }, required: ['action'] },
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      async run(input) {
        const asked = actionIn(input);
        if (!asked) return said(missingAction, true);
        try {
          const { decision, reason, effects } = await ports.explain(asked);
          const safer = effects.flatMap((effect) => (effect.safer ? [`Harmless instead: ${effect.safer}`] : []));
          const rules = effects.map(({ rule, target }) => `${rule}: ${target}`);
          return said([verdicts[decision], reason, ...new Set(safer), ...rules].join('\n'));
        } catch (error) {
          return said(error instanceof Error ? error.message : String(error), true);
        }
      },
    },
  ];
}

const verdicts = {
  allow: 'Holdpoint lets this pass.',
  hold: 'Holdpoint holds this until a person has approved it.',
  deny: 'Holdpoint does not let this pass, whoever asks.',
} as const;

const missingAction = 'Describe the call in "action", for example {"kind":"shell","command":"terraform destroy"}.';

function actionIn({ action: given }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  return isRecord(given) && typeof given.kind === 'string' ? given : undefined;
}

/** The wish, or one sentence why there is none. Words that are too long are cut. */
function wishIn(input: Readonly<Record<string, unknown>>): CredentialWish | string {
  const word = (name: string, length: number) => {
    const given = input[name];
    return typeof given === 'string' ? given.trim().slice(0, length) : '';
  };
  const purpose = word('purpose', requestLengths.purpose);
  if (purpose === '') return 'Say in "purpose" what you need it for.';
  const program = word('program', requestLengths.purpose);
  if (!programName.test(program)) {
    return 'Say in "program" which program will use it, by its plain name without a path, for example railway.';
  }
  const provider = word('provider', requestLengths.name);
  const kind = word('kind', requestLengths.name);
  return { purpose, program, ...(provider ? { provider } : {}), ...(kind ? { kind } : {}) };
}

function said(text: string, isError = false): CallToolResult {
  return { content: [{ type: 'text', text }], ...(isError ? { isError } : {}) };
}
