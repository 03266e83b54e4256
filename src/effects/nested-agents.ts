import type { Invocation } from '../action/invocation.ts';
import { shown } from './words.ts';

/** How one agent, started by another, comes to run without the person's hooks. */
interface Nested {
  /** Variables that move its configuration. */
  readonly variables: RegExp;
  /** Options that leave hooks or the person's configuration out. */
  readonly options?: RegExp;
  /** Texts of its arguments that switch hooks off outright. */
  readonly switches?: RegExp;
}

// A library that is loaded into every program comes into the launcher's shell before its first line.
const home = 'HOME|XDG_CONFIG_HOME|USERPROFILE|APPDATA|LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES';
const moved = (...names: string[]): RegExp => new RegExp(`^(?:${[home, ...names].join('|')})$`);

/** By program (reference/agent-hooks.md; options of Qwen Code 0.24.4, Codex 0.169.0, OpenCode 1.18.33). */
const agents: Readonly<Record<string, Nested>> = {
  claude: { variables: moved('CLAUDE_CONFIG_DIR'), options: /^--bare$/, switches: /disableAllHooks/ },
  'cursor-agent': { variables: moved('CURSOR_CONFIG_DIR') },
  codex: {
    variables: moved('CODEX_HOME'),
    switches: /(?:^|=)["']?(?:features\.)?(?:codex_)?hooks["']?\s*=\s*(?!["']?true)|(?:^|=)hooks\./,
  },
  gemini: { variables: moved('GEMINI_\\w*(?:HOME|DIR|SETTINGS\\w*)') },
  qwen: { variables: moved('QWEN_\\w*(?:HOME|DIR|SETTINGS\\w*)'), options: /^--(?:bare|safe-mode)$/ },
  copilot: { variables: moved('COPILOT_HOME'), options: /^--config-dir(?:=|$)/ },
  opencode: { variables: moved('OPENCODE_CONFIG\\w*', 'OPENCODE_\\w*PURE\\w*', 'XDG_DATA_HOME'), options: /^--pure$/ },
  cline: { variables: moved('CLINE_DIR', 'CLINE_\\w*HOME'), options: /^--(?:config|data-dir)(?:=|$)/ },
  'kiro-cli': { variables: moved('KIRO_HOME') },
};

/** Why an agent started by an agent would not load the person's hooks. `certain`: it switches them off in so many words. */
export function unhookedAgent({ program, environment, args }: Invocation): { why: string; certain: boolean } | null {
  const agent = program !== null && Object.hasOwn(agents, program) ? agents[program] : undefined;
  if (!agent) return null;
  const texts = args.map(shown);
  const off = agent.switches && texts.find((text) => agent.switches?.test(text));
  const disabled =
    program === 'codex' &&
    texts.some(
      (text, at) =>
        /^--disable(?:=hooks)?$/.test(text) && /hooks$/.test(text.includes('=') ? text : (texts[at + 1] ?? '')),
    );
  if (off !== undefined || disabled) return { why: 'hooks of a nested agent', certain: true };
  const variable = Object.keys(environment).find((name) => agent.variables.test(name));
  if (variable) return { why: `its ${variable} is set`, certain: false };
  const option = texts.find((text) => agent.options?.test(text));
  if (option) return { why: option.split('=')[0] ?? option, certain: false };
  const at = texts.findIndex((text) => /^--setting-sources(?:=|$)/.test(text));
  const sources = texts[at]?.split('=')[1] ?? texts[at + 1] ?? '';
  return at >= 0 && !/\buser\b/.test(sources) ? { why: '--setting-sources', certain: false } : null;
}
