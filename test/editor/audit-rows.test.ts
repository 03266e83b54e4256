import { expect, it } from 'vitest';
import { rowOf } from '../../src/editor/audit-rows.ts';
import { asWritten as t } from '../../src/editor/translate.ts';

it.each([
  ['/home/a/shop/src/x.ts', 'src/x.ts'],
  ['Deletes it. rm -rf /home/a/shop/build', 'Deletes it. rm -rf build'],
  ['cat "/home/a/shop/a b" /home/a/shop/c', 'cat "a b" c'],
  ['--file=/home/a/shop/.env', '--file=.env'],
  ['/home/a/shop', '/home/a/shop'],
  ['/home/a/shopping/x', '/home/a/shopping/x'],
  ['/backup/home/a/shop/x', '/backup/home/a/shop/x'],
  ['/home/a/shop/api/x.ts', 'x.ts'],
])('shows %s as %s', (text, shown) => {
  const record = {
    key: 1,
    at: 0,
    type: 'judged',
    decision: 'allow',
    host: 'claude',
    text,
    file: '',
    line: 1,
    offset: 0,
    bytes: 1,
  };
  const folders = ['/home/a/shop', '/home/a/shop/api', '/'];
  expect(rowOf({ ...record, type: 'judged' }, 0, t, folders).text).toBe(shown);
});
