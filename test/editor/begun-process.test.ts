import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { settleBegun } from '../../src/editor/begun-process.ts';
import { foregroundGroup } from '../../src/exec/process-group.ts';
import type { Guard } from '../../src/guard/guard.ts';

let folder: string;
let shell: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hp-begun-'));
});
afterEach(() => {
  shell.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const action = {
  kind: 'shell',
  command: 'x',
  host: 'terminal',
  session: 's',
  cwd: '/',
  workspaceRoot: '/',
  at: 0,
} as Action;
const until = async (what: () => unknown) => {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It did not come to that.');
};

/** A person's interactive bash in a terminal of its own (`script` of util-linux makes one), and its process id. */
async function terminal(): Promise<{ pid: number; type(line: string): void }> {
  const inside = `echo $$ > ${folder}/pid; exec bash --norc --noprofile -i`;
  shell = spawn('script', ['-qfc', inside, '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'], cwd: folder });
  const pid = await until(() => existsSync(`${folder}/pid`) && Number(readFileSync(`${folder}/pid`, 'utf8')));
  return { pid: Number(pid), type: (line) => void shell.stdin?.write(`${line}\n`) };
}

/** A guard that holds, and a person who answers when `answer` is called. */
function asking() {
  let answer = (_: boolean): void => {};
  const settled = new Promise<{ goesOut: boolean }>((resolve) => {
    answer = (goesOut) => resolve({ goesOut });
  });
  const guard = { evaluate: async () => ({ verdict: { decision: 'hold', reason: 'Why.' }, hold: { settled } }) };
  return { guard: guard as unknown as Pick<Guard, 'evaluate'>, answer };
}

describe.skipIf(!existsSync('/usr/bin/script'))(
  'a line that began in a terminal without the guard',
  { timeout: 60_000 },
  () => {
    const done = () => existsSync(`${folder}/done`);
    const race = async (line: string) => {
      const { pid, type } = await terminal();
      type(line);
      await until(() => foregroundGroup(pid));
      const { guard, answer } = asking();
      const told: string[] = [];
      const end = settleBegun({
        guard,
        action,
        shell: pid,
        stop: 'flagged',
        group: () => foregroundGroup(pid),
        end: () => undefined,
        onRace: (sentence) => told.push(sentence),
      });
      await until(() => told.length > 0);
      expect(told[0]).toContain('Stopped after it had begun');
      return { answer, end, type };
    };

    test('waits whole, the rest of it too, and goes on where it was once approved', async () => {
      const { answer, end } = await race('sleep 3; echo $? > done');
      await new Promise((resolve) => setTimeout(resolve, 3_800));
      expect(done()).toBe(false);
      answer(true);
      expect(await end).toBe('continued');
      await until(done);
      expect(readFileSync(`${folder}/done`, 'utf8')).toBe('0\n');
    });

    test('ends whole where it is denied: nothing of the rest runs, and the shell takes the next line', async () => {
      const { answer, end, type } = await race('sleep 30; echo gone > done');
      answer(false);
      expect(await end).toBe('ended');
      // What is typed while the shell throws its line away goes with it.
      for (let tries = 0; tries < 40 && !existsSync(`${folder}/next`); tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        // `script`, unlike an editor, stops with its shell.
        shell.kill('SIGCONT');
        type('echo next > next');
      }
      expect(existsSync(`${folder}/next`)).toBe(true);
      expect(done()).toBe(false);
    });
  },
);
