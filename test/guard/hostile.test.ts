import { describe, expect, it } from 'vitest';
import { createJudge } from '../corpus/judging.ts';

/**
 * CPU time one call may take here, in milliseconds. The promise is 50 on a quiet machine; what this guards against
 * grows with the square of the input and took from one second to minutes.
 */
const most = 1_000;
const megabyte = 1_000_000;

const list = (count: number, item: (index: number) => string, separator = ' ') =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator);
const filled = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length);
const shell = (command: string, dialect?: string) => ({
  kind: 'shell',
  command,
  ...(dialect === undefined ? {} : { shell: dialect }),
});
const tool = (name: string, input: unknown) => ({ kind: 'mcp', server: 'x', tool: name, input });

describe('a hostile input is judged in time that grows with its length alone', () => {
  it.each<[string, Record<string, unknown>]>([
    ['secret files by the thousand', shell(`cat ${list(10_000, (at) => `d${at}/.env`)}`)],
    ['files by the thousand, searched', shell(`grep x ${list(10_000, (at) => `d/f${at}.txt`)}`)],
    ['files by the thousand, deleted', shell(`rm ${list(10_000, (at) => `d/f${at}.txt`)}`)],
    ['patterns by the thousand', shell(`rm ${list(10_000, (at) => `*${at}`)}`)],
    ['more words than are judged', shell(`rm ${list(29_000, (at) => `f${at}`)}`)],
    ['a directory ever deeper', shell(`${list(3_900, (at) => `cd d${at}`, '; ')}; rm -rf x`)],
    ['one program after another', shell(list(9_000, (at) => `rm f${at}`, '; '))],
    ['programs that read one another', shell(`cat .env | ${list(3_900, (at) => `grep f${at}`, ' | ')}`)],
    ['backslashes alone', shell(filled('\\', megabyte))],
    ['single quotes alone', shell(filled("'", megabyte))],
    ['a path of a megabyte', shell(`rm -rf ${filled('a/', megabyte)}`)],
    ['steps upward without end', shell(`rm -rf ${filled('../', megabyte)}`)],
    ['cmd commands by the thousand', shell(filled('del a&', megabyte), 'cmd')],
    ['conditions of cmd without end', shell(filled('if a==a ', megabyte), 'cmd')],
    ['statements of SQL', { kind: 'sql', text: filled('DROP TABLE a;', 200_000) }],
    ['tags of SQL that open nothing', { kind: 'sql', text: filled('$a', 200_000) }],
    ["a tool's name of a megabyte", tool(filled('delete_', megabyte), {})],
    [
      'fields by the thousand',
      tool('update', Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`k${at}`, `v${at}x`]))),
    ],
    [
      'fields up to the bound',
      tool('update', Object.fromEntries(Array.from({ length: 19_000 }, (_, at) => [`k${at}`, `v${at}x`]))),
    ],
    [
      'a command of a megabyte',
      tool('run', { command: `rm ${filled('abcdefghijklm/nopqrstuvwxyzabcdefghijk ', megabyte)}` }),
    ],
  ])('%s', async (_, action) => {
    const judge = createJudge();
    await judge(shell('ls')); // What is loaded once does not count.
    const before = process.cpuUsage();
    await judge(action);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(most);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'more fields than are read',
      tool('update', Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`k${at}`, at]))),
    ],
    ["a tool's name beyond all bounds", tool(filled('list_', 5_000), {})],
    ['what stands behind more words than are judged', shell(`echo ${list(20_000, () => 'a')}; rm -rf ~`)],
    ['what stands behind more commands than are judged', shell(`${list(5_000, () => 'true', '; ')}; rm -rf ~`)],
    ['what stands behind more cmd commands than are judged', shell(`${filled('dir&', 40_000)}del /s /q C:\\`, 'cmd')],
    ['what is deleted after a directory too deep to follow', shell(`${list(2_000, () => 'cd dd', '; ')}; rm -rf x`)],
  ])('does not pass: %s', async (_, action) => {
    expect((await createJudge()(action)).decision).not.toBe('allow');
  });
});
