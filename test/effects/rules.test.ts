import { describe, expect, it } from 'vitest';
import { cmdletRules } from '../../src/effects/cmdlets.ts';
import { codeRules } from '../../src/effects/code.ts';
import { giveawayRules } from '../../src/effects/giveaway.ts';
import { guardRules } from '../../src/effects/guard-rules.ts';
import { httpRules } from '../../src/effects/http-rules.ts';
import { listingRules } from '../../src/effects/listing.ts';
import { mcpRules } from '../../src/effects/mcp.ts';
import table from '../../src/effects/packs/railway.generated.json' with { type: 'json' };
import { railwayMutation, railwayTool } from '../../src/effects/packs/railway.ts';
import { packs } from '../../src/effects/packs/registry.ts';
import { schemaAnew } from '../../src/effects/schema-anew.ts';
import { sqlRules } from '../../src/effects/sql.ts';
import { unknownRules } from '../../src/effects/unknown.ts';
import { readName } from '../../src/effects/verbs.ts';
import { writesRules } from '../../src/effects/writes/writes.ts';
import { analysed, isStopped } from './judging.ts';

const rules = [
  ...packs.flatMap((pack) => pack.rules),
  ...Object.values(codeRules),
  ...Object.values(giveawayRules),
  schemaAnew,
  ...Object.values(guardRules),
  ...Object.values(httpRules),
  ...mcpRules,
  ...cmdletRules,
  ...listingRules,
  ...unknownRules,
  ...Object.values(sqlRules),
  ...writesRules,
];

describe('every rule', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s cites its vendor, its technique and its loss',
    (_, rule) => {
      expect(rule.source).toMatch(/^https:\/\//);
      expect(rule.attack).toMatch(/^T\d{4}(?:\.\d{3})?$/);
      expect(rule.reason).toMatch(/^[A-Z].*[.}]$/);
      expect(rule.reversibility === 'recoverable' ? rule.wayBack : 'none').toBeTruthy();
    },
  );

  it.each(rules.flatMap((rule) => ('safer' in rule && rule.safer ? [[rule.id, rule.safer] as const] : [])))(
    '%s offers a safer way that passes: %s',
    async (_, safer) => {
      const { effects } = await analysed({ kind: 'shell', command: safer.replaceAll('{target}', 'x') });
      expect(effects.filter(isStopped).map((effect) => effect.rule)).toEqual([]);
    },
  );

  it('belongs to one program in one pack, but for the packs that add to others', () => {
    const adding = ['hardware', 'network-gear', 'side-tools', 'system-tools'];
    const programs = packs.filter(({ id }) => !adding.includes(id)).flatMap((pack) => pack.programs);
    expect(new Set(programs).size).toBe(programs.length);
  });
});

describe('the table of Railway mutations', () => {
  it.each(table.mutations.map((mutation) => [mutation.name, mutation] as const))(
    '%s is decided whole',
    (name, mutation) => {
      expect(mutation.source).toMatch(/^https:\/\/docs\.railway\.com\//);
      expect(mutation.reason).toContain('{target}');
      expect(['undefined', 'railway volume list', 'railway list']).toContain(String(mutation.safer));
      expect(railwayMutation(name)?.rule.provider).toBe('railway');
    },
  );

  it('holds the grave ones and none that only asks or makes', () => {
    for (const name of [
      'volumeDelete',
      'projectDelete',
      'environmentDelete',
      'serviceDelete',
      'volumeInstanceBackupDelete',
      'workspaceDelete',
    ]) {
      expect(railwayMutation(name)?.rule.reversibility).toBe('irreversible');
    }
    for (const name of [
      'volumeCreate',
      'serviceCreate',
      'variableUpsert',
      'deploymentRedeploy',
      'volumeInstanceBackupLock',
    ]) {
      expect(railwayMutation(name)).toBeUndefined();
    }
  });

  it('knows a tool by its words in any order and spelling', () => {
    expect(railwayTool(['delete', 'volume'])?.rule.id).toBe('railway/volume-delete');
    expect(railwayTool(['volume', 'list'])).toBeUndefined();
  });
});

describe('names', () => {
  it.each([
    'deleteProject',
    'projectDelete',
    'remove_volume',
    'drop-table',
    'TerminateInstances',
    'purgeQueue',
    'DeleteDBSnapshot',
    'destroyAll',
    'wipe',
  ])('%s destroys', (name) => {
    expect(readName(name)?.reversibility).toBe('irreversible');
  });
  it.each([
    'getDeletedItems',
    'listDroppedTables',
    'createProject',
    'updateUser',
    'undeleteFile',
    'restoreBackup',
    'search',
    'describeInstances',
    'resetView',
    'clearSelection',
    'setDeletionProtection',
    'cancelDeletion',
  ])('%s does not', (name) => {
    expect(readName(name)?.reversibility ?? 'none').not.toBe('irreversible');
  });
});
