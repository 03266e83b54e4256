import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import { type Inquiry, look, type Place } from '../action/facts.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { stopping } from './guard-process.ts';
import { guardRules as rules } from './guard-rules.ts';
import { isEditorSettings, isHostSettings, silencedBy } from './guard-settings.ts';
import { effectOf } from './pack.ts';
import { absolutePath, isWithin } from './paths.ts';
import { literalOf, shown } from './words.ts';

const ownByName =
  /(?:^|\/)(?:\.holdpoint(?:\/|$)|(?:\.local\/state|\.config|share|Application Support|Local)\/holdpoint(?:\/|$)|\.(?:vscode|cursor|vscode-server|cursor-server|vscode-oss)\/extensions\/holdpoint\.[^/]*)/i;

type Kind = 'own' | 'settings' | 'above' | null;

/** What an absolute path is to the guard. `above`: a directory in which the guard's own files lie. */
function kindOf(absolute: string, place: Place): Kind {
  if (ownByName.test(absolute)) return 'own';
  if (isHostSettings(absolute)) return 'settings';
  for (const guarded of place.guardPaths) {
    const own = /holdpoint/i.test(guarded);
    if (isWithin(absolute, guarded)) return own ? 'own' : 'settings';
    if (!isWithin(guarded, absolute)) continue;
    if (own || (isHostSettings(guarded) && !isWithin(guarded, place.workspaceRoot))) return 'above';
  }
  return null;
}

/** Programs that change what their operands name: all of them, or the last one. */
const changing: Readonly<Record<string, 'all' | 'last'>> = {
  rm: 'all',
  rmdir: 'all',
  unlink: 'all',
  shred: 'all',
  truncate: 'all',
  tee: 'all',
  rimraf: 'all',
  del: 'all',
  erase: 'all',
  rd: 'all',
  trash: 'all',
  'remove-item': 'all',
  ri: 'all',
  'set-content': 'all',
  'clear-content': 'all',
  'move-item': 'all',
  'rename-item': 'all',
  'out-file': 'all',
  mv: 'all',
  rename: 'all',
  cp: 'last',
  install: 'last',
  ln: 'last',
  rsync: 'last',
  'copy-item': 'last',
  scp: 'last',
  link: 'last',
  chmod: 'all',
  chown: 'all',
  chgrp: 'all',
  chattr: 'all',
  setfacl: 'all',
  touch: 'all',
  mkfifo: 'all',
  patch: 'all',
  ed: 'all',
  ex: 'all',
};

/** Whether one program call touches the guard. */
export function guardEffects(invocation: Invocation, inquiry: Inquiry): Effect[] {
  const { program } = invocation;
  if (program === null) return redirected(invocation, inquiry);
  const stopped = stopping(invocation);
  if (stopped) return [stopped];
  const written = [...changedWords(invocation), ...redirected(invocation, inquiry)];
  const effects: Effect[] = [];
  for (const item of written) {
    if ('rule' in item) effects.push(item);
    else effects.push(...touched(item, invocation, inquiry));
  }
  return effects;
}

