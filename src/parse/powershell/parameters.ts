import { fullParameter, isSwitch } from './cmdlets.ts';
import type { CommandCall } from './reading.ts';
import { exactOf, type Value } from './values.ts';

/** A call's words, sorted. */
export interface Parameters {
  /** By full lower-case name; null for a switch. */
  readonly named: ReadonlyMap<string, Value | null>;
  readonly positional: readonly Value[];
}

/** Binds a call's values to its parameters, the way cmdlets do. */
export function sorted(call: CommandCall, cmdlet: boolean): Parameters {
  const named = new Map<string, Value | null>();
  const positional: Value[] = [];
  const { words } = call;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word) continue;
    if (word.kind === 'value') {
      const [item] = word.value;
      if (item?.splatted) for (const [key, value] of item.table ?? []) named.set(fullParameter(key), value);
      else positional.push(word.value);
      continue;
    }
    const name = fullParameter(word.name);
    const next = words[index + 1];
    if (next?.kind === 'value' && (word.attached || (cmdlet && !isSwitch(word.name)))) {
      named.set(name, next.value);
      index += 1;
    } else named.set(name, null);
  }
  return { named, positional };
}

/** True where a switch is on. */
export function isOn({ named }: Parameters, name: string): boolean {
  if (!named.has(name)) return false;
  const value = named.get(name);
  return !value || !/^(?:false|0)$/i.test(exactOf(value) ?? '');
}
