import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { shortened, textOf } from './places.ts';
import { signal } from './signals.ts';

/** Commands that ask a cloud who one is and what one may. The person's own login at a code host is not among them. */
const privilegeProbes: readonly { readonly program: string; readonly args: RegExp }[] = [
  {
    program: 'aws',
    args: /\bsts get-caller-identity\b|\biam (?:list-attached-|get-(?:user|account)|simulate-|list-users|list-roles|list-policies)/,
  },
  { program: 'gcloud', args: /\bauth list\b|\bprojects get-iam-policy\b/ },
  { program: 'az', args: /\baccount (?:show|list)\b|\brole assignment list\b|\bad signed-in-user show\b/ },
  { program: 'kubectl', args: /\bauth (?:can-i|whoami)\b/ },
  { program: 'railway', args: /^whoami\b/ },
  { program: 'vercel', args: /^whoami\b/ },
  { program: 'heroku', args: /^auth:whoami\b/ },
  { program: 'fly', args: /^auth whoami\b/ },
  { program: 'flyctl', args: /^auth whoami\b/ },
  { program: 'doctl', args: /^account get\b/ },
  { program: 'sudo', args: /^(?:-n )?(?:-l|--list)\b/ },
];

/** A program that asks who one is and what one may. */
export function probes(invocation: Invocation): Signal[] {
  const line = invocation.args.map(textOf).join(' ').slice(0, 2000);
  const probe = privilegeProbes.some(({ program, args }) => program === invocation.program && args.test(line));
  if (!probe) return [];
  return [
    signal('privilege-probe', 0.2, `Asks what it may do: ${shortened(`${invocation.program} ${line}`, 80)}`, {
      span: invocation.span,
    }),
  ];
}
