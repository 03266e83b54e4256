import type { AuditRecord } from '../action/audit.ts';
import type { RedactedAction } from '../action/confirmation.ts';
import type { Effect } from '../action/effect.ts';
import type { SequenceMatch, Signal } from '../action/signal.ts';
import { hostName, lookOf } from './audit-rows.ts';
import type { AuditDetail } from './panel-messages.ts';
import type { Translate } from './translate.ts';
import { markedPieces, visibleLine, visibleText } from './visible-text.ts';
import { credentialTitle, environmentTitle, shortTime } from './words.ts';

type Fact = AuditDetail['facts'][number];
type Section = AuditDetail['sections'][number];

/** What {@link auditDetail} needs besides the record. */
export interface DetailSurroundings {
  readonly key: number;
  /** File name and line, for the person who wants to look at it. */
  readonly place: string;
  readonly mayExcept: boolean;
  readonly t: Translate;
}

/** One entry in full. A record whose fields are not what its type says is still shown, as it is written. */
export function auditDetail(record: AuditRecord, surroundings: DetailSurroundings): AuditDetail {
  const { t } = surroundings;
  const decision = record.type === 'judged' ? record.decision : record.type === 'answered' ? record.answer : '';
  const look = lookOf(record.type, decision, t);
  const raw = visibleText(JSON.stringify(record, null, 2));
  const base = { key: surroundings.key, icon: look.icon, tone: look.tone, raw, mayExcept: surroundings.mayExcept };
  try {
    const action = actionOf(record);
    return {
      ...base,
      title: visibleLine(titleOf(record, look.label), 400),
      facts: [...factsOf(record, look.label, t), { label: t('Record'), value: visibleLine(surroundings.place) }],
      ...(action ? { command: markedPieces(action.text, action.marks) } : {}),
      sections: sectionsOf(record, t),
    };
  } catch {
    return { ...base, title: look.label, facts: [{ label: t('Record'), value: surroundings.place }], sections: [] };
  }
}

function actionOf(record: AuditRecord): RedactedAction | undefined {
  if (record.type === 'judged') return record.action;
  return record.type === 'held' ? record.artifact.action : undefined;
}

function titleOf(record: AuditRecord, label: string): string {
  switch (record.type) {
    case 'judged':
      return record.reason;
    case 'held':
      return record.artifact.reason;
    case 'tampering':
    case 'log':
      return record.detail;
    case 'rejected':
      return record.problem;
    case 'connection':
    case 'policy':
    case 'stopped':
      return record.detail;
    default:
      return label;
  }
}

function agentOf(record: AuditRecord): string | undefined {
  if (record.type === 'judged') return record.agentId;
  return record.type === 'held' ? record.artifact.agentId : undefined;
}

function factsOf(record: AuditRecord, label: string, t: Translate): Fact[] {
  const facts: Fact[] = [{ label: t('Decision'), value: label }];
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') facts.push({ label: name, value: visibleLine(String(value)) });
  };
  if ('host' in record && record.host !== undefined) add(t('Agent'), hostName(record.host, t));
  if ('session' in record) add(t('Session'), record.session);
  add(t('Subagent'), agentOf(record));
  switch (record.type) {
    case 'judged':
      add(t('Directory'), record.action.cwd);
      add(t('Restraint'), record.restraint.toFixed(2));
      if (record.conduct) add(t('Surprise'), t('{0} bits', record.conduct.surprise.toFixed(1)));
      add(t('Needed, not given'), record.conduct?.exceeds);
      add(t('Judged in'), t('{0} µs', Math.round(record.micros)));
      if (record.snapshot) add(t('Saved first'), record.snapshot.id);
      if (record.unattested) add(t('Seen by'), t('no window; it was handed in later'));
      break;
    case 'held':
      add(t('Directory'), record.artifact.action.cwd);
      add(t('Environment'), environmentTitle(record.artifact.environment, t));
      add(t('Hold'), record.artifact.id);
      break;
    case 'answered':
      add(t('After'), shortTime(record.waitedMs, t));
      add(t('You told the agent'), record.message);
      add(t('Hold'), record.hold);
      break;
    case 'outcome':
      add(t('Succeeded'), record.ok === null ? t('not known') : record.ok ? t('yes') : t('no'));
      break;
    case 'cleared':
      add(t('Key'), record.key);
      break;
    case 'mode':
      add(t('From'), record.from);
      add(t('To'), record.to);
      add(t('Until'), record.until);
      break;
    case 'connection':
      add(t('State'), record.state);
      break;
    case 'tampering':
    case 'log':
      add(t('What'), record.subject);
      break;
    case 'rejected':
      add(t('Came through'), record.input);
      break;
    case 'opened':
      add(t('Window'), record.window);
      add(t('Version'), record.version);
      add(t('Key'), record.key);
      break;
    case 'closed':
      add(t('Window'), record.window);
      break;
    case 'policy':
      break;
    case 'restored':
      add(t('Snapshot'), record.snapshot);
      add(t('What was there is saved as'), record.before ?? undefined);
      add(t('Files'), record.files);
      break;
    case 'pruned':
      add(t('Files'), record.files.join(', '));
      break;
  }
  return facts;
}

function sectionsOf(record: AuditRecord, t: Translate): Section[] {
  const sections: Section[] = [];
  const add = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) sections.push({ title, lines: lines.map((line) => visibleLine(line, 400)) });
  };
  if (record.type === 'judged') {
    add(
      t('Effects'),
      record.effects.map((effect) => effectLine(effect, t)),
    );
    add(t('Signals'), record.signals.map(signalLine));
    add(t('Sequences'), record.sequences.map(sequenceLine));
  }
  if (record.type === 'held') {
    const { artifact } = record;
    add(
      t('Effects'),
      artifact.effects.map((effect) => effectLine(effect, t)),
    );
    add(t('Sequences'), artifact.sequence ? [sequenceLine(artifact.sequence)] : []);
    if (artifact.credential) {
      const { foundIn, line, canDestroy } = artifact.credential;
      const kind = credentialTitle(artifact.credential.kind);
      add(t('Credential'), [
        line ? t('{0}, found in {1}, line {2}', kind, foundIn, line) : t('{0}, found in {1}', kind, foundIn),
        canDestroy,
      ]);
    }
    add(
      t('How it got here'),
      artifact.timeline.map((entry) => entry.what),
    );
    add(t('Safer way'), artifact.safer ? [artifact.safer] : []);
  }
  if (record.type === 'outcome') add(t('Signals'), record.signals.map(signalLine));
  if (record.type === 'judged' || record.type === 'outcome') {
    add(
      t('Credentials seen'),
      record.revealed.map((found) =>
        found.line
          ? t('{0} in {1}, line {2}', credentialTitle(found.kind), found.foundIn, found.line)
          : t('{0} in {1}', credentialTitle(found.kind), found.foundIn),
      ),
    );
  }
  return sections;
}

function effectLine(effect: Effect, t: Translate): string {
  const attack = effect.attack ? ` · ${effect.attack}` : '';
  return `${effect.reason} (${effect.rule}${attack}${effect.wayBack ? ` · ${t('Way back: {0}', effect.wayBack)}` : ''})`;
}

function signalLine(signal: Signal): string {
  return `${signal.evidence} (${signal.name}${signal.attack ? ` · ${signal.attack}` : ''})`;
}

function sequenceLine(sequence: SequenceMatch): string {
  return sequence.attack ? `${sequence.title} (${sequence.attack})` : sequence.title;
}
