import type { Pack } from '../pack.ts';
import { analyticsClientsPack } from './analytics-clients.ts';
import { ansiblePack } from './ansible.ts';
import { appPlatformsPack } from './app-platforms.ts';
import { awsPack } from './aws.ts';
import { azurePack } from './azure.ts';
import { backupsPack } from './backups.ts';
import { brokersPack } from './brokers.ts';
import { cloudflarePack } from './cloudflare.ts';
import { cloudsPack } from './clouds.ts';
import { codeHostsPack } from './code-hosts.ts';
import { containersPack } from './containers.ts';
import { databaseToolsPack } from './database-tools.ts';
import { edgePack } from './edge.ts';
import { filesPack } from './files.ts';
import { firebasePack } from './firebase.ts';
import { fleetPack } from './fleet.ts';
import { gitPack } from './git.ts';
import { googlePack } from './google.ts';
import { hardwarePack } from './hardware.ts';
import { hostedDatabasesPack } from './hosted-databases.ts';
import { infrastructurePack } from './infrastructure.ts';
import { kubernetesPack } from './kubernetes.ts';
import { kubernetesToolsPack } from './kubernetes-tools.ts';
import { localToolsPack } from './local-tools.ts';
import { mongodbPack } from './mongodb.ts';
import { networkGearPack } from './network-gear.ts';
import { ormPack } from './orm.ts';
import { otherVersionControlPack } from './other-version-control.ts';
import { prismaPack } from './prisma.ts';
import { railwayPack } from './railway.ts';
import { redisPack } from './redis.ts';
import { registriesPack } from './registries.ts';
import { saasPack } from './saas.ts';
import { secretStoresPack } from './secret-stores.ts';
import { servicesPack } from './services.ts';
import { sideToolsPack } from './side-tools.ts';
import { sqlClientsPack } from './sql-clients.ts';
import { storagePack } from './storage.ts';
import { supabasePack } from './supabase.ts';
import { systemPack } from './system.ts';
import { terraformPack } from './terraform.ts';
import { webPlatformsPack } from './web-platforms.ts';
import { windowsPack } from './windows.ts';

/** Every pack. A new provider is one more line here and its own file. */
export const packs: readonly Pack[] = [
  filesPack,
  gitPack,
  railwayPack,
  sqlClientsPack,
  terraformPack,
  prismaPack,
  awsPack,
  googlePack,
  azurePack,
  appPlatformsPack,
  webPlatformsPack,
  cloudflarePack,
  firebasePack,
  supabasePack,
  hostedDatabasesPack,
  cloudsPack,
  kubernetesPack,
  kubernetesToolsPack,
  containersPack,
  infrastructurePack,
  ansiblePack,
  secretStoresPack,
  saasPack,
  brokersPack,
  databaseToolsPack,
  redisPack,
  mongodbPack,
  analyticsClientsPack,
  ormPack,
  codeHostsPack,
  registriesPack,
  systemPack,
  storagePack,
  backupsPack,
  windowsPack,
  servicesPack,
  otherVersionControlPack,
  edgePack,
  fleetPack,
  hardwarePack,
  networkGearPack,
  sideToolsPack,
  localToolsPack,
];

const byProgram = new Map<string, Pack>();
for (const pack of packs)
  for (const program of pack.programs) {
    const known = byProgram.get(program);
    byProgram.set(program, known && known !== pack ? inTurn(known, pack) : pack);
  }

/** A program of two packs is judged by both. */
function inTurn(first: Pack, second: Pack): Pack {
  return {
    id: first.id,
    programs: first.programs,
    get rules() {
      return first.rules;
    },
    effects: (call) => {
      // The second knows only some lines of the program: what it would say of a stranger does not count.
      const more = second.effects(call).filter(({ rule }) => !rule.startsWith('strangers/'));
      return [...first.effects(call), ...more];
    },
  };
}

/** The pack that knows a program, or undefined: a program in no pack has no known effect, which is not unknown. */
export function packFor(program: string): Pack | undefined {
  if (program.startsWith('git-')) return byProgram.get(program) ?? gitPack;
  return byProgram.get(program) ?? byProgram.get(program.toLowerCase());
}
