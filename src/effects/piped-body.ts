import type { Effect } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { HttpRequest, Invocation } from '../action/invocation.ts';
import { httpEffects } from './http.ts';
import { shown } from './words.ts';

/** A line of a bulk request that deletes, as the program that prints it has it: in quotes, escaped, or bare as in jq. */
const bulkDeletion = /\{\s*\\?["']?delete\\?["']?\s*:\s*\{/;

/**
 * What a request asks for whose body another program prints and nobody can know whole: a loop over `printf`, `jq`,
 * `awk` or `sed` in front of `curl --data-binary @-`. Only of bulk interfaces, and by what that program's text says.
 */
export function pipedBodyEffects(
  { stdin, span }: Invocation,
  all: readonly Invocation[],
  requests: readonly HttpRequest[],
  inquiry: Inquiry,
): Effect[] {
  if (stdin.kind !== 'pipe') return [];
  return requests
    .filter(
      (request) =>
        request.span === span &&
        request.body.kind === 'unknown' &&
        /\/_bulk\b/.test(request.url ?? request.partialUrl?.prefix ?? ''),
    )
    .flatMap((request) => {
      let from: Invocation | undefined = all[stdin.from];
      for (let step = 0; from && step < 6; step += 1) {
        if (from.args.some((word) => bulkDeletion.test(shown(word)))) {
          const value = '{"delete":{"_id":"unresolved"}}\n';
          return httpEffects({ ...request, body: { kind: 'text', value } }, inquiry);
        }
        from = from.stdin.kind === 'pipe' ? all[from.stdin.from] : undefined;
      }
      return [];
    });
}
