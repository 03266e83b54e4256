import { carrierWrappers } from './wrappers/carriers.ts';
import { placeWrappers } from './wrappers/places.ts';
import { remoteWrappers } from './wrappers/remote.ts';
import { rightsWrappers } from './wrappers/rights.ts';
import type { WrapperRule } from './wrappers/rule.ts';
import { toolchainWrappers } from './wrappers/toolchains.ts';

/** Every wrapper known. A program may have several entries; the first whose subcommand fits is taken. */
export const wrapperRules: readonly WrapperRule[] = [
  ...rightsWrappers,
  ...carrierWrappers,
  ...placeWrappers,
  ...toolchainWrappers,
  ...remoteWrappers,
];

/** Programs that read shell text: by `-c`, from a file, or from their standard input. */
export const shellPrograms: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'ash',
  'zsh',
  'ksh',
  'mksh',
  'yash',
  'rbash',
  'fish',
  // Its calls of programs read as a shell's; what is its own does not.
  'nu',
]);
