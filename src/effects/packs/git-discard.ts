import type { Effect } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import type { Rule } from '../pack.ts';
import { absolutePath, readPath } from '../paths.ts';
import { has, shown } from '../words.ts';
import { at, type GitCall, repository } from './git-call.ts';
import { gitRules as rules } from './git-rules.ts';

const pathEnding =
  /\.(?:[cm]?[jt]sx?|json[c5l]?|md|mdx|txt|py|pyi|rb|go|rs|java|kt|kts|swift|c|cc|cpp|h|hpp|cs|php|sh|bash|zsh|sql|html?|s?css|less|vue|svelte|astro|ya?ml|toml|ini|cfg|conf|lock|xml|env|csv|svg|png|prisma|proto|graphql|tf|tfvars|dart|ex|exs|lua|scala|gradle|properties|ipynb)$/i;

/** A verb that discards unsaved work loses nothing where the tree is known to be clean. */
export function ifDirty(git: GitCall, rule: Rule, target: string): Effect[] {
  const found = repository(git);
  if (found && !found.dirty) {
    return [
      at(git, rule, target, {
        reversibility: 'recoverable',
        wayBack: 'git reflog',
        reason: 'Moves the branch to {target}; no uncommitted change is lost.',
      }),
    ];
  }
  return [at(git, rule, target)];
}

/** `git clean`: files that no commit holds. */
export function clean(git: GitCall): Effect[] {
  const { options, operands } = git.read;
  if (has(options, '-n', '--dry-run')) return [];
  // Asking is no bar where something else answers: `yes | git clean -i`.
  const asks = has(options, '-i', '--interactive');
  if (asks && git.call.invocation.stdin.kind === 'inherited') return [];
  if (!asks && !git.unforced && !has(options, '-f', '--force')) return [];
  const { place } = git.call.inquiry.facts;
  const all =
    operands.length > 0 &&
    operands.every((word) => isMadeAgain(word, git) && !/\.\w+$/.test(shown(word).replace(/^\./, '')));
  if (all) return [];
  const ignored = has(options, '-x', '-X');
  const found = repository(git);
  if (found && found.untracked === 0 && !ignored) return [];
  const target = operands.length > 0 ? operands.map(shown).join(' ') : ignored ? 'ignored ones too' : 'all of them';
  return [at(git, rules.clean, place.context === 'ask' && found ? `${target}, ${found.untracked} now` : target)];
}

function isMadeAgain(word: Word, git: GitCall): boolean {
  // A file name says less than a folder's: `git clean -fX -- x.pyc` has taken ignored data along.
  if (word.kind === 'unknown') return false;
  const absolute = absolutePath(word.value, git.directory, git.call.inquiry.facts.place);
  return absolute !== null && readPath(absolute, git.call.inquiry.facts.place).regenerable === 'yes';
}

/** `git checkout` of paths, or with force. */
export function checkout(git: GitCall): Effect[] {
  const { options, operands, separator } = git.read;
  // `--ours` and `--theirs` settle a conflict: both versions are in commits.
  if (has(options, '-p', '--patch', '-b', '-B', '--orphan', '-t', '--track', '--ours', '--theirs')) return [];
  if (separator >= 0) return pathsDiscarded(git, operands.slice(separator), separator > 0 ? operands[0] : undefined);
  if (has(options, '-f', '--force')) return ifDirty(git, rules.discard, 'the working tree');
  const [first, ...more] = operands;
  if (!first || first.kind === 'unknown') return [];
  // One word is a branch unless it can only be a path; what follows a tree-ish is a path.
  const paths = looksLikePath(first.value) ? operands : more;
  return paths.length > 0 ? pathsDiscarded(git, paths, paths === more ? first : undefined) : [];
}

function looksLikePath(text: string): boolean {
  if (text === '-' || text.startsWith('HEAD') || text.includes('@{')) return false;
  if (text === '.' || text.startsWith('./') || text.startsWith('../') || text.startsWith('/') || text.endsWith('/'))
    return true;
  if (text.startsWith(':/') || text.startsWith(':(') || /[*?]/.test(text)) return true;
  // `src/app.ts` is a path, `feature/login` and `v1.2.0` are not.
  return pathEnding.test(text);
}

const commonFile =
  /(?:^|\/)(?:Makefile|Dockerfile|Gemfile|Rakefile|Procfile|Justfile|CODEOWNERS|LICENSE|README|CHANGELOG|\.\w*(?:ignore|attributes|rc|version|config))$/;

/**
 * True where a file gets the state of another commit: by definition that discards no unsaved work, as `checkout --` and
 * `restore` do, which have nothing to do in a clean tree. A file named below the checkout is taken for clean there.
 */
function comesFromAnotherCommit(git: GitCall, word: Word, source: Word | undefined): boolean {
  if (!source || git.call.inquiry.facts.place.context !== 'ordinary' || word.kind !== 'known') return false;
  const commit = source.kind === 'unknown' ? source.text : source.value;
  if (/^(?:HEAD|@)(?:[~^]0|\^\{\w*\}|@\{0\})*$|^:/.test(commit)) return false;
  return !/[*?]/.test(word.value) && (pathEnding.test(word.value) || commonFile.test(word.value));
}

/**
 * Changes to paths are thrown away: nothing is lost where the paths are known to be clean or made again. `source`: the
 * commit they come from where one is named.
 */
export function pathsDiscarded(git: GitCall, paths: readonly Word[], source?: Word): Effect[] {
  const { inquiry } = git.call;
  const effects: Effect[] = [];
  for (const word of paths) {
    if (isMadeAgain(word, git)) continue;
    const absolute = word.kind === 'unknown' ? null : absolutePath(word.value, git.directory, inquiry.facts.place);
    if (absolute !== null && word.kind === 'known' && inquiry.facts.place.context === 'ask') {
      const fact = look(inquiry, { kind: 'path', path: absolute });
      if (fact.known && (fact.value.git === 'clean' || fact.value.git === 'untracked' || !fact.value.exists)) {
        const whole = fact.value.type === 'directory' && fact.value.git === 'untracked';
        if (!whole) continue;
      }
    }
    const replaced = comesFromAnotherCommit(git, word, source)
      ? {
          reversibility: 'recoverable' as const,
          wayBack: 'git checkout HEAD -- {target}',
          reason: 'Replaces {target} by its state in another commit; the last commit still holds what it was.',
        }
      : {};
    effects.push(at(git, rules.discard, shown(word), replaced));
  }
  return effects;
}

/** Uncommitted changes at a path that a forced verb takes along; null where none are known to be there. */
export function lossOfPath(git: GitCall, word: Word | undefined): Effect | null {
  const { inquiry } = git.call;
  if (word?.kind !== 'known' || inquiry.facts.place.context === 'ordinary') return null;
  const absolute = absolutePath(word.value, git.directory, inquiry.facts.place);
  if (absolute === null) return null;
  const fact = look(inquiry, { kind: 'path', path: absolute });
  if (fact.known && (!fact.value.exists || fact.value.git === 'clean')) return null;
  if (fact.known && fact.value.type === 'directory' && repository(git)?.dirty === false) return null;
  return at(git, rules.discard, shown(word));
}
