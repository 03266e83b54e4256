import type { Span } from '../action/kinds.ts';
import type { Signal, SignalName } from '../action/signal.ts';
import { redactText } from '../credentials/redact.ts';
import { limits } from './limits.ts';
import { shortened } from './places.ts';

/** ATT&CK techniques of the signals that have one (https://attack.mitre.org). */
const techniques: Readonly<Partial<Record<SignalName, string>>> = {
  'credential-search': 'T1552.001',
  'secret-read': 'T1552.001',
  'secret-printed': 'T1552',
  'foreign-credential': 'T1078',
  'privilege-probe': 'T1069',
  'guard-probing': 'T1518.001',
  evasion: 'T1562',
  'bulk-change': 'T1485',
  exfiltration: 'T1567',
  'interactive-shell': 'T1059',
  'recovery-destruction': 'T1490',
};

/** A signal with its technique; evidence on one line, secrets replaced. */
export function signal(
  name: SignalName,
  score: number,
  evidence: string,
  more: { readonly subject?: string; readonly span?: Span; readonly attack?: string; readonly into?: string } = {},
): Signal {
  const attack = more.attack ?? techniques[name];
  return {
    name,
    ...(attack === undefined ? {} : { attack }),
    score,
    evidence: shortened(redactText(evidence.slice(0, 4 * limits.sentence)).text, limits.sentence),
    ...(more.span ? { span: more.span } : {}),
    ...(more.into === undefined ? {} : { into: shortened(redactText(more.into.slice(0, 1024)).text, 400) }),
    ...(more.subject === undefined ? {} : { subject: shortened(redactText(more.subject.slice(0, 1024)).text, 400) }),
  };
}

/** One signal of each name and subject: the strongest. Order of first appearance stays. */
export function strongest(signals: readonly Signal[]): Signal[] {
  if (signals.length < 2) return [...signals];
  const kept = new Map<string, Signal>();
  for (const one of signals) {
    const key = `${one.name}\n${one.subject ?? ''}\n${one.into ?? ''}`;
    const other = kept.get(key);
    if (!other || other.score < one.score) kept.set(key, one);
  }
  return [...kept.values()];
}
