/** The items of a list kept as JSON in the editor's secret storage; what is none of them is left out. Never throws. */
export function keptItems<T>(text: string | undefined, isItem: (value: unknown) => value is T): T[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isItem) : [];
  } catch {
    return [];
  }
}
