import type { Hold, HoldRegistry } from '../confirmation/registry.ts';
import { quietMilliseconds } from './hold-view.ts';
import type { FromHoldPanel } from './panel-messages.ts';
import type { Translate } from './translate.ts';

/** A call that waits for the person at this window. */
export interface HeldCall {
  readonly hold: Hold;
  /** Made up by "Rehearse a Hold": nothing runs whatever the answer. */
  readonly rehearsal: boolean;
}

/** What an answer from the panel came to: nothing to say, or one sentence why it did not count. */
type DeskAnswer = { readonly counted: true } | { readonly counted: false; readonly why: string };

/** What {@link createHoldDesk} takes. */
export interface HoldDeskDeps {
  readonly registry: HoldRegistry;
  readonly rehearsals: HoldRegistry;
  /** Milliseconds of a clock that only goes forward. */
  monotonic(): number;
  readonly t: Translate;
}

/**
 * The queue in front of the person: one hold on show, the others behind it in order. The only caller of
 * `HoldRegistry.approve` in the extension; it counts an approval only for the hold on show and only after the
 * quiet time, whatever the page says.
 */
export interface HoldDesk {
  /** The one on show first, then by age. */
  queue(): readonly HeldCall[];
  current(): HeldCall | undefined;
  /** Puts a waiting hold on show. False where it no longer waits. */
  choose(id: string): boolean;
  /** Takes an answer. Call it from the confirmation panel's message handler and from nowhere else. */
  answer(message: FromHoldPanel): Promise<DeskAnswer>;
  /** The panel was closed: nothing in it goes out. */
  closeAll(): void;
  onDidChange(listener: () => void): () => void;
  dispose(): void;
}

/** A desk over the window's holds and its rehearsals. */
export function createHoldDesk(deps: HoldDeskDeps): HoldDesk {
  const listeners = new Set<() => void>();
  let chosen: string | undefined;
  let shown: { id: string; at: number } | undefined;

  const waiting = (): HeldCall[] => [
    ...deps.registry.pending().map((hold) => ({ hold, rehearsal: false })),
    ...deps.rehearsals.pending().map((hold) => ({ hold, rehearsal: true })),
  ];
  const find = (id: string) => waiting().find((held) => held.hold.artifact.id === id);
  const registryOf = (held: HeldCall) => (held.rehearsal ? deps.rehearsals : deps.registry);

  function current(): HeldCall | undefined {
    const kept = chosen === undefined ? undefined : find(chosen);
    const now = kept ?? waiting()[0];
    chosen = now?.hold.artifact.id;
    return now;
  }

  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const stops = [deps.registry.onDidChange(changed), deps.rehearsals.onDidChange(changed)];

  async function approve(id: string, typed: string | undefined): Promise<DeskAnswer> {
    const held = current();
    if (!held || held.hold.artifact.id !== id) {
      return { counted: false, why: deps.t('It was not the call on show. Look at this one and answer again.') };
    }
    if (!shown || shown.id !== id || deps.monotonic() - shown.at < quietMilliseconds) {
      return { counted: false, why: deps.t('It came before the panel could be read. Answer again.') };
    }
    const result = await registryOf(held).approve(id, typed);
    return result.ok ? { counted: true } : { counted: false, why: result.message };
  }

  function refuse(id: string, end: (registry: HoldRegistry) => boolean): DeskAnswer {
    const held = find(id);
    if (held && end(registryOf(held))) return { counted: true };
    return { counted: false, why: deps.t('This call no longer waits for an answer.') };
  }

  return {
    queue() {
      const first = current();
      return first ? [first, ...waiting().filter((held) => held.hold.artifact.id !== first.hold.artifact.id)] : [];
    },
    current,
    choose(id) {
      if (!find(id)) return false;
      chosen = id;
      changed();
      return true;
    },
    async answer(message) {
      switch (message.type) {
        case 'shown':
          if (current()?.hold.artifact.id === message.id) shown = { id: message.id, at: deps.monotonic() };
          return { counted: true };
        case 'approve':
          return approve(message.id, message.typed);
        case 'deny':
          return refuse(message.id, (registry) => registry.deny(message.id, message.message));
        case 'close':
          return refuse(message.id, (registry) => registry.close(message.id));
        case 'ready':
        case 'copy':
          return { counted: true };
      }
    },
    closeAll() {
      deps.registry.closeAll();
      deps.rehearsals.closeAll();
    },
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      for (const stop of stops) stop();
      listeners.clear();
    },
  };
}

const longestReason = 2000;

/** The panel's message, or undefined for anything that is none. */
export function readHoldMessage(value: unknown): FromHoldPanel | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if (value.type === 'ready') return { type: 'ready' };
  if (!('id' in value) || typeof value.id !== 'string') return undefined;
  const id = value.id;
  switch (value.type) {
    case 'shown':
    case 'close':
    case 'copy':
      return { type: value.type, id };
    case 'approve':
      return 'typed' in value && typeof value.typed === 'string'
        ? { type: 'approve', id, typed: value.typed }
        : { type: 'approve', id };
    case 'deny': {
      const message = 'message' in value && typeof value.message === 'string' ? value.message.trim() : '';
      return message ? { type: 'deny', id, message: message.slice(0, longestReason) } : { type: 'deny', id };
    }
    default:
      return undefined;
  }
}
