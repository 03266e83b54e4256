import path from 'node:path';
import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import { type Inquiry, look, type Place } from '../action/facts.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { isHookProgram, type Kind, kindOf, kindOfGlob } from './guard-kind.ts';
import { stopping } from './guard-process.ts';
import { guardRules as rules } from './guard-rules.ts';
import { isEditorSettings, isHostSettings, silencedBy, startedBy } from './guard-settings.ts';
import { shellGuardEffect } from './guard-shell.ts';
import { holdsSnapshots } from './guard-snapshots.ts';
import { type ReachedWord, reachedWords } from './guard-words.ts';
import { effectOf } from './pack.ts';
import { absolutePath, isWithin } from './paths.ts';
import { literalOf, shown } from './words.ts';

/** Whether one program call touches the guard. */
export function guardEffects(invocation: Invocation, inquiry: Inquiry): Effect[] {
  const { program } = invocation;
  if (program === null) return redirected(invocation, inquiry);
  const stopped = stopping(invocation, inquiry);
  if (stopped) return [stopped];
  const shell = shellGuardEffect(invocation);
  if (shell) return [shell];
  const effects = redirected(invocation, inquiry);
  for (const reached of reachedWords(invocation)) effects.push(...touched(reached, invocation, inquiry));
  return effects;
}

