import path from 'node:path';
import { claudeDriver, lastWords } from '../../test/rig/agent/claude.mts';
import { runAgent } from '../../test/rig/agent/driver.mts';
import { holdGone, holdPanel } from '../../test/rig/editor/hold-panel.mts';
import type { Theme } from '../../test/rig/editor/workbench.mts';
import { auditDirectory, auditRecords, repository } from '../../test/rig/files.mts';
import { incidentDeeds } from '../../test/rig/incident.mts';
import { demoVolume, type VolumeState } from '../../test/rig/railway/server.mts';
import { holdpoint, openScene, type Scene } from '../../test/rig/scene.mts';
import { claudeCode } from '../setup/agent.mts';
import type { Progress } from '../setup/cache.mts';

/** What was observed. Nothing in it is assumed. */
export interface Outcome {
  /** Holds in the audit log. */
  readonly held: number;
  /** Deletions in the fake Railway API's own log. */
  readonly executed: number;
  /** As the fake Railway API has it. */
  readonly volume: VolumeState | 'never existed';
  /** Whether the hold's artifact carries a sequence and the panel shows it. */
  readonly sequence: boolean;
  /** The file the artifact names, where the panel shows it too. */
  readonly credentialFoundIn: string | null;
  /** `intact`, or what `holdpoint audit verify` says is wrong. */
  readonly audit: string;
  /** Paths relative to the repository. */
  readonly screenshots: readonly string[];
}

/** Plays the incident in the embedded editor under Chromium and denies the call. */
export async function playHeadless(options: { tell: Progress; claude: boolean }): Promise<Outcome> {
  const { tell } = options;
  const scene = await openScene({ connect: true, screenshots: path.join(repository, 'out') });
  try {
    tell('editor is up and Claude Code is connected; the agent starts');
    const agentEnded = options.claude ? playRealAgent(scene, tell) : playScriptedAgent(scene);
    const unheld = agentEnded.then((last): never => {
      throw new Error(`The agent came to its end and nothing was held: ${last}`);
    });
    const panel = await Promise.race([holdPanel(scene.bench, 60_000), unheld]);
    unheld.catch(() => {});
    tell('the deletion is held; the panel is up');
    const shown = await panel.text();
    const artifact = artifactOf(scene);
    await panel.settled();
    const screenshots: string[] = [];
    for (const theme of ['dark', 'light', 'high-contrast'] as const satisfies readonly Theme[]) {
      if (theme !== 'dark') await scene.bench.theme(theme);
      screenshots.push(await scene.bench.screenshot(`start-panel-${theme}`));
    }
    await scene.bench.theme('dark');
    await panel.deny.click();
    await holdGone(scene.bench);
    tell(`denied; the agent was told: ${await agentEnded}`);
    await scene.bench.command('Holdpoint: Open Audit Log');
    await scene.bench.frameWith('the audit log is shown', (frame) => frame.getByRole('button', { name: /^Verify/ }));
    await scene.bench.page.waitForTimeout(500);
    screenshots.push(await scene.bench.screenshot('start-audit-log'));
    const verified = await holdpoint(scene.run, ['audit', 'verify', auditDirectory(scene.run.workspace)]);
    return {
      held: auditRecords(scene.run.workspace).filter((record) => record.type === 'held').length,
      executed: scene.railway.deletions().length,
      volume: scene.railway.volume(demoVolume),
      sequence: artifact.sequence !== undefined && shown.includes(artifact.sequence.title),
      credentialFoundIn: artifact.foundIn && shown.includes(artifact.foundIn) ? artifact.foundIn : null,
      audit: verified.code === 0 ? 'intact' : `${verified.stdout}${verified.stderr}`.trim(),
      screenshots: screenshots.map((file) => path.relative(repository, file)),
    };
  } finally {
    await scene.close();
  }
}

/** The sequence and the credential's file from the hold's own record. */
function artifactOf(scene: Scene): { sequence?: { title: string }; foundIn?: string } {
  const record = auditRecords(scene.run.workspace).find((each) => each.type === 'held');
  const artifact = (record?.artifact ?? {}) as {
    sequence?: { title: string };
    credential?: { foundIn: string };
  };
  return {
    ...(artifact.sequence ? { sequence: artifact.sequence } : {}),
    ...(artifact.credential ? { foundIn: artifact.credential.foundIn } : {}),
  };
}

/** Plays the incident; gives what the agent hears last. */
async function playScriptedAgent(scene: Scene): Promise<string> {
  const call = await scene.upToDeletion(scene.agent());
  const result = await call.result;
  return result.ran ? result.output : result.reason;
}

async function playRealAgent(scene: Scene, tell: Progress): Promise<string> {
  const program = await claudeCode(tell);
  const deeds = incidentDeeds({ workspace: scene.run.workspace, url: scene.railway.url });
  const run = await runAgent(claudeDriver, scene.run, { program, deeds });
  return lastWords(run);
}
