import type { CommandRow } from '../command-table.ts';
import { hostOf, isLoopback } from '../environment.ts';
import type { Call, Pack } from '../pack.ts';
import { isTestName } from '../paths.ts';
import { literalOf, readArguments, shown } from '../words.ts';

/** What every line of the database tools shares: the database that the project's settings name. */
const database = {
  resource: 'database',
  asset: 'data-store',
  otherwise: 'the database of this project',
  named: [],
} as const satisfies Partial<CommandRow>;

/** A line that empties or drops the project's database; behind the words stands no target. */
export function wholeDatabase(words: string, verb: string, loss: string, more: Partial<CommandRow> = {}): CommandRow {
  return {
    ...database,
    words,
    verb,
    name: words.split(' / ')[0]?.replaceAll(/[ |*]+/g, '-') ?? verb,
    reason: loss,
    at: 99,
    ...more,
  };
}

/** What is said of a line that drops tables. */
export const drops = 'Drops {target} with all its rows.';
/** What is said of a line that makes a database anew. */
export const remakes = 'Drops {target} and makes it anew, empty.';
/** What is said of a line that takes migrations back. */
export const rollsBack = 'Rolls migrations back in {target}: tables and columns they made go with their rows.';

const testing = /^(?:test|tests|testing|ci)$/i;

/**
 * A pack of tools that read which database they work on from a setting: a test run's own database is made anew by
 * every run, so that losing it loses nothing (`RAILS_ENV=test rails db:reset`, `--env=testing`).
 */
export function exceptTestRuns(pack: Pack): Pack {
  return { ...pack, effects: (call) => (isTestRun(call) ? [] : pack.effects(call)) };
}

function isTestRun({ invocation }: Call): boolean {
  for (const name of [
    'RAILS_ENV',
    'RACK_ENV',
    'MIX_ENV',
    'NODE_ENV',
    'APP_ENV',
    'FLASK_ENV',
    'ASPNETCORE_ENVIRONMENT',
  ]) {
    const value = invocation.environment[name];
    if (value) return testing.test(literalOf(value) ?? '');
  }
  // `rake db:reset RAILS_ENV=test`
  if (invocation.args.some((word) => /^(?:RAILS_ENV|RACK_ENV|MIX_ENV|APP_ENV)=test$/.test(literalOf(word) ?? '')))
    return true;
  const settings =
    invocation.args.map((word) => /^--settings=(.+)$/.exec(literalOf(word) ?? '')?.[1]).find(Boolean) ??
    literalOf(invocation.environment.DJANGO_SETTINGS_MODULE);
  if (settings) return /(?:^|[._])(?:tests?|testing|ci)$/i.test(settings);
  const url = literalOf(invocation.environment.DATABASE_URL) ?? '';
  if (/^sqlite:.*(?::memory:|\/tmp\/)/.test(url) || (isTestDatabase(url) && isLoopback(hostOf(url) ?? ''))) return true;
  const { options } = readArguments(invocation.args, new Set(['--env', '-e', '--environment']));
  for (const name of ['--env', '--environment']) {
    const value = options.get(name);
    if (value) return testing.test(shown(value));
  }
  return false;
}

function isTestDatabase(url: string): boolean {
  return isTestName(/\/([^/?]+)(?:\?|$)/.exec(url.replace(/^[a-z+]+:\/\/[^/]*/, ''))?.[1] ?? '');
}
