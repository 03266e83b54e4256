import path from 'node:path';
import type { ConfirmationRequired, TimelineEntry } from '../action/confirmation.ts';
import type { Effect } from '../action/effect.ts';
import type { HoldBadge, HoldView, HoldWords, QueueEntry } from './panel-messages.ts';
import type { Translate } from './translate.ts';
import { markedPieces, visibleLine, visibleText } from './visible-text.ts';
import { credentialTitle, environmentTitle, hostTitle, scopeTitle, shortTime, worstReversibility } from './words.ts';

/** The first this many milliseconds of a hold on show, no key and no approval counts (DESIGN 3). */
export const quietMilliseconds = 700;

/** What {@link holdView} needs besides the artifact. */
export interface HoldViewSurroundings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Absolute paths of the open folders; paths below them are shown without them. */
  readonly folders: readonly string[];
  readonly t: Translate;
  readonly rehearsal?: boolean;
}

/** Most steps of the timeline that are shown; the last ones, and every signal among the earlier ones first. */
const timelineLimit = 7;

const mostFurther = 12;
const mostTargets = 6;
/** Characters of one stretch of a command that are shown; the middle of a longer one is left out, and that is said. */
const longestPiece = 12_000;

/** The first of a list, and how many more there are. */
function bounded(all: readonly string[], most: number, t: Translate): string[] {
  return all.length <= most ? [...all] : [...all.slice(0, most), t('and {0} more', all.length - most)];
}

function shownCommand(artifact: ConfirmationRequired, t: Translate): HoldView['command'] {
  return markedPieces(artifact.action.text, artifact.action.marks).map(({ text, marked }) => {
    if (text.length <= longestPiece) return { text, marked };
    const half = longestPiece / 2;
    const gap = t('‹{0} characters are not shown here›', text.length - longestPiece);
    return { text: `${text.slice(0, half)}\n${gap}\n${text.slice(-half)}`, marked };
  });
}

function wayBackOf(effects: readonly Effect[], t: Translate): HoldView['wayBack'] {
  switch (worstReversibility(effects.map((effect) => effect.reversibility))) {
    case 'irreversible':
      return { text: t('There is no way back.'), icon: 'circle-slash', tone: 'danger' };
    case 'unknown':
      return { text: t('Whether there is a way back is not known.'), icon: 'question', tone: 'warning' };
    case 'recoverable': {
      const way = effects.find((effect) => effect.reversibility === 'recoverable' && effect.wayBack)?.wayBack;
      const text = way ? t('Way back: {0}', visibleLine(way)) : t('It can be recovered.');
      return { text, icon: 'history', tone: 'neutral' };
    }
    case 'reversible':
      return { text: t('It can be undone.'), icon: 'discard', tone: 'neutral' };
  }
}

function badgesOf(artifact: ConfirmationRequired, t: Translate): HoldBadge[] {
  const scopes = new Set(artifact.effects.map((effect) => effect.scope));
  const scope = (['remote', 'machine', 'workspace'] as const).find((each) => scopes.has(each));
  const tone = artifact.environment === 'production' ? 'danger' : 'neutral';
  const badges: HoldBadge[] = [];
  // On the machine itself there is no environment to speak of, unless one was recognised.
  if (scope === 'remote' || artifact.environment !== 'unknown') {
    badges.push({ text: environmentTitle(artifact.environment, t), icon: 'server-environment', tone });
  }
  if (scope) badges.push({ text: scopeTitle(scope, t), icon: scopeIcon(scope), tone: 'neutral' });
  return badges;
}

function scopeIcon(scope: Effect['scope']): string {
  switch (scope) {
    case 'remote':
      return 'globe';
    case 'machine':
      return 'device-desktop';
    case 'workspace':
      return 'folder';
  }
}

/** The path as a person knows it: below an open folder without the folder, else whole. */
function shownPath(absolute: string, folders: readonly string[]): string {
  for (const folder of folders) {
    const relative = path.relative(folder, absolute);
    if (relative === '') return path.basename(folder) || folder;
    if (!relative.startsWith('..') && !path.isAbsolute(relative)) return path.join(path.basename(folder), relative);
  }
  return absolute;
}

function factsOf(artifact: ConfirmationRequired, folders: readonly string[], t: Translate): HoldView['facts'] {
  const facts: { label: string; value: string }[] = [];
  const targets = [...new Set(artifact.effects.map((effect) => targetOf(effect, t)))];
  if (targets.length > 0) facts.push({ label: t('Target'), value: bounded(targets, mostTargets, t).join(', ') });
  facts.push({ label: t('Directory'), value: visibleLine(shownPath(artifact.action.cwd, folders)) });
  const source = artifact.effects.find((effect) => effect.source)?.source;
  if (source) {
    const file = visibleLine(shownPath(source.file, folders));
    facts.push({ label: t('Written in'), value: t('{0}, line {1}', file, source.line) });
  }
  return facts;
}

function targetOf(effect: Effect, t: Translate): string {
  const target = effect.target === '*' ? t('everything') : effect.target === '?' ? t('not known') : effect.target;
  return visibleLine(`${effect.provider} ${effect.resource}: ${target}`, 160);
}

