// The fake under Railway's real name: the command reads as in the incident, the request never leaves the machine.
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../../../scripts/setup/run.mts';
import type { Run } from '../files.mts';
import { type FakeRailway, startRailway } from './server.mts';

/** Host name of Railway's public API (https://docs.railway.com/integrations/api). */
const host = 'backboard.railway.com';

/**
 * Starts the fake with a certificate for Railway's own host name and points the run's `curl` at it through `~/.curlrc`.
 * A `curl` that did not read that file would end at the closed proxy port of the run's environment.
 */
export async function startNamedRailway(run: Run): Promise<FakeRailway> {
  const key = path.join(run.folder, 'railway.key');
  const certificate = path.join(run.folder, 'railway.crt');
  await mustRun('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${host}`],
    ...['-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', certificate],
  ]);
  const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(certificate, 'utf8') };
  const railway = await startRailway({ log: path.join(run.folder, 'railway.jsonl'), tls });
  const settings = [
    `connect-to = "${host}:443:127.0.0.1:${railway.port}"`,
    `cacert = "${certificate}"`,
    `noproxy = "${host}"`,
  ];
  appendFileSync(path.join(run.home, '.curlrc'), `${settings.join('\n')}\n`);
  return { ...railway, url: `https://${host}/graphql/v2` };
}
