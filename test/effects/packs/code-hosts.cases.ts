import type { Case } from '../judging.ts';

export const codeHostsCases: readonly Case[] = [
  {
    rule: 'github-cli/repository-delete',
    stops: [
      'gh repo delete acme/shop --yes',
      'gh release delete v1 --cleanup-tag -y',
      'gh release delete-asset v1 a.zip -y',
      'gh secret delete KEY -R acme/shop',
      'gh variable delete URL',
      'gh issue delete 12 --yes',
      'gh run delete 42',
      'gh gist delete abc',
      'gh codespace delete --all --force',
      'gh project delete 1 --owner acme',
      'gh repo deploy-key delete 99',
      'gh repo edit acme/shop --visibility public',
      'gh repo sync acme/fork --force',
      'gh api -X DELETE repos/acme/shop',
      'hub delete acme/shop',
    ],
    passes: [
      'gh repo view acme/shop',
      'gh repo edit acme/shop --visibility private',
      'gh repo edit --description "now public"',
      'gh label delete wontfix --yes',
      'gh alias delete co',
      'gh cache delete --all',
      'gh extension remove gh-dash',
      'gh pr close 7 --delete-branch',
      'gh pr create --title "delete repo" --body "remove"',
      'gh issue list --search delete',
      'gh run cancel 42',
      'gh api repos/acme/shop',
      'gh repo delete --help',
    ],
  },
  {
    rule: 'gitlab-cli/project-delete',
    stops: [
      'glab repo delete acme/shop -y',
      'glab variable delete TOKEN',
      'glab release delete v1',
      'glab ci delete 42',
      'glab api -X DELETE projects/42',
    ],
    passes: [
      'glab mr close 7',
      'glab ci status',
      'glab api projects/42',
      'glab label delete x',
      'glab mr create --title "delete x"',
    ],
  },
  {
    rule: 'jujutsu/operation-abandon',
    stops: ['jj git push --deleted', 'jj op abandon ..@-'],
    passes: ['jj git push', 'jj abandon', 'jj undo', 'jj op log'],
  },
];

export const registriesCases: readonly Case[] = [
  {
    rule: 'npm/withdraw',
    stops: [
      'npm unpublish shop@1.0.0 --force',
      'pnpm unpublish shop',
      'npm deprecate shop@1 "old"',
      'npm owner rm anna shop',
      'yarn npm tag remove shop latest',
      'npm dist-tag rm shop beta',
      'npm token revoke abc',
    ],
    passes: [
      'npm unpublish shop --dry-run',
      'npm uninstall shop',
      'pnpm remove shop',
      'yarn remove shop',
      'npm publish',
      'npm view shop',
      'npm run deprecate',
      'npm unpublish shop --registry http://localhost:4873',
    ],
  },
  {
    rule: 'crates/yank',
    stops: [
      'cargo yank --version 1.0.0 shop',
      'cargo yank shop@1.0.0',
      'cargo owner --remove anna shop',
      'cargo sqlx database drop -y',
    ],
    passes: [
      'cargo yank --version 1.0.0 shop --undo',
      'cargo remove serde',
      'cargo publish',
      'cargo owner --list shop',
      'cargo clean',
    ],
  },
  {
    rule: 'rubygems/withdraw',
    stops: ['gem yank shop -v 1.0.0', 'gem owner shop --remove a@b.c'],
    passes: ['gem uninstall shop', 'gem push a.gem'],
  },
  { rule: 'nuget/withdraw', stops: ['nuget delete Shop 1.0.0 -NonInteractive'], passes: ['nuget restore'] },
  { rule: 'cocoapods/withdraw', stops: ['pod trunk delete Shop 1.0.0'], passes: ['pod install', 'pod deintegrate'] },
  {
    rule: 'extension-stores/withdraw',
    stops: ['vsce unpublish acme.shop', 'npx ovsx unpublish acme.shop'],
    passes: ['vsce publish', 'vsce package'],
  },
  {
    rule: 'image-registries/image-delete',
    stops: [
      'crane delete r.example.com/a:v1',
      'skopeo delete docker://r.example.com/a:v1',
      'regctl tag rm r.example.com/a:v1',
      'oras manifest delete r.example.com/a:v1 -f',
    ],
    passes: ['crane ls r.example.com/a', 'skopeo inspect docker://r.example.com/a', 'oras pull r.example.com/a:v1'],
  },
  {
    rule: 'artifactory/artifact-delete',
    stops: ['jf rt delete "libs/*" --quiet'],
    passes: ['jf rt search "libs/*"', 'jf rt del "libs/*" --dry-run'],
  },
  {
    rule: 'hugging-face/repository-delete',
    stops: ['hf repo delete acme/model', 'huggingface-cli repo-files delete acme/m "*"'],
    passes: ['hf download acme/model', 'hf cache delete', 'huggingface-cli delete-cache'],
  },
];
