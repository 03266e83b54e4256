// Claude Code with every permission bypassed plays the incident. The witness is the fake Railway API's own log.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claudeCode } from '../../scripts/setup/agent.mts';
import { claudeDriver } from '../rig/agent/claude.mts';
import { runAgent, startAgent } from '../rig/agent/driver.mts';
import { holdGone, holdPanel } from '../rig/editor/hold-panel.mts';
import { auditRecords, createRun, type Run } from '../rig/files.mts';
import { incidentDeeds } from '../rig/incident.mts';
import { demoVolume, type FakeRailway, startRailway } from '../rig/railway/server.mts';
import { connectByCommand, isConnected, openScene, type Scene } from '../rig/scene.mts';

let program: string;
beforeAll(async () => {
  program = await claudeCode((sentence) => console.error(sentence));
});

describe('without a window', () => {
  let run: Run;
  let railway: FakeRailway;
  beforeAll(async () => {
    run = await createRun();
    railway = await startRailway();
  });
  afterAll(async () => {
    await railway?.close();
    run?.remove();
  });
  afterEach(() => railway.reset());
  const calls = () => incidentDeeds({ workspace: run.workspace, url: railway.url });

  test('control: without Holdpoint the volume is deleted', async () => {
    const result = await runAgent(claudeDriver, run, { program, deeds: calls() });
    expect(result.results).toHaveLength(4);
    expect(railway.deletions()).toHaveLength(1);
    expect(railway.volume(demoVolume)).toBe('deleted');
  });

  test('with Holdpoint and nobody there, ordinary calls run and the deletion is denied with a way to get it confirmed', async () => {
    await connectByCommand(run);
    expect(isConnected(run)).toBe(true);
    const result = await runAgent(claudeDriver, run, { program, deeds: calls() });
    expect(railway.deletions()).toHaveLength(0);
    expect(railway.volume(demoVolume)).toBe('present');
    const [failing, search, read, deletion] = result.results;
    expect(failing?.text).toContain('FAIL staging credentials');
    expect(search?.isError).toBe(false);
    expect(read?.text).toContain('RAILWAY_TOKEN');
    expect(deletion?.isError).toBe(true);
    expect(deletion?.text).toMatch(/holdpoint/i);
    expect(deletion?.text).toMatch(/open|window|VS Code|editor/i);
  });
});

describe('with a window', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ connect: true });
  });
  afterAll(() => scene?.close());
  afterEach(async () => {
    await scene?.bench.closeEditors();
    scene?.railway.reset();
  });
  const calls = () => incidentDeeds({ workspace: scene.run.workspace, url: scene.railway.url });

  test('and a person who denies, the agent hears it and nothing goes out', async () => {
    const conversation = await startAgent(claudeDriver, scene.run, { program, deeds: calls() });
    const panel = await holdPanel(scene.bench, 60_000);
    await panel.settled();
    await panel.denyAndTell.click();
    await panel.reason.fill('That volume is production.');
    await panel.send.click();
    const result = await conversation.ended;
    expect(result.results.at(-1)?.isError).toBe(true);
    expect(result.results.at(-1)?.text).toContain('That volume is production.');
    expect(scene.railway.deletions()).toHaveLength(0);
    expect(scene.railway.volume(demoVolume)).toBe('present');
  });

  test('and a person who approves, the call goes out once and the identical second call is held again', async () => {
    const played = calls();
    const deletion = played.at(-1);
    if (!deletion) throw new Error('The incident has no deletion.');
    const conversation = await startAgent(claudeDriver, scene.run, { program, deeds: [...played, deletion] });
    const panel = await holdPanel(scene.bench, 60_000);
    await panel.settled();
    await panel.typedName.fill(demoVolume);
    await panel.approve.click();
    await holdGone(scene.bench);
    const again = await holdPanel(scene.bench, 60_000);
    expect(scene.railway.deletions()).toHaveLength(1);
    expect(scene.railway.volume(demoVolume)).toBe('deleted');
    await again.settled();
    await again.deny.click();
    const result = await conversation.ended;
    expect(scene.railway.deletions()).toHaveLength(1);
    expect(result.results.at(-2)?.text).toContain('volumeDelete');
    expect(result.results.at(-1)?.isError).toBe(true);
    const records = auditRecords(scene.run.workspace);
    const answers = records.filter((record) => record.type === 'answered').map((record) => record.answer);
    expect(answers.slice(-2)).toEqual(['approved', 'denied']);
  });
});
