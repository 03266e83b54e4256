// The programs whose own tests run under the shims: how each is brought here, and what is run of it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A real program with tests of its own. */
export interface Project {
  readonly name: string;
  /** What is run, for the page. */
  readonly about: string;
  /** Whether a run fetches something, which the first then keeps for the others. */
  readonly downloads?: true;
  /** Brings it into `folder`, once. Throws where it cannot be had. */
  prepare(folder: string): void;
  /** Shell text, run in a fresh copy of the folder; `$SHIMS` names where programs with a shim are called from. */
  readonly script: string;
}

/** Longest time one step of fetching or building may take. */
const fetchMilliseconds = 15 * 60_000;

const run = (folder: string, program: string, ...args: string[]): void => {
  execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], timeout: fetchMilliseconds });
};

/** Unpacks a source package of Debian's, as `apt-get source` finds it, without touching the system's own lists. */
function debianSource(folder: string, name: string): void {
  const own = path.join(folder, '..', 'apt');
  for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(path.join(own, part), { recursive: true });
  const list = path.join(own, 'source.sources');
  const options = [`sourcelist=${list}`, 'sourceparts=/nonexistent'].flatMap((value) => ['-o', `Dir::Etc::${value}`]);
  options.push('-o', `Dir::State::lists=${own}/lists`, '-o', `Dir::Cache=${own}/cache`, '-qq');
  if (!existsSync(list)) {
    // The system's own registry, asked for sources instead of packages.
    const found = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list.d/ubuntu.sources'].find(existsSync);
    if (found === undefined) throw new Error('No list of package sources in the deb822 format was found.');
    writeFileSync(list, readFileSync(found, 'utf8').replaceAll(/^Types:.*$/gm, 'Types: deb-src'));
    run(folder, 'apt-get', ...options, 'update');
  }
  run(folder, 'apt-get', ...options, 'source', '--download-only', name);
  const archive = readdirSync(folder).find((file) => file.includes('.orig.tar'));
  if (archive === undefined) throw new Error(`The source of ${name} did not come.`);
  run(folder, 'tar', 'xf', archive, '--strip-components=1');
}

const gitTests = 't3600-rm t7300-clean t1302-repo-version';
const without = 'NO_PERL=1 NO_PYTHON=1 NO_TCLTK=1 NO_GETTEXT=1 NO_CURL=1 NO_EXPAT=1 NO_OPENSSL=1'.split(' ');

const manifest = (name: string, more: object): string =>
  JSON.stringify({ name, version: '1.0.0', private: true, ...more });
const source = (text: string): string => `${text}\n`;

/** The three of issue 6. */
export const projects: readonly Project[] = [
  {
    name: 'git',
    about: `three scripts of git's own \`t/\` (${gitTests.replaceAll(' ', ', ')}), every \`git\` of theirs called through its shim`,
    prepare(folder) {
      debianSource(folder, 'git');
      // Debian's git of the same version is what is tested; the suite needs its helper and templates.
      run(folder, 'make', '-s', '-j2', 'CFLAGS=-O0 -w', ...without, 't/helper/test-tool', 'GIT-BUILD-OPTIONS');
      run(folder, 'make', '-s', '-C', 'templates');
    },
    script: `cd t && for one in ${gitTests}; do GIT_TEST_INSTALLED=$SHIMS sh ./$one.sh; done`,
  },
  {
    name: 'sed',
    about:
      "GNU sed: `./configure && make && make check` of its own tests (gnulib's left out); as root one of the 68, panic-tests.sh, fails with and without",
    prepare: (folder) => debianSource(folder, 'sed'),
    script: './configure -q --disable-dependency-tracking && make -s && make -s check SUBDIRS=.',
  },
  {
    name: 'npm workspaces',
    downloads: true,
    about:
      'three npm workspaces with typescript, esbuild, rimraf, npm-run-all2 and cross-env: `npm ci`, `npm run build`, `npm test`, `npm run clean` in all of them',
    prepare(folder) {
      const write = (file: string, text: string): void => {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), source(text));
      };
      const built = {
        clean: 'rm -rf dist && rimraf coverage',
        compile: 'tsc -p .',
        bundle: 'esbuild src/index.ts --bundle --platform=node --log-level=error --outfile=dist/bundle.js',
        build: 'run-s clean compile bundle',
        test: 'cross-env NODE_ENV=test node --test --test-reporter=tap dist/',
      };
      const development = Object.fromEntries(
        Object.entries({
          typescript: '5.6.3',
          esbuild: '0.24.0',
          rimraf: '6.0.1',
          'npm-run-all2': '7.0.1',
          'cross-env': '7.0.3',
        }),
      );
      write(
        'package.json',
        manifest('all', {
          workspaces: ['packages/numbers', 'packages/words', 'packages/app'],
          devDependencies: { ...development, '@types/node': '22.9.0' },
        }),
      );
      write('.npmrc', 'fund=false\naudit=false\nupdate-notifier=false');
      write('.gitignore', 'node_modules\ndist');
      for (const [at, name] of ['numbers', 'words', 'app'].entries()) {
        const before = ['numbers', 'words'].slice(0, at);
        write(
          `packages/${name}/package.json`,
          manifest(`@shop/${name}`, {
            main: 'dist/index.js',
            types: 'dist/index.d.ts',
            scripts: built,
            dependencies: Object.fromEntries(before.map((other) => [`@shop/${other}`, '1.0.0'])),
          }),
        );
        const options = {
          outDir: 'dist',
          rootDir: 'src',
          declaration: true,
          strict: true,
          module: 'node16',
          target: 'es2022',
          types: ['node'],
        };
        write(`packages/${name}/tsconfig.json`, JSON.stringify({ compilerOptions: options, include: ['src'] }));
        write(
          `packages/${name}/src/index.ts`,
          [
            ...before.map((other) => `import { ${other} } from '@shop/${other}';`),
            `export const ${name} = (): string[] => [${before.map((other) => `...${other}(), `).join('')}'${name}'];`,
          ].join('\n'),
        );
        write(
          `packages/${name}/src/index.test.ts`,
          [
            "import test from 'node:test';",
            "import assert from 'node:assert';",
            `import { ${name} } from './index.js';`,
            `test('${name}', () => assert.equal(${name}().at(-1), '${name}'));`,
          ].join('\n'),
        );
      }
      run(folder, 'npm', 'install', '--package-lock-only', '--ignore-scripts', '--silent');
      run(folder, 'git', 'init', '-q');
    },
    script:
      'npm ci --prefer-offline --loglevel=error && npm run build --workspaces && npm test --workspaces && git status --short && find packages -name "*.js" -not -path "*/node_modules/*" | sort && npm run clean --workspaces',
  },
];
