import type { HoldAnswer } from '../action/audit.ts';

/** What the panels and the extension say to each other. Types only: the panels' code runs in a browser. */

/** A stretch of text; `marked` is the dangerous part. */
export interface TextPiece {
  readonly text: string;
  readonly marked: boolean;
}

/** A short word beside the headline. */
export interface HoldBadge {
  readonly text: string;
  readonly icon: string;
  readonly tone: 'danger' | 'warning' | 'neutral';
}

/** One held call, ready to be shown: every sentence in the person's language, secrets redacted, nothing to compute. */
export interface HoldView {
  readonly id: string;
  /** What would be lost. */
  readonly headline: string;
  readonly wayBack: { readonly text: string; readonly icon: string; readonly tone: 'danger' | 'warning' | 'neutral' };
  readonly badges: readonly HoldBadge[];
  /** Further effects, one sentence each, where the call has more than one. */
  readonly further: readonly string[];
  /** Where it would happen: label and value. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly credential?: {
    readonly title: string;
    readonly found: string;
    readonly canDestroy: string;
  };
  readonly sequence?: string;
  readonly command: readonly TextPiece[];
  readonly timeline: readonly {
    readonly when: string;
    readonly what: string;
    readonly weight: 'ordinary' | 'signal' | 'this';
  }[];
  readonly safer?: string;
  readonly asker: string;
  /** Milliseconds left when this was made; the panel counts down from there on its own clock. */
  readonly remainingMs: number;
  readonly totalMs: number;
  /** What a person must type before approving. */
  readonly typedName?: string;
  /** The panel says that nothing will run whatever the answer. */
  readonly rehearsal: boolean;
}

/** One line of the queue. */
export interface QueueEntry {
  readonly id: string;
  readonly headline: string;
  readonly asker: string;
}

/** Fixed words of the confirmation panel. */
export interface HoldWords {
  readonly title: string;
  /** `{0} of {1}` */
  readonly position: string;
  readonly command: string;
  readonly timeline: string;
  readonly safer: string;
  readonly copy: string;
  readonly copied: string;
  readonly further: string;
  readonly where: string;
  readonly deny: string;
  readonly denyAndTell: string;
  readonly approve: string;
  readonly reasonLabel: string;
  readonly reasonPlaceholder: string;
  readonly send: string;
  readonly back: string;
  /** `{0}` is the name to type. */
  readonly typeToApprove: string;
  readonly keys: string;
  readonly closing: string;
  readonly queue: string;
  /** `{0}` minutes and seconds. */
  readonly left: string;
  readonly announceMinutes: string;
  readonly announceSeconds: string;
  readonly waiting: string;
  readonly refused: string;
  readonly gone: string;
  readonly rehearsal: string;
}

/** From the extension to the confirmation panel. */
export type ToHoldPanel =
  | { readonly type: 'words'; readonly words: HoldWords; readonly quietMs: number }
  | { readonly type: 'show'; readonly hold: HoldView; readonly position: number; readonly queue: readonly QueueEntry[] }
  | { readonly type: 'queue'; readonly position: number; readonly queue: readonly QueueEntry[] }
  /** The guard knows that the hold is shown: from now on it counts the quiet time. One for each `shown`. */
  | { readonly type: 'seen' }
  /** The hold on show has ended; the panel closes or shows the next. */
  | { readonly type: 'ended'; readonly id: string; readonly answer: HoldAnswer }
  /** Said every few seconds: whoever decides is still there. */
  | { readonly type: 'alive' }
  /** An approval did not count: one sentence why. */
  | { readonly type: 'refused'; readonly id: string; readonly why: string };

/** From the confirmation panel to the extension. Checked there: a page is never trusted with more than its hold. */
export type FromHoldPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'shown'; readonly id: string }
  | { readonly type: 'approve'; readonly id: string; readonly typed?: string }
  | { readonly type: 'deny'; readonly id: string; readonly message?: string }
  | { readonly type: 'close'; readonly id: string }
  | { readonly type: 'copy'; readonly id: string };

/** One line of the audit list. */
export interface AuditRow {
  /** Position in the filtered list, 0 is the newest. */
  readonly index: number;
  /** Names the record for `detail`: stays the same while the view is open. */
  readonly key: number;
  /** Milliseconds since the epoch; the page writes it in the person's own time. */
  readonly at: number;
  readonly icon: string;
  readonly tone: 'danger' | 'warning' | 'good' | 'neutral';
  readonly label: string;
  readonly host: string;
  readonly text: string;
}

/** One entry in full. */
export interface AuditDetail {
  readonly key: number;
  readonly title: string;
  readonly icon: string;
  readonly tone: AuditRow['tone'];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly command?: readonly TextPiece[];
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly raw: string;
  /** Set where "Don't ask again for this" may be offered. */
  readonly mayExcept: boolean;
}

/** What narrows the list. Empty texts do not narrow. */
export interface AuditFilter {
  readonly text: string;
  readonly type: string;
  readonly decision: string;
  readonly host: string;
}

/** A choice of a filter. */
export interface FilterChoice {
  readonly value: string;
  readonly label: string;
}

