import type { Invocation } from '../../action/invocation.ts';

/** Programs that run what a file of the project says. */
const runners =
  /^(?:npm|pnpm|yarn|bun|npm-run-all2?|run-s|run-p|concurrently|g?make|just|task|go-task|rake|composer|cargo|foreman|honcho|overmind|hivemind|direnv|docker|docker-compose|git|deno|mise|invoke|inv|fab|nox|doit|nx|turbo|gradlew?)$/;

/** Commands of git itself that run no hook. */
export const gitCommands =
  /^(?:add|am|apply|archive|bisect|blame|branch|bundle|cat-file|check-ignore|cherry|cherry-pick|clean|clone|config|count-objects|credential|describe|diff|diff-tree|difftool|fetch|filter-branch|filter-repo|for-each-ref|format-patch|fsck|gc|grep|hash-object|help|init|lfs|log|ls-files|ls-remote|ls-tree|maintenance|merge-base|merge-tree|mergetool|mv|name-rev|notes|prune|range-diff|read-tree|reflog|remote|repack|replace|reset|restore|rev-list|rev-parse|revert|rm|shortlog|show|show-ref|sparse-checkout|stash|status|submodule|subtree|symbolic-ref|tag|update-index|update-ref|var|verify-commit|version|whatchanged|worktree|write-tree|--.*)$/;

/** Cargo's own commands. */
export const cargoCommands =
  /^(?:build|b|check|c|test|t|run|r|clippy|fmt|doc|d|add|remove|rm|update|publish|install|clean|bench|new|init|search|tree|metadata|fix|help|login|yank|owner|package|fetch|vendor|version|nextest|\+.*|-.*)$/;

/** Whether a call may run a text that stands in a file of the project. Quick: most calls run none. */
export function mayRunFile({ program, name, args, wrappers, computed }: Invocation): boolean {
  if (program === null || computed) return false;
  if (name.kind === 'known' && name.value.includes('/')) return !name.value.startsWith('/');
  if (!runners.test(program)) {
    const around = wrappers.at(-1)?.program;
    return around !== undefined && /^(?:npx|bunx|pnpm|yarn|npm|bun)$/.test(around);
  }
  const [first] = args;
  const word = first?.kind === 'known' ? first.value : '-';
  if (program === 'git') return word.startsWith('-') || !gitCommands.test(word);
  if (program === 'cargo') return !cargoCommands.test(word);
  if (program === 'docker') return word === 'compose';
  return true;
}
