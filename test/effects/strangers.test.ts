import { describe, expect, it } from 'vitest';
import { createJudge, isStopped } from '../corpus/judging.ts';

const judge = createJudge();
const stopped = async (command: string) => isStopped(await judge({ id: '1', kind: 'shell', command }));

describe('a program that no pack knows', () => {
  it.each([
    'acme database delete orders',
    'acme apps:destroy shop --force',
    'acme --project shop cloud instance delete web-1',
    'acme delete topic orders',
    'acme backup purge nightly -y',
    'echo flush_all | nc cache.example.com 11211',
    'acme collectiondelete orders',
    'acme dnszone-del example.com.',
    'acme delete --config prod.yaml',
    'acme delete collection -c docs',
    've ecs ReInitDisk --DiskId d-1',
    'acme server reinstall v1',
    'acme vm-uninstall uuid=1',
    'ncloud clouddb flushCloudDBInstance --cloudDBInstanceNo 1',
    "echo 'lock; collection.delete -collection=photos; unlock' | acme shell",
    'm365 spo list remove --webUrl https://n.sharepoint.com/sites/HR --title Applicants --force',
    'm365 planner plan remove --id 1 --force',
    "sf apex run <<< 'delete [SELECT Id FROM Lead];'",
    'acme booking cancel 7 --force',
    'acme migration create --sql "DROP TABLE users"',
    'acme chat sessions delete s1',
    'acme recording-session delete s1',
  ])('is stopped where its noun and verb say that a server loses something: %s', async (command) => {
    expect(await stopped(command)).toBe(true);
  });

  it.each([
    'acme database list',
    'acme database delete orders --dry-run',
    'acme database delete --help',
    'acme create app delete-service',
    'acme cache purge',
    'acme session delete s1',
    'acme agent sessions delete s1',
    'acme chat sessions list',
    'acme filedrop upload',
    'acme timezone remove x',
    'acme delete --config prod.yaml --dry-run',
    'acme server stop web',
    'm365 spo list list --webUrl https://n.sharepoint.com',
    'm365 spo list get --title remove --webUrl https://n.sharepoint.com',
    'acme list deletions --force',
    'acme job cancel 7 --force',
    "sf apex run <<< 'update leads;'",
    'jira issue create --summary "drop table users from the docs" --body "DELETE FROM x;"',
    'todo add "delete from cart"',
    'acme theme extension remove foo --yes',
    'acme app rebuild web',
    'acme plugin uninstall x',
    'acme database stop orders --force',
    'acme spec UserDeleteSpec',
    "echo 'volume.list; unlock' | acme shell",
    'acme component delete button',
    './acme.sh database delete orders',
    'acme delete service button',
    'acme database delete dev-orders --url http://localhost:4000',
    'echo stats | nc cache.example.com 11211',
  ])('passes where they do not: %s', async (command) => {
    expect(await stopped(command)).toBe(false);
  });
});
