import type { Asset, Effect } from '../../action/effect.ts';
import type { Word } from '../../action/invocation.ts';
import { environmentOfName } from '../environment.ts';
import { type Call, effectOf, type Pack, type Rule } from '../pack.ts';
import { readName } from '../verbs.ts';
import { has, literalOf, readArguments, shown, wordsOf } from '../words.ts';

const rule: Rule = {
  id: 'cloud/destructive-words',
  provider: 'cloud',
  verb: 'delete',
  resource: 'resource',
  asset: 'other',
  reversibility: 'irreversible',
  scope: 'remote',
  reason: 'Deletes {target} at the provider.',
  attack: 'T1485',
  source: 'https://attack.mitre.org/techniques/T1485/',
};

const verb = /^(?:delete|destroy|remove|rm|rb|purge|terminate|drop|wipe|deprovision|reset|uninstall)$/;
/** Words whose objects lie on this machine or come back by themselves. */
const local =
  /^(?:config|configure|configurations|auth|alias|aliases|extension|extensions|plugins?|context|contexts|profile|completion|components|local|cache|caches|label|labels|login|logout|emulators?|dev|linter|template)$/;
const valued: ReadonlySet<string> = new Set(
  (
    '--region --profile --project --zone --location --resource-group -g --name -n --subscription --app -a --org -o --repo -R --scope ' +
    '--token -t --account --config -c --env -e --environment --output --format --query --filter --endpoint-url --project-ref --cluster'
  ).split(' '),
);

/** A provider's command line by the words of its subcommands, until a table of its own takes its place. */
function cloudEffects({ invocation }: Call): Effect[] {
  const { options, operands } = readArguments(invocation.args, valued);
  const program = invocation.program ?? 'cloud';
  if (has(options, '--help', '-h', '--dry-run', '--dryrun', '--generate-cli-skeleton', '--version')) return [];
  const words = commandWords(invocation.args);
  const at = words.findIndex((word) => word !== null && isDestructive(word));
  if (
    at < 0 ||
    at > 4 ||
    words.slice(0, at + 1).some((word) => word !== null && wordsOf(word).some((part) => local.test(part)))
  ) {
    return s3Sync(words, options, { invocation });
  }
  const lead = words.slice(0, at + 1).filter((word) => word !== null);
  if (lead.slice(0, -1).some((word) => /^(?:get|list|describe|show|help|search|view|logs?|status)$/.test(word)))
    return [];
  const target = operands[at + 1] ? shown(operands[at + 1]) : named(options, invocation.args.map(shown));
  const reading = readName(`delete ${lead.join(' ')}`);
  return [
    effectOf(rule, {
      target: `${lead.join(' ')}${target === '' ? '' : ` ${target}`}`,
      span: invocation.span,
      provider: program,
      resource: reading?.resource ?? 'resource',
      asset: assetOf(lead, reading?.asset),
      environment: environmentOfName(invocation.args.map(shown).join(' ')),
      reason: `Deletes at ${program}: ${lead.join(' ')}${target === '' ? '' : ` ${target}`}.`,
    }),
  ];
}

/** The words of the command itself: behind global options, up to the first option of its own. */
function commandWords(args: readonly Word[]): (string | null)[] {
  let at = 0;
  for (; at < args.length; at += 1) {
    const text = shown(args[at]);
    if (!text.startsWith('-')) break;
    if (valued.has(text)) at += 1;
  }
  const end = args.findIndex((word, index) => index >= at && shown(word).startsWith('-'));
  return args.slice(at, Math.min(end < 0 ? args.length : end, at + 5)).map((word) => literalOf(word));
}

function isDestructive(word: string): boolean {
  if (/[/=.@\s]|^\d/.test(word) || word.length > 60) return false;
  const parts = wordsOf(word);
  return verb.test(parts[0] ?? '') || (word.includes(':') && verb.test(parts.at(-1) ?? ''));
}

function assetOf(lead: readonly string[], read: Asset | undefined): Asset {
  if (lead.some((word) => /s3|rds|dynamodb|sql|pg|database|db|storage|memorystore|redis/.test(word)))
    return 'data-store';
  return read ?? 'other';
}

function named(options: ReadonlyMap<string, unknown>, args: readonly string[]): string {
  const at = args.findIndex(
    (arg) => /^--(?:name|.*-(?:id|ids|name|identifier|arn)|app|bucket)$/.test(arg) && options.has(arg),
  );
  return at < 0 ? '' : (args[at + 1] ?? '');
}

/** `aws s3 sync --delete`: takes away at the destination what the source does not have. */
function s3Sync(
  words: readonly (string | null)[],
  options: ReadonlyMap<string, unknown>,
  { invocation }: Pick<Call, 'invocation'>,
): Effect[] {
  const destination = words[3] ?? '';
  if (words[0] !== 's3' || words[1] !== 'sync' || !options.has('--delete') || !destination.startsWith('s3://'))
    return [];
  const reason = `Deletes in ${destination} every object the source does not have.`;
  return [
    effectOf(rule, {
      target: destination,
      span: invocation.span,
      provider: 'aws',
      resource: 'object',
      asset: 'data-store',
      reason,
    }),
  ];
}

/** Command lines of cloud providers, by words. */
export const cloudPack: Pack = {
  id: 'cloud',
  programs: 'gh glab'.split(' '),
  rules: [rule],
  effects: cloudEffects,
};
