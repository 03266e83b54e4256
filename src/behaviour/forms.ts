/**
 * Whether a text has one of these forms: plain text in which `*` stands for any text, also none; case does not count.
 * Linear in text and form together, whatever a person writes.
 */
export function fitsForm(text: string, forms: readonly string[]): boolean {
  const plain = text.toLowerCase();
  return forms.some((form) => fits(plain, form.toLowerCase().split('*')));
}

/** `parts` are what stands between the stars. The first begins the text, the last ends it, the rest follow in order. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= text.length - last.length;
}
