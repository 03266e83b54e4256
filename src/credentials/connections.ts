import { type Candidate, recognisedCredentials } from './candidate.ts';
import { isStandIn } from './placeholders.ts';

/** The password of a connection string made of pairs: `Server=…;User Id=sa;Password=…;`, `host=… user=… password=…`. */
const ofPairs = /(?<![\w.-])(?:password|pwd|passwd)\s{0,2}=\s{0,2}(?:&quot;|['"])?([^\s;&"'<>|,\\]{6,200})/gi;
/** What else such a string names. */
const otherPair =
  /(?<![\w.-])(?:server|data source|addr(?:ess)?|network address|host(?:name)?|user(?: ?id| ?name)?|uid|initial catalog|database|db_?name|port|sslmode|service name|sid)\s{0,2}=\s{0,2}[^\s;&"'<>]{1,200}|jdbc:[a-z]/i;
/** Go's way of writing one: `shop:…@tcp(db.live.acme:3306)/shop`. */
const ofGo = /(?<![\w.:/-])[\w.+-]{1,64}:([^\s:@/"'`]{6,200})@(?:tcp|unix)\(([^()\s]{1,200})\)\//g;
const local =
  /(?:^|[=@/(\s;,])(?:localhost|127\.0\.0\.1|\[?::1\]?|\.\\|\(local\w*\)|host\.docker\.internal|mssql|mysql|postgres|db|sqlserver|database)(?=[\s;,:/&"'\\)]|$)/i;

/** Passwords in connection strings that are no address: ADO's, ODBC's, libpq's, JDBC's, Go's. */
export function byConnection(text: string): Candidate[] {
  const candidates: Candidate[] = [];
  const take = (start: number, value: string): void => {
    if (isStandIn(value) || !isNoWord(value)) return;
    candidates.push({ kind: 'database-url', start, end: start + value.length, variable: 'Password' });
  };
  if (/[Pp](?:assw|wd|ASSW|WD)/.test(text))
    for (const match of text.matchAll(ofPairs)) {
      if (candidates.length >= recognisedCredentials) return candidates;
      const around = lineAround(text, match.index, match.index + match[0].length);
      if (!otherPair.test(around.replace(match[0], '')) || local.test(around)) continue;
      const value = match[1] ?? '';
      take(match.index + match[0].length - value.length, value);
    }
  if (text.includes('@tcp(') || text.includes('@unix('))
    for (const match of text.matchAll(ofGo)) {
      const [whole, value = '', place = ''] = match;
      if (!local.test(`@${place}`)) take(match.index + whole.indexOf(value, whole.indexOf(':')), value);
    }
  return candidates;
}

/** What stands on the same line, near enough to be of the same string. */
function lineAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - 300), start);
  const behind = text.slice(end, end + 300);
  return `${before.slice(before.lastIndexOf('\n') + 1)}${text.slice(start, end)}${behind.split('\n', 1)[0]}`;
}

/** Letters with digits or signs: no name of a variable, no word. */
function isNoWord(value: string): boolean {
  if (/^[A-Za-z]+(?:[._-][A-Za-z]+)*$/.test(value) || /^[@:?%$#{[(]/.test(value) || /[(){}]/.test(value)) return false;
  return /[A-Za-z]/.test(value) && /[^A-Za-z]/.test(value) && value.length >= 8;
}
