import type { TextPiece } from '../../editor/panel-messages.ts';

type Child = Node | string | undefined | false;

/** Properties of {@link element}. `text` becomes a text node: nothing from outside is ever parsed as markup. */
interface ElementOptions {
  readonly class?: string;
  readonly id?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element. Custom elements are made the same way, by their tag. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options?: ElementOptions,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options?.class) made.className = options.class;
  if (options?.id) made.id = options.id;
  if (options?.text !== undefined) made.textContent = options.text;
  for (const [name, value] of Object.entries(options?.attributes ?? {})) made.setAttribute(name, value);
  for (const child of children) if (child) made.append(child);
  return made;
}

/** A codicon, for the eye only: the words beside it say the same. */
export function icon(name: string, extra = ''): HTMLElement {
  return element('span', {
    class: `codicon codicon-${name.replace(/[^a-z0-9-]/g, '')} ${extra}`.trim(),
    attributes: { 'aria-hidden': 'true' },
  });
}

/** A text whose dangerous parts are marked, readable for eyes and for screen readers alike. */
export function pieces(parent: HTMLElement, parts: readonly TextPiece[]): void {
  parent.replaceChildren(
    ...parts.map((part) => (part.marked ? element('mark', { text: part.text }) : document.createTextNode(part.text))),
  );
}

/** Puts values into a translated sentence. */
export function fill(sentence: string, ...values: readonly (string | number)[]): string {
  return sentence.replace(/\{(\d+)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}