function credentialOf(artifact: ConfirmationRequired, t: Translate): HoldView['credential'] {
  const credential = artifact.credential;
  if (!credential) return undefined;
  const place = visibleLine(credential.foundIn);
  const earlier = shortTime(Date.parse(artifact.createdAt) - Date.parse(credential.foundAt), t);
  const found = credential.line
    ? t('Found in {0}, line {1}, {2} before this call', place, credential.line, earlier)
    : t('Found in {0}, {1} before this call', place, earlier);
  return {
    title: t(
      'It uses a credential that was found during this session: {0}',
      visibleLine(credentialTitle(credential.kind)),
    ),
    found: credential.foreign ? t('{0}; not among the files of this task', found) : found,
    canDestroy: visibleLine(credential.canDestroy),
  };
}

/** Signals and the call itself matter most; the rest fills up from the end. Order is kept. */
function shortened(timeline: readonly TimelineEntry[]): readonly TimelineEntry[] {
  // The call alone is no story; what it does stands above already.
  if (timeline.every((entry) => entry.weight === 'this')) return [];
  if (timeline.length <= timelineLimit) return timeline;
  const weighty = timeline.filter((entry) => entry.weight !== 'ordinary').slice(-timelineLimit);
  const room = timelineLimit - weighty.length;
  const ordinary = room > 0 ? timeline.filter((entry) => entry.weight === 'ordinary').slice(-room) : [];
  const chosen = new Set([...weighty, ...ordinary]);
  return timeline.filter((entry) => chosen.has(entry));
}

/** One line that says who asks. */
function askerOf({ host, session, agentId }: ConfirmationRequired, t: Translate): string {
  const title = hostTitle(host, t);
  if (agentId === undefined) return t('{0}, session {1}', title, visibleLine(session, 9));
  return t('{0}, session {1}, subagent {2}', title, visibleLine(session, 9), visibleLine(agentId, 24));
}

/** What the confirmation panel shows for one hold. Pure; every text from outside has its hidden characters written out. */
export function holdView(artifact: ConfirmationRequired, surroundings: HoldViewSurroundings): HoldView {
  const { t, now, folders } = surroundings;
  const created = Date.parse(artifact.createdAt);
  const expires = Date.parse(artifact.expiresAt);
  const headline = visibleLine(artifact.reason, 400);
  const further = artifact.effects.map((effect) => visibleLine(effect.reason, 300)).filter((each) => each !== headline);
  const credential = credentialOf(artifact, t);
  return {
    id: artifact.id,
    headline,
    wayBack: wayBackOf(artifact.effects, t),
    badges: badgesOf(artifact, t),
    further: bounded([...new Set(further)], mostFurther, t),
    facts: factsOf(artifact, folders, t),
    ...(credential ? { credential } : {}),
    ...(artifact.sequence ? { sequence: visibleLine(artifact.sequence.title) } : {}),
    command: shownCommand(artifact, t),
    timeline: shortened(artifact.timeline).map((entry) => ({
      when: entry.weight === 'this' ? t('now') : t('{0} before', shortTime(created - entry.at, t)),
      what: visibleLine(entry.what),
      weight: entry.weight,
    })),
    ...(artifact.safer ? { safer: visibleText(artifact.safer) } : {}),
    asker: askerOf(artifact, t),
    remainingMs: Math.max(0, expires - now),
    totalMs: Math.max(1, expires - created),
    ...(artifact.typedName !== undefined ? { typedName: artifact.typedName } : {}),
    rehearsal: surroundings.rehearsal ?? false,
  };
}

/** One line of the panel's queue and of the list of held calls. */
export function queueEntry(artifact: ConfirmationRequired, t: Translate): QueueEntry {
  return { id: artifact.id, headline: visibleLine(artifact.reason, 160), asker: askerOf(artifact, t) };
}

/** The fixed words of the panel. */
export function holdWords(t: Translate): HoldWords {
  return {
    title: t('Held until you decide'),
    position: t('{0} of {1}', '{0}', '{1}'),
    command: t('What would run'),
    timeline: t('How it got here'),
    safer: t('Safer way'),
    copy: t('Copy'),
    copied: t('Copied'),
    further: t('It would also do this'),
    where: t('Where'),
    deny: t('Deny'),
    denyAndTell: t('Deny and tell the agent why'),
    approve: t('Approve once'),
    reasonLabel: t('What the agent should know'),
    reasonPlaceholder: t('For example: use the staging volume instead'),
    send: t('Deny and send'),
    back: t('Back'),
    typeToApprove: t('To approve, type {0}', '{0}'),
    keys: t('Enter never approves: click “Approve once”, or go to it with Tab and press Space.'),
    closing: t('Escape denies. Closing this panel denies everything in it.'),
    queue: t('Waiting for you'),
    left: t('{0} left', '{0}'),
    announceMinutes: t('{0} minutes left to decide', '{0}'),
    announceSeconds: t('{0} seconds left to decide', '{0}'),
    waiting: t('The agent waits until you decide. When the time runs out, the call is denied.'),
    refused: t('That approval did not count'),
    gone: t('The guard of this window ended, so this call was denied. Nothing here counts any more; close this panel.'),
    rehearsal: t('This is a rehearsal. Nothing runs, whatever you answer.'),
  };
}
