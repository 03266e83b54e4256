import type { Holes } from '../../shell/value.ts';
import type { CodeDeed } from '../deeds.ts';
import type { LibraryCall } from '../library.ts';
import { asText, entryOf, textOf, type Value } from '../values.ts';

/** What a call of a library does, worked out of its arguments. */
export type Doing = (call: LibraryCall, holes: Holes) => readonly CodeDeed[];

/** Whether an option is set, by name or in a table of options: `recursive: true`. */
function isSet({ args }: LibraryCall, name: string): boolean {
  const value = args.named.get(name) ?? args.all.map((given) => entryOf(given, name)).find((found) => found);
  return value !== undefined && !(value.kind === 'plain' && /^(?:false|none|null|undefined|0|nil)$/i.test(value.text));
}

/** A program's call with the given arguments behind its own words. */
function program(words: readonly string[], given: readonly Value[], call: LibraryCall): CodeDeed {
  return { kind: 'program', words: [...words.map(textOf), ...given], start: call.at.start, end: call.at.end };
}

function paths(value: Value | undefined): readonly Value[] {
  if (!value) return [];
  // `None` names no path.
  if (value.kind === 'plain') return [];
  if (value.kind === 'list') return value.items;
  return value.kind === 'either' ? value.options.flatMap(paths) : [value];
}

/** Removes what its first argument (a path or a list of paths) names, as `rm` with these options would. */
export function removes(...options: readonly string[]): Doing {
  return (call) => {
    const [first] = call.args.all;
    const given = paths(first ?? call.args.named.get('path') ?? call.args.named.get('dst'));
    return given.length === 0 ? [] : [program(['rm', ...options, '--'], given, call)];
  };
}

/** Removes each of its arguments. */
export function removesAll(...options: readonly string[]): Doing {
  return (call) => {
    const given = call.args.all.flatMap(paths).filter((value) => value.kind !== 'function' && value.kind !== 'table');
    return given.length === 0 ? [] : [program(['rm', ...options, '--'], given, call)];
  };
}

/** Removes its first argument, whole trees only where an option says so. */
export const removesByOption: Doing = (call, holes) => removes(isSet(call, 'recursive') ? '-rf' : '-f')(call, holes);

/** Removes a directory: an empty one, unless an option says otherwise. */
export const removesDirectory: Doing = (call, holes) => (isSet(call, 'recursive') ? removes('-rf')(call, holes) : []);

/** Removes what it is called on. */
export function removesOwner(...options: readonly string[]): Doing {
  return (call) => (call.owner ? [program(['rm', ...options, '--'], [call.owner], call)] : []);
}

/** Runs a program over its first two arguments. */
export function overTwo(...words: readonly string[]): Doing {
  return (call) => {
    const [from, to] = call.args.all;
    return from && to ? [program([...words, '--'], [from, to], call)] : [];
  };
}

/** Runs a program over its first argument. */
export function overFirst(...words: readonly string[]): Doing {
  return (call) => {
    const [first] = call.args.all;
    return first ? [program(words, [first], call)] : [];
  };
}

/** Runs a program over all the texts it is given. */
export function overAll(...words: readonly string[]): Doing {
  return (call) => [
    program(
      words,
      call.args.all.filter((value) => value.kind === 'text'),
      call,
    ),
  ];
}

/**
 * Runs a program's command whose words are the arguments, lists among them, and whose options may be named ones:
 * `repo.git.push('origin', force=True)`.
 */
export function commands(...words: readonly string[]): Doing {
  return (call) => {
    const named = [...call.args.named].filter(([name]) => isSet(call, name));
    const options = named.map(([name]) => textOf(name.length === 1 ? `-${name}` : `--${name.replaceAll('_', '-')}`));
    const given = call.args.all
      .flatMap((value) => (value.kind === 'list' ? value.items : [value]))
      .filter((value) => value.kind !== 'table' && value.kind !== 'function' && value.kind !== 'plain')
      // simple-git takes the letters of `clean` bare.
      .map((value) =>
        words[1] === 'clean' && value.kind === 'text' && /^[a-z]+$/i.test(value.text)
          ? textOf(`-${value.text}`)
          : value,
      );
    return [program(words, [...options, ...given], call)];
  };
}

/** `repo.head.reset(commit, working_tree=True)` of GitPython is `git reset --hard`. */
export const resetsHead: Doing = (call) =>
  isSet(call, 'working_tree') ? [program(['git', 'reset', '--hard'], call.args.all.slice(0, 1), call)] : [];

