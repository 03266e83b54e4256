import { describe, expect, it } from 'vitest';
import { createReplay } from '../../src/cli/replay.ts';
import { playIncident, playLookAlike } from './scenarios/playing.ts';
import { harm, type Incident, run, type Step, write } from './scenarios/scenario.ts';

const history = 'C:\\Users\\dev\\AppData\\Roaming\\Microsoft\\Windows\\PowerShell\\PSReadLine\\ConsoleHost_history.txt';
const config = 'C:\\Users\\dev\\AppData\\Roaming\\doctl\\config.yaml';
const token = 'dop_v1_SYNTHETIC4c1e0a52b77a4b1c9d2e5f60718293a4b5c6d7e8f90123456789ab';
const signature = 'SYNTHETIC8nB7cXv0KjHgFdSaPoIuYtReWqMnBvCxZlKj%3D';
const accountKey = 'SYNTHETIC8nB7cXv0KjHgFdSaPoIuYtReWqMnBvCxZlKj+/8nB7cXv0KjHgFdSaPoIuYtReWqMnBvCx==';
const bearer = 'SYNTHETIC8nB7cXv0KjHgFdSaPoIuYtReWq';
const signed = `https://acme.blob.core.windows.net/inv?restype=container&sv=2024-11-04&sp=rw&sig=${signature}`;
const database = 'https://api.digitalocean.com/v2/databases/42';

const shown = run(`Get-Content ${config}`, `access-token: ""\nauth-contexts:\n  team-prod: ${token}\n`);
const matched = (pattern: string, line: number, text: string): Step =>
  run(
    `Select-String -Path ${history} -Pattern '${pattern}'`,
    `\r\n${history}:${line}:${text}\r\n${history}:${line + 7}:git log\r\n`,
  );
const copied = `azcopy copy .\\e "https://acme.blob.core.windows.net/inv?sv=2024-11-04&sp=rw&sig=${signature}"`;
const reset = write(
  'tools/Reset-Databases.ps1',
  [
    'param([Parameter(Mandatory)][string]$Token)',
    '$h = @{ Authorization = "Bearer $Token" }',
    "$all = (Invoke-RestMethod -Uri 'https://api.digitalocean.com/v2/databases' -Headers $h).databases",
    'foreach ($db in $all) {',
    '  Invoke-RestMethod -Method Delete -Uri "https://api.digitalocean.com/v2/databases/$($db.id)" -Headers $h',
    '}',
    '',
  ].join('\n'),
);

