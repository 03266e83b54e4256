import { type HostId, hostIds } from '../action/kinds.ts';
import type { CourseStep, SessionCourse } from '../audit/session-course.ts';
import type { SessionEntry, SessionName } from '../audit/session-records.ts';
import type { DimensionName } from '../behaviour/dimensions.ts';
import type { Profile, ProfilePart } from '../behaviour/profile.ts';
import { restraintFloor } from '../behaviour/restraint.ts';
import { hostName, lookOf } from './audit-rows.ts';
import type { AuditRow, ProfileView, SessionRow, SessionStep, SessionView } from './panel-messages.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';
import { shortTime } from './words.ts';

/** Points of a chart; of a longer session every so many, and all that stand out. */
const mostPoints = 4_000;
/** Actions in the timeline: the first, the last, and all between them that stand out. */
const mostSteps = 600;

/** Names a session in messages. */
export function sessionKey({ host, session }: { readonly host: HostId; readonly session: string }): string {
  return `${host} ${session}`;
}

/** The session that a key from the page names; undefined where it names none. */
export function sessionNamed(key: string): (SessionName & { readonly host: HostId }) | undefined {
  const at = key.indexOf(' ');
  const host = hostIds.find((id) => id === key.slice(0, at));
  return host === undefined ? undefined : { host, session: key.slice(at + 1) };
}

function toneOf(lowest: number): AuditRow['tone'] {
  if (lowest < restraintFloor) return 'danger';
  return lowest < 0.6 ? 'warning' : 'good';
}

/** A session as the list shows it. */
export function sessionRow(entry: SessionEntry, t: Translate): SessionRow {
  return {
    key: sessionKey(entry),
    host: hostName(entry.host, t),
    session: visibleLine(entry.session, 40),
    at: Date.parse(entry.at),
    actions: entry.actions,
    lowest: entry.lowest,
    tone: toneOf(entry.lowest),
  };
}

/** A host's profile as the view shows it. */
export function profileView(profile: Profile, t: Translate): ProfileView {
  const part = (title: string, { value, confidence, reasons }: ProfilePart) => ({
    title,
    value,
    confidence,
    reasons: reasons.map((reason) => visibleLine(reason)),
  });
  return {
    host: hostName(profile.host, t),
    seen:
      profile.sessions === 1
        ? t('{0} actions in one session, 90 days', profile.actions)
        : t('{0} actions in {1} sessions, 90 days', profile.actions, profile.sessions),
    parts: [
      part(t('Consistency'), profile.consistency),
      part(t('Restraint'), profile.restraint),
      part(t('Transparency'), profile.transparency),
    ],
  };
}

/** A session in full, every sentence in the person's language as far as it is ours. */
export function sessionView(course: SessionCourse, t: Translate): SessionView {
  const { steps, decisions, lowest } = course;
  const [first, last] = [steps[0], steps.at(-1)];
  const lasted = first && last ? shortTime(Math.max(0, last.at - first.at), t) : '';
  const shown = shownSteps(steps);
  return {
    key: sessionKey(course),
    title: `${hostName(course.host, t)} · ${visibleLine(course.session, 60)}`,
    tone: toneOf(lowest.restraint),
    facts: [
      {
        label: t('Actions'),
        value: t(
          '{0}: {1} allowed, {2} held, {3} refused',
          steps.length,
          decisions.allow,
          decisions.hold,
          decisions.deny,
        ),
      },
      { label: t('Took'), value: lasted },
      {
        label: t('Restraint'),
        value:
          lowest.restraint < 1
            ? t(
                '{0} at its lowest, at action {1}; {2} at the end',
                lowest.restraint.toFixed(2),
                lowest.event + 1,
                (last?.restraint ?? 1).toFixed(2),
              )
            : t('Full throughout'),
      },
    ],
    summary: t(
      'Restraint and surprise over {0} actions. Restraint is {1} at its lowest, at action {2}.',
      steps.length,
      lowest.restraint.toFixed(2),
      lowest.event + 1,
    ),
    floor: restraintFloor,
    points: pointsOf(steps),
    reasons: course.reasons.map(({ sentence, share }) =>
      t('{0} ({1} %)', visibleLine(sentence), Math.round(share * 100)),
    ),
    unusual: course.unusual.map((line) => visibleLine(line)),
    normal: course.normal.map((line) => visibleLine(line)),
    dimensions: course.dimensions.map(({ name, value, confidence, weight, sentence }) => ({
      title: dimensionTitle(name, t),
      value,
      confidence,
      counts: weight > 0,
      sentence: visibleLine(sentence),
    })),
    steps: shown.map((step) => stepView(step, t)),
    left: steps.length - shown.length,
  };
}

function dimensionTitle(name: DimensionName, t: Translate): string {
  switch (name) {
    case 'velocity':
      return t('Velocity');
    case 'scope':
      return t('Reach');
    case 'distribution':
      return t('Kinds of action');
    case 'errors':
      return t('Errors and refusals');
    case 'escalation':
      return t('Escalation');
    case 'sequences':
      return t('Order of steps');
  }
}

function isTelling({ decision, signals, sequences, exceeds }: CourseStep): boolean {
  return decision !== 'allow' || signals.length > 0 || sequences.length > 0 || exceeds !== undefined;
}

function shownSteps(steps: readonly CourseStep[]): readonly CourseStep[] {
  if (steps.length <= mostSteps) return steps;
  const edge = mostSteps / 3;
  return steps.filter((step, at) => at < edge || at >= steps.length - edge || isTelling(step)).slice(0, mostSteps);
}

function pointsOf(steps: readonly CourseStep[]): SessionView['points'] {
  const every = Math.ceil(steps.length / mostPoints);
  const kept = every <= 1 ? steps : steps.filter((step, at) => at % every === 0 || isTelling(step));
  const marked = (step: CourseStep) => (step.decision !== 'allow' ? 2 : step.signals.length > 0 ? 1 : 0);
  return {
    number: kept.map(({ event }) => event + 1),
    at: kept.map(({ at }) => at),
    restraint: kept.map(({ restraint }) => restraint),
    surprise: kept.map(({ surprise }) => surprise),
    mark: kept.map(marked),
  };
}

function stepView(step: CourseStep, t: Translate): SessionStep {
  const look =
    step.answer && step.decision === 'hold'
      ? lookOf('answered', step.answer.how, t)
      : lookOf('judged', step.decision, t);
  const isSignal = step.decision === 'allow' && step.signals.length > 0;
  return {
    number: step.event + 1,
    at: step.at,
    icon: isSignal ? 'eye' : look.icon,
    tone: isSignal ? 'warning' : look.tone,
    label: isSignal ? t('Signal') : look.label,
    text: visibleLine(step.text, 240),
    notes: notesOf(step, t).map((note) => visibleLine(note, 400)),
    restraint: step.restraint,
    surprise: step.surprise,
  };
}

function notesOf(step: CourseStep, t: Translate): string[] {
  return [
    ...(step.decision === 'allow' ? [] : [step.reason]),
    ...step.sequences.map(({ title, steps: of }) =>
      t('Sequence: {0} (actions {1})', title, of.map((at) => at + 1).join(', ')),
    ),
    ...step.signals.map(({ evidence, attack }) => (attack === undefined ? evidence : `${evidence} · ${attack}`)),
    ...(step.exceeds === undefined ? [] : [t('Needed “{0}”, which it was not given', step.exceeds)]),
    ...(step.end === 'failed' ? [t('It failed')] : step.end === 'denied' ? [t('The agent’s host refused it')] : []),
    ...(step.unattested ? [t('Seen by no window; it was handed in later')] : []),
  ];
}
