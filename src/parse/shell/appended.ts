import type { Call, Reading } from './reading.ts';
import { type Field, literal, type Output } from './value.ts';

/** The words `xargs` reads: from the text piped into it, as globs of the paths listed to it, or unknown. */
export function appendedWords(
  reading: Reading,
  input: Output | undefined,
  call: Call,
  options: readonly { readonly name: string; readonly value: Field | null }[],
): Field[] {
  const has = (...names: string[]) => options.some((option) => names.includes(option.name));
  const unknown = (): Field[] => {
    const source = `(${call.argv[0]?.text ?? 'xargs'} input)`;
    return [{ text: reading.holes.add({ source }), glob: null, holed: true, span: call.span, offset: -1 }];
  };
  if (!input || has('-a', '--arg-file')) return unknown();
  if (input.listing !== undefined) {
    const empty = input.empty ? { empty: input.empty } : {};
    return input.listing.map((text) => {
      return { ...empty, text, glob: text, holed: reading.holes.within(text), span: call.span, offset: -1 };
    });
  }
  if (input.text === null) return unknown();
  const delimiter = options.find((option) => option.name === '-d' || option.name === '--delimiter')?.value?.text;
  return pieces(
    input.text,
    separatorOf(delimiter, has('-0', '--null'), has('-I', '-J', '--replace', '-i', '-L', '-l')),
  ).map((text) => ({ ...literal(text, input.span ?? call.span), holed: reading.holes.within(text) }));
}

function separatorOf(delimiter: string | undefined, isNull: boolean, isLines: boolean): string | null {
  if (isNull || delimiter === '\\0') return '\0';
  if (delimiter !== undefined) return delimiter === '\\n' ? '\n' : delimiter;
  return isLines ? '\n' : null;
}

/** Splits by one separator, or by blanks with the quotes and backslashes that `xargs` understands. */
function pieces(text: string, separator: string | null): string[] {
  if (separator !== null)
    return text
      .split(separator)
      .map((piece) => piece.trim())
      .filter((piece) => piece !== '');
  const found: string[] = [];
  for (const match of text.matchAll(/(?:"[^"\n]*"|'[^'\n]*'|\\[\s\S]|[^\s"'\\])+/g)) {
    found.push(
      match[0].replace(
        /"([^"\n]*)"|'([^'\n]*)'|\\([\s\S])/g,
        (_, double?: string, single?: string, escaped?: string) => double ?? single ?? escaped ?? '',
      ),
    );
  }
  return found;
}
