import { createHash } from 'node:crypto';
import path from 'node:path';
import { noPolicyFile, type PolicyFile, readPolicyFile } from '../policy/policy-file.ts';
import { limits } from './limits.ts';
import { readSmallFile, stampOf } from './small-file.ts';
import { codeOf } from './state-directory.ts';

/** A folder's policy file as it is now. */
export interface PolicyNow {
  readonly policy: PolicyFile;
  /** SHA-256 of its text, hex, under which a person accepts what it declares; null where there is none. */
  readonly hash: string | null;
}

/** The policy files of the workspaces an editor window has open. */
export interface PolicySource {
  /** What `.holdpoint/policy.jsonc` of this folder (absolute) says. Looks at most every quarter of a second. */
  of(folder: string): PolicyNow;
}

const none: PolicyNow = { policy: noPolicyFile, hash: null };

interface Looked {
  at: number;
  stamp: string;
  now: PolicyNow;
}

/** How long one look at a file counts, in milliseconds. */
const freshMilliseconds = 250;

/**
 * Reads policy files as they change. `changed` is called with one sentence when a file that was read before is read
 * anew, `problem` with what could not be understood. `now` gives milliseconds since the epoch.
 */
export function createPolicySource(deps: {
  now(): number;
  changed(sentence: string): void;
  problem(sentence: string): void;
}): PolicySource {
  const looked = new Map<string, Looked>();

  const read = (file: string, before: Looked | undefined): PolicyNow => {
    try {
      const { text } = readSmallFile(file, limits.smallFileBytes);
      const policy = readPolicyFile(text);
      for (const sentence of policy.problems) deps.problem(`${sentence} (${file})`);
      return { policy, hash: createHash('sha256').update(text, 'utf8').digest('hex') };
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return none;
      deps.problem(`The policy file ${file} cannot be read (${codeOf(error)}); what it said before stays in force.`);
      return before?.now ?? none;
    }
  };

  return {
    of(folder) {
      const file = path.join(folder, '.holdpoint', 'policy.jsonc');
      const before = looked.get(file);
      const at = deps.now();
      if (before && at >= before.at && at - before.at < freshMilliseconds) return before.now;
      const stamp = stampOf(file);
      if (before?.stamp === stamp) {
        before.at = at;
        return before.now;
      }
      const now = read(file, before);
      looked.delete(file);
      looked.set(file, { at, stamp, now });
      if (looked.size > limits.policyFolders) {
        const [oldest] = looked.keys();
        if (oldest !== undefined) looked.delete(oldest);
      }
      if (before && before.now.hash !== now.hash) deps.changed(whatChanged(file, before.now, now));
      return now;
    },
  };
}

function whatChanged(file: string, before: PolicyNow, now: PolicyNow): string {
  if (now.hash === null) return `The policy file ${file} is gone; what it asked for no longer counts.`;
  const kept = new Set(now.policy.sequences.map(({ name }) => name));
  const lost = before.policy.sequences.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
  const gone = [...lost, ...(before.policy.stopOnDiscovery && !now.policy.stopOnDiscovery ? ['stopOnDiscovery'] : [])];
  return `The policy file ${file} changed${gone.length === 0 ? '' : `; no longer in it: ${gone.join(', ')}`}.`;
}
