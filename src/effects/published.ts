import type { Effect } from '../action/effect.ts';
import type { HttpRequest } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { isGenericKind, kindOf } from '../credentials/kinds.ts';
import { recogniseCredentials } from '../credentials/recognise.ts';
import { giveawayRules } from './giveaway.ts';
import { effectOf } from './pack.ts';
import { isPublicPlace } from './public-places.ts';

/** Interfaces through which text is put where others read it: issues, comments, snippets, chats. */
const publishing =
  /\/\/api\.github\.com\/(?:gists|repos\/[^/]+\/[^/]+\/(?:issues|pulls|discussions|comments|commits\/[^/]+\/comments|releases))|\/api\/v4\/(?:snippets|projects\/[^/]+\/(?:issues|snippets|merge_requests|notes))|\/\/slack\.com\/api\/chat\./i;
/** Tools of the same kind, by the words of their names. */
const publishes = /^(?:create|add|post|send|update|publish|reply|write|new)$/;
const readByOthers =
  /^(?:gists?|snippets?|issues?|comments?|discussions?|pastes?|messages?|tweets?|threads?|reviews?)$/;
/** One look before a text is searched: the beginnings of credentials that are told by their shape. */
const telling =
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY|\bA(?:KIA|SIA)[0-9A-Z]{16}|\bgh[pousr]_\w{30}|\bgithub_pat_|\bglpat-|\b[rs]k_live_|\bxox[abp]-|\bsk-(?:ant|proj)-|\bnpm_\w{30}|\bAIza|\bhv[sb]\./;

/** A credential that stands in a text which others are about to read; null where none is told by its shape. */
function credentialIn(text: string): string | null {
  if (!telling.test(text.slice(0, 100_000))) return null;
  const found = recogniseCredentials(text.slice(0, 100_000)).find(({ kind }) => !isGenericKind(kind));
  return found ? kindOf(found.kind).title : null;
}

function effectFor(what: string, span: Span): Effect {
  return effectOf(giveawayRules.secret, { target: `a credential (${what})`, span });
}

/** What a request puts where others read it. */
export function publishedByRequest({ method, url, body, span }: HttpRequest): readonly Effect[] {
  if (body.kind !== 'text' || !/^(?:POST|PUT|PATCH)$/i.test(method) || url === null) return [];
  if (!publishing.test(url) && !isPublicPlace(url)) return [];
  const what = credentialIn(body.value.replaceAll('\\n', '\n'));
  return what === null ? [] : [effectFor(what, span)];
}

/** What a tool puts where others read it: `create_gist`, `add_issue_comment`, `send_message`. */
export function publishedByTool(words: readonly string[], texts: readonly string[], span: Span): readonly Effect[] {
  if (!publishes.test(words[0] ?? '') || !words.some((word) => readByOthers.test(word))) return [];
  const what = texts.map(credentialIn).find((one) => one !== null);
  return what ? [effectFor(what, span)] : [];
}
