import { describe, expect, it } from 'vitest';
import { packs } from '../../../src/effects/packs/registry.ts';
import { analysed, type Case, isStopped } from '../judging.ts';
import { awsCases } from './aws.cases.ts';
import { azureCases } from './azure.cases.ts';
import { codeHostsCases, registriesCases } from './code-hosts.cases.ts';
import { containersCases, infrastructureCases, kubernetesToolsCases } from './containers.cases.ts';
import {
  analyticsClientsCases,
  ansibleCases,
  brokersCases,
  databaseToolsCases,
  mongodbCases,
  redisCases,
  secretStoresCases,
} from './data-services.cases.ts';
import { filesCases } from './files.cases.ts';
import { gitCases } from './git.cases.ts';
import { googleCases } from './google.cases.ts';
import { kubernetesCases } from './kubernetes.cases.ts';
import { ormCases } from './orm.cases.ts';
import {
  appPlatformsCases,
  cloudflareCases,
  cloudsCases,
  firebaseCases,
  hostedDatabasesCases,
  saasCases,
  supabaseCases,
  webPlatformsCases,
} from './platforms.cases.ts';
import { prismaCases } from './prisma.cases.ts';
import { railwayCases } from './railway.cases.ts';
import { servicesCases, versionControlCases } from './services.cases.ts';
import { sqlClientsCases } from './sql-clients.cases.ts';
import { backupsCases, storageCases, systemCases } from './system.cases.ts';
import { terraformCases } from './terraform.cases.ts';
import { windowsCases } from './windows.cases.ts';

const tables: Readonly<Record<string, readonly Case[]>> = {
  files: filesCases,
  git: gitCases,
  railway: railwayCases,
  'sql-clients': sqlClientsCases,
  terraform: terraformCases,
  prisma: prismaCases,
  aws: awsCases,
  google: googleCases,
  azure: azureCases,
  'app-platforms': appPlatformsCases,
  'web-platforms': webPlatformsCases,
  'hosted-databases': hostedDatabasesCases,
  clouds: cloudsCases,
  saas: saasCases,
  wrangler: cloudflareCases,
  firebase: firebaseCases,
  supabase: supabaseCases,
  kubernetes: kubernetesCases,
  'kubernetes-tools': kubernetesToolsCases,
  containers: containersCases,
  infrastructure: infrastructureCases,
  ansible: ansibleCases,
  'secret-stores': secretStoresCases,
  brokers: brokersCases,
  'database-tools': databaseToolsCases,
  redis: redisCases,
  mongodb: mongodbCases,
  'analytics-clients': analyticsClientsCases,
  orm: ormCases,
  'code-hosts': codeHostsCases,
  registries: registriesCases,
  system: systemCases,
  storage: storageCases,
  backups: backupsCases,
  windows: windowsCases,
  services: servicesCases,
  'version-control': versionControlCases,
};

for (const pack of packs) {
  describe(pack.id, () => {
    for (const { rule, stops = [], passes = [] } of tables[pack.id] ?? []) {
      it.each(stops)(`${rule} stops %s`, async (command) => {
        const { effects } = await analysed({ kind: 'shell', command });
        expect(effects.filter(isStopped).map((effect) => effect.rule)).not.toEqual([]);
        for (const effect of effects) {
          expect(effect.reason).not.toContain('{target}');
          expect(effect.span[1]).toBeLessThanOrEqual(command.length);
        }
      });
      it.each(passes)(`${rule} passes %s`, async (command) => {
        const { effects } = await analysed({ kind: 'shell', command });
        expect(effects.filter(isStopped).map((effect) => `${effect.rule}: ${effect.reason}`)).toEqual([]);
      });
    }

    it('offers only safer ways that pass', async () => {
      for (const rule of pack.rules) {
        if (!rule.safer) continue;
        const command = rule.safer.replaceAll('{target}', 'x');
        const { effects } = await analysed({ kind: 'shell', command });
        expect(
          effects.filter(isStopped).map((effect) => effect.rule),
          `${rule.id}: ${command}`,
        ).toEqual([]);
      }
    });
  });
}
