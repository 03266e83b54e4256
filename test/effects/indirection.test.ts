import { describe, expect, it } from 'vitest';
import { followed, heldBy } from './following.ts';

const away = 'rm -rf /srv/data';
const wiping = "require('fs').rmSync('/srv/data', { recursive: true })";
const scripts = (entries: Record<string, string>) => JSON.stringify({ name: 'shop', scripts: entries }, null, 2);

interface Case {
  readonly title: string;
  readonly command: string;
  readonly files: Readonly<Record<string, string>>;
  readonly held: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'a script that is passed on with its lines ended anew',
    command: String.raw`tr -d '\r' < a.sh > /tmp/b.sh && bash /tmp/b.sh`,
    files: { 'a.sh': `echo hi\r\n${away}\r\n` },
    held: ['files/delete a.sh:2'],
  },
  {
    title: 'a script that a line is added to',
    command: 'echo "npm test" >> a.sh && bash a.sh',
    files: { 'a.sh': away },
    held: ['files/delete a.sh:1'],
  },
  {
    title: 'npm run',
    command: 'npm run clean',
    files: { 'package.json': scripts({ build: 'tsc', clean: away }) },
    held: ['files/delete package.json:5'],
  },
  {
    title: 'npm run with arguments of its own',
    command: 'npm run wipe -- /srv/data',
    files: { 'package.json': scripts({ wipe: 'rm -rf' }) },
    held: ['files/delete package.json:4'],
  },
  {
    title: 'the script before npm test',
    command: 'npm test',
    files: { 'package.json': scripts({ pretest: 'npx prisma migrate reset --force', test: 'vitest' }) },
    held: ['prisma/migrate-reset package.json:4'],
  },
  {
    title: 'pnpm by name',
    command: 'pnpm clean',
    files: { 'package.json': scripts({ clean: away }) },
    held: ['files/delete package.json:4'],
  },
  {
    title: 'yarn by name',
    command: 'yarn clean',
    files: { 'package.json': scripts({ clean: away }) },
    held: ['files/delete package.json:4'],
  },
  {
    title: 'bun run',
    command: 'bun run clean',
    files: { 'package.json': scripts({ clean: away }) },
    held: ['files/delete package.json:4'],
  },
  {
    title: 'the own life cycle of npm install',
    command: 'npm install',
    files: { 'package.json': scripts({ postinstall: away }) },
    held: ['files/delete package.json:4'],
  },
  {
    title: 'a dependency that is installed',
    command: 'npm install left-pad',
    files: { 'package.json': scripts({ postinstall: away }) },
    held: [],
  },
  {
    title: 'npm ci without scripts',
    command: 'npm ci --ignore-scripts',
    files: { 'package.json': scripts({ postinstall: away }) },
    held: [],
  },
  {
    title: 'a script of a script of a script',
    command: 'npm run a',
    files: { 'package.json': scripts({ a: 'npm run b', b: 'bash ./c.sh' }), 'c.sh': `echo hi\n${away}\n` },
    held: ['files/delete c.sh:2'],
  },
  {
    title: 'run-s by pattern',
    command: 'npx run-s "db:*"',
    files: { 'package.json': scripts({ 'db:drop': 'dropdb production', 'db:seed': 'node seed.js' }) },
    held: ['sql-clients/drop-database package.json:4'],
  },
  {
    title: 'a script that calls itself',
    command: 'npm run a',
    files: { 'package.json': scripts({ a: 'npm run b', b: 'npm run a' }) },
    held: [],
  },
  {
    title: 'an ordinary script',
    command: 'npm run build',
    files: { 'package.json': scripts({ build: 'rimraf dist && tsc -p .' }) },
    held: [],
  },
  { title: 'a script nobody has', command: 'npm test', files: {}, held: [] },
  {
    title: 'the first target of make',
    command: 'make',
    files: { Makefile: `DATA := /srv/data\nall: clean\n\techo ok\nclean:\n\t@rm -rf $(DATA)\n` },
    held: ['files/delete Makefile:5'],
  },
  {
    title: 'a make target with a variable of the call',
    command: 'make wipe DIR=/srv/data',
    files: { Makefile: 'DIR ?= build\nwipe:\n\trm -rf $(DIR)\n' },
    held: ['files/delete Makefile:3'],
  },
  {
    title: 'make clean of build output',
    command: 'make clean',
    files: { Makefile: 'clean:\n\trm -rf build dist *.o\n' },
    held: [],
  },
  { title: 'make without doing', command: 'make -n wipe', files: { Makefile: `wipe:\n\t${away}\n` }, held: [] },
  {
    title: 'another target',
    command: 'make build',
    files: { Makefile: `build:\n\tcc x.c\nwipe:\n\t${away}\n` },
    held: [],
  },
  {
    title: 'make that comes back to itself',
    command: 'make a',
    files: { Makefile: 'a: b\n\t$(MAKE) a\nb: a\n\techo b\n' },
    held: [],
  },
  {
    title: 'an included makefile',
    command: 'make destroy',
    files: { Makefile: 'include infra/tf.mk\n', 'infra/tf.mk': 'destroy:\n\tterraform destroy -auto-approve\n' },
    held: ['terraform/destroy infra/tf.mk:2'],
  },
  {
    title: 'just with a dependency and a parameter',
    command: 'just reset /srv/data',
    files: { justfile: `set shell := ["bash", "-c"]\nreset dir: stop\n    rm -rf {{dir}}\nstop:\n    echo stop\n` },
    held: ['files/delete justfile:3'],
  },
  {
    title: 'a python recipe of just',
    command: 'just wipe',
    files: { justfile: 'wipe:\n    #!/usr/bin/env python3\n    import shutil\n    shutil.rmtree("/srv/data")\n' },
    held: ['files/delete justfile:2'],
  },
  {
    title: 'task',
    command: 'task nuke',
    files: {
      'Taskfile.yml': `version: '3'\ntasks:\n  build:\n    cmds:\n      - go build\n  nuke:\n    deps: [build]\n    cmds:\n      - task: inner\n  inner:\n    cmds:\n      - |\n        echo x\n        ${away}\n`,
    },
    held: ['files/delete Taskfile.yml:13'],
  },
  {
    title: 'rake',
    command: 'rake wipe',
    files: {
      Rakefile: `task :build do\n  sh "make"\nend\ntask wipe: :build do\n  FileUtils.rm_rf("/srv/data")\nend\n`,
    },
    held: ['files/delete Rakefile:4'],
  },
  {
    title: 'rake, which only says what it would run',
    command: 'rake --dry-run wipe',
    files: { Rakefile: 'task :wipe do\n  FileUtils.rm_rf("/srv/data")\nend\n' },
    held: [],
  },
  {
    title: 'composer',
    command: 'composer wipe',
    files: { 'composer.json': `{"scripts": {"wipe": ["@inner"], "inner": "${away}"}}` },
    held: ['files/delete composer.json:1'],
  },
  {
    title: 'a Procfile',
    command: 'foreman start',
    files: { Procfile: `web: bin/rails s\nclean: ${away}\n` },
    held: ['files/delete Procfile:2'],
  },
  {
    title: 'an .envrc',
    command: 'direnv allow',
    files: { '.envrc': `export A=1\n${away}\n` },
    held: ['files/delete .envrc:2'],
  },
  {
    title: 'a hook on commit',
    command: 'git commit -m x',
    files: { '.git/hooks/pre-commit': `#!/bin/sh\n${away}\n` },
    held: ['files/delete .git/hooks/pre-commit:2'],
  },
  {
    title: 'a husky hook on push',
    command: 'git push',
    files: { '.husky/pre-push': `${away}\n` },
    held: ['files/delete .husky/pre-push:1'],
  },
  {
    title: 'a commit without hooks',
    command: 'git commit --no-verify -m x',
    files: { '.git/hooks/pre-commit': away },
    held: [],
  },
  {
    title: 'a hook that lints',
    command: 'git commit -am x',
    files: { '.husky/pre-commit': 'npx lint-staged\n' },
    held: [],
  },
  {
    title: 'the command of a compose service',
    command: 'docker compose up db',
    files: {
      'compose.yaml': `services:\n  web:\n    image: x\n    command: echo hi\n  db:\n    image: postgres\n    command: ["sh", "-c", "rm -rf /var/lib/postgresql/data"]\n`,
    },
    held: ['files/delete compose.yaml:7'],
  },
  {
    title: 'a compose service whose image brings the program',
    command: 'docker compose run --rm sweep',
    files: {
      'compose.yaml': 'services:\n  sweep:\n    image: amazon/aws-cli:2\n    command: s3 rb s3://dumps --force\n',
    },
    held: ['aws/bucket-delete compose.yaml:4'],
  },
  {
    title: 'a compose file on standard input',
    command: `docker compose -f - up <<'EOF'\nservices:\n  a:\n    image: x\n    command: ${away}\nEOF`,
    files: {},
    held: ['files/delete -:4'],
  },
  {
    title: 'a module of the project',
    command: 'python -m tools.tidy',
    files: { 'tools/tidy.py': 'import shutil\nshutil.rmtree("/srv/data")\n' },
    held: ['files/delete tools/tidy.py:2'],
  },
  {
    title: 'a module that Python brings, whatever lies beside it',
    command: 'python -m http.server',
    files: { 'http/server.py': 'import shutil\nshutil.rmtree("/srv/data")\n' },
    held: [],
  },
  {
    title: 'a script without an ending',
    command: './deploy',
    files: { deploy: `#!/usr/bin/env bash\n${away}\n` },
    held: ['files/delete deploy:2'],
  },
  {
    title: 'a script by its first line',
    command: './tidy.py',
    files: { 'tidy.py': '#!/usr/bin/env python3\nimport shutil\nshutil.rmtree("/srv/data")\n' },
    held: ['files/delete tidy.py:3'],
  },
  ...['npx .', 'npx -y . --force', 'npm exec .', 'npm exec -- .', 'bunx .'].map((command) => ({
    title: `the own package: ${command}`,
    command,
    files: { 'package.json': JSON.stringify({ name: '@acme/tidy', bin: './tidy.js' }), 'tidy.js': wiping },
    held: ['files/delete tidy.js:1'],
  })),
  {
    title: 'the own package by the one bin it has',
    command: 'npx .',
    files: { 'package.json': JSON.stringify({ name: 'shop', bin: { tidy: 'tidy.js' } }), 'tidy.js': wiping },
    held: ['files/delete tidy.js:1'],
  },
  {
    title: 'the own package by the bin of its name',
    command: 'npx .',
    files: {
      'package.json': JSON.stringify({ name: '@acme/tidy', bin: { tidy: 'ok.js', wipe: 'tidy.js' } }),
      'ok.js': 'console.log(1)',
      'tidy.js': wiping,
    },
    held: [],
  },
  {
    title: 'a bin of the own package that bears its name',
    command: 'npx tidy',
    files: { 'package.json': JSON.stringify({ name: 'tidy', bin: 'tidy.js' }), 'tidy.js': wiping },
    held: ['files/delete tidy.js:1'],
  },
  {
    title: 'a bin of the own package',
    command: 'npx tidy',
    files: {
      'package.json': JSON.stringify({ bin: { tidy: './tidy.mjs' } }),
      'tidy.mjs': "import fs from 'node:fs';\nfs.rmSync('/srv/data', { recursive: true });\n",
    },
    held: ['files/delete tidy.mjs:2'],
  },
];

