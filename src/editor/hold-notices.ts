import * as vscode from 'vscode';
import type { HoldDesk } from './hold-desk.ts';
import { queueEntry } from './hold-view.ts';
import type { Translate } from './translate.ts';
import { noticeText } from './visible-text.ts';

/** What {@link createHoldNotices} takes. */
export interface HoldNoticesDeps {
  readonly desk: HoldDesk;
  readonly t: Translate;
  /** Whether the person has the panel before them now. */
  isSeen(): boolean;
}

/** How long a notification stays once the panel is before the person's eyes, in milliseconds. */
const seenMilliseconds = 5_000;
const lookMilliseconds = 500;
/** Most notifications at one time: the badge, the view and the panel count the rest. */
const mostNotices = 3;

interface Notice {
  end(): void;
  /** Milliseconds of a clock that only goes forward; undefined until the panel is seen. */
  seenAt?: number;
}

/**
 * Raises one notification for each hold. It goes away by itself when the call is answered, and soon after the panel
 * has been seen: a notification lies over the panel's own buttons, and one about an answered call only confuses.
 */
export function createHoldNotices(deps: HoldNoticesDeps): vscode.Disposable {
  const { desk, t } = deps;
  /** Every hold that was announced and still waits; `null` once its notification is put away. */
  const notices = new Map<string, Notice | null>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function raise(headline: string): Notice {
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    vscode.window
      .withProgress(
        { location: vscode.ProgressLocation.Notification, title: t('Held: {0}', noticeText(headline)) },
        (progress) => {
          progress.report({ message: t('It waits for your decision in the Holdpoint panel.') });
          return over;
        },
      )
      .then(undefined, () => {});
    return { end };
  }

  function refresh(): void {
    const waiting = new Map(desk.queue().map(({ hold }) => [hold.artifact.id, hold]));
    for (const [id, notice] of notices) {
      if (waiting.has(id)) continue;
      notice?.end();
      notices.delete(id);
    }
    for (const [id, hold] of waiting) {
      if (notices.has(id)) continue;
      const raised = [...notices.values()].filter((notice) => notice !== null).length;
      notices.set(id, raised < mostNotices ? raise(queueEntry(hold.artifact, t).headline) : null);
    }
    if (waiting.size > 0) timer ??= setInterval(putSeenAway, lookMilliseconds);
    else {
      clearInterval(timer);
      timer = undefined;
    }
  }

  function putSeenAway(): void {
    const isSeen = deps.isSeen();
    for (const [id, notice] of notices) {
      if (!notice) continue;
      if (isSeen) notice.seenAt ??= performance.now();
      if (notice.seenAt === undefined || performance.now() - notice.seenAt < seenMilliseconds) continue;
      notice.end();
      notices.set(id, null);
    }
  }

  const stop = desk.onDidChange(refresh);
  return {
    dispose() {
      stop();
      clearInterval(timer);
      for (const notice of notices.values()) notice?.end();
    },
  };
}
