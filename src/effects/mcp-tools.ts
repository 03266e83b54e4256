import type { Asset, Reversibility } from '../action/effect.ts';
import type { Rule } from './pack.ts';

/** One tool of a known server, where its name says too little or too much. */
interface KnownTool {
  /** Fits the server's name; the tool may carry the name too, where a host joins the two. */
  readonly server: RegExp;
  /** The tool's words joined by `_`. */
  readonly tool: RegExp;
  readonly id: string;
  readonly verb: string;
  readonly resource: string;
  readonly asset: Asset;
  readonly reversibility: Reversibility;
  readonly reason: string;
  readonly wayBack?: string;
  readonly source: string;
  /** Set where only these arguments make it destructive. */
  readonly when?: (argument: (name: string) => string | undefined) => boolean;
}

const tools: readonly KnownTool[] = [
  {
    server: /neon/,
    tool: /reset_from_parent$/,
    id: 'mcp/neon-reset-from-parent',
    verb: 'overwrite',
    resource: 'branch',
    asset: 'data-store',
    reversibility: 'irreversible',
    reason: 'Replaces the data of the Neon branch {target} by its parent: what was written to it since is gone.',
    source: 'https://neon.com/docs/ai/neon-mcp-server',
  },
  {
    server: /supabase/,
    tool: /reset_branch$/,
    id: 'mcp/supabase-reset-branch',
    verb: 'reset',
    resource: 'branch',
    asset: 'data-store',
    reversibility: 'irreversible',
    reason: 'Builds the Supabase branch {target} anew from its migrations: every row in it is gone.',
    source: 'https://supabase.com/docs/guides/getting-started/mcp',
  },
  {
    server: /supabase/,
    tool: /pause_project$/,
    id: 'mcp/supabase-pause-project',
    verb: 'stop',
    resource: 'project',
    asset: 'compute',
    reversibility: 'recoverable',
    reason: 'Pauses the Supabase project {target}: it goes offline.',
    wayBack: 'Restore the project within 90 days.',
    source: 'https://supabase.com/docs/guides/getting-started/mcp',
  },
  {
    server: /render/,
    tool: /update_environment_variables$/,
    id: 'mcp/render-replace-variables',
    verb: 'overwrite',
    resource: 'variables',
    asset: 'key',
    reversibility: 'irreversible',
    reason: 'Replaces every environment variable of the Render service {target}: those not listed are gone.',
    source: 'https://render.com/docs/mcp-server',
    when: (argument) => argument('replace') === 'true',
  },
  {
    server: /github/,
    tool: /update_repository$|edit_repository$/,
    id: 'mcp/github-archive-repository',
    verb: 'archive',
    resource: 'repository',
    asset: 'access',
    reversibility: 'recoverable',
    reason: 'Archives the repository {target}: nobody can push to it.',
    wayBack: 'Unarchive the repository.',
    source: 'https://github.com/github/github-mcp-server',
    when: (argument) => argument('archived') === 'true',
  },
  {
    server: /terraform|tfe|hcp|spacelift|scalr|env0/,
    tool: /^(?:apply_run|confirm_run|run_apply|run_confirm|(?:(?:terraform|tofu|tf)_)?apply)$/,
    id: 'mcp/terraform-apply-run',
    verb: 'apply',
    resource: 'state',
    asset: 'state',
    reversibility: 'unknown',
    reason: 'Applies the run {target}: what its plan deletes is deleted, and the plan does not show here.',
    source: 'https://developer.hashicorp.com/terraform/mcp-server/reference',
  },
];

/** The rule of a known tool, or undefined. `name`: server and tool, lower case. */
export function knownTool(
  server: string,
  words: readonly string[],
  argument: (name: string) => string | undefined,
): Rule | undefined {
  const joined = words.join('_');
  const where = `${server.toLowerCase()} ${joined}`;
  const found = tools.find(
    (tool) => tool.tool.test(joined) && tool.server.test(where) && (tool.when === undefined || tool.when(argument)),
  );
  return found && ruleOf(found);
}

function ruleOf({ id, verb, resource, asset, reversibility, reason, wayBack, source }: KnownTool): Rule {
  return {
    id,
    verb,
    resource,
    asset,
    reversibility,
    reason,
    source,
    provider: id.slice(4, id.indexOf('-')),
    scope: 'remote',
    attack: asset === 'compute' ? 'T1489' : 'T1485',
    ...(wayBack ? { wayBack } : {}),
  };
}

/** Rules of known tools. */
export const knownToolRules: readonly Rule[] = tools.map(ruleOf);
