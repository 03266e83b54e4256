import { describe, expect, it } from 'vitest';
import { unreadSignals } from '../../src/behaviour/unread.ts';
import { names, shell } from './acting.ts';

const said = (command: string) => names(unreadSignals(command, shell(command)));

describe('a command whose grammar could not be read is judged by its words', () => {
  it.each([
    ['Get-Content infra\\domains\\.env', 'secret-read'],
    ['gc ~/.aws/credentials | Out-String', 'secret-read'],
    ['Get-ChildItem -Recurse -Force -Filter *.env', 'credential-search'],
    ['Get-ChildItem -Recurse -Include .env* | Select-String -Pattern "TOKEN"', 'credential-search'],
    ["Select-String -Path * -Pattern 'token' -Recurse", 'credential-search'],
    ["gci env: | Where-Object Name -match 'token'", 'credential-search'],
    ['[Environment]::GetEnvironmentVariables()', 'credential-search'],
  ])('%s', (command, name) => {
    expect(said(command)).toContain(name);
  });

  it.each([
    'Get-ChildItem -Recurse -Filter *.ts',
    'Get-Content src/lexer.ts',
    'Get-Content .env.example',
    'Select-String -Path src/*.ts -Pattern token',
    'Get-ChildItem env: | Where-Object Name -eq NODE_ENV',
    '$x = 1; npm test',
  ])('nothing in %s', (command) => {
    expect(said(command)).toEqual([]);
  });
});