const padding = '# nothing\n'.repeat(30_000);
const tooLarge: readonly Case[] = [
  {
    title: 'recipes in a file that is too large to be read',
    command: 'make clean',
    files: { Makefile: `${padding}clean:\n\t${away}\n` },
    held: ['unknown/unreadable'],
  },
  {
    title: 'a large program of the workspace',
    command: './build/app',
    files: { 'build/app': `\x7fELF${padding}` },
    held: [],
  },
  {
    title: 'a bundled tool among the dependencies',
    command: 'node node_modules/tool/cli.js',
    files: { 'node_modules/tool/cli.js': `fs.rmSync(x);${padding}` },
    held: [],
  },
];

describe('what stands in a file is judged as if it had been typed', () => {
  it.each([...cases, ...tooLarge])('$title: $command', async ({ command, files, held }) => {
    expect(await heldBy(command, files)).toEqual(held);
  });

  it('shows the text that led there', async () => {
    const { effects } = await followed('echo a; npm run clean', { 'package.json': scripts({ clean: away }) });
    expect(effects.map(({ span }) => 'echo a; npm run clean'.slice(...span))).toEqual(['npm run clean']);
  });

  it('ends where scripts go round in a circle over files', async () => {
    const files = {
      'a.sh': 'npm run b',
      'package.json': scripts({ b: 'python c.py' }),
      'c.py': 'import subprocess\nsubprocess.run(["bash", "a.sh"])\n',
    };
    const { rounds, effects } = await followed('bash a.sh', files);
    expect(rounds).toBeLessThan(8);
    expect(effects).toEqual([]);
  });

  it('asks nothing of the disk for commands that run no file', async () => {
    for (const command of ['ls -la', 'git status', 'cargo build', 'docker ps', 'echo x | grep y']) {
      expect((await followed(command)).asked).toEqual([]);
    }
  });
});