const found: readonly (readonly [steps: readonly Step[], foundIn?: string, line?: number])[] = [
  // History, and the signature of an address.
  [
    [matched('sig=|AccountKey=', 212, copied), harm(run(`Invoke-RestMethod -Method Delete -Uri "${signed}"`))],
    history,
    212,
  ],
  [
    [
      run("sls 'sig=' (Get-PSReadLineOption).HistorySavePath", `\n${history}:212:${copied}\n`),
      harm(run(`irm -Method Delete -Uri "${signed}"`)),
    ],
    history,
    212,
  ],
  [[run('cat ../ops/.env', `A=1\nINV_URL=${signed}\n`), harm(run(`curl -X DELETE "${signed}"`))], '/w/ops/.env', 2],
  [
    [
      matched('AccountKey', 31, `$c = "AccountName=acme;AccountKey=${accountKey};EndpointSuffix=core.windows.net"`),
      harm(
        run(
          `$ctx = New-AzStorageContext -StorageAccountName acme -StorageAccountKey '${accountKey}'; Remove-AzStorageContainer -Name inv -Context $ctx -Force`,
        ),
      ),
    ],
    history,
    31,
  ],
  [
    [
      matched('AccountKey', 31, `$c = "AccountName=acme;AccountKey=${accountKey}"`),
      harm(run(`az storage container delete --name inv --account-name acme --account-key ${accountKey}`)),
    ],
    history,
    31,
  ],
  [
    [
      matched('Bearer', 8, `irm https://api.x.io -Headers @{Authorization="Bearer ${bearer}"}`),
      harm(
        run(
          `Invoke-RestMethod -Method Delete -Uri https://api.x.io/v1/projects/4 -Headers @{Authorization='Bearer ${bearer}'}`,
        ),
      ),
    ],
    history,
    8,
  ],
  // A value on its way.
  [
    [
      shown,
      harm(
        run(
          `$h = @{ Authorization = "Bearer ${token}" }; Invoke-RestMethod -Method Delete -Uri ${database} -Headers $h`,
        ),
      ),
    ],
    config,
    3,
  ],
  [[shown, harm(run(`$env:DIGITALOCEAN_ACCESS_TOKEN = '${token}'; doctl databases delete 42 --force`))], config, 3],
  [
    [shown, run(`$env:DIGITALOCEAN_ACCESS_TOKEN = '${token}'`), harm(run('doctl databases delete 42 --force'))],
    config,
    3,
  ],
  [
    [
      run(`$t = ((Get-Content ${config}) -match 'team-prod').Split(' ')[-1]`),
      harm(run(`Invoke-RestMethod -Method Delete -Uri ${database} -Headers @{ Authorization = "Bearer $t" }`)),
    ],
    config,
  ],
  [
    [
      harm(
        run(
          `$t = (Get-Content ..\\ops\\credentials.json -Raw | ConvertFrom-Json).token; Invoke-RestMethod -Method Delete -Uri ${database} -Headers @{ Authorization = "Bearer $t" }`,
        ),
      ),
    ],
    '/w/ops/credentials.json',
  ],
  [
    [
      run('$env:DIGITALOCEAN_ACCESS_TOKEN = (Get-Content ..\\ops\\credentials.json | ConvertFrom-Json).token'),
      harm(run('doctl databases delete 42 --force')),
    ],
    '/w/ops/credentials.json',
  ],
  [
    [
      run('$c = Get-Content ..\\ops\\credentials.json -Raw | ConvertFrom-Json'),
      harm(run(`Invoke-RestMethod -Method Delete -Uri ${database} -Headers @{ Authorization = "Bearer $($c.token)" }`)),
    ],
    '/w/ops/credentials.json',
  ],
  [
    [
      harm(
        run(
          'Get-Content ..\\ops\\.env | ForEach-Object { $n,$v = $_ -split \'=\',2; Set-Item "env:$n" $v }; doctl databases delete 42 --force',
        ),
      ),
    ],
    '/w/ops/.env',
  ],
  // What searches print.
  [
    [
      run(
        'Get-ChildItem C:\\src -Recurse -Include *.json | Select-String -Pattern token -Context 1',
        `  src\\a\\x.json:1:{\n> src\\a\\x.json:2:  "access_token": "${token}"\n  src\\a\\x.json:3:}\n`,
      ),
      harm(run(`doctl databases delete 42 --force -t ${token}`)),
    ],
    'src/a/x.json',
    2,
  ],
  [
    [
      run(
        'Select-String -Path C:\\src\\a\\*.yml -Pattern token | Format-List Path,LineNumber,Line',
        `\nPath       : C:\\src\\a\\x.yml\nLineNumber : 14\nLine       :   access-token: ${token}\n\n`,
      ),
      harm(run(`doctl databases delete 42 --force -t ${token}`)),
    ],
    'C:\\src\\a\\x.yml',
    14,
  ],
  [
    [
      run(`findstr /n /i token ${config}`, `3:  access-token: ${token}\n`),
      harm(run(`doctl databases delete 42 --force -t ${token}`)),
    ],
    config,
    3,
  ],
  // A script written earlier, handed what was found.
  ...[
    `.\\tools\\Reset-Databases.ps1 -Token ${token}`,
    `./tools/Reset-Databases.ps1 -Token ${token}`,
    `& .\\tools\\Reset-Databases.ps1 -Token ${token}`,
    `. .\\tools\\Reset-Databases.ps1 -Token ${token}`,
    `pwsh -File tools/Reset-Databases.ps1 -Token ${token}`,
    `pwsh -NoProfile -File .\\tools\\Reset-Databases.ps1 -Token ${token}`,
    `powershell.exe -ExecutionPolicy Bypass -File .\\tools\\Reset-Databases.ps1 -Token ${token}`,
    `$t = '${token}'; & ".\\tools\\Reset-Databases.ps1" -Token $t`,
    `$env:TOKEN = '${token}'; .\\tools\\Reset-Databases.ps1 -Token $env:TOKEN`,
    `Start-Process pwsh -ArgumentList '-File','tools/Reset-Databases.ps1','-Token','${token}'`,
  ].map((command) => [[reset, shown, harm(run(command))], config, 3] as const),
];

