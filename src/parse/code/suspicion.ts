/** Characters of code given in the action itself that are read. */
export const maximumInline = 48 * 1024;
/** Characters of a file of code that are read: twice as many. */
export const maximumCode = 96 * 1024;

/** Brackets open at once: text that is no code, and that a grammar would try many ways on. */
const maximumOpen = 150;

/**
 * Words without one of which no code of these languages destroys, sends or starts anything: most one-liners an agent
 * runs print something, and are not read at all. What brings in a file beside it is suspicious as well.
 */
const words =
  /DROP\s|TRUNC|DELETE\b|UPDATE\s|rm|unlink|rimraf|[rR]emove|[dD]el|[dD]rop|[tT]runcat|[dD]estroy|[tT]erminat|[pP]urge|[fF]lush|clear[A-Z_]|[wW]ipe|[eE]rase|exec|eval|compile|Function|system|popen|spawn|Popen|subprocess|Command|\$`|`|qx|request|http|fetch|axios|got\b|ky\b|urlopen|socket|LWP|curl_|getattr|__import__|import_module|runpy|query|sql|raw|renam|replace|move|mv\b|copy|put_contents|write|open|kill|_debugP|trash|revoke|prune|deregister|schedule|empty|sync|simple-git|\bsh\b|\.run|call\(|send|require\s*\(?\s*['"]\.|require_relative|include|from\s+['"]\.|import\s+['"]\.|import\(|\bimport\s+(?!(?:json|sys|re|os|math|csv|time|datetime|collections|itertools|pathlib|random|string|textwrap|hashlib|base64|struct|pprint|glob|typing|platform|ast|inspect|statistics|decimal|uuid|numpy|pandas|yaml|toml|tomllib|argparse|functools|io|types|traceback|importlib|torch|tensorflow|sklearn|matplotlib)\b)[a-z_]\w*|\bfrom\s+(?!(?:json|sys|re|os|math|csv|time|datetime|collections|itertools|pathlib|random|string|typing|dataclasses|functools|io|urllib\.parse|importlib)\b)\.?\w*[\w.]*\s+import/;

/** Whether a text could do anything that matters here. */
export function isSuspicious(text: string): boolean {
  return words.test(text);
}

/** Whether brackets stand in one another deeper than in any code. Quotes are not looked at: what opens there counts. */
export function isTooDeep(text: string): boolean {
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 40 || code === 91 || code === 123) open += 1;
    else if ((code === 41 || code === 93 || code === 125) && open > 0) open -= 1;
    if (open > maximumOpen) return true;
  }
  return false;
}

/** Files that a tool made or brought: what a dependency or a bundle could do is not what running it does. */
export function isMade(file: string, length: number): boolean {
  if (/\/(?:node_modules|site-packages|dist-packages|\.?venv|\.yarn)\//.test(file)) return true;
  return (
    length > 16_000 &&
    /\/(?:dist|build|out|vendor|\.next|\.nuxt|\.output|bundles?|lib|target|public|static)\/|\.(?:min|bundle)\./.test(
      file,
    )
  );
}
