import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import { isRecord } from '../guard/json.ts';
import type { LayerAnswer } from '../guard/layer-client.ts';
import type { Lending } from './lending.ts';

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
  readonly lend: Lending;
  /** Absolute: where the agent works. */
  readonly cwd: string;
}

/** A tool of ours: what the agent reads of it, and what it does. */
export interface OwnTool {
  readonly about: Tool;
  run(input: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<CallToolResult>;
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
      async run(input, signal) {
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
          'Say which credential you need, instead of searching for one, and learn how a person can lend you one for a single call.',
        inputSchema: {
          type: 'object',
          properties: {
            purpose: { type: 'string', description: 'What you need it for, in one sentence.' },
            provider: { type: 'string', description: 'The service it opens, for example railway or aws.' },
          },
          required: ['purpose'],
        },
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      async run(input, signal) {
        const { purpose, provider } = input;
        if (typeof purpose !== 'string' || purpose === '') return said('Say in "purpose" what you need it for.', true);
        const named = typeof provider === 'string' ? { provider } : {};
        const lent = await ports.lend({ purpose, ...named, cwd: ports.cwd, signal });
        return lent.kind === 'lent' ? said(lent.how) : said(lent.reason, true);
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

function said(text: string, isError = false): CallToolResult {
  return { content: [{ type: 'text', text }], ...(isError ? { isError } : {}) };
}
