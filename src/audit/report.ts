import { redactText } from '../credentials/redact.ts';
import type { CourseStep, SessionCourse } from './session-course.ts';

/** What a report needs beside the course. */
export interface ReportWords {
  /** The agent's name as people know it. */
  readonly agent: string;
  /** Writes out characters that a screen does not show. */
  visible(text: string): string;
}

/** Actions told one by one; of a longer session the first of them and all that stand out. */
const mostSteps = 400;
const longestText = 400;

/**
 * A session as an incident report in Markdown: what stood out, what was ordinary, the timeline. Times are UTC.
 * Deterministic, so that whoever has the log can write the same.
 */
export function reportOf(course: SessionCourse, words: ReportWords): string {
  const plain = (text: string) => oneLine(words.visible(redactText(text).text));
  const { steps, decisions, lowest } = course;
  const first = steps[0];
  const last = steps.at(-1);
  const sections = [
    `# Session report: ${plain(words.agent)}`,
    [
      `* Session: ${code(plain(course.session))}`,
      `* From ${first ? time(first.at) : 'nothing'} to ${last ? time(last.at) : 'nothing'}, ${steps.length} actions: ${decisions.allow} allowed, ${decisions.hold} held, ${decisions.deny} refused`,
      `* Restraint: ${lowest.restraint.toFixed(2)} at its lowest${lowest.restraint < 1 ? `, after action ${lowest.event + 1}` : ''}; ${(last?.restraint ?? 1).toFixed(2)} at the end (1 is full restraint)`,
    ].join('\n'),
    section(
      'Why restraint was lost',
      course.reasons.map(({ sentence, share }) => `${escaped(plain(sentence))} (${Math.round(share * 100)} %)`),
    ),
    section(
      'What was not ordinary',
      course.unusual.map((line) => escaped(plain(line))),
    ),
    section(
      'What was ordinary',
      course.normal.map((line) => escaped(plain(line))),
    ),
    dimensionTable(course, plain),
    heldSection(steps, plain),
    timeline(steps, plain),
    '## How to check this report\n\n`holdpoint audit verify-report FILE` checks the seal below with the public key that stands in it. Compare the key’s\nfingerprint with the one your editor shows for its audit log. `heads` are the ends of the log’s chains at that moment:\nwhoever has the log finds the same records up to there.',
  ];
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `* ${line}`).join('\n')}`;
}

function dimensionTable({ dimensions }: SessionCourse, plain: (text: string) => string): string {
  const rows = dimensions.map(
    ({ name, value, confidence, weight, sentence }) =>
      `| ${name} | ${value.toFixed(2)} | ${confidence.toFixed(2)} | ${weight === 0 ? 'none yet' : weight} | ${escaped(plain(sentence)).replaceAll('|', '\\|')} |`,
  );
  return `## Six dimensions\n\n| dimension | as usual (1) | confidence | weight | in words |\n|---|---|---|---|---|\n${rows.join('\n')}`;
}

function heldSection(steps: readonly CourseStep[], plain: (text: string) => string): string {
  const held = steps.filter(({ decision }) => decision !== 'allow');
  return section(
    'What was held or refused',
    held.map((step) => `Action ${step.event + 1}: ${escaped(plain(step.reason))} ${answerOf(step, plain)}`.trim()),
  );
}

function answerOf({ decision, answer }: CourseStep, plain: (text: string) => string): string {
  if (decision === 'deny') return 'It was refused.';
  if (!answer) return 'No answer stands in the log.';
  const waited = `after ${Math.round(answer.waitedMs / 1000)} s`;
  const said = answer.message === undefined ? '' : ` The person told the agent: ${code(plain(answer.message))}`;
  switch (answer.how) {
    case 'approved':
      return `A person approved it once, ${waited}.`;
    case 'denied':
      return `A person denied it ${waited}.${said}`;
    case 'expired':
      return `Nobody answered; it was denied ${waited}.`;
    case 'closed':
      return `A person closed it unanswered; it was denied ${waited}.`;
    case 'abandoned':
      return `The agent went away ${waited}; it did not go out.`;
  }
}

function timeline(steps: readonly CourseStep[], plain: (text: string) => string): string {
  const telling = (step: CourseStep) =>
    step.decision !== 'allow' || step.signals.length > 0 || step.sequences.length > 0 || step.exceeds !== undefined;
  const shown =
    steps.length <= mostSteps
      ? steps
      : steps.filter((step, at) => at < mostSteps / 2 || telling(step)).slice(0, mostSteps);
  const lines = shown.map((step) => {
    const surprise = step.surprise === null ? '' : ` · surprise ${step.surprise.toFixed(1)} bits`;
    const head = `${step.event + 1}. ${time(step.at)} · **${word(step)}** · restraint ${step.restraint.toFixed(2)}${surprise}`;
    const text = plain(step.text);
    const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
    const more = [
      ...step.effects.map((effect) => `effect: ${escaped(plain(effect))}`),
      ...step.signals.map(
        ({ name, attack, evidence }) =>
          `signal ${name}${attack === undefined ? '' : ` (${attack})`}: ${escaped(plain(evidence))}`,
      ),
      ...step.sequences.map(
        ({ title, attack, steps: of }) =>
          `sequence: ${escaped(plain(title))}${attack === undefined ? '' : ` (${attack})`}, actions ${of.map((at) => at + 1).join(', ')}`,
      ),
      ...step.sequences.flatMap(({ credential }) =>
        credential === undefined
          ? []
          : [
              `credential: ${escaped(plain(`${credential.kind} found in ${credential.foundIn}${credential.line === undefined ? '' : ` line ${credential.line}`}. ${credential.canDestroy}`))}`,
            ],
      ),
      ...(step.exceeds === undefined ? [] : [`needed ${code(plain(step.exceeds))}, which it was not given`]),
    ];
    return [`${head}  \n   ${step.kind} ${code(cut)}`, ...more.map((line) => `   * ${line}`)].join('\n');
  });
  const left = steps.length - shown.length;
  const note = left > 0 ? `\n\n${left} further actions without anything to tell are left out.` : '';
  return `## Timeline\n\nTimes are UTC.\n\n${lines.join('\n')}${note}`;
}

function word({ decision, answer, end, unattested }: CourseStep): string {
  const verdict =
    decision === 'allow' ? 'allowed' : decision === 'deny' ? 'refused' : `held, ${answer?.how ?? 'unanswered'}`;
  const result = end === undefined ? '' : `, ${end}`;
  return `${verdict}${result}${unattested ? ', seen by no window' : ''}`;
}

function time(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** As inline code, whatever back quotes are in it. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const quote = '`'.repeat(longest + 1);
  const room = longest > 0 || text.startsWith(' ') ? ' ' : '';
  return `${quote}${room}${text === '' ? ' ' : text}${room}${quote}`;
}

/** Text from outside as text: nothing of it becomes a link, an image or markup. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#!~|]/g, '\\$&');
}
