import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../src/action/invocation.ts';
import { requestsOf } from '../../../src/parse/http/requests.ts';
import { inquiryWith, read } from '../reading.ts';

function requests(text: string, inquiry = inquiryWith()): HttpRequest[] {
  return read(text, inquiry).invocations.flatMap((invocation) => requestsOf(invocation, inquiry) ?? []);
}

/** `METHOD url body`, with `?…?` for what is not known. */
function brief(request: HttpRequest): string {
  const { body } = request;
  const sent =
    body.kind === 'text'
      ? body.value
      : body.kind === 'file'
        ? `@${body.path}`
        : body.kind === 'unknown'
          ? `?${body.text ?? ''}?`
          : '';
  return `${request.method} ${request.url ?? `?${request.partialUrl?.text}?`} ${sent}`.trim();
}

describe('curl', () => {
  test.each([
    ['curl https://a', 'GET https://a'],
    ['curl a.b/c', 'GET http://a.b/c'],
    ['curl -X DELETE https://a', 'DELETE https://a'],
    ['curl -sSXDELETE https://a', 'DELETE https://a'],
    ['curl --request=delete https://a', 'DELETE https://a'],
    ['curl --data-bin a https://a', 'POST https://a a'],
    ['curl -X $M https://a', '? https://a'],
    ['curl -d a=1 -d b=2 https://a', 'POST https://a a=1&b=2'],
    ['curl --data-raw @x https://a', 'POST https://a @x'],
    ['curl -d @b.json https://a', 'POST https://a @/w/b.json'],
    ['curl --data-binary @/b https://a', 'POST https://a @/b'],
    ['echo hi | curl -d @- https://a', 'POST https://a hi'],
    ['curl -d @- https://a <<E\nhi\nE', 'POST https://a hi'],
    ["cat > b.json <<'E'\n{}\nE\ncurl -d @b.json https://a", 'POST https://a {}'],
    ['gen > b.json; curl -d @b.json https://a', 'POST https://a ??'],
    ['curl --json "{}" https://a', 'POST https://a {}'],
    ['curl -G -d a=1 --data-urlencode "q=x y" https://a', 'GET https://a?a=1&q=x+y'],
    ['curl --url-query a=1 https://a?b', 'GET https://a?b&a=1'],
    ['curl -I https://a', 'HEAD https://a'],
    ['curl -T f https://a', 'PUT https://a @/w/f'],
    ['curl -F a=1 -F b=2 https://a', 'POST https://a a=1&b=2'],
    ['curl -F file=@x https://a', 'POST https://a @/w/x'],
    ['curl https://a -X DELETE --next https://b', 'DELETE https://a', 'GET https://b'],
    [
      'curl https://a/{x,y} https://b/[1-2]',
      'GET https://a/x',
      'GET https://a/y',
      'GET https://b/1',
      'GET https://b/2',
    ],
    ['curl -g https://a/{x}', 'GET https://a/{x}'],
    ['curl --url https://a -o out -w "%{http_code}" -m 5', 'GET https://a'],
    ['curl "https://a/$ID"', 'GET ?https://a/$ID?'],
    ['curl "$URL"', 'GET ?$URL?'],
    ['curl $OPTIONS https://a', 'GET ?$OPTIONS? ??', 'GET https://a ??'],
    ['curl -d "{\\"id\\":\\"$ID\\"}" https://a', 'POST https://a ?{"id":"$ID"}?'],
    ['curl -K options.txt', '? ?(from a config file)? ??'],
    ['CURL_HOME=/tmp/e curl https://a', '? https://a ??'],
    ['export CURL_HOME=$X; curl https://a', '? https://a ??'],
    ['CURL_HOME=/tmp/e curl -q https://a', 'GET https://a'],
    ['sudo curl -X DELETE https://a', 'DELETE https://a'],
    ['curl --version', ...[]],
  ])('%s', (text, ...expected) => {
    expect(requests(text).map(brief)).toEqual(expected);
  });

  test('a config file is asked for and read', () => {
    const inquiry = inquiryWith();
    requests('curl -K c.txt', inquiry);
    expect(inquiry.needs).toEqual([{ kind: 'file-text', path: '/w/c.txt' }]);
    const files = { '/w/c.txt': '# c\nurl = "https://a"\n-X DELETE\nheader: "X-A: 1"\n' };
    expect(requests('curl -K c.txt', inquiryWith({ files }))).toMatchObject([
      { method: 'DELETE', url: 'https://a', headers: { 'x-a': '1' } },
    ]);
  });

  test('headers have lower-case names; what is not known is null', () => {
    const [request] = requests(
      'curl -H "X-A: b" -H "Authorization: Bearer $T" -H "$H" -A me -b c=d -u SYNTHETIC:x https://a',
    );
    expect(request?.headers).toEqual({
      'x-a': 'b',
      'user-agent': 'me',
      cookie: 'c=d',
      authorization: 'Basic U1lOVEhFVElDOng=',
    });
    expect(requests('curl -H "Authorization: Bearer $T" https://a')[0]?.headers).toEqual({ authorization: null });
  });

  test('what is certain of a URL is kept apart from what is not', () => {
    expect(requests('curl https://api.example.com/v1/$ID')[0]?.partialUrl).toEqual({
      prefix: 'https://api.example.com/v1/',
      text: 'https://api.example.com/v1/$ID',
    });
    expect(requests('curl https://$HOST/v1')[0]?.partialUrl?.prefix).toBe('https://');
  });
});

describe('other clients', () => {
  test.each([
    ['wget https://a', 'GET https://a'],
    ['WGETRC=/tmp/w wget https://a', '? https://a'],
    ['wget --config=w https://a', '? https://a'],
    ['wget -e method=DELETE https://a', '? https://a'],
    ['wget -e robots=off https://a', 'GET https://a'],
    ['wget --method=DELETE https://a', 'DELETE https://a'],
    ['wget --post-data=x=1 https://a', 'POST https://a x=1'],
    ['wget --post-file f https://a', 'POST https://a @/w/f'],
    ['wget -i list.txt', 'GET ?(the URLs in list.txt)?'],
    ['http https://a', 'GET https://a'],
    ['http DELETE :3000/x', 'DELETE http://localhost:3000/x'],
    ['http https://a name=x n:=1 X-A:b', 'POST https://a {"name":"x","n":1}'],
    ['http PUT https://a q==1 name=$X', 'PUT https://a?q=1 ?name=$X?'],
    ['xh delete https://a', 'DELETE https://a'],
    ['gh api repos/a/b', 'GET https://api.github.com/repos/a/b'],
    ['gh api -X DELETE /repos/a/b', 'DELETE https://api.github.com/repos/a/b'],
    ["gh api graphql -f query='mutation{x}'", 'POST https://api.github.com/graphql {"query":"mutation{x}"}'],
    ['glab api -X DELETE projects/1', 'DELETE https://gitlab.com/api/v4/projects/1'],
  ])('%s', (text, ...expected) => {
    expect(requests(text).map(brief)).toEqual(expected);
  });

  test.each(['gh pr list', 'ls', 'git push'])('%s sends nothing that is read here', (text) => {
    const [invocation] = read(text).invocations;
    expect(invocation && requestsOf(invocation, inquiryWith())).toBeNull();
  });
});
