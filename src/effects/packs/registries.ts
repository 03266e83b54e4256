import { type CommandRow, type CommandTable, commandPack, joinedPacks } from '../command-table.ts';
import type { Pack } from '../pack.ts';

/** What was published under a version can be installed by nobody any more, and the version is spent. */
function withdrawn(words: string, more: Partial<CommandRow> = {}): CommandRow {
  return {
    words,
    name: 'withdraw',
    verb: 'unpublish',
    resource: 'package',
    asset: 'other',
    reason: 'Takes {target} away from everybody who installs it; that version can never be published again.',
    attack: 'T1489',
    ...more,
  };
}

/** Who may publish, or what a name points to: another command puts it back. */
function changed(words: string, reason: string, more: Partial<CommandRow> = {}): CommandRow {
  return {
    words,
    name: words.split(' / ')[0]?.replaceAll(/[ |*]+/g, '-') ?? 'change',
    verb: 'change',
    resource: 'package',
    asset: 'access',
    reversibility: 'recoverable',
    wayBack: 'The neighbouring command (add, grant, undo) puts it back.',
    reason,
    attack: 'T1531',
    ...more,
  };
}

const npmOptions = '--registry --otp --tag -w --workspace --prefix -C --dir --cwd --scope --access --filter -F';
const npmRows: readonly CommandRow[] = [
  withdrawn('unpublish', { otherwise: 'this package', safer: 'npm view {target} versions', page: 'unpublish' }),
  changed('deprecate', 'Marks {target} as deprecated for everybody who installs it.', {
    only: /^(?!the package$)/,
    safer: 'npm view {target} deprecated',
    page: 'deprecate',
  }),
  changed('owner|author rm|remove', 'Takes {target} its right to publish the package.', { page: 'owner' }),
  changed('dist-tag|dist-tags|tag rm|remove / npm tag remove', 'Takes a tag off {target}: installs by it fail.', {
    page: 'dist-tag',
  }),
  changed('access revoke', 'Takes {target} its access to the package.', { page: 'access' }),
  changed('token revoke|delete|remove|rm', 'Revokes the token {target}: what publishes with it stops.', {
    page: 'token',
  }),
  changed('team destroy / org rm|remove', 'Removes {target} from the organisation.', { page: 'team' }),
];