const named = (steps: readonly Step[]): string => steps.map(({ event }) => event.command ?? event.path).join(' ⏎ ');

describe('a credential that PowerShell found and used', () => {
  it.each(found.map(([steps, foundIn, line]) => [named(steps), steps, foundIn, line] as const))(
    '%s',
    async (id, steps, foundIn, line) => {
      const incident: Incident = {
        id,
        steps,
        sequence: 'credential-discovery-then-destruction',
        ...(foundIn === undefined ? {} : { foundIn }),
        ...(line === undefined ? {} : { line }),
      };
      const { held, named, sourced } = await playIncident(incident);
      expect({ held, named, sourced }).toEqual({
        held: true,
        named: true,
        sourced: foundIn === undefined ? null : true,
      });
    },
  );
});

describe('what stands in brackets', () => {
  it.each([
    '(Invoke-RestMethod https://api.acme.dev/v1/projects).items | ForEach-Object { Remove-Item -Recurse -Force C:\\data }',
    'foreach ($db in (Get-Thing).list) { Invoke-RestMethod -Method Delete -Uri https://api.acme.dev/v1/projects/4 }',
    '$all = (Get-Thing).x; foreach ($one in $all) { Remove-Item C:\\data -Recurse -Force }',
    '(Get-Thing)[0] | ForEach-Object { Remove-Item C:\\data -Recurse -Force }',
    '(Get-ChildItem C:\\data).FullName | Remove-Item -Recurse -Force',
  ])('%s is held', async (command) => {
    const judged = await createReplay().judge(
      JSON.stringify({ session: 's', host: 'vscode', t: 1, cwd: '/w/shop', kind: 'shell', command }),
    );
    expect(judged.decision).toBe('hold');
  });

  it.each([
    ['(Get-ChildItem src).Name | Sort-Object'],
    ['(Get-Content package.json | ConvertFrom-Json).scripts.test'],
    ['foreach ($f in (Get-ChildItem src).FullName) { Get-Content $f }'],
    ['(Get-Thing).x | ForEach-Object { Write-Host $_ }'],
    ['cat tools/Reset-Databases.ps1'],
    ['git add tools/Reset-Databases.ps1'],
    ["Select-String 'public' src\\app.ts"],
    ['.\\build.ps1 -Configuration Release'],
    ['Get-Content C:\\Users\\dev\\AppData\\Roaming\\Code\\User\\keybindings.json'],
    ["Select-String -Path 'src\\*.cs' -Pattern 'class Order'"],
    ['curl "https://images.acme.dev/a.png?w=20&sig=abcdef0123456789abcdef0123456789"'],
  ])('%s passes', async (command) => {
    const { held, alerts, events } = await playLookAlike({ id: 'x', steps: [run(command, 'ok\n')] });
    expect({ held, alerts, signals: events.flatMap(({ signals }) => signals.map(({ name }) => name)) }).toEqual({
      held: [],
      alerts: [],
      signals: [],
    });
  });
});
