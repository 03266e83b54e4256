/** Where the focus is when a key goes down. */
export type KeyPlace = 'approve' | 'typed-name' | 'reason' | 'other-button' | 'elsewhere';

/** What one key press means in the confirmation panel. */
export type KeyMeaning =
  /** Nothing at all: neither the panel nor the editor sees it. */
  | 'swallow'
  | 'approve'
  | 'send-reason'
  | 'leave-reason'
  | 'close'
  | 'next'
  | 'previous'
  /** What the browser makes of it. */
  | 'pass';

/** One key press. */
export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, Alt or Meta is down. */
  readonly modified: boolean;
  /** Held down since before. */
  readonly repeat: boolean;
  /** An input method is composing a character. */
  readonly composing: boolean;
}

/**
 * The keyboard rules of DESIGN 3: nothing counts while the panel is new (`quiet`), Enter never approves,
 * and a key that is held down decides nothing.
 */
export function keyMeaning(press: KeyPress, place: KeyPlace, quiet: boolean): KeyMeaning {
  if (quiet) return 'swallow';
  if (press.composing) return 'pass';
  const decides = !press.repeat && !press.modified;
  switch (press.key) {
    case 'Tab':
      if (press.modified) return 'pass';
      return press.shift ? 'previous' : 'next';
    case 'Escape':
      if (!decides) return 'swallow';
      return place === 'reason' ? 'leave-reason' : 'close';
    case 'Enter':
      if (place === 'reason') return decides ? 'send-reason' : 'swallow';
      return place === 'other-button' && decides ? 'pass' : 'swallow';
    case ' ':
      if (place === 'approve') return decides ? 'approve' : 'swallow';
      return place === 'other-button' && !decides ? 'swallow' : 'pass';
    default:
      return 'pass';
  }
}
