import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { FactRequest, Facts, Inquiry } from '../action/facts.ts';
import { factKey } from '../action/facts.ts';
import type { HttpRequest, Invocation, Word } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import type { Analysis } from '../action/verdict.ts';
import { shellWord } from '../parse/shell-word.ts';
import { deletionEffect } from './deletion.ts';
import { editorCommandEffects } from './editor-command.ts';
import { environmentOfConnection, environmentOfName } from './environment.ts';
import { guardEffectsOfFile } from './guard.ts';
import { toolEffects } from './mcp.ts';
import { deleteRule } from './packs/files.ts';
import { invocationEffects, requestEffects, shellEffects } from './shell.ts';
import { sqlEffects } from './sql.ts';
import { unreadableEffect } from './unknown.ts';
import { writeEffects, writtenByCommand } from './writes/writes.ts';

/**
 * What one action would do to the world: its effects, and which facts would make the answer better.
 * Pure; never throws: what cannot be read becomes a problem and an effect of unknown reversibility.
 */
export function analyse(action: Action, facts: Facts): Analysis {
  const needs: FactRequest[] = [];
  const inquiry: Inquiry = { facts, needs };
  try {
    const { effects, invocations, requests, problems } = judge(action, inquiry);
    const later = invocations.length > 0 ? writtenByCommand(invocations, inquiry) : [];
    return {
      effects: distinct(later.length > 0 ? [...effects, ...later] : effects),
      invocations,
      requests,
      problems,
      needs: asked(needs, facts),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      invocations: [],
      requests: [],
      effects: [unreadableEffect(why, [0, 0])],
      needs: [],
      problems: [`The action could not be analysed: ${why}`],
    };
  }
}

interface Judged {
  readonly effects: readonly Effect[];
  readonly invocations: readonly Invocation[];
  readonly requests: readonly HttpRequest[];
  readonly problems: readonly string[];
}

const nothing: Judged = { effects: [], invocations: [], requests: [], problems: [] };

function judge(action: Action, inquiry: Inquiry): Judged {
  switch (action.kind) {
    case 'shell':
      return shellEffects(action.command, {
        dialect: action.shell ?? 'bash',
        inquiry,
        typedInto: action.typedInto === true,
      });
    case 'mcp':
      return withEditorCommand(toolEffects(action, inquiry), action);
    case 'http': {
      const request = requestOf(action);
      return { ...nothing, requests: [request], effects: requestEffects(request, inquiry) };
    }
    case 'sql':
      return { ...nothing, effects: statementEffects(action, inquiry) };
    case 'write':
      return { ...nothing, effects: [...guardEffectsOfFile(action, inquiry), ...writeEffects(action, inquiry)] };
    case 'delete': {
      const guarded = guardEffectsOfFile(action, inquiry);
      return { ...nothing, effects: guarded.length > 0 ? guarded : deleted(action.path, inquiry) };
    }
    case 'task':
      return taskEffects(action, inquiry);
    case 'read':
    case 'search':
    case 'web':
      return nothing;
  }
}

/** A command of the editor that an agent's tool runs may be one that takes Holdpoint away. */
function withEditorCommand(judged: Judged, action: Extract<Action, { kind: 'mcp' }>): Judged {
  const effects = editorCommandEffects(action);
  return effects.length === 0 ? judged : { ...judged, effects: [...effects, ...judged.effects] };
}

function requestOf(action: Extract<Action, { kind: 'http' }>): HttpRequest {
  const headers = Object.fromEntries(
    Object.entries(action.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const line = `${action.method} ${action.url}`;
  const body = action.body ?? '';
  // The text a person is shown: the request line, then the body.
  const from = line.length + 1;
  return {
    method: action.method.toUpperCase(),
    url: action.url,
    headers,
    body: body === '' ? { kind: 'none' } : { kind: 'text', value: body },
    span: [0, line.length],
    ...(body === '' ? {} : { bodySpan: [from, from + body.length] as const }),
  };
}

function statementEffects(action: Extract<Action, { kind: 'sql' }>, inquiry: Inquiry): Effect[] {
  const dialect = action.dialect?.toLowerCase();
  const connection = action.connection ?? '';
  const environment = /:\/\/|=/.test(connection) ? environmentOfConnection(connection) : environmentOfName(connection);
  return sqlEffects(
    action.text,
    {
      ...(dialect ? { dialect } : {}),
      provider: dialect ?? 'sql',
      environment,
      database: connection === '' ? null : connection,
      scope: dialect === 'sqlite' ? 'workspace' : 'remote',
      offset: 0,
      span: [0, action.text.length],
    },
    inquiry,
  );
}

function deleted(path: string, inquiry: Inquiry): Effect[] {
  const span: Span = [0, path.length];
  const word: Word = { kind: 'known', value: path, span };
  const effect = deletionEffect(
    { rule: deleteRule, word, cwd: inquiry.facts.place.cwd, wrappers: [], recursive: true, span },
    inquiry,
  );
  return effect ? [effect] : [];
}

function taskEffects(action: Extract<Action, { kind: 'task' }>, inquiry: Inquiry): Judged {
  if (action.shell) {
    // A shell task's program is command text; its arguments are words.
    const text = [action.program, ...action.args.map(shellWord)].join(' ');
    return shellEffects(text, { dialect: 'bash', inquiry });
  }
  let at = 0;
  const wordAt = (value: string): Word => {
    const word: Word = { kind: 'known', value, span: [at, at + value.length] };
    at += value.length + 1;
    return word;
  };
  const name = wordAt(action.program);
  const args = action.args.map(wordAt);
  const base = action.program.replaceAll('\\', '/').split('/').at(-1) ?? action.program;
  const program = base.replace(/\.exe$/i, '');
  // What runs other programs (`bash -c`, `sudo`, `npm run`) is read as text, so that no wrapper hides anything.
  const text = [action.program, ...action.args].map(shellWord).join(' ');
  const read = shellEffects(text, { dialect: 'bash', inquiry });
  if (read.invocations.length > 0) return read;
  const invocation: Invocation = {
    program,
    name,
    args,
    environment: {},
    redirections: [],
    stdin: { kind: 'inherited' },
    wrappers: [],
    span: [0, Math.max(at - 1, 0)],
    dialect: 'bash',
    cwd: inquiry.facts.place.cwd,
  };
  const requests: HttpRequest[] = [];
  const effects = invocationEffects(invocation, inquiry, requests);
  return { effects, invocations: [invocation], requests, problems: read.problems };
}

/** One effect per rule, target and place in the text. */
function distinct(effects: readonly Effect[]): readonly Effect[] {
  if (effects.length < 2) return effects;
  const seen = new Set<string>();
  return effects.filter((effect) => {
    const key = `${effect.rule}\n${effect.target}\n${effect.span[0]}\n${effect.span[1]}\n${effect.reversibility}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What is still to be asked: each thing once; where nothing may be looked up, only grammars. */
function asked(needs: readonly FactRequest[], facts: Facts): readonly FactRequest[] {
  if (needs.length === 0) return needs;
  const seen = new Map<string, FactRequest>();
  for (const need of needs) {
    if (facts.place.context === 'ordinary' && need.kind !== 'grammar') continue;
    seen.set(factKey(need), need);
  }
  return [...seen.values()];
}