/** Fixed words of the audit view. */
export interface AuditWords {
  readonly title: string;
  readonly search: string;
  readonly type: string;
  readonly decision: string;
  readonly host: string;
  readonly verify: string;
  readonly verifying: string;
  readonly exportLog: string;
  readonly exceptions: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly nothingMatches: string;
  readonly clearFilters: string;
  /** `{0}` entries. */
  readonly count: string;
  /** `{0}` of `{1}` entries. */
  readonly countOf: string;
  readonly reading: string;
  readonly raw: string;
  readonly except: string;
  readonly closeDetail: string;
  readonly list: string;
  readonly command: string;
  readonly chooseEntry: string;
  readonly showBad: string;
  readonly entriesTab: string;
  readonly sessionsTab: string;
  readonly sessions: SessionWords;
}

/** Fixed words of the sessions' view. */
export interface SessionWords {
  readonly list: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly choose: string;
  readonly reading: string;
  readonly gone: string;
  /** `{0}` actions. */
  readonly actions: string;
  readonly chart: string;
  readonly chartKeys: string;
  readonly restraint: string;
  readonly surprise: string;
  readonly floor: string;
  readonly asTable: string;
  readonly number: string;
  readonly time: string;
  readonly action: string;
  readonly decision: string;
  readonly reasons: string;
  readonly unusual: string;
  readonly normal: string;
  readonly nothingUnusual: string;
  readonly dimensions: string;
  /** `{0}` of 1, `{1}` confidence in percent. */
  readonly measured: string;
  readonly noWeight: string;
  readonly timeline: string;
  /** `{0}` actions without anything to tell. */
  readonly left: string;
  readonly exportReport: string;
  readonly exportLines: string;
  readonly profiles: string;
}

/** A session in the list. */
export interface SessionRow {
  /** Names it for `session` and `exportSession`. */
  readonly key: string;
  readonly host: string;
  readonly session: string;
  /** Its last action, milliseconds since the epoch. */
  readonly at: number;
  readonly actions: number;
  /** Restraint at its lowest, 0..1. */
  readonly lowest: number;
  readonly tone: AuditRow['tone'];
}

/** How a host's agents behaved over weeks: three values, each with its reasons. */
export interface ProfileView {
  readonly host: string;
  readonly seen: string;
  readonly parts: readonly {
    readonly title: string;
    readonly value: number;
    readonly confidence: number;
    readonly reasons: readonly string[];
  }[];
}

/** One action in the timeline of a session. */
export interface SessionStep {
  /** From 1. */
  readonly number: number;
  readonly at: number;
  readonly icon: string;
  readonly tone: AuditRow['tone'];
  readonly label: string;
  readonly text: string;
  readonly notes: readonly string[];
  readonly restraint: number;
  readonly surprise: number | null;
}

/** Points of the chart, one list each, all of one length. */
export interface SessionPoints {
  /** Numbers of the actions, from 1. */
  readonly number: readonly number[];
  readonly at: readonly number[];
  readonly restraint: readonly number[];
  readonly surprise: readonly (number | null)[];
  /** 0 nothing, 1 a signal, 2 held or refused. */
  readonly mark: readonly number[];
}

/** One session in full. */
export interface SessionView {
  readonly key: string;
  readonly title: string;
  readonly tone: AuditRow['tone'];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** What the chart shows, in a sentence. */
  readonly summary: string;
  /** Restraint below this is an alert. */
  readonly floor: number;
  readonly points: SessionPoints;
  readonly reasons: readonly string[];
  readonly unusual: readonly string[];
  readonly normal: readonly string[];
  readonly dimensions: readonly {
    readonly title: string;
    readonly value: number;
    readonly confidence: number;
    readonly counts: boolean;
    readonly sentence: string;
  }[];
  readonly steps: readonly SessionStep[];
  /** Actions left out of `steps`. */
  readonly left: number;
}

/** From the extension to the audit view. */
export type ToAuditPanel =
  | { readonly type: 'words'; readonly words: AuditWords }
  | {
      readonly type: 'state';
      /** Records in all. */
      readonly total: number;
      /** Records after filtering. */
      readonly matching: number;
      readonly reading: boolean;
      readonly types: readonly FilterChoice[];
      readonly decisions: readonly FilterChoice[];
      readonly hosts: readonly FilterChoice[];
      /** Files or lines that could not be read, one sentence each. */
      readonly problems: readonly string[];
    }
  | { readonly type: 'rows'; readonly generation: number; readonly rows: readonly AuditRow[] }
  | { readonly type: 'detail'; readonly detail: AuditDetail }
  | { readonly type: 'tab'; readonly tab: 'entries' | 'sessions' }
  | {
      readonly type: 'sessions';
      readonly sessions: readonly SessionRow[];
      readonly profiles: readonly ProfileView[];
    }
  | { readonly type: 'session'; readonly view: SessionView }
  | { readonly type: 'session-gone'; readonly key: string }
  | { readonly type: 'verifying' }
  | {
      readonly type: 'verified';
      readonly intact: boolean;
      readonly text: string;
      /** Lines under the text, such as the key's fingerprint. */
      readonly lines: readonly string[];
      /** Key of the first bad record where it is in the list. */
      readonly key?: number;
    };

/** From the audit view to the extension. */
export type FromAuditPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'filter'; readonly filter: AuditFilter }
  | { readonly type: 'rows'; readonly generation: number; readonly from: number; readonly to: number }
  | { readonly type: 'detail'; readonly key: number }
  | { readonly type: 'sessions' }
  | { readonly type: 'session'; readonly key: string }
  | { readonly type: 'exportSession'; readonly key: string; readonly format: 'jsonl' | 'markdown' }
  | { readonly type: 'verify' }
  | { readonly type: 'export' }
  | { readonly type: 'exceptions' }
  | { readonly type: 'except'; readonly key: number };