function changedWords(invocation: Invocation): Word[] {
  const program = (invocation.program ?? '').toLowerCase();
  const { args } = invocation;
  const operands = args.filter((word) => !(word.kind !== 'unknown' && word.value.startsWith('-')));
  const how = changing[program];
  if (how === 'all') return operands;
  if (how === 'last') return operands.slice(-1);
  const inPlace = (name: RegExp): boolean => args.some((word) => name.test(shown(word)));
  if (program === 'sed' || program === 'gsed') return inPlace(/^(?:-[a-zA-Z]*i|--in-place)/) ? operands : [];
  if (program === 'perl' || program === 'ruby') return inPlace(/^-[a-z]*i/) ? operands : [];
  if (program === 'yq' || program === 'dasel') return inPlace(/^(?:-i|--inplace)/) ? operands : [];
  if (program === 'sponge') return operands;
  if (program === 'find' && args.some((word) => shown(word) === '-delete')) {
    const first = args.findIndex((word) => /^[-(!]/.test(shown(word)));
    return args.slice(0, Math.max(first, 0));
  }
  if (program === 'dd')
    return args.filter((word) => shown(word).startsWith('of=')).map((word) => withoutPrefix(word, 3));
  if (program === 'curl' || program === 'wget') {
    return args.filter((_, index) => /^(?:-o|-O|--output|--output-document)$/.test(shown(args[index - 1])));
  }
  if (program === 'git') {
    const verb = operands.findIndex((word) => /^(?:checkout|restore|clean|rm|mv|stash)$/.test(literalOf(word) ?? ''));
    // Only what names the guard's files: `git checkout main` is everyday work.
    return verb < 0 ? [] : operands.slice(verb + 1).filter((word) => /holdpoint|\.claude|\.cursor/.test(shown(word)));
  }
  return [];
}

function withoutPrefix(word: Word, length: number): Word {
  return word.kind === 'unknown' ? word : { ...word, value: word.value.slice(length) };
}

/** The effect of changing what a word names, where that is the guard's. */
function touched(word: Word, invocation: Invocation, inquiry: Inquiry): Effect[] {
  const { place } = inquiry.facts;
  if (invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  if (word.kind === 'unknown') {
    return /holdpoint/i.test(word.text) && /state|audit|bin|hook/i.test(word.text)
      ? [effectOf(rules.maybeSettings, { target: word.text, span: invocation.span })]
      : [];
  }
  if (word.value === '') return [];
  const bare = word.value.replace(/\/\*+$/, '');
  const absolute = absolutePath(bare === '' ? '/' : bare, invocation.cwd, place);
  if (absolute === null) return [];
  const target = word.value;
  switch (kindOf(absolute, place)) {
    case 'own':
      return [effectOf(rules.files, { target, span: invocation.span, touchesGuard: true })];
    case 'above':
      if (bringsOwn(invocation, word))
        return [effectOf(rules.files, { target, span: invocation.span, touchesGuard: true })];
      return removes(invocation, word)
        ? [
            effectOf(rules.files, {
              target,
              span: invocation.span,
              touchesGuard: true,
              reason: 'Takes {target} away, and with it Holdpoint itself.',
            }),
          ]
        : [];
    case 'settings':
      return settingsByCommand(absolute, target, invocation, inquiry);
    case null:
      return [];
  }
}

/** `cp -r fake/holdpoint ~/.local/state/`: what is put into the folder above bears the guard's own name. */
function bringsOwn({ program, args }: Invocation, word: Word): boolean {
  if (!/^(?:cp|mv|rsync|install|ln|copy-item|move-item)$/.test(program ?? '') || word !== args.at(-1)) return false;
  return args.some((other) => other !== word && /(?:^|\/)\.?holdpoint\/?$/i.test(shown(other)));
}

/** Whether a call takes away what the word names: not where the word is only the place things are moved to. */
function removes({ program, args }: Invocation, word?: Word): boolean {
  if (program === 'mv' || program === 'rename') return args.length < 2 || word !== args.at(-1);
  if (program === 'chmod' || program === 'chown') return false;
  return (
    /^(?:rm|rimraf|rd|rmdir|del|remove-item|ri|trash)$/.test(program ?? '') &&
    (program === 'rimraf' || args.some((word) => /^(?:-[a-zA-Z]*[rR]|--recursive|-recurse|\/s)/i.test(shown(word))))
  );
}

/** A command that changes a host's settings: silent where it takes nothing of Holdpoint's, else denied or held. */
function settingsByCommand(absolute: string, target: string, invocation: Invocation, inquiry: Inquiry): Effect[] {
  const before = textOf(absolute, inquiry);
  if (removes(invocation) || /^(?:rm|unlink|shred|truncate|del|erase|trash)$/.test(invocation.program ?? '')) {
    return settingsEffect(target, silencedBy(before, ''), invocation.span);
  }
  if (/^(?:touch|chmod|chown|chgrp)$/.test(invocation.program ?? '')) return [];
  const told = invocation.program === 'tee' && invocation.stdin.kind === 'text' ? invocation.stdin.value : null;
  if (told !== null) return settingsEffect(target, silencedBy(before, told), invocation.span);
  return mayCarryHook(absolute, before) ? [effectOf(rules.maybeSettings, { target, span: invocation.span })] : [];
}

/** Whether a change nobody can read could silence a hook: in the files of hosts that are hooked, or where an entry stands. */
function mayCarryHook(absolute: string, before: string): boolean {
  return (isHostSettings(absolute) && !isEditorSettings(absolute)) || /holdpoint/i.test(before);
}

function settingsEffect(target: string, how: string | null, span: Span): Effect[] {
  if (how === null) return [];
  return [
    effectOf(rules.settings, { target, span, touchesGuard: true, reason: `Silences Holdpoint: ${how} in {target}.` }),
  ];
}

function textOf(absolute: string, inquiry: Inquiry): string {
  if (inquiry.facts.place.context === 'ordinary') return '';
  const text = look(inquiry, { kind: 'file-text', path: absolute });
  return text.known ? text.value.text : '';
}

function redirected(invocation: Invocation, inquiry: Inquiry): Effect[] {
  const { place } = inquiry.facts;
  return invocation.redirections.flatMap((redirection): Effect[] => {
    if (redirection.mode === 'read' || redirection.target.kind === 'unknown') return [];
    const target = redirection.target.value;
    const absolute = absolutePath(target, invocation.cwd, place);
    if (absolute === null || invocation.wrappers.some((wrapper) => wrapper.place !== 'here' && invocation.source))
      return [];
    switch (kindOf(absolute, place)) {
      case 'own':
        return [effectOf(rules.files, { target, span: invocation.span, touchesGuard: true })];
      case 'settings': {
        const printed = printedText(invocation);
        const before = textOf(absolute, inquiry);
        if (printed === null) {
          return mayCarryHook(absolute, before)
            ? [effectOf(rules.maybeSettings, { target, span: invocation.span })]
            : [];
        }
        const after = redirection.mode === 'append' ? before + printed : printed;
        return settingsEffect(target, silencedBy(before, after), invocation.span);
      }
      default:
        return [];
    }
  });
}

/** What a program prints, where that is certain. */
function printedText({ program, args, stdin }: Invocation): string | null {
  if (program === 'cat' && args.length === 0) return stdin.kind === 'text' ? stdin.value : null;
  if (program !== 'echo' && program !== 'printf')
    return program === null || program === ':' || program === 'true' ? '' : null;
  const values = args.filter((word) => !/^-[neE]+$/.test(shown(word))).map(literalOf);
  return values.includes(null) ? null : values.join(' ');
}

/** Whether a write or delete that a host itself makes touches the guard. */
export function guardEffectsOfFile(action: Extract<Action, { kind: 'write' | 'delete' }>, inquiry: Inquiry): Effect[] {
  const { place } = inquiry.facts;
  if (action.path.length > 16_384) return [];
  const absolute = absolutePath(action.path, place.cwd, place);
  if (absolute === null) return [];
  const span: Span = [0, action.path.length];
  const kind = kindOf(absolute, place);
  if (kind === 'own' || (kind === 'above' && action.kind === 'delete')) {
    return [effectOf(rules.files, { target: action.path, span, touchesGuard: true })];
  }
  if (kind !== 'settings') return [];
  const before = textOf(absolute, inquiry);
  if (action.kind === 'delete') return settingsEffect(action.path, silencedBy(before, ''), span);
  const after = action.content ?? edited(before, action.edits ?? []);
  if (after === null) {
    // The text to be replaced is not there (yet): judged by what would come in.
    const incoming = (action.edits ?? []).map((edit) => edit.newText).join('\n');
    const throws = /disableAllHooks|allowManagedHooksOnly|NODE_OPTIONS|LD_PRELOAD|DYLD_|holdpoint/i.test(
      incoming + (action.edits ?? []).map((edit) => edit.oldText).join('\n'),
    );
    return throws ? [effectOf(rules.maybeSettings, { target: action.path, span })] : [];
  }
  return settingsEffect(action.path, silencedBy(before, after), span);
}

/** A text after edits, or null where one does not apply. */
function edited(
  before: string,
  edits: readonly { readonly oldText: string; readonly newText: string }[],
): string | null {
  let text = before;
  for (const edit of edits) {
    if (edit.oldText === '') text = edit.newText;
    else if (text.includes(edit.oldText)) text = text.split(edit.oldText).join(edit.newText);
    else return null;
  }
  return text;
}
