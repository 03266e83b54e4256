import type { Case } from '../judging.ts';

export const gitCases: readonly Case[] = [
  {
    rule: 'git/force-push',
    stops: [
      'git push --force',
      'git push -f origin main',
      'git push origin +main',
      'git -C ../repo push --force origin release',
      'git rebase --abort && git push --force',
      'git push --force-with-lease --force',
      'git push -uf origin feature/x',
      'git -c alias.p="push --force" p',
    ],
    passes: [
      'git push',
      'git push -u origin feature/x',
      'git push --dry-run --force',
      'git push --tags',
      'git push origin HEAD',
      'git fetch --force',
    ],
  },
  {
    rule: 'git/force-push-with-lease',
    stops: ['git push --force-with-lease origin main'],
    passes: ['git push --force-with-lease', 'git push --force-with-lease origin feature/login'],
  },
  {
    rule: 'git/delete-remote-ref',
    stops: ['git push origin --delete old', 'git push origin :old', 'git push -d origin v1.0'],
    passes: ['git push origin old:new', 'git remote prune origin'],
  },
  {
    rule: 'git/mirror-push',
    stops: ['git push --mirror backup', 'git push --prune origin'],
    passes: ['git clone --mirror https://example.com/r.git', 'git push --dry-run --mirror'],
  },
  {
    rule: 'git/reset-hard',
    stops: [
      'git reset --hard',
      'git reset --hard origin/main',
      'git fetch && git reset --hard HEAD~3',
      'git reset --har',
    ],
    passes: ['git reset', 'git reset HEAD src/a.ts', 'git reset --soft HEAD~1', 'git reset --mixed'],
  },
  {
    rule: 'git/clean',
    stops: [
      'git clean -fd',
      'git clean -fdx',
      'git clean -xdff',
      'git clean --forc -d',
      'git clean -fX -- cache.pyc',
      'git clear',
    ],
    passes: ['git clean -n', 'git clean -fdn', 'git clean --dry-run -fd', 'git clean -fdx node_modules'],
  },
  {
    rule: 'git/discard',
    stops: [
      'git checkout -- .',
      'git checkout .',
      'git checkout tests/',
      'git checkout -- src/app.ts',
      'git checkout src/app.ts',
      'git restore src/',
      'git restore .',
      'git checkout HEAD~1 -- src',
      'git checkout -f main',
      'git switch --discard-changes main',
    ],
    passes: [
      'git checkout main',
      'git checkout -b feature/x',
      'git checkout v1.2.0',
      'git checkout feature/login.page',
      'git switch main',
      'git restore --staged src/app.ts',
      'git checkout package-lock.json',
      'git checkout -',
      'git checkout -p',
    ],
  },
  {
    rule: 'git/stash-drop',
    stops: ['git stash clear', 'git stash drop', 'git stash drop stash@{1}'],
    passes: ['git stash', 'git stash pop', 'git stash list', 'git stash push -m "drop later"'],
  },
  {
    rule: 'git/branch-delete',
    passes: ['git branch -D feature/x', 'git branch -d done', 'git branch --list', 'git branch --merged'],
  },
  { rule: 'git/tag-delete', passes: ['git tag -d v1', 'git tag v1'] },
  {
    rule: 'git/ref-delete',
    stops: ['git update-ref -d refs/heads/main'],
    passes: ['git update-ref refs/heads/x HEAD', 'git show-ref'],
  },
  {
    rule: 'git/reflog-expire',
    stops: ['git reflog expire --expire=now --all', 'git reflog delete HEAD@{2}'],
    passes: ['git reflog', 'git reflog show main'],
  },
  {
    rule: 'git/prune',
    stops: ['git gc --prune=now', 'git prune', 'git gc --aggressive --prune=all'],
    passes: ['git gc', 'git gc --auto', 'git prune --dry-run', 'git fsck --lost-found', 'git remote prune origin'],
  },
  {
    rule: 'git/rewrite-history',
    stops: ["git filter-branch --tree-filter 'rm -f x' HEAD", 'git filter-repo --path secrets --invert-paths'],
    passes: ['git filter-repo --analyze', 'git log --oneline --all'],
  },
  {
    rule: 'git/rebase',
    passes: ['git rebase main', 'git rebase -i HEAD~3', 'git rebase --continue', 'git commit --amend --no-edit'],
  },
  {
    rule: 'git/worktree-remove',
    stops: ['git worktree remove --force ../wt'],
    passes: ['git worktree remove ../wt', 'git worktree list'],
  },
  { rule: 'git/remove-files', passes: ['git rm -f src/a.ts', 'git rm --cached .env', 'git rm -r src/old'] },
];
