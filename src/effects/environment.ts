import type { Environment } from '../action/effect.ts';
import { wordsOf } from './words.ts';

const words: Readonly<Record<string, Environment>> = {
  prod: 'production',
  production: 'production',
  prd: 'production',
  live: 'production',
  staging: 'staging',
  stage: 'staging',
  stg: 'staging',
  uat: 'staging',
  qa: 'staging',
  preprod: 'staging',
  nonprod: 'staging',
  dev: 'development',
  develop: 'development',
  development: 'development',
  local: 'development',
  localhost: 'development',
  test: 'development',
  tests: 'development',
  testing: 'development',
  sandbox: 'development',
  preview: 'development',
  ci: 'development',
  scratch: 'development',
  tmp: 'development',
};

/** What a name (branch, database, workspace, file, variable) says about where it lives. Production wins. */
export function environmentOfName(name: string): Environment {
  const parts = wordsOf(name);
  let found: Environment = 'unknown';
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    const said = words[part] ?? words[part.replace(/\d+$/, '')];
    if (!said) continue;
    if (said === 'production') {
      const before = parts[index - 1];
      if (before === 'non' || before === 'pre' || before === 'not') return 'staging';
      return 'production';
    }
    if (found === 'unknown' || said === 'staging') found = said;
  }
  return found;
}

/** True for addresses that reach this machine only. */
export function isLoopback(host: string): boolean {
  const bare = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    bare === '0.0.0.0' ||
    bare === '::' ||
    bare === 'host.docker.internal' ||
    /^127\.\d+\.\d+\.\d+$/.test(bare) ||
    /^::ffff:127\./.test(bare)
  );
}

/** What a host name says about where it lives; loopback is development. */
export function environmentOfHost(host: string): Environment {
  if (isLoopback(host)) return 'development';
  const bare = host.toLowerCase();
  // `nas.local` is a machine of this network, `sql.corp.local` and `db.svc.cluster.local` an organisation's.
  if (bare.endsWith('.test') || /^[^.]+\.local$/.test(bare)) {
    const named = environmentOfName(bare.slice(0, bare.lastIndexOf('.')));
    return named === 'unknown' ? 'development' : named;
  }
  // The last two labels are the owner's name (`test.io`, `live.com`), not a place.
  const labels = bare.split('.');
  return environmentOfName(labels.length > 2 ? labels.slice(0, -2).join('.') : (labels[0] ?? ''));
}

/** The host of a URL or connection string (`postgres://u:p@h:5432/db`, `host=h dbname=d`), or null. */
export function hostOf(connection: string): string | null {
  const url = /^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?(\[[^\]]+\]|[^:/?#,]*)/i.exec(connection);
  if (url) return url[1] ?? null;
  const pair = /(?:^|[\s;])(?:host|server|data source)\s*=\s*'?([^\s;',]+)/i.exec(connection);
  return pair?.[1] ?? null;
}

/** What a connection string says: its host first, then the database it names. A host that is not named is local. */
export function environmentOfConnection(connection: string): Environment {
  const host = hostOf(connection);
  const rest = connection.replace(/^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const named = environmentOfName(rest);
  if (host === null || host === '') return named === 'unknown' ? 'unknown' : named;
  const byHost = environmentOfHost(host);
  if (byHost === 'unknown') return named === 'development' ? 'unknown' : named;
  return byHost === 'development' && named === 'production' ? 'production' : byHost;
}

/** The more dangerous of two readings: production, then unknown, then staging, then development. */
export function worseEnvironment(one: Environment, other: Environment): Environment {
  const order: readonly Environment[] = ['development', 'staging', 'unknown', 'production'];
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}
