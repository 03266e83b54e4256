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
  ])('is stopped where its noun and verb say that a server loses something: %s', async (command) => {
    expect(await stopped(command)).toBe(true);
  });

  it.each([
    'acme database list',
    'acme database delete orders --dry-run',
    'acme database delete --help',
    'acme create app delete-service',
    'acme cache purge',
    'acme component delete button',
    './acme.sh database delete orders',
    'acme delete service button',
    'acme database delete dev-orders --url http://localhost:4000',
    'echo stats | nc cache.example.com 11211',
  ])('passes where they do not: %s', async (command) => {
    expect(await stopped(command)).toBe(false);
  });
});
