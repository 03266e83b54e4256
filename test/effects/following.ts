import { type FactAnswer, factKey, factsFrom, type PathFact, type Place } from '../../src/action/facts.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { loadGrammar } from '../../src/context/grammar.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { actionOf, isStopped, ordinary } from './judging.ts';

/** A checkout whose files are those given; nothing else of it is known. */
export const checkout: Place = { ...ordinary, context: 'ask' };

/** Analyses a command in turns of question and answer. Files by their path below the workspace, or absolute. */
export async function followed(
  command: string,
  files: Readonly<Record<string, string>> = {},
  place: Place = checkout,
): Promise<Analysis & { readonly rounds: number; readonly asked: readonly string[] }> {
  const answers = new Map<string, FactAnswer>();
  const texts = new Map(
    Object.entries(files).map(([path, text]) => [path.startsWith('/') ? path : `${place.workspaceRoot}/${path}`, text]),
  );
  const asked: string[] = [];
  for (let round = 1; ; round += 1) {
    const analysis = analyse(actionOf({ kind: 'shell', command }, place), factsFrom(place, answers));
    const open = analysis.needs.filter((need) => !answers.has(factKey(need)));
    if (open.length === 0 || round > 12) return { ...analysis, rounds: round, asked };
    for (const need of open) {
      if (need.kind === 'file-text') asked.push(need.path);
      const text = need.kind === 'file-text' ? texts.get(need.path) : undefined;
      const answer: FactAnswer =
        need.kind === 'grammar'
          ? { known: true, value: await loadGrammar(need.name) }
          : need.kind === 'path'
            ? { known: true, value: tracked(need.path, place) }
            : text === undefined
              ? { known: false, why: 'not there' }
              : { known: true, value: { text, bytes: text.length } };
      answers.set(factKey(need), answer);
    }
  }
}

/** Everything is there; what lies in the checkout is in its last commit. */
function tracked(path: string, place: Place): PathFact {
  const insideWorkspace = path.startsWith(place.workspaceRoot);
  return {
    exists: true,
    type: 'directory',
    real: path,
    insideWorkspace,
    temporary: path.startsWith('/tmp'),
    regenerable: false,
    git: insideWorkspace ? 'clean' : 'outside',
    pushed: insideWorkspace,
    files: 3,
    bytes: 3000,
    more: false,
  };
}

/** The rules that would hold a command, each with the file and line it was found in. */
export async function heldBy(
  command: string,
  files?: Readonly<Record<string, string>>,
  place?: Place,
): Promise<string[]> {
  const { effects } = await followed(command, files, place);
  return effects
    .filter(isStopped)
    .map(({ rule, source }) =>
      source ? `${rule} ${source.file.replace(`${checkout.workspaceRoot}/`, '')}:${source.line}` : rule,
    );
}
