import type { WrapperRule } from '../wrappers/rule.ts';
import { imagePrograms, packagePrograms } from './brought-programs.ts';
import type { Field } from './value.ts';

/** The shell text in an option's value; null where the rule says that such a value runs nothing. */
export function textBehind({ textBehind: front }: WrapperRule, value: Field): Field | null {
  if (!front) return value;
  const length = front.exec(value.text)?.[0].length;
  if (length === undefined) return null;
  return { ...value, text: value.text.slice(length), offset: value.offset < 0 ? -1 : value.offset + length };
}

/** What is typed where some words are names of keys: `'rm x' Enter`, `rm x^M`. */
export function typed(argv: readonly Field[]): string {
  return argv
    .map(({ text }) => {
      if (/^(?:Enter|C-m|KPEnter|C-j)$/.test(text)) return '\n';
      return text === 'Space' ? ' ' : text.replace(/\\[nr]|\\01[25]|\^M/g, '\n');
    })
    .join('');
}

/** The program an image runs what it is given by: `docker.io/hashicorp/terraform:1.5` is `terraform`. */
export function imageProgram(image: string | undefined): string | null {
  const name =
    image
      ?.replace(/@sha256:.*$|:[\w.-]+$/, '')
      .split('/')
      .slice(-2)
      .join('/') ?? '';
  return Object.hasOwn(imagePrograms, name) ? (imagePrograms[name] ?? null) : null;
}

/** The program a package name brings: `prisma@5` is `prisma`, `@railway/cli` is `railway`. */
export function packageProgram(name: string): string {
  const version = name.indexOf('@', 1);
  const bare = version < 0 ? name : name.slice(0, version);
  return packagePrograms[bare] ?? bare.slice(bare.lastIndexOf('/') + 1);
}