const tables: readonly CommandTable[] = [
  {
    id: 'npm',
    title: 'npm',
    programs: ['npm', 'pnpm', 'yarn'],
    docs: 'https://docs.npmjs.com/cli/commands/npm-',
    valued: npmOptions,
    endpoint: '--registry',
    safer: 'npm view x',
    passes: [
      'config|c|pkg|cache|run|run-script|exec|x|dlx|root|prefix|bin|ls|list|view|info|outdated|pack|ci|why|audit',
    ],
    rows: npmRows,
  },
  {
    id: 'crates',
    title: 'crates.io',
    programs: ['cargo'],
    docs: 'https://doc.rust-lang.org/cargo/commands/',
    valued:
      '--version --vers --registry --index --token -p --package --manifest-path --features --target -Z --color -D --database-url',
    safer: 'cargo search {target}',
    rows: [
      changed('yank', 'Yanks {target}: no new project can depend on that version.', {
        unless: ['--undo'],
        wayBack: 'cargo yank --undo',
        page: 'cargo-yank.html',
      }),
      changed('owner', 'Changes who may publish {target}.', { needs: ['--remove', '-r'], page: 'cargo-owner.html' }),
      {
        words: 'sqlx database|db drop|reset',
        name: 'sqlx-database-drop',
        verb: 'drop',
        resource: 'database',
        asset: 'data-store',
        at: 99,
        otherwise: 'the database of this project',
        reason: 'Drops {target} with all its rows.',
        safer: 'cargo sqlx migrate info',
        page: 'index.html',
      },
    ],
  },
  {
    id: 'rubygems',
    title: 'RubyGems',
    programs: ['gem'],
    docs: 'https://guides.rubygems.org/command-reference/',
    valued: '-v --version --platform --otp -k --key --host',
    safer: 'gem list',
    rows: [
      withdrawn('yank', { page: '#gem-yank' }),
      changed('owner', 'Takes an owner of {target} the right to publish it.', {
        needs: ['-r', '--remove'],
        page: '#gem-owner',
      }),
    ],
  },
  {
    id: 'nuget',
    title: 'NuGet',
    programs: ['nuget'],
    docs: 'https://learn.microsoft.com/nuget/reference/cli-reference/cli-ref-delete',
    valued: '-Source -ApiKey -ConfigFile',
    rows: [withdrawn('delete')],
  },
  {
    id: 'cocoapods',
    title: 'CocoaPods',
    programs: ['pod'],
    docs: 'https://guides.cocoapods.org/terminal/commands.html',
    valued: '--sources --spec-name',
    rows: [
      withdrawn('trunk delete', { page: '#pod_trunk_delete' }),
      withdrawn('trunk deprecate', { name: 'deprecate', verb: 'deprecate', page: '#pod_trunk_deprecate' }),
      changed('trunk remove-owner', 'Takes an owner of {target} the right to publish it.'),
    ],
  },
  {
    id: 'extension-stores',
    title: 'the extension store',
    programs: ['vsce', 'ovsx'],
    docs: 'https://code.visualstudio.com/api/working-with-extensions/publishing-extension',
    valued: '-p --pat -t --target',
    rows: [withdrawn('unpublish'), withdrawn('delete-publisher', { name: 'publisher-delete', resource: 'publisher' })],
  },
  {
    id: 'image-registries',
    title: 'the registry',
    programs: ['crane', 'gcrane', 'regctl', 'skopeo', 'oras'],
    docs: 'https://distribution.github.io/distribution/spec/api/#deleting-an-image',
    valued:
      '--platform --insecure --authfile --creds --tls-verify -u --username -p --password --command-timeout --distribution-spec',
    verbs: 'delete rm',
    rows: [
      {
        words: 'delete / tag|manifest|blob|image|repo|index|artifact delete|rm',
        name: 'image-delete',
        resource: 'image',
        asset: 'data-store',
        reason: 'Deletes {target} from the registry: what runs from it can no longer be pulled.',
        safer: 'crane ls x',
      },
    ],
  },
  {
    id: 'artifactory',
    title: 'Artifactory',
    programs: ['jf', 'jfrog'],
    docs: 'https://docs.jfrog-applications.jfrog.io/jfrog-applications/jfrog-cli',
    valued: '--server-id --url --user --password --spec --props --exclusions --threads',
    environment: '--server-id',
    safer: 'jf rt search x',
    rows: [
      {
        words: 'rt delete|del|repo-delete|rdel|build-discard|bdi|delete-props|delp|group-delete|gdel|users-delete|udel',
        name: 'artifact-delete',
        resource: 'artifact',
        asset: 'data-store',
        reason: 'Deletes {target} from Artifactory.',
      },
    ],
  },
  {
    id: 'hugging-face',
    title: 'Hugging Face',
    programs: ['hf', 'huggingface-cli'],
    docs: 'https://huggingface.co/docs/huggingface_hub/guides/cli',
    valued: '--repo-type --revision --token --type',
    passes: ['cache *', 'delete-cache'],
    safer: 'hf version',
    rows: [
      {
        words: 'repo|repos|repo-files|repo-file|repos delete / repo tag|branch delete / jobs cancel',
        name: 'repository-delete',
        resource: 'repository',
        asset: 'data-store',
        reason: 'Deletes {target} from the Hugging Face hub, with its history.',
      },
    ],
  },
];

/** Package and image registries: taking away what others rely on. */
export const registriesPack: Pack = withoutUnresolved(joinedPacks('registries', tables.map(commandPack)));

/** `npm $1`, `cargo "$@"`: tools of everyday whose commands hardly ever withdraw anything; an open word says nothing. */
function withoutUnresolved(pack: Pack): Pack {
  return { ...pack, effects: (call) => pack.effects(call).filter((effect) => !effect.rule.endsWith('/unresolved')) };
}
