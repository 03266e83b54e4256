import type { Action } from '../action/action.ts';
import type { Signal } from '../action/signal.ts';
import { isSecretPath, secretPathScore } from '../credentials/paths.ts';
import { isSecretVariable } from './environment-search.ts';
import { isSecretGlob, patternStrength, scopeOfGlob, searchScore } from './patterns.ts';
import { displayPath } from './places.ts';
import { signal } from './signals.ts';

/** Characters of a command that are looked at by its words alone. */
const looked = 20_000;

const shown =
  /(?:(?:^|[\s;|&({])(?:get-content|gc|type|cat|less|more|head|tail|source|import-(?:clixml|csv))\s+|::ReadAll(?:Text|Lines)\(\s*)(?:-\w+\s+)*["']?([^\s"'|;&)]{1,300})/gi;
const named = /-(?:filter|include|name)\s+["']?([^\s"'|;&,)]{1,200})/gi;
const searched = /(?<![\w-])(?:select-string|sls)\s[^|;]{0,300}/gi;
/** `Select-String 'a' file`: what is looked for without its option, and where. */
const positional =
  /^\S+\s+(?:"([^"]{1,200})"|'([^']{1,200})'|([^-\s|;(][^\s|;]{0,200}))(?:\s+["']?([^-\s"'|;(][^\s"'|;]{0,200}))?/;
const environment =
  /(?:\b(?:get-childitem|gci|dir|ls)\s+(?:-path\s+)?env:(?!\w)|\bGetEnvironmentVariables\((?:\s?["']\w+["']\s?)?\)|\.StartInfo\.Environment\w*)([^\n;]{0,200})/i;
/** A secret variable shown: alone at a command's beginning, not handed to anything. */
const variableShown =
  /(?:^|[;|]\s{0,4}|\b(?:echo|write-(?:output|host)|get-(?:childitem|item|content))\s+(?:-path\s+)?["']?)\$?env:(\w{3,80})["']?\s{0,4}(?=$|[;|\n])/gim;
/** The same by its object: `(Get-Item Env:TOKEN).Value`, `[Environment]::GetEnvironmentVariable("TOKEN")`. */
const variableAsked =
  /(?:^|[;|\n"'(]\s{0,4})(?:\(?get-item\s+(?:-path\s+)?env:(\w{3,80})\)?\.value|\[(?:System\.)?Environment\]::GetEnvironmentVariable\(\s?["'](\w{3,80})["'][^()]{0,40}\))\s{0,4}["')]?\s{0,4}(?=$|[;|\n])/gim;
/** Windows's own keepers of secrets, by the names of their classes and calls. */
const vaultAsked =
  /\bPasswordVault\b|\bCred(?:Read|Enumerate)W?\b|\bProtectedData\]::Unprotect\b|\bUnprotect-CmsMessage\b/i;
const historyShown = /\bHistorySavePath\b|\bConsoleHost_history\b/i;

/**
 * What the words of a command tell where its grammar could not be read (PowerShell so far, a text over a bound):
 * the plain forms of reading and searching for secrets. It sees less than a parsed command would show.
 */
export function unreadSignals(command: string, action: Action): Signal[] {
  const text = command.slice(0, looked);
  const signals: Signal[] = [];
  for (const match of text.matchAll(shown)) {
    const file = match[1] ?? '';
    if (!isSecretPath(file)) continue;
    const foundIn = displayPath(file, action.cwd, action);
    const score = secretPathScore(foundIn, action.workspaceRoot);
    signals.push(signal('secret-read', score, `Reads ${foundIn}, a file that holds secrets`, { subject: foundIn }));
  }
  for (const match of text.matchAll(named)) {
    const glob = match[1] ?? '';
    if (isSecretGlob(glob)) signals.push(signal('credential-search', 0.4, `Searches for secret files: ${glob}`));
  }
  for (const [call] of text.matchAll(searched)) {
    const pattern = /-pattern\s+(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s|;]{1,200}))/i.exec(call);
    const alone = pattern ? null : positional.exec(call);
    const words = pattern?.[1] ?? pattern?.[2] ?? pattern?.[3] ?? alone?.[1] ?? alone?.[2] ?? alone?.[3] ?? '';
    const files = /-(?:path|literalpath)\s+["']?([^\s"'|;]{1,200})/i.exec(call)?.[1] ?? alone?.[4];
    const scope = files === undefined || files === '*' ? 'tree' : scopeOfGlob(files);
    const score = searchScore(patternStrength(words, { caseless: true }), scope);
    if (score > 0) signals.push(signal('credential-search', score, `Searches the project for credentials: ${words}`));
  }
  for (const match of [...text.matchAll(variableShown), ...text.matchAll(variableAsked)]) {
    const name = match[1] ?? match[2] ?? '';
    if (!isSecretVariable(name)) continue;
    signals.push(signal('credential-search', 0.4, `Prints the environment variable ${name}`));
  }
  if (vaultAsked.test(text))
    signals.push(signal('credential-search', 0.7, 'Asks the Windows credential manager for secrets'));
  if (historyShown.test(text)) {
    signals.push(signal('secret-read', 0.6, 'Reads the shell history', { subject: 'the shell history' }));
  }
  const dump = environment.exec(text);
  if (
    dump &&
    (!/where|select-string|\?/i.test(dump[1] ?? '') || /token|secret|passw|key|credential/i.test(dump[1] ?? ''))
  ) {
    signals.push(signal('credential-search', 0.4, 'Prints the whole environment'));
  }
  return signals;
}
