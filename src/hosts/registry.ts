import type { AdaptedHost, HostAdapter } from './adapter.ts';
import { claude } from './claude.ts';
import { cline } from './cline.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { cursor } from './cursor.ts';
import { gemini } from './gemini.ts';
import { kiro } from './kiro.ts';
import { opencode } from './opencode.ts';
import { qwen } from './qwen.ts';
import { vscode } from './vscode.ts';
import { windsurf } from './windsurf.ts';

/**
 * Every host with an adapter. Of the command line each becomes a chunk of its own that is read when that host calls
 * (scripts/build-late.mjs), so nothing but adapters is imported here.
 */
export const adapters: Readonly<Record<AdaptedHost, HostAdapter>> = {
  claude,
  cursor,
  vscode,
  copilot,
  codex,
  gemini,
  qwen,
  opencode,
  windsurf,
  cline,
  kiro,
};
