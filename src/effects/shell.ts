import type { Effect } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { HttpRequest, Invocation } from '../action/invocation.ts';
import type { ShellDialect } from '../action/kinds.ts';
import { requestsOf } from '../parse/http/requests.ts';
import { parseShell } from '../parse/shell.ts';
import { guardEffects } from './guard.ts';
import { httpEffects } from './http.ts';
import { redirectionEffects } from './packs/files.ts';
import { packFor } from './packs/registry.ts';
import { interpreterEffects, unknownEffects } from './unknown.ts';
import { valueOf } from './words.ts';

/** What is learnt from a command text. */
export interface ShellReading {
  readonly effects: Effect[];
  readonly invocations: readonly Invocation[];
  readonly requests: HttpRequest[];
  readonly problems: readonly string[];
}

/** Reads a command text and judges every program in it. */
export function shellEffects(
  text: string,
  options: { readonly dialect: ShellDialect; readonly inquiry: Inquiry },
): ShellReading {
  const { inquiry } = options;
  const { invocations, problems } = parseShell(text, {
    dialect: options.dialect,
    cwd: inquiry.facts.place.cwd,
    inquiry,
  });
  const requests: HttpRequest[] = [];
  const effects: Effect[] = [];
  for (const invocation of invocations) {
    if (isFindsOwn(invocation, invocations)) continue;
    effects.push(...invocationEffects(invocation, inquiry, requests));
  }
  return { effects, invocations, requests, problems };
}

/** What one program call would do to the world. */
export function invocationEffects(invocation: Invocation, inquiry: Inquiry, requests: HttpRequest[]): Effect[] {
  const { program } = invocation;
  const source = invocation.source;
  const effects: Effect[] = [...unknownEffects(invocation), ...guardEffects(invocation, inquiry)];
  if (invocation.redirections.length > 0) effects.push(...redirectionEffects({ invocation, inquiry }));
  if (program !== null) {
    const pack = packFor(program);
    if (pack) effects.push(...pack.effects({ invocation, inquiry }));
    else {
      effects.push(...interpreterEffects(invocation, inquiry));
      for (const request of requestsOf(invocation, inquiry) ?? []) {
        requests.push(request);
        effects.push(...httpEffects(request, inquiry));
      }
    }
  }
  return source ? effects.map((effect) => ({ ...effect, source: effect.source ?? source })) : effects;
}

/**
 * `find … -delete` is read as an `rm` of what it finds, and judged once: by the `find` itself, whose tests say more
 * than a glob can.
 */
function isFindsOwn(invocation: Invocation, all: readonly Invocation[]): boolean {
  if (invocation.program !== 'rm' || invocation.wrappers.at(-1)?.program !== 'find') return false;
  return all.some(
    (other) =>
      other.program === 'find' &&
      other.span[0] <= invocation.span[0] &&
      other.span[1] >= invocation.span[1] &&
      other.args.some((word) => valueOf(word) === '-delete') &&
      !other.args.some((word) => /^-(?:exec|ok)/.test(valueOf(word) ?? '-exec')),
  );
}
