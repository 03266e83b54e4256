import type { Action } from '../action/action.ts';
import type { Signal } from '../action/signal.ts';
import { limits } from './limits.ts';
import { shortened } from './places.ts';
import { signal } from './signals.ts';

/** Servers that drive a browser, and tools that run code in one. */
const drives = /playwright|puppeteer|chrome|browser|selenium|devtools|stagehand|webdriver|cdp/i;
const runsCode = /evaluate|execute|script|run_?code|eval\b|console/i;

/** Tools that hand out what a browser keeps of logins; those that set or clear it take nothing. */
const handsOut =
  /(?:cookies?(?:_(?:get|list|all|export))*|storage_?state(?:_(?:get|save|export))?|(?:local|session)_?storage_(?:get|list|all)\w*|get_(?:all_)?(?:cookies?|(?:local|session)_?storage))$/;

const secretName =
  '[\\w.:@/-]*(?:token|auth|jwt|secret|credential|passw|api[_.-]?key|oauth|bearer|sid\\b|session(?!_?(?:count|start|id_type)))[\\w.:@/-]*';
const stores: readonly RegExp[] = [
  // One entry, by a name of secrets, and not only whether it is there.
  new RegExp(
    `(?<![!\\w.]!|Boolean\\()(?:window\\.|globalThis\\.)?(?:local|session)Storage(?:\\.getItem\\(\\s{0,3}["'\`]|\\[\\s{0,3}["'\`]|\\.(?!getItem|setItem|removeItem|clear\\b|length\\b|key\\b))${secretName}(?!["'\`\\])]*\\s{0,3}=[^=])(?!["'\`\\])]*\\s{0,3}(?:[!=]==?\\s{0,3}null|\\.length))`,
    'i',
  ),
  // All of it.
  /(?:stringify|entries|values|assign|fromEntries)\(\s{0,3}(?:\{\s{0,3}\}\s{0,3},\s{0,3})?(?:window\.)?(?:local|session)Storage\s{0,3}[),]/i,
  /\.\.\.(?:window\.)?(?:local|session)Storage\b|(?:return|=>)\s{0,3}(?:window\.)?(?:local|session)Storage\s{0,3}(?:;|$|\})/i,
  /\b(?:in|of)\s{1,3}(?:window\.)?(?:local|session)Storage\b|(?:local|session)Storage\.key\(/i,
  /\bdocument\.cookie\b(?!\s{0,3}=[^=]|\.(?:includes|indexOf|length)\b)/,
  /\bcookieStore\.get(?:All)?\(|\bcontext\(?\)?\.cookies\(|\.storageState\(/,
  /\bindexedDB\.open\([^)]{0,80}(?:firebase|auth|token|msal|session|keyval|credential)/i,
  /(?:password|passwd|token|secret|api[-_]?key|credential)[^()\n]{0,30}\)\s{0,3}\??\.(?:value|textContent|innerText|getAttribute\(["'](?:value|data-\w*)["']\))(?!\s{0,3}=[^=])/i,
  /\.(?:api|access|auth|refresh|id|bearer)_?(?:token|key)\b(?!\s{0,3}=[^=]|\()|\b__(?:INITIAL_STATE|NEXT_DATA|NUXT)__\b[\w.?[\]"']{0,60}(?:token|secret|api_?key)/i,
];

/** Looks into what a browser keeps of logins: its storage, its cookies, what stands in a field for a password. */
export function browserSignals(action: Extract<Action, { kind: 'mcp' }>): Signal[] {
  const { server, tool, input } = action;
  if (!drives.test(`${server} ${tool}`)) return [];
  const name = tool.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  if (handsOut.test(name) && !/set|clear|delete|remove|add/.test(name))
    return [signal('credential-search', 0.5, `Asks ${tool} for what the browser keeps of logins`, { subject: tool })];
  if (!runsCode.test(tool) || typeof input !== 'object' || input === null) return [];
  for (const code of Object.values(input)) {
    if (typeof code !== 'string') continue;
    const text = code.slice(0, limits.usedCharacters);
    if (stores.some((form) => form.test(text)))
      return [
        signal('credential-search', 0.5, `Looks into what the browser keeps of logins: ${shortened(text, 80)}`, {
          subject: tool,
        }),
      ];
  }
  return [];
}
