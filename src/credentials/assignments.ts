/** What stands between a name and its value. */
export interface Gap {
  readonly length: number;
  /** `variable`: as in an environment file; `setting`: as in a file of settings, not in code. */
  readonly as?: 'variable' | 'setting';
}

/** `NAME=value`, `"name": "value"`, `name: value`, `name => "value"`, and `\"name\":` inside another text. */
const separator = /\\{0,3}["'\]]{0,2}[ \t]{0,4}(?:=>|:=|=|:)[ \t]{0,4}/y;
const space = /[ \t]{1,4}/y;
const definition = /["'][ \t]{0,4},[ \t]{0,4}(?=["'])/y;
const argument = /\([ \t]{0,4}(?=["'])/y;
/** `"key": "NAME", "value": "…"`, `- name: NAME` with `value: …` below it, `<add key="NAME" value="…"/>`. */
const besideValue = /["']?[ \t]{0,4},?\s{0,60}["']?value["']?[ \t]{0,4}[:=]\s{0,4}/iy;
/** `"NAME": { "value": "…" }` */
const inValue = /["']?\s{0,4}:\s{0,4}\{[^{}]{0,120}?["']value["']\s{0,4}:\s{0,4}/y;
const defaulted = /<\/name>\s{0,20}(?:<\w{1,30}>[^<]{0,80}<\/\w{1,30}>\s{0,20})?<(?:default)?value>/iy;
const listed = /<\/key>\s{0,20}<string>/y;
const fallback = /["']?\]?[ \t]{0,2}(?:\|\||\?\?)[ \t]{0,2}(?=["'])/y;
const byDefault = /"\s{0,4}\{[^{}]{0,200}?\bdefault\s{0,12}=\s{0,4}/y;
const withType =
  /[ \t]{0,2}:[ \t]{0,2}&?(?:'?static )?[A-Za-z]\w{1,20}(?:<\w{1,20}>)?\??[ \t]{1,2}=[ \t]{0,2}(?=["'])/y;
const tagEnd = /(?:\s[^<>]{1,80})?>/y;
const registryValue = /\s{1,8}REG_(?:EXPAND_)?SZ\s{1,8}/y;
const asName = /(?:key|name|id|variable|label)["']?\s{0,4}[:=]\s{0,4}["']?$/i;
/** One word, with a digit and a letter in it, then the end of the line or more words. */
const wordBehind = /[ \t]{1,8}(?=(?=[^\s]{0,60}\d)(?=[^\s]{0,60}[A-Za-z])[^\s=:;,]{6,400}(?:\s|$))/y;

/**
 * What stands between the name at `from`…`to` and its value; undefined where nothing is assigned to it.
 * `words`: the file is one of settings in which a name and its value may stand side by side (`requirepass …`).
 */
export function gapBehind(
  text: string,
  { name, from, to }: { readonly name: string; readonly from: number; readonly to: number },
  words: boolean,
): Gap | undefined {
  // What `kubectl describe configmap` prints.
  if (text.startsWith(':\n----\n', to)) return { length: 7, as: 'setting' };
  const plain = exec(separator, text, to) ?? (name.startsWith('--') ? exec(space, text, to) : undefined);
  if (plain) {
    // `const API_TOKEN: &str = "…"`, `val apiKey: String = "…"`.
    const typed = plain[0].includes(':') ? exec(withType, text, to) : undefined;
    if (typed) return lengthOf(typed);
    const nested = text[to + plain[0].length] === '{' ? exec(inValue, text, to) : undefined;
    return nested ? lengthOf(nested, 'setting') : { length: plain[0].length };
  }
  const near = text.slice(Math.max(0, from - 24), from);
  // `"args": ["--api-key", "…"]`, a property list's `<key>ApiKey</key><string>…`.
  if (name.startsWith('--') && /["']$/.test(near)) return lengthOf(exec(definition, text, to), 'setting');
  if (near.endsWith('<name>')) return lengthOf(exec(defaulted, text, to), 'setting');
  if (near.endsWith('<key>')) return lengthOf(exec(listed, text, to), 'setting');
  // `define('DB_PASSWORD', '…')`, `setenv("TOKEN", "…")`.
  if (/\b(?:define|setenv|putenv|set_env|env|getenv|environ\.get|ENV\.fetch)\(\s{0,4}["']$/.test(near))
    return lengthOf(exec(definition, text, to));
  // `process.env.TOKEN ?? '…'`: what is taken where the environment has none.
  if (/(?:^|\.)env\./i.test(name) || /env\[["']$/i.test(near)) {
    const otherwise = exec(fallback, text, to);
    if (otherwise) return lengthOf(otherwise);
  }
  // `variable "token" { default = "…"`.
  if (/\bvariable\s+"$/.test(near)) return lengthOf(exec(byDefault, text, to), 'setting');
  // `source.setPassword("…")`, `.password("…")`: a call that takes it.
  if (/(?:^|\.)(?:set|with)_?\w+$|\.\w*pass\w*$/i.test(name)) {
    const call = exec(argument, text, to);
    if (call) return { length: call[0].length };
  }
  // A dump of a table of settings: `VALUES ('api_token', '…')`.
  if (/[(,]\s?["']$/.test(near) && /\bvalues\b/i.test(text.slice(Math.max(0, from - 160), from)))
    return lengthOf(exec(definition, text, to));
  // `<password>…</password>`, `<Pass encoding="base64">…`
  if (near.endsWith('<')) return lengthOf(exec(tagEnd, text, to), 'setting');
  // What `reg query` prints.
  if (text.startsWith(' ', to)) {
    const registry = exec(registryValue, text, to);
    if (registry) return lengthOf(registry, 'setting');
  }
  if (asName.test(near)) return lengthOf(exec(besideValue, text, to), 'setting');
  // A Dockerfile's `ENV NAME value`, fish's and csh's way of setting a variable.
  if (/(?:^|\n|\s)(?:ENV|SetEnv|setenv|set -gx)\s+$/.test(near)) return lengthOf(exec(space, text, to), 'variable');
  return words && /(?:^|\s)$/.test(near) ? lengthOf(exec(wordBehind, text, to), 'variable') : undefined;
}

function lengthOf(found: RegExpExecArray | undefined, as?: Gap['as']): Gap | undefined {
  return found && { length: found[0].length, ...(as === undefined ? {} : { as }) };
}

function exec(form: RegExp, text: string, at: number): RegExpExecArray | undefined {
  form.lastIndex = at;
  return form.exec(text) ?? undefined;
}