/** The effect of changing what a word names, where that is the guard's. */
function touched({ word, how }: ReachedWord, invocation: Invocation, inquiry: Inquiry): Effect[] {
  const { place } = inquiry.facts;
  if (invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return [];
  if (how !== 'links-to' && otherProcess.test(shown(word))) return [reachesInto(word, invocation.span)];
  if (word.kind === 'unknown') {
    return /holdpoint/i.test(word.text) && /state|audit|bin|hook/i.test(word.text)
      ? [effectOf(rules.maybeSettings, { target: word.text, span: invocation.span })]
      : [];
  }
  if (word.value === '') return [];
  const bare = word.value.replace(/\/\*+$/, '');
  const named = absolutePath(bare === '' ? '/' : bare, invocation.cwd, place);
  if (named === null) return [];
  const target = word.value;
  const expanded = word.kind === 'pattern' && invocation.dialect === 'bash';
  const { kind, absolute } = expanded
    ? kindOfGlob(named, target.slice(bare.length), place)
    : { kind: kindOf(named, place), absolute: named };
  if (how !== 'changes' && isHookProgram(absolute)) return [];
  if (how !== 'changes') return mayChange(kind, how, { absolute, target, invocation, inquiry });
  switch (kind) {
    case 'own':
      return [ownFile(absolute, target, invocation.span)];
    case 'above':
      return removes(invocation, word)
        ? [
            effectOf(rules.files, {
              target,
              span: invocation.span,
              touchesGuard: true,
              reason: 'Takes {target} away, and with it Holdpoint itself.',
            }),
          ]
        : broughtInto(absolute, { target, invocation, inquiry });
    case 'settings':
      return settingsByCommand(absolute, target, invocation, inquiry, word);
    case null:
      if (place.guardPaths.some((path) => isHookProgram(path) && path.startsWith(`${absolute}/`))) {
        return broughtInto(absolute, { target, invocation, inquiry });
      }
      return holdsSnapshots(absolute) && !removes(invocation, word)
        ? [effectOf(rules.maySnapshots, { target, span: invocation.span })]
        : [];
  }
}

/** Memory and descriptors of another process: the hook's answer goes through them. A container's first one is its log. */
const otherProcess = /^\/proc\/(?!(?:self|thread-self|1|\$\$|\$\{?(?:BASHPID|PPID)\}?)\/)[^/]+\/(?:fd\/|mem$)/;

function reachesInto(word: Word, span: Span): Effect {
  return effectOf(rules.reaches, { target: shown(word), span });
}

function ownFile(absolute: string, target: string, span: Span): Effect {
  const reason = 'Changes {target}, a program Holdpoint’s hook runs on.';
  return effectOf(rules.files, { target, span, touchesGuard: true, ...(isHookProgram(absolute) ? { reason } : {}) });
}

interface Touch {
  readonly target: string;
  readonly invocation: Invocation;
  readonly inquiry: Inquiry;
}

/** What a program that is no known reader may do to the guard's files: held, since nobody can say that it does not. */
function mayChange(
  kind: Kind,
  how: 'may-change' | 'links-to' | 'fills',
  { absolute, target, invocation, inquiry }: Touch & { readonly absolute: string },
): Effect[] {
  const { place } = inquiry.facts;
  const reaches =
    how === 'may-change'
      ? kind === 'own' || (kind === 'settings' && mayCarryHook(absolute, textOf(absolute, inquiry)))
      : kind === 'own' ||
        (kind === 'settings' && !isWithin(absolute, place.workspaceRoot)) ||
        isFolderOfGuard(absolute, place);
  return reaches ? [effectOf(rules.maybeSettings, { target, span: invocation.span })] : [];
}

/** True for the very folder in which a file of the guard or a person's own host settings lie. */
function isFolderOfGuard(absolute: string, place: Place): boolean {
  return place.guardPaths.some(
    (guarded) =>
      path.posix.dirname(guarded) === absolute && !isWithin(guarded, place.workspaceRoot) && !isHookProgram(guarded),
  );
}

/** `cp settings.json ~/.claude/`, `cp -r fake/holdpoint ~/.local/state/`: what is put into a folder above the guard. */
function broughtInto(absolute: string, { target, invocation, inquiry }: Touch): Effect[] {
  const { place } = inquiry.facts;
  const { program, args, span } = invocation;
  if (!/^(?:cp|mv|rsync|scp|install|ln|copy-item|move-item)$/.test(program ?? '')) return [];
  for (const source of args) {
    const text = shown(source);
    if (text === target || text.startsWith('-')) continue;
    const name = text.replace(/\/+$/, '').split('/').at(-1) ?? '';
    const whole = name === '.' || name === '*' || name === '' || (program === 'rsync' && text.endsWith('/'));
    if (whole) {
      if (isFolderOfGuard(absolute, place)) return [effectOf(rules.maybeSettings, { target, span })];
      continue;
    }
    const inside = `${absolute === '/' ? '' : absolute}/${name}`;
    const kind = kindOf(inside, place);
    if (kind === 'own' || /^\.?holdpoint$/i.test(name)) return [ownFile(inside, target, span)];
    if (kind === 'settings') return settingsByCommand(inside, target, invocation, inquiry);
  }
  return [];
}

/** Whether a call takes away what the word names: not where the word is only the place things are moved to. */
function removes({ program, args }: Invocation, word?: Word): boolean {
  if (program === 'mv' || program === 'rename') return args.length < 2 || word !== args.at(-1);
  if (program === 'mount' || program === 'umount') return true;
  if (program === 'chmod') return closes(args);
  return (
    /^(?:rm|rimraf|rd|rmdir|del|remove-item|ri|trash)$/.test(program ?? '') &&
    (program === 'rimraf' ||
      (word?.kind === 'pattern' && word.value.endsWith('**')) ||
      args.some((one) => /^(?:-[a-zA-Z]*[rR]|--recursive|-recurse|\/s)/i.test(shown(one))))
  );
}

/** `chmod 000`, `chmod a-r`: what is closed to its owner is as good as gone. */
function closes(args: readonly Word[]): boolean {
  const mode = args
    .map(shown)
    .find((text) => /^[0-7]{3,4}$|^[ugoa]*[-+=][rwxXst]*/.test(text) && !/^-[RcfvhH]+$/.test(text));
  return mode !== undefined && /^0?[0-3]\d\d$|^[ua]*-[wx]*r|^(?:[ugo]*[ua][ugo]*)=(?![wx]*r)/.test(mode);
}

/** A command that changes a host's settings: silent where it takes nothing of Holdpoint's, else denied or held. */
function settingsByCommand(
  absolute: string,
  target: string,
  invocation: Invocation,
  inquiry: Inquiry,
  word?: Word,
): Effect[] {
  const { program, stdin, span } = invocation;
  const before = textOf(absolute, inquiry);
  if (removes(invocation, word) || /^(?:rm|unlink|shred|truncate|del|erase|trash)$/.test(program ?? '')) {
    return settingsChange(absolute, target, before, '', span);
  }
  if (/^(?:touch|chmod|chown|chgrp)$/.test(program ?? '')) return [];
  if (program === 'tee' && stdin.kind === 'text') return settingsChange(absolute, target, before, stdin.value, span);
  return mayCarryHook(absolute, before) ? [effectOf(rules.maybeSettings, { target, span })] : [];
}

/** A host's settings with a new text: what it silences for certain, else what it may where the old text is not known. */
function settingsChange(absolute: string, target: string, before: string | null, after: string, span: Span): Effect[] {
  const certain = settingsEffect(target, silencedBy(before ?? '', after), span);
  const started = startedBy(before ?? '', after);
  if (certain.length === 0 && started) {
    return [effectOf(rules.startsBySettings, { target, span, reason: `Lets {target} ${started}.` })];
  }
  if (certain.length > 0 || before !== null || /holdpoint/i.test(after)) return certain;
  return mayCarryHook(absolute, before) ? [effectOf(rules.maybeSettings, { target, span })] : [];
}

/** Whether a change nobody can read could silence a hook: in the files of hosts that are hooked, or where an entry stands. */
function mayCarryHook(absolute: string, before: string | null): boolean {
  return (isHostSettings(absolute) && !isEditorSettings(absolute)) || /holdpoint|\[hooks\.state\./i.test(before ?? '');
}

function settingsEffect(target: string, how: string | null, span: Span): Effect[] {
  if (how === null) return [];
  return [
    effectOf(rules.settings, { target, span, touchesGuard: true, reason: `Silences Holdpoint: ${how} in {target}.` }),
  ];
}

/**
 * The text of a settings file: empty where there is none, null where that is not known. Where nothing may be looked up,
 * a project's own settings are taken to carry no hook, a person's to carry one.
 */
function textOf(absolute: string, inquiry: Inquiry): string | null {
  const { place } = inquiry.facts;
  if (place.context === 'ordinary') return isWithin(absolute, place.workspaceRoot) ? '' : null;
  const text = look(inquiry, { kind: 'file-text', path: absolute });
  if (text.known) return text.value.text;
  const found = look(inquiry, { kind: 'path', path: absolute });
  return found.known && !found.value.exists ? '' : null;
}

function redirected(invocation: Invocation, inquiry: Inquiry): Effect[] {
  const { place } = inquiry.facts;
  const elsewhere = invocation.wrappers.some((wrapper) => wrapper.place !== 'here');
  return invocation.redirections.flatMap((redirection): Effect[] => {
    if (redirection.mode === 'read') return [];
    if (otherProcess.test(shown(redirection.target)))
      return elsewhere ? [] : [reachesInto(redirection.target, invocation.span)];
    if (redirection.target.kind === 'unknown') return [];
    const target = redirection.target.value;
    const absolute = absolutePath(target, invocation.cwd, place);
    if (absolute === null || (elsewhere && invocation.source)) return [];
    switch (kindOf(absolute, place)) {
      case 'own':
        return [ownFile(absolute, target, invocation.span)];
      case 'settings': {
        const printed = printedText(invocation);
        const before = textOf(absolute, inquiry);
        if (printed === null) {
          return mayCarryHook(absolute, before)
            ? [effectOf(rules.maybeSettings, { target, span: invocation.span })]
            : [];
        }
        const after = redirection.mode === 'append' ? (before ?? '') + printed : printed;
        return settingsChange(absolute, target, before, after, invocation.span);
      }
      default:
        return holdsSnapshots(absolute) ? [effectOf(rules.maySnapshots, { target, span: invocation.span })] : [];
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
    return [ownFile(absolute, action.path, span)];
  }
  if (kind !== 'settings') return [];
  const before = textOf(absolute, inquiry);
  if (action.kind === 'delete') return settingsChange(absolute, action.path, before, '', span);
  const told = action.content !== undefined || (action.edits ?? []).length > 0;
  const after = action.content ?? (told && before !== null ? edited(before, action.edits ?? []) : null);
  if (!told && mayCarryHook(absolute, before)) return [effectOf(rules.maybeSettings, { target: action.path, span })];
  if (after === null) {
    // The text to be replaced is not there (yet): judged by what would come in.
    const incoming = (action.edits ?? []).map((edit) => edit.newText).join('\n');
    const throws = /disableAllHooks|allowManagedHooksOnly|NODE_OPTIONS|LD_PRELOAD|DYLD_|holdpoint/i.test(
      incoming + (action.edits ?? []).map((edit) => edit.oldText).join('\n'),
    );
    return throws ? [effectOf(rules.maybeSettings, { target: action.path, span })] : [];
  }
  return settingsChange(absolute, action.path, before, after, span);
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
