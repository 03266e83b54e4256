import { revelations } from '../behaviour/revealed.ts';
import { recogniseDeeply } from '../credentials/deep.ts';
import { fingerprint } from '../credentials/fingerprint.ts';
import { isExamplePath, isSecretPath } from '../credentials/paths.ts';
import { isPlaceholder } from '../credentials/placeholders.ts';

/** A credential in a text. */
export interface Recognised {
  readonly kind: string;
  readonly fingerprint: string;
  readonly line?: number;
  readonly variable?: string;
}

/**
 * A part of everything that secretlint's recommended rules look for: a text without any of them holds nothing for
 * them, and need not wait for them. (The preset's own patterns, version 12; the test holds each rule against it.)
 */
const deepHint =
  /A3T[A-Z0-9]|A(?:KIA|GPA|IDA|ROA|IPA|NPA|NVA|SIA)|aws|PRIVATE KEY|private_key|x-oauth-basic|_authToken|npm_|xox[bpaor]-|xapp-|hooks\.slack|:\/\/[^\s/]{1,256}:[^\s/@]{1,256}@|T3BlbkFJ|sk-ant|gsk_|hf_|lin_api_|ntn_|SG\.|shp(?:pa|ca|at|ss)_|gh[pousr]_|github_pat_|glpat-|glc_|glsa_|ops_ey|hv[sbr]\.|vc[piark]_|dapi[A-Fa-f0-9]|dckr_pat_|figd_/i;

/** A part of what our own recognition needs in a text. */
const ownHint = /[=:]|--|Bearer|Basic/;

/**
 * The credentials in a file's text: what our own recognition is sure of, and what secretlint's rules find beyond that.
 * `shown` is the file's path relative to the workspace.
 */
export async function recognise(text: string, shown: string, key: string): Promise<Recognised[]> {
  if (isExamplePath(shown)) return [];
  const found = new Map<string, Recognised>();
  if (ownHint.test(text) || isSecretPath(shown)) {
    const revealed = { text, foundIn: shown, at: 0, event: 0, firstLine: 1 };
    for (const { origin, telling } of revelations(revealed, key)) {
      if (!telling) continue;
      const { kind, fingerprint: mark, line, variable } = origin;
      const named = variable === undefined ? {} : { variable };
      found.set(mark, { kind, fingerprint: mark, ...(line === undefined ? {} : { line }), ...named });
    }
  }
  if (!deepHint.test(text)) return [...found.values()];
  for (const { kind, value, line } of await recogniseDeeply(text, shown)) {
    const mark = fingerprint(value, key);
    const seen = [...found.values()].some((one) => one.line === line);
    if (!seen && !isPlaceholder(value)) found.set(mark, { kind, fingerprint: mark, line });
  }
  return [...found.values()];
}
