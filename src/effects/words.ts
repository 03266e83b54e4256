import type { Word } from '../action/invocation.ts';

/** A command's arguments, sorted into options and operands. */
export interface Arguments {
  /** Option names as written (`--force`, `-f`; clusters taken apart) with their value, or null where they have none. */
  readonly options: ReadonlyMap<string, Word | null>;
  /** What is no option, in order. */
  readonly operands: readonly Word[];
  /** Index in `operands` of the first one after `--`, or -1. */
  readonly separator: number;
}

/** Options in front of a command's own words that take a value wherever they are known: who asks, and of whom. */
const alwaysValued =
  /^--(?!(?:no|with|use|skip|ask|show|print)-)(?:[a-z]+-){0,2}(?:token|api-?key|access-key|profile|context|config|config-(?:dir|file)|endpoint|region)$/;

/** `--reset-token destroy database`: no profile bears such a name; the option takes no value. */
const verbAlone =
  /^(?:delete|destroy|remove|rm|del|purge|drop|wipe|erase|terminate|truncate|reset|prune|nuke|flush|clear|revoke|kill)$/;

/**
 * Sorts arguments into options and operands. `valued` names the options that take the next word as their value,
 * `attached` the short ones whose value stands right behind them or nowhere.
 */
export function readArguments(
  args: readonly Word[],
  valued: ReadonlySet<string>,
  attached?: ReadonlySet<string>,
): Arguments {
  const options = new Map<string, Word | null>();
  const operands: Word[] = [];
  let separator = -1;
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (!word) continue;
    const text = word.kind === 'unknown' ? word.prefix : word.value;
    if (separator >= 0 || text.length < 2 || text[0] !== '-') {
      operands.push(word);
      continue;
    }
    if (text === '--') {
      separator = operands.length;
      continue;
    }
    if (text[1] === '-') {
      const equals = text.indexOf('=');
      if (equals > 0) options.set(text.slice(0, equals), partOf(word, equals + 1));
      else if (
        valued.has(text) ||
        (operands.length === 0 && alwaysValued.test(text) && !verbAlone.test(literalOf(args[index + 1]) ?? ''))
      )
        options.set(text, args[++index] ?? null);
      else options.set(text, null);
      continue;
    }
    if (valued.has(text)) {
      options.set(text, args[++index] ?? null);
      continue;
    }
    const equals = text.indexOf('=');
    if (equals > 0) options.set(text.slice(0, equals), partOf(word, equals + 1));
    // `-path=db` of tools whose long options have one dash is no cluster of `-p`, `-a`, `-t`, `-h`.
    if (equals > 2 && valued.has(text.slice(0, equals))) continue;
    options.set(text, null);
    for (let at = 1; at < text.length; at += 1) {
      const name = `-${text[at]}`;
      if (attached?.has(name)) {
        options.set(name, at + 1 < text.length ? partOf(word, at + 1) : null);
        break;
      }
      if (!valued.has(name)) {
        options.set(name, options.get(name) ?? null);
        continue;
      }
      options.set(name, at + 1 < text.length ? partOf(word, at + 1) : (args[++index] ?? null));
      break;
    }
  }
  return { options, operands, separator };
}

function partOf(word: Word, from: number): Word {
  if (word.kind === 'unknown') return { ...word, prefix: word.prefix.slice(from) };
  return { ...word, value: word.value.slice(from) };
}

/** The word's exact value, or null where it could not be resolved. A glob counts as its own text. */
export function literalOf(word: Word | null | undefined): string | null {
  if (!word || word.kind === 'unknown') return null;
  return word.value;
}

/** How a word is shown to a person: its value, or its source text. */
export function shown(word: Word | null | undefined): string {
  if (!word) return '?';
  return word.kind === 'unknown' ? word.text : word.value;
}

/** True where any of the options is given. */
export function has(options: ReadonlyMap<string, Word | null>, ...names: readonly string[]): boolean {
  return names.some((name) => options.has(name));
}

/** The value of the first of the options that has one. */
export function optionValue(options: ReadonlyMap<string, Word | null>, ...names: readonly string[]): Word | undefined {
  for (const name of names) {
    const word = options.get(name);
    if (word) return word;
  }
  return undefined;
}

/** Splits `volumeDelete`, `volume-delete`, `VOLUME_DELETE` into lower-case words. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
