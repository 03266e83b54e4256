import type { ActionKind } from '../action/kinds.ts';
import type { Signal } from '../action/signal.ts';
import { vendorOf } from '../credentials/kinds.ts';

/** Commands after which a program acts in the name of what it was handed. */
const logins: readonly RegExp[] = [
  /\b(gcloud) auth (?:activate-service-account|login)\b/,
  /\b(az) login\b/,
  /\b(aws) configure (?:set|import)\b/,
  /\b(doctl) auth init\b/,
  /\b(heroku|flyctl|fly|railway|vercel|netlify|supabase|neonctl|pscale|firebase|pulumi|terraform|npm|stripe|oc|atlas|scw|wrangler|vault) (?:auth |auth:)?login\b/,
  /\b(gh|glab) auth login\b/,
  /\b(hcloud) context create\b/,
];

const mount = /\b(?:mount(?:\.\w+)?|sshfs|rclone mount|s3fs)\s[^\n;|&]*?\s(\/(?!\/)[\w./-]{2,200})(?:\s|$)/;

/** The login that a step is with something found: of which vendor, and from where. */
export function loginIn(step: {
  readonly kind: ActionKind;
  readonly text: string;
  readonly signals: readonly Signal[];
}): { readonly vendor: string; readonly from: string } | undefined {
  if (step.kind !== 'shell') return undefined;
  const from = step.signals.find(({ name }) => name === 'foreign-credential')?.subject;
  if (from === undefined) return undefined;
  // What lies below a place that was mounted with something found is reached in its name.
  const mounted = mount.exec(step.text)?.[1];
  if (mounted !== undefined) return { vendor: mounted.replace(/\/$/, ''), from };
  const program = logins.map((form) => form.exec(step.text)?.[1]).find((name) => name !== undefined);
  return program === undefined ? undefined : { vendor: vendorOf(program), from };
}

/** Whether a command logs a program in. */
export function isLogin(command: string): boolean {
  const text = command.slice(0, 4000);
  return mount.test(text) || logins.some((form) => form.test(text));
}
