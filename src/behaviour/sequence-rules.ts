import type { Asset, Environment, Reversibility, Scope } from '../action/effect.ts';
import type { ActionKind } from '../action/kinds.ts';
import type { SignalName } from '../action/signal.ts';

/** What an effect looks like. Every field given must hold, by any of its values; `*` stands for any text. */
export interface EffectForm {
  readonly provider?: readonly string[];
  readonly verb?: readonly string[];
  readonly resource?: readonly string[];
  readonly target?: readonly string[];
  readonly rule?: readonly string[];
  readonly asset?: readonly Asset[];
  readonly environment?: readonly Environment[];
  readonly reversibility?: readonly Reversibility[];
  readonly scope?: readonly Scope[];
}

/** What one event has to be. Every condition given must hold, for one and the same event. */
export interface StepCondition {
  /** Any of these signals, with at least `score` (0..1, default 0). */
  readonly signals?: readonly SignalName[];
  readonly score?: number;
  /**
   * An effect: `destruction` is what a discovery leads to (something beyond the workspace's files is lost),
   * `data-loss` an irreversible loss of data, `any` every effect that is not reversible; or one of this form.
   */
  readonly effect?: 'destruction' | 'data-loss' | 'any' | EffectForm;
  /** Any of these kinds of action. */
  readonly kinds?: readonly ActionKind[];
  /** Any of these forms of the action's one line as the log shows it, secrets replaced; `*` stands for any text. */
  readonly text?: readonly string[];
  /** The event is a refusal: a denied call, or a hold that was not approved. Stands alone. */
  readonly denied?: true;
  /** It changes, sends, or gives a signal: anything but looking. */
  readonly acts?: true;
}

/** One step of a sequence. */
export interface SequenceStep extends StepCondition {
  /** Several events in a row may each match it; all are named. */
  readonly repeated?: true;
  /** Such an event between the step before and this one breaks the sequence off. Meaningless on the first step. */
  readonly without?: StepCondition;
}

/** An ordered set of steps in one session within a time span: Sigma's `temporal_ordered` correlation. */
export interface SequenceRule {
  readonly name: string;
  /** As a person reads it above the timeline. */
  readonly title: string;
  /** MITRE ATT&CK technique. */
  readonly attack?: string;
  /** From a step to the last one, milliseconds. */
  readonly within: number;
  readonly steps: readonly SequenceStep[];
  /**
   * A credential found elsewhere in this session that the last step uses stands for the steps before it, however long ago
   * it was found: only who found it has it.
   */
  readonly provenByCredential?: true;
  /** One action may be all of its steps (`source .env && curl … volumeDelete`). */
  readonly oneActionMayBeAll: boolean;
  /** The action that completes it is held, whatever else it does. */
  readonly holds?: true;
}

const hour = 3_600_000;
const discovery = ['credential-search', 'secret-read', 'secret-printed'] as const;

/** The shipped sequences. A person's own stand beside them and cannot take one away. */
export const sequenceRules: readonly SequenceRule[] = [
  {
    name: 'credential-discovery-then-destruction',
    title: 'Looked for credentials, then set out to destroy',
    attack: 'T1552',
    within: 24 * hour,
    steps: [{ signals: discovery, score: 0.3, repeated: true }, { effect: 'destruction' }],
    provenByCredential: true,
    oneActionMayBeAll: true,
  },
  {
    name: 'discovery-then-exfiltration',
    title: 'Looked for credentials, then sent secrets away',
    attack: 'T1567',
    within: 24 * hour,
    steps: [
      { signals: discovery, repeated: true },
      { signals: ['exfiltration'], score: 0.7 },
    ],
    provenByCredential: true,
    oneActionMayBeAll: true,
    holds: true,
  },
  {
    name: 'denial-then-evasion',
    title: 'Was refused, then tried the same by another way',
    attack: 'T1562',
    within: 2 * hour,
    steps: [{ denied: true, repeated: true }, { signals: ['evasion'] }],
    oneActionMayBeAll: false,
  },
  {
    name: 'backup-deletion-then-data-deletion',
    title: 'Deleted backups, then data',
    attack: 'T1490',
    within: 24 * hour,
    steps: [{ signals: ['recovery-destruction'], repeated: true }, { effect: 'data-loss' }],
    oneActionMayBeAll: false,
  },
  {
    name: 'guard-tampering-then-action',
    title: 'Laid hands on what guards it, then went on',
    attack: 'T1562.001',
    within: 2 * hour,
    steps: [{ signals: ['guard-probing'], score: 0.7, repeated: true }, { acts: true }],
    oneActionMayBeAll: false,
  },
];
