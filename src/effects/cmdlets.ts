import type { Effect } from '../action/effect.ts';
import { environmentOfName } from './environment.ts';
import { madeAgain, readNoun } from './nouns.ts';
import { type Call, effectOf, type Rule } from './pack.ts';
import { literalOf, shown, wordsOf } from './words.ts';

const removal: Rule = {
  id: 'cmdlets/remove',
  provider: 'powershell',
  verb: 'remove',
  resource: 'resource',
  asset: 'other',
  reversibility: 'irreversible',
  scope: 'remote',
  reason: 'Removes {target}.',
  attack: 'T1485',
  source:
    'https://learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands',
};

/** Rules of cmdlets that are read by verb and noun. */
export const cmdletRules: readonly Rule[] = [removal];

/** Modules that manage servers, directories and clouds, by the beginning of their cmdlets' nouns. */
const modules: readonly (readonly [RegExp, string])[] = [
  [/^az(?:ure(?:ad|rm)?)?/, 'Azure'],
  [/^(?:ec2|s3|rds|ddb|ecs|eks|efs|lm|iam|kms|sqs|sns|cwl?|cfn|elb2?|as|r53|rs|es|sec|ssm|cf|ecr|ec|gl|bak)/, 'AWS'],
  [/^gc/, 'Google Cloud'],
  [/^mg/, 'Microsoft Graph'],
  [/^ad/, 'Active Directory'],
  [/^(?:vm|vhd|vi|datastore|hardwaredisk|cluster)/, 'the hypervisor'],
  [/^(?:spo|pnp)/, 'SharePoint'],
  [/^(?:mailbox|distribution|exo|calendar|retention|transport)/, 'Exchange'],
  [/^(?:dba|sql)/, 'SQL Server'],
  [/^(?:dns|dhcp)/, 'the name or address server'],
  [/^(?:iis|web(?:site|app|binding|virtual))/, 'IIS'],
];

/**
 * A cmdlet of a module no table lists, by its approved verb: `Remove-AzResourceGroup -Name rg`. Only modules that
 * manage servers, directories and clouds; a function somebody wrote (`Remove-OldLogs`) is none.
 */
export function cmdletEffects({ invocation }: Call): Effect[] {
  const found = /^(remove|clear|reset|uninstall|purge|disable|stop|suspend|revoke)-([a-z0-9]{2,})$/.exec(
    invocation.program ?? '',
  );
  if (!found) return [];
  const module = modules.find(([shape]) => shape.test(found[2] ?? ''));
  const texts = invocation.args.map((word) => literalOf(word) ?? shown(word));
  if (!module || texts.some((text) => /^-(?:whatif|\?)$/i.test(text))) return [];
  const written = shown(invocation.name).replaceAll('\\', '/').split('/').at(-1) ?? '';
  const noun = wordsOf(written.slice(written.indexOf('-') + 1))
    .slice(1)
    .join(' ');
  const reading = readNoun(noun === '' ? (found[2] ?? '') : noun);
  if (!reading) return [];
  const putBack = reading.reversibility === 'recoverable' || /^(?:disable|stop|suspend)$/.test(found[1] ?? '');
  const named = texts.findIndex((text) => /^-(?:\w*name|\w*id|identity|key)$/i.test(text));
  const target = (named >= 0 ? texts[named + 1] : undefined) ?? (texts[0]?.startsWith('-') === false ? texts[0] : noun);
  return [
    effectOf(removal, {
      target: target === undefined || target === '' ? noun : target,
      span: invocation.span,
      resource: noun === '' ? 'resource' : noun,
      verb: found[1] ?? 'remove',
      asset: reading.asset,
      attack: reading.attack,
      reversibility: putBack ? 'recoverable' : reading.reversibility,
      ...(putBack ? { wayBack: madeAgain } : {}),
      environment: environmentOfName(texts.join(' ')),
      reason: `${/^(?:disable|stop|suspend|revoke)$/.test(found[1] ?? '') ? 'Takes away' : 'Removes'} at ${module[1]}: ${noun === '' ? written : noun} {target}.`,
    }),
  ];
}
