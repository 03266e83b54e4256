import type { Invocation } from '../action/invocation.ts';
import { textOf } from './places.ts';

/** A secret file read into an address or a body: `curl "https://…?d=$(base64 .env)"`. Into a header it logs in. */
export function readIntoRequest(
  { program, args }: Invocation,
  secret: (file: string | undefined) => file is string,
): string | undefined {
  if (!/^(?:curl|wget|http|https|xh|dig|nslookup|host|ping)$/.test(program ?? '')) return undefined;
  for (const [index, word] of args.entries()) {
    if (word.kind !== 'unknown' || !/[$<]\(|`/.test(word.text)) continue;
    const option = textOf(args[index - 1] ?? word);
    if (
      /^(?:-H|--header|-u|--user|--oauth2-bearer)$/.test(option) ||
      /^(?:-H|--header=|authorization:)/i.test(word.text)
    )
      continue;
    const inside = (/(?:[$<]\(|`)([^)`]{1,400})/.exec(word.text)?.[1] ?? '').replace(/-C[ =]?(\S+) (?=[\w.])/, '$1/');
    const file = inside.split(/[\s<>|;]+/).find((part) => secret(part));
    if (file !== undefined) return file;
  }
  return undefined;
}

const sentByCode =
  /\b(?:data|json|files|body|content|payload)["']?\s{0,3}[=:][^\n;]{0,80}?\b(?:open|readFileSync|readFile|read_text|Path|file_get_contents|File\.read)\(\s{0,4}[frb]?["'`]([^"'`\n]{1,200})["'`]/g;

/** The secret file that code sends as it reads it: `requests.post(url, data=open('.env').read())`. */
export function readIntoBody(
  { program, args, stdin }: Invocation,
  secret: (file: string | undefined) => file is string,
): string | undefined {
  if (!/^(?:python3?|node|deno|bun|ruby|php|perl)$/.test(program ?? '')) return undefined;
  const code = [...args.map(textOf), stdin.kind === 'text' ? stdin.value : ''].join('\n').slice(0, 20_000);
  return [...code.matchAll(sentByCode)].map((match) => match[1]).find(secret);
}
