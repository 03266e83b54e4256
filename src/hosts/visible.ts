/**
 * Characters that a screen does not show or that reorder what it shows: control characters, bidirectional marks,
 * zero-width and other format characters (Unicode Cc, Cf, Zl, Zp) and the blank Hangul fillers.
 * Trojan Source (CVE-2021-42574) hides code from a reader with them; in a terminal they move the cursor and more.
 */
const hidden = () => /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu;

/** The text with every hidden character written out, so that nothing in it can deceive the person who reads it. */
export function visibleText(text: string): string {
  return text.replace(hidden(), (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** As {@link visibleText}, with line ends written out too: what stands on one line of a terminal stays on it. */
export function visibleInTerminal(line: string): string {
  return visibleText(line).replaceAll('\n', '‹U+000A›');
}
