import * as util from 'node:util';

/** How a piece of text is set off on a terminal. */
export type Tone = 'strong' | 'quiet' | 'good' | 'warning' | 'danger';

/** Sets a text off, or leaves it as it is. */
export type Style = (tone: Tone, text: string) => string;

const formats: Readonly<Record<Tone, Parameters<typeof util.styleText>[0]>> = {
  strong: 'bold',
  quiet: 'dim',
  good: 'green',
  warning: 'yellow',
  danger: 'red',
};

/** No colour: pipes, files, tests. */
export const plainStyle: Style = (_, text) => text;

/** Colour on a terminal that wants it (https://no-color.org) and where Node has `styleText` (20.12). */
export function styleOf(stream: { readonly isTTY?: boolean }): Style {
  const wanted = stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  if (!wanted || typeof util.styleText !== 'function') return plainStyle;
  return (tone, text) => util.styleText(formats[tone], text);
}
