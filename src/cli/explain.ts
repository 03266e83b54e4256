import type { Effect } from '../action/effect.ts';
import type { FactAnswer, PathFact } from '../action/facts.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import type { Decision } from '../action/verdict.ts';
import type { Judged } from '../guard/judging.ts';
import { visibleInTerminal } from '../hosts/visible.ts';
import { quotedWord } from '../parse/shell-word.ts';
import { type Row, rowOf, verdictTable } from '../policy/table.ts';
import { markedLines } from './evidence.ts';
import type { Style, Tone } from './style.ts';

/** What {@link explanation} explains. */
export interface Explained {
  /** The text that was judged; the spans of effects count in it. */
  readonly text: string;
  readonly judged: Judged;
  readonly micros: number;
  readonly style: Style;
}

/** Calls and facts listed; a long text has more. */
const listed = 40;
const label = 17;

/** The rows of DESIGN 5.6 in words. */
const rows: Readonly<Record<Row, string>> = {
  harmless: 'nothing, or nothing that cannot be undone',
  grave: 'irreversible, beyond the workspace or of a data store or backup',
  'irreversible-workspace': 'irreversible, in the workspace',
  'recoverable-remote': 'recoverable, remote, in production or nobody knows where',
  'recoverable-remote-development': 'recoverable, remote, in development or staging',
  'recoverable-machine': 'recoverable, on this machine',
  'recoverable-workspace': 'recoverable, in the workspace',
  'unknown-beyond': 'unknown, beyond the workspace',
  'unknown-workspace': 'unknown, in the workspace',
  'touches-guard': 'touches Holdpoint itself',
};

/** Where a person's approval is not the only way on. */
const ways: Readonly<Partial<Record<Row, string>>> = {
  grave: "A person's approval in the editor, for this one call.",
  'irreversible-workspace': 'A commit or a copy of it first; in the editor a snapshot is taken and it passes.',
  'recoverable-remote': "A place whose name says development or staging, or a person's approval in the editor.",
  'recoverable-machine': "A person's approval in the editor, for this one call.",
  'unknown-beyond': "Written out, so that it can be read before it runs; or a person's approval in the editor.",
  'touches-guard': 'Nothing on a command line: Holdpoint is changed in the editor, by a person.',
};

const tones: Readonly<Record<Decision, Tone>> = { allow: 'good', hold: 'warning', deny: 'danger' };

/** A verdict step by step: what was read, asked, found and decided, one text with a line end. */
export function explanation({ text, judged, micros, style }: Explained): string {
  const { verdict, analysis } = judged;
  const decision = `${style(tones[verdict.decision], verdict.decision)}: ${visibleInTerminal(verdict.reason)}`;
  const effects = verdict.effects.flatMap((effect, index) => effectLines(effect, index, text, style));
  const blocks: (readonly [string, readonly string[]])[] = [
    ['Read', [...invocationLines(analysis.invocations, style), ...requestLines(judged)]],
    ['Problems', analysis.problems.map((problem) => `  ${visibleInTerminal(problem)}`)],
    ['Asked', factLines(judged, style)],
    ['Found', effects.length > 0 ? effects : ['  no effect that a rule knows']],
    ['Signals', verdict.signals.map(({ name, evidence }) => `  ${pad(name)}${visibleInTerminal(evidence)}`)],
    ['Would pass', verdict.decision === 'allow' ? [] : passingLines(verdict.effects)],
  ];
  const parts = blocks
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${style('strong', title)}\n${lines.join('\n')}`);
  return `${[`${decision}\n${style('quiet', `  ${verdict.reversibility}, judged in ${micros} µs`)}`, ...parts].join('\n\n')}\n`;
}

function pad(name: string): string {
  return name.padEnd(label);
}

function row(name: string, value: string): string {
  return `     ${pad(name)}${visibleInTerminal(value)}`;
}

/** Each call with what started it, from the outside in. */
function invocationLines(invocations: readonly Invocation[], style: Style): string[] {
  const lines = invocations.slice(0, listed).flatMap((invocation, index) => {
    const { name, args, wrappers, source, stdin, redirections } = invocation;
    const call = [name, ...args].map(wordText).filter(Boolean).join(' ');
    const to = redirections.map(({ mode, target }) => `${signs[mode]} ${wordText(target)}`).join(' ');
    const shown = shortened(`${call} ${to}`.trim());
    const chain = wrappers.map(({ program, place, target }) =>
      place === 'here' ? program : `${program} (${place}${target === undefined ? '' : ` ${target}`})`,
    );
    const notes = [
      ...(source ? [`from ${source.file}:${source.line}`] : []),
      ...(stdin.kind === 'pipe' ? [`reads what call ${stdin.from + 1} prints`] : []),
      ...(stdin.kind === 'text' ? [`reads ${stdin.value.length} characters of this text`] : []),
      ...(stdin.kind === 'file' ? [`reads ${wordText(stdin.path)}`] : []),
      ...(invocation.computed ? ['its text is fetched or decoded while it runs'] : []),
    ];
    return [
      `  ${number(index)}${visibleInTerminal([...chain, shown].join(' → '))}`,
      ...notes.map((note) => style('quiet', `     ${visibleInTerminal(note)}`)),
    ];
  });
  const more = invocations.length - listed;
  return more > 0 ? [...lines, `  and ${more} more calls`] : lines;
}

const signs = { truncate: '>', append: '>>', read: '<', 'read-write': '<>' } as const;

function number(index: number): string {
  return `${index + 1}.`.padEnd(3);
}

/** A word as the program gets it; what could not be worked out stays as written. */
function wordText(word: Word): string {
  const text = word.kind === 'unknown' ? word.text : word.value;
  return word.kind === 'known' && /[\s'"$`\\;|&<>()]/.test(text) ? quotedWord(text) : text;
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

