import type { Invocation } from '../action/invocation.ts';
import { textOf } from './places.ts';

/** Programs that pick one value out of a file. */
const pickers =
  /^(?:jq|yq|tomlq|xq|dasel|crudini|plutil|defaults|xmllint|xmlstarlet|hcl2json|[gm]?awk|sed|cut|augtool|[ef]?grep|rg|perl|python3?|node|ruby|php|deno|bun|git|mlr|csvcut|openssl|base64)$/;
const secretWord =
  /\.(?:pat|auth|pwd|pass|creds?|dsn|jwt|sas)\b|(?<!cache|sort|partition|primary|public|foreign|object|row|map|group)\.key$|token|secret|passw|api[_.-]?key|credential|authoriz|bearer|(?:access|private|account|admin|deploy)[_.-]?key/i;

/** `jq -r .token f`, `crudini --get f api password`: a value is asked for, by a name of secrets. `places`: the files shown. */
export function asksForSecret(invocations: readonly Invocation[], places: readonly string[]): boolean {
  if (asksStore(invocations)) return true;
  return invocations.some(({ program, args, stdin }) => {
    if (!pickers.test(program ?? '')) return false;
    // Its history is no file's content.
    if (program === 'git' && !args.some((word) => /^(?:config|cat-file)$|^[^:\s]+:[^/]/.test(textOf(word))))
      return false;
    // What was written in other signs to be hidden.
    if (/^(?:base64|openssl)$/.test(program ?? ''))
      return args.some((word) => /^(?:-d|-D|--decode)$/.test(textOf(word)));
    const words = [...args.map(textOf), ...(stdin.kind === 'text' ? [stdin.value] : [])];
    return words.some((word) => namesSecret(word, places));
  });
}

/** Programs that hand out what they keep under a name, beside the stores that keep nothing but secrets. */
const keepers =
  /^(?:redis-cli|valkey-cli|psql|mysql|mariadb|mongosh?|sqlite3|sqlcmd|cqlsh|clickhouse-client|consul|etcdctl|nomad|dapr|printenv|echo|get-item)$/;
const database = /^(?:redis-cli|valkey-cli|psql|mysql|mariadb|mongosh?|sqlite3|sqlcmd|cqlsh|clickhouse-client)$/;
/** Where a database keeps what a program logs in with, and not what it hands to those who log in to it. */
const settings = /settings|config|secret|credential|integration|provider|prod|api[_-]?key|\benv|options|vault/i;

/** `redis-cli GET config:api_token`, `consul kv get prod/token`: a place that keeps anything is asked for a secret. */
export function asksStore(invocations: readonly Invocation[]): boolean {
  return invocations.some(({ program, args }) => {
    const line = args.map(textOf).join(' ').slice(0, 8000);
    if (/^(?:curl|wget|https?|xh)$/.test(program ?? '')) return /\/v1\/kv\/|\/actuator\/|:8500\//.test(line);
    if (!keepers.test(program ?? '') || !secretWord.test(line)) return false;
    return !database.test(program ?? '') || (settings.test(line) && !/localhost|127\.0\.0\.1/.test(line));
  });
}

/** Whether a text names a secret; what the files `places` are called says nothing. */
export function namesSecret(text: string, places: readonly string[]): boolean {
  return secretWord.test(without(text, places));
}

/** A file's own name asks for nothing. */
function without(word: string, places: readonly string[]): string {
  let text = word.slice(0, 8000);
  for (const place of places) text = text.replaceAll(place, '').replaceAll(place.slice(place.lastIndexOf('/') + 1), '');
  return text;
}

/** Programs, and the words with which they print what is written down somewhere: settings, and what would be run. */
const settingsPrinters: readonly (readonly [program: RegExp, line: RegExp])[] = [
  [
    /^(?:make|gmake|just|task|rake|ninja|mage)$/,
    /(?:^| )(?:-n|--just-print|--dry-run|--dry|--recon|-p|--print-data-base|--show|--dump|--evaluate|--summary)(?: |$)/,
  ],
  [/^(?:(?:ba|z|k|da)?sh|set)$/, /^(?:-\S+ )*-[a-z]*[xv]/],
  [/^(?:history|fc)$/, /(?:)/],
  [/^(?:npm|pnpm|yarn)$/, /^(?:pkg get|config|run$)/],
  [/^kustomize$/, /^build/],
  [/^(?:kubectl|oc)$/, /\bkustomize\b/],
  [/^helm$/, /(?:^| )(?:template|get|show)\b/],
  [/^(?:docker|podman)$/, /\b(?:history|inspect|config)\b/],
  [/^docker-compose$/, /\bconfig\b/],
  [/^(?:ansible-inventory|envsubst|direnv|chezmoi|nomad|consul|skaffold|kompose|cdk|sam|serverless|act)$/, /(?:)/],
  [/^(?:terraform|tofu|pulumi)$/, /\b(?:show|console|output|config)\b/],
  [/^git$/, /^(?:config|remote|cat-file)\b/],
  [
    /^(?:curl|wget|https?|xh|gh|glab)$/,
    /^(?!.*\b(?:localhost|127\.0\.0\.1)\b).*(?:\/(?:variables|secrets|config-vars|contents)(?:[/?\s"']|$)|\/-\/raw\/|raw\.githubusercontent\.com)/,
  ],
];

/** Whether a command prints what is written down somewhere, and no program made that moment. */
export function printsSettings(invocations: readonly Invocation[]): boolean {
  return invocations.some(({ program, args }) => {
    const line = args.map(textOf).join(' ').slice(0, 2000);
    return program !== null && settingsPrinters.some(([name, form]) => name.test(program) && form.test(line));
  });
}
