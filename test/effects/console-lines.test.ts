import { describe, expect, it } from 'vitest';
import { createJudge, isStopped } from '../corpus/judging.ts';

const judge = createJudge();
const stopped = async (command: string) => isStopped(await judge({ id: '1', kind: 'shell', command }));

describe('a known program that reads its commands from standard input', () => {
  it.each([
    'echo "undefine db01 --remove-all-storage" | virsh',
    "printf 'list\\nvolume delete gv0\\n' | gluster --mode=script",
    'echo "osd pool delete data data --yes-i-really-really-mean-it" | ceph',
    'nft -f - <<< "flush ruleset"',
    'echo "delprinc -force bob" | kadmin.local',
  ])('is stopped by the line that deletes: %s', async (command) => {
    expect(await stopped(command)).toBe(true);
  });

  it.each([
    'echo "list --all" | virsh',
    'echo "volume info" | gluster',
    'echo "health detail" | ceph',
    "printf '\\n\\n' | virsh",
    'echo "volume delete gv0" | cat',
  ])('passes with lines that ask: %s', async (command) => {
    expect(await stopped(command)).toBe(false);
  });
});