function requestLines({ analysis }: Judged): string[] {
  return analysis.requests
    .slice(0, listed)
    .map(
      ({ method, url, partialUrl }) =>
        `  -> ${visibleInTerminal(shortened(`${method} ${url ?? partialUrl?.text ?? '?'}`))}`,
    );
}

/** Which facts were asked for and what came back. Values of variables and texts of files stay out. */
function factLines({ gathered }: Judged, style: Style): string[] {
  const lines = [...(gathered?.answers ?? [])].flatMap(([key, answer]) => {
    const [kind = '', ...names] = key.split('\n');
    if (kind === 'grammar') return [];
    const of = visibleInTerminal(names.filter((name) => name !== '').join(' '));
    return [`  ${pad(kind)}${of}  ${style('quiet', visibleInTerminal(answerText(kind, answer)))}`];
  });
  return lines.length > listed ? [...lines.slice(0, listed), `  and ${lines.length - listed} more`] : lines;
}

function answerText(kind: string, answer: FactAnswer): string {
  if (!answer.known) return `not known: ${answer.why}`;
  const { value } = answer;
  if (kind === 'variable') return value === null ? 'not set' : 'set';
  if (typeof value !== 'object' || value === null) return value === null ? 'none' : String(value);
  if ('text' in value && 'bytes' in value) return `${String(value.bytes)} bytes`;
  if (isPathFact(value)) return pathText(value);
  return Object.entries(value)
    .filter(([, one]) => typeof one !== 'object' || Array.isArray(one))
    .map(([name, one]) => `${name} ${Array.isArray(one) ? one.length : String(one)}`)
    .join(', ');
}

function isPathFact(value: object): value is PathFact {
  return 'insideWorkspace' in value && 'regenerable' in value;
}

function pathText(path: PathFact): string {
  if (!path.exists) return 'is not there';
  const said = [
    path.type,
    path.insideWorkspace ? 'in the workspace' : 'outside the workspace',
    `git: ${path.git}${path.git === 'clean' ? (path.pushed ? ', pushed' : ', not pushed') : ''}`,
    `${path.more ? 'more than ' : ''}${path.files} file${path.files === 1 ? '' : 's'}, ${path.bytes} bytes`,
    ...(path.regenerable ? ['made again by a tool'] : []),
    ...(path.temporary ? ['temporary'] : []),
  ];
  return said.join(', ');
}

function effectLines(effect: Effect, index: number, text: string, style: Style): string[] {
  const [line, carets] = effect.source ? [] : markedLines(text, effect.span);
  const name = rowOf(effect);
  const decided = verdictTable.find((one) => one.row === name);
  const quiet = decided ? decided.quiet : 'hold';
  return [
    `  ${number(index)}${visibleInTerminal(effect.reason)}`,
    ...(line === undefined || carets === undefined ? [] : [`     ${line}`, style('danger', `     ${carets}`)]),
    ...(effect.source ? [row('evidence', `${effect.source.file}:${effect.source.line}`)] : []),
    row('rule', effect.rule),
    row('does', `${effect.verb} ${effect.provider} ${effect.resource} ${shortened(effect.target)}`),
    row('reversibility', effect.reversibility + (effect.wayBack === undefined ? '' : `; way back: ${effect.wayBack}`)),
    row('scope', effect.scope),
    row('environment', effect.environment),
    ...(effect.attack === undefined ? [] : [row('technique', `MITRE ATT&CK ${effect.attack}`)]),
    ...(effect.documentation === undefined ? [] : [row('source', effect.documentation)]),
    row('decided by', `"${rows[name]}": ${quiet === 'snapshot' ? 'allow with a snapshot, else hold' : quiet}`),
    ...(effect.safer === undefined ? [] : [row('safer', effect.safer)]),
  ];
}

/** What would let the call pass, the gravest row first, each said once. */
function passingLines(effects: readonly Effect[]): string[] {
  const named = new Set(effects.map(rowOf));
  const said = verdictTable
    .flatMap(({ row: name }) => (named.has(name) ? [ways[name]] : []))
    .filter((way) => way !== undefined);
  const safer = [...new Set(effects.flatMap((effect) => (effect.safer === undefined ? [] : [effect.safer])))];
  return [...safer.map((command) => `  Run instead: ${visibleInTerminal(command)}`), ...new Set(said)].map((line) =>
    line.startsWith('  ') ? line : `  ${line}`,
  );
}