/** Replaces the content of the file its first argument names; the second is what is written. */
export const writes: Doing = (call) => {
  const [path, content] = call.args.all;
  if (!path) return [];
  return [{ ...written(path, call), ...(content?.kind === 'text' ? { input: content } : {}) }];
};

/** The same of what it is called on. */
export const writesOwner: Doing = (call) => {
  const [content] = call.args.all;
  if (!call.owner) return [];
  return [{ ...written(call.owner, call), ...(content?.kind === 'text' ? { input: content } : {}) }];
};

function written(path: Value, call: LibraryCall): Extract<CodeDeed, { kind: 'program' }> {
  return { kind: 'program', words: [textOf('tee'), path], start: call.at.start, end: call.at.end };
}

/** `open(path, 'w')`: replaces the file's content where the mode says so. */
export const opens: Doing = (call, holes) => {
  const [path, mode] = call.args.all;
  const text = asText(mode ?? call.args.named.get('mode'), holes) ?? '';
  return path && /^[rb]*w|^>(?!>)/.test(text) ? [written(path, call)] : [];
};

/** Hands a text to a shell. */
export function shell(index = 0): Doing {
  return (call) => {
    const text =
      call.args.all[index] ??
      call.args.named.get('cmd') ??
      call.args.named.get('command') ??
      call.args.named.get('args');
    if (!text) return [];
    if (text.kind === 'list') return [program([], text.items, call)];
    if (text.kind === 'either')
      return text.options.map((option) => ({ kind: 'shell', text: option, start: call.at.start, end: call.at.end }));
    return [{ kind: 'shell', text, start: call.at.start, end: call.at.end }];
  };
}

/** Starts a program: its words in a list, or apart from its name, or as a text where that is what is given. */
export const starts: Doing = (call, holes) => {
  const first = call.args.all[0] ?? call.args.named.get('args') ?? call.args.named.get('cmd');
  const second = call.args.all[1] ?? entryOf(first, 'cmd');
  const input = call.args.named.get('input') ?? entryOf(call.args.all.at(-1), 'input');
  const withInput = input?.kind === 'text' ? { input } : {};
  const at = { start: call.at.start, end: call.at.end };
  if (!first) return [];
  if (first.kind === 'table') return second?.kind === 'list' ? [program([], second.items, call)] : [];
  if (first.kind === 'list') {
    const [only] = first.items;
    // `subprocess.run(['rm -rf x'], shell=True)`: the first word is the shell's text.
    if (only && first.items.length === 1 && isSet(call, 'shell')) return [{ kind: 'shell', text: only, ...at }];
    return [{ kind: 'program', words: first.items, ...withInput, ...at }];
  }
  if (second?.kind === 'list') {
    const words = [first, ...second.items];
    if (!isSet(call, 'shell')) return [{ kind: 'program', words, ...withInput, ...at }];
    const texts = words.map((word) => asText(word, holes) ?? holes.add({ source: '{…}' }));
    return [{ kind: 'shell', text: textOf(texts.join(' ')), ...at }];
  }
  if (first.kind === 'either')
    return first.options.flatMap((option) =>
      starts({ ...call, args: { ...call.args, all: [option, ...call.args.all.slice(1)] } }, holes),
    );
  const args = entryOf(second, 'args');
  if (args?.kind === 'list') return [{ kind: 'program', words: [first, ...args.items], ...at }];
  return [{ kind: 'shell', text: first, ...at }];
};

/** Starts a program whose words are its arguments: `system('rm', '-rf', x)`; a single text is a shell's. */
export const startsWords: Doing = (call) => {
  const given = call.args.all.filter((value) => value.kind !== 'table' && value.kind !== 'function');
  const [first] = given;
  const at = { start: call.at.start, end: call.at.end };
  if (!first) return [];
  if (given.length > 1) return [program([], given, call)];
  return first.kind === 'list' ? [program([], first.items, call)] : [{ kind: 'shell', text: first, ...at }];
};

/** Hands a text to a shell on another machine. */
export const shellAway: Doing = (call) => {
  const [text] = call.args.all;
  return text ? [{ kind: 'shell', text, away: 'ssh', start: call.at.start, end: call.at.end }] : [];
};

/** Runs a text as code of its own language. */
export const runsCode: Doing = (call) => {
  const [text] = call.args.all;
  return text ? [{ kind: 'code', text, start: call.at.start, end: call.at.end }] : [];
};
