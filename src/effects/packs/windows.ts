import type { Effect } from '../../action/effect.ts';
import { callPack } from '../call-table.ts';
import { deletionEffect } from '../deletion.ts';
import { environmentOfHost } from '../environment.ts';
import type { Call, Pack, Rule } from '../pack.ts';
import { statementEffects } from '../statements.ts';
import { literalOf, shown } from '../words.ts';
import { windowsRows } from './windows-rows.ts';

const commands = 'https://learn.microsoft.com/windows-server/administration/windows-commands/';

const mirror: Rule = {
  id: 'windows/mirror',
  provider: 'windows',
  verb: 'delete',
  resource: 'path',
  asset: 'files',
  reversibility: 'irreversible',
  scope: 'machine',
  reason: 'Deletes in {target} everything the source does not have.',
  attack: 'T1485',
  source: `${commands}robocopy`,
};
const emptied: Rule = {
  ...mirror,
  id: 'windows/content-clear',
  verb: 'truncate',
  reason: 'Empties {target}.',
  source: 'https://learn.microsoft.com/powershell/module/microsoft.powershell.management/clear-content',
};

/** `robocopy a b /MIR`, `Clear-Content x`: judged by the path that is hit. */
function pathEffects(call: Call): Effect[] {
  const { invocation, inquiry } = call;
  const mirrors = invocation.program === 'robocopy';
  const texts = invocation.args.map((word) => literalOf(word) ?? shown(word));
  if (mirrors && (!texts.some((text) => /^\/(?:mir|purge|mov|move)$/i.test(text)) || texts.includes('/L'))) return [];
  if (texts.some((text) => /^-whatif$/i.test(text))) return [];
  const operands = invocation.args.filter((word) => !/^[-/][a-z]+(?::\S*)?$/i.test(literalOf(word) ?? shown(word)));
  const word = mirrors ? operands[1] : operands[0];
  if (!word) return [];
  const effect = deletionEffect(
    {
      rule: mirrors ? mirror : emptied,
      word,
      cwd: invocation.cwd,
      wrappers: invocation.wrappers,
      recursive: mirrors,
      span: invocation.span,
    },
    inquiry,
  );
  return effect ? [effect] : [];
}

/** `Invoke-Sqlcmd -Query "…" -ServerInstance x`. */
function queryEffects(call: Call): Effect[] {
  const { args } = call.invocation;
  const after = (name: RegExp) => {
    const at = args.findIndex((word) => name.test(literalOf(word) ?? ''));
    return at < 0 ? undefined : args[at + 1];
  };
  const server = after(/^-ServerInstance$/i);
  const database = after(/^-Database$/i);
  return statementEffects(call, {
    provider: 'mssql',
    dialect: 'tsql',
    environment: server ? environmentOfHost(shown(server).replace(/[\\/,:].*$/, '')) : 'unknown',
    database: database ? shown(database) : null,
    texts: [after(/^-Query$/i)],
    files: [after(/^-InputFile$/i)],
  });
}

const table = callPack('windows', windowsRows);

/** Programs of the file pack, whose registry paths are judged here. */
const shared = new Set(['remove-item', 'ri', 'rm', 'del', 'clear-item']);

/** Commands and cmdlets of Windows that erase disks, copies, accounts, logs and settings. */
export const windowsPack: Pack = {
  ...table,
  programs: [
    ...table.programs.filter((program) => !shared.has(program)),
    'robocopy',
    'clear-content',
    'clc',
    'invoke-sqlcmd',
  ],
  rules: [...table.rules, mirror, emptied],
  effects(call) {
    const program = call.invocation.program ?? '';
    if (program === 'invoke-sqlcmd') return queryEffects(call);
    return /^(?:robocopy|clear-content|clc)$/.test(program) ? pathEffects(call) : table.effects(call);
  },
};

/** What a removal cmdlet takes from the registry, whose paths look like files (`Remove-Item HKLM:\Software\x`). */
export function registryEffects(call: Call): readonly Effect[] {
  return shared.has(call.invocation.program ?? '') ? table.effects(call) : [];
}
