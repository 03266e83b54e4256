import { defineConfig } from 'vitest/config';

/** Tests that build the command line and start it, or a browser: seconds each. */
const machine = [
  'test/cli/**/*.test.ts',
  'test/exec/{shim,faults,plain,run,zsh,windows-shim,newborns}.test.ts',
  'test/guard/killed.test.ts',
  'test/rig/cache.test.ts',
  'test/undo/**/*.test.ts',
  'test/webview/panels.test.ts',
];

/**
 * The suites: `unit` is quick and runs in `npm run check`; `machine` starts processes of ours and a browser; `editor`,
 * `agents` and `smoke` drive real programs.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/agents/**', 'test/smoke/**', ...machine],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'machine',
          include: machine,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: 'test/cli/build.ts',
        },
      },
      {
        test: {
          name: 'editor',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 600_000,
          // A window on a busy machine draws what is asked for seconds later.
          expect: { poll: { timeout: 60_000, interval: 100 } },
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'agents',
          include: ['test/agents/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'smoke',
          include: ['test/smoke/**/*.test.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
