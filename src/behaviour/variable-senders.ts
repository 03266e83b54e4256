import type { Invocation } from '../action/invocation.ts';
import { textOf } from './places.ts';

/** Programs by which the value of a variable gets to another place. */
const senders = new Set(
  (
    'curl curlie wget http https xh invoke-restmethod invoke-webrequest irm iwr dig nslookup host drill kdig ping ' +
    'nc ncat netcat socat telnet gh glab'
  ).split(' '),
);
const interpreters = new Set('python python3 node deno bun ruby php perl'.split(' '));

/** Whether a program may send what is only known when it runs: a quick look before its words are gone through. */
export function mayTakeVariables({ program, args, stdin }: Invocation): boolean {
  if (program === null) return false;
  if (interpreters.has(program))
    return [...args.map(textOf), stdin.kind === 'text' ? stdin.value : ''].some((text) =>
      /environ|getenv|\bENV\b|\.env\b/.test(text),
    );
  if (stdin.kind !== 'pipe' && stdin.kind !== 'unknown' && args.every(({ kind }) => kind !== 'unknown')) return false;
  return senders.has(program.toLowerCase());
}
