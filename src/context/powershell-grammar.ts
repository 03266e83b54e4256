import { readFile } from 'node:fs/promises';
import path from 'node:path';
import v8 from 'node:v8';
import treeSitter, { type Parser, type Tree } from '@vscode/tree-sitter-wasm';

/** The two files of the grammar: beside this chunk in `dist/`, in the package where the sources run. */
const folders = [
  import.meta.dirname,
  path.join(import.meta.dirname, '../../node_modules/@vscode/tree-sitter-wasm/wasm'),
];

/** Calls of the progress callback (one for every few hundred steps) after which a text counts as unreadable. */
const maximumProgress = 4000;

/**
 * Where nothing of a text fits, one step may take a hundred times as long as an ordinary one: a text longer than any
 * command is given so many milliseconds, and so many more for each step (an ordinary one takes a fifth of that), then it
 * counts as unreadable.
 */
const commandLength = 1_500;
const longest = 30;
const longestStep = 0.05;

/** Parsed once at the start, so that what is compiled at its first use does not count as the text's own time. */
const sample = `function F($a) { if ($a -eq 1) { return @{ x = "$($a.b)" } } }
Get-ChildItem -Path C:\\a -Recurse | Where-Object { $_.Length -gt 10 } | Remove-Item -Force; [IO.File]::Delete('a', 1)
rm a, b ) junk {`;

let started: Promise<PowerShellParser> | undefined;

/** A parser as the `grammar` fact carries it. */
export interface PowerShellParser {
  /** The syntax tree of a text, or null where it takes more steps than a text of its size should. Free it with `delete`. */
  parse(text: string): Tree | null;
}

/**
 * V8 goes on optimising the grammar in the background, for seconds, and a process does not end before that is done
 * (measured: 5 s on Node 20, 1.4 s on 24). One that answers and ends does without.
 */
const unoptimised = ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

/**
 * Starts the WebAssembly runtime and loads the grammar; both once in a process. `stays`: the process lives on.
 * Throws where a file is missing.
 */
export function startParser(options: { readonly stays?: boolean | undefined }): Promise<PowerShellParser> {
  if (!started && !options.stays) for (const flag of unoptimised) v8.setFlagsFromString(flag);
  started ??= start().catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(): Promise<PowerShellParser> {
  const [runtime, grammar] = await Promise.all([wasm('tree-sitter.wasm'), wasm('tree-sitter-powershell.wasm')]);
  const options = { wasmBinary: runtime, locateFile: (name: string) => name };
  await treeSitter.Parser.init(options);
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(grammar));
  parser.parse(sample)?.delete();
  return { parse: (text) => bounded(parser, text) };
}

function bounded(parser: Parser, text: string): Tree | null {
  let steps = 0;
  const begun = performance.now();
  const tree = parser.parse(text, null, {
    progressCallback: () => {
      steps += 1;
      if (steps > maximumProgress) return true;
      return text.length > commandLength && performance.now() - begun > longest + steps * longestStep;
    },
  });
  if (!tree) parser.reset();
  return tree;
}

async function wasm(name: string): Promise<Uint8Array> {
  for (const folder of folders) {
    try {
      return await readFile(path.join(folder, name));
    } catch {
      // The next place.
    }
  }
  throw new Error(`${name} is not there`);
}
