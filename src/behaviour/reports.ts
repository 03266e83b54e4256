import type { Action } from '../action/action.ts';
import type { Outcome } from '../action/session.ts';
import type { CredentialOrigin, Signal } from '../action/signal.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { kindOf } from '../credentials/kinds.ts';
import { isSecretPath } from '../credentials/paths.ts';
import type { FoundCredential } from '../credentials/recognise.ts';
import { reportedOn, withRevealed } from './afterwards.ts';
import { readBack } from './encodings.ts';
import { isDescription, rootOf } from './known-places.ts';
import { limits } from './limits.ts';
import { type OutputSource, sourceOfOutput } from './output-source.ts';
import { absolutePath } from './places.ts';
import { type RevealedText, revelations } from './revealed.ts';
import type { ObservationContext } from './session.ts';
import { folderOf } from './shown-words.ts';
import { signal } from './signals.ts';
import type { SessionState } from './state.ts';
import { withCredentials, withEnd } from './state-after.ts';
import { textOfAnswer } from './tool-input.ts';

/** What became of an action: whether it was refused, and what its output shows. */
export function observeOutcome(
  state: SessionState,
  action: Action,
  outcome: Outcome,
  context: ObservationContext,
): { state: SessionState; signals: Signal[]; revealed: CredentialOrigin[] } {
  const before = withEnd(state, action, outcome);
  if (outcome.output === undefined || outcome.output === '') return { state: before, signals: [], revealed: [] };
  const { foundIn, encoded, ...source } = rooted(before, action, sourceOfOutput(action));
  const { event, at } = reportedOn(before, action, action.at);
  const quiet = action.kind === 'read' && isSecretPath(foundIn);
  return reveal(
    before,
    {
      text: shownText(action, outcome.output, encoded),
      foundIn,
      at,
      event,
      ...source,
      ...(isSpoken(action, foundIn) ? { spoken: true } : {}),
      ...(action.kind === 'shell' || action.kind === 'search' || action.kind === 'mcp'
        ? {
            lines: {
              cwd: action.kind === 'shell' ? folderOf(action.command, action.cwd) : action.cwd,
              workspaceRoot: action.workspaceRoot,
            },
          }
        : {}),
    },
    { context, quiet },
  );
}

/** What a terminal takes for colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one
const colours = /\u001b\[[0-9;]*[A-Za-z]?/g;

/** What an output shows: taken out of a server's JSON, read back where a program wrote it in other signs. */
function shownText(action: Action, output: string, encoded: OutputSource['encoded']): string {
  if (action.kind === 'mcp') return textOfAnswer(output);
  if (output.includes('\u001b[')) return shownText(action, output.replaceAll(colours, ''), encoded);
  return encoded === undefined || output.length > limits.outputCharacters ? output : readBack(output, encoded);
}

/** Servers whose answers are documentation and search results: what stands there is made up. */
const documentation =
  /context7|docs?\b|deepwiki|\bweb|search|firecrawl|brave|exa\b|tavily|perplexity|wikipedia|filesystem|git$/i;
/** Programs that show what people wrote: tickets, requests, pages, mail. */
const showsWriting =
  /^\s*(?:gh|glab) (?:issue|pr|mr|gist|discussion|release) (?:view|list|note|diff)|^\s*(?:jira|acli|linear|himalaya|notmuch|mail|slack|confluence|notion) |\bgh api \S*(?:issues|comments|discussions)/;
/** Notes. */
const notes = /\.(?:txt|md|mdx|org|rst|adoc|eml|msg|rtf|html?|log|note)$/i;

/** Whether an output is what people wrote for each other: the answer of a chat, a page, a ticket, notes of somebody else. */
function isSpoken(action: Action, foundIn: string): boolean {
  if (action.kind === 'mcp') return isDescription(foundIn) && !documentation.test(action.server);
  if (action.kind === 'shell' && showsWriting.test(action.command)) return true;
  return /^(?:[~/]|[A-Za-z]:[\\/])/.test(foundIn) && notes.test(foundIn);
}

/** What a copy shows stands in the file it was made from. */
function rooted(state: SessionState, action: Action, source: OutputSource): OutputSource {
  const root = rootOf(state.carriers, absolutePath(source.foundIn, action.workspaceRoot), action);
  return root ? { ...source, foundIn: root.file, firstLine: root.whole ? source.firstLine : null } : source;
}

/**
 * A text that came to the agent's eyes by another way: a secret file that was read, scanned afterwards.
 * `foundIn` is a display path, `firstLine` its first line's number (1 where not given).
 */
export function observeText(
  state: SessionState,
  revealed: { readonly text: string; readonly foundIn: string; readonly at: number; readonly firstLine?: number },
  context: ObservationContext,
): { state: SessionState; revealed: CredentialOrigin[]; signals: Signal[] } {
  const event = Math.max(0, state.events - 1);
  const { text, foundIn, at, firstLine = 1 } = revealed;
  const bare = isSecretPath(foundIn) ? { bare: {} } : {};
  return reveal(state, { text, foundIn, at, event, firstLine, ...bare }, { context, quiet: true });
}

/**
 * Credentials that a slower search found in a text the session has seen; those already known stay as they are.
 * `firstLine` null where the lines of the text are not those of the place.
 */
export function observeFound(
  state: SessionState,
  seen: {
    readonly credentials: readonly FoundCredential[];
    readonly foundIn: string;
    readonly at: number;
    readonly firstLine: number | null;
  },
  context: ObservationContext,
): { state: SessionState; revealed: CredentialOrigin[] } {
  const { credentials, foundIn, at, firstLine } = seen;
  const event = Math.max(0, state.events - 1);
  const revealed = credentials.slice(0, limits.revealed).flatMap(({ kind, value, line }): CredentialOrigin[] => {
    const mark = fingerprint(value, context.fingerprintKey);
    if (state.credentials.has(mark)) return [];
    const place = firstLine === null ? {} : { line: line + firstLine - 1 };
    return [{ kind, fingerprint: mark, foundIn, ...place, foundAt: at, event }];
  });
  return { state: withCredentials(state, revealed), revealed };
}

function reveal(
  state: SessionState,
  text: RevealedText,
  { context, quiet }: { context: ObservationContext; quiet: boolean },
): { state: SessionState; signals: Signal[]; revealed: CredentialOrigin[] } {
  const found = revelations(text, context.fingerprintKey);
  if (found.length === 0) return { state, signals: [], revealed: [] };
  const revealed = found.map((revelation) => revelation.origin);
  const telling = found.filter((revelation) => revelation.telling).map((revelation) => revelation.origin);
  const signals = quiet ? [] : printedSignals(telling);
  return { state: withRevealed(state, { at: text.at, event: text.event, signals, revealed }), signals, revealed };
}

function printedSignals(telling: readonly CredentialOrigin[]): Signal[] {
  const first = telling[0];
  if (!first) return [];
  const { title } = kindOf(first.kind);
  const article = /^(?:[aeiou]|npm|hcp)/i.test(title) ? 'an' : 'a';
  const more = telling.length > 1 ? ` and ${telling.length - 1} more` : '';
  const line = first.line === undefined ? '' : ` line ${first.line}`;
  return [
    signal('secret-printed', 0.6, `Shows ${article} ${title}${more} from ${first.foundIn}${line}`, {
      subject: first.foundIn,
    }),
  ];
}
