import type { Rule } from '../pack.ts';

const shared = { provider: 'files', resource: 'path', asset: 'files', scope: 'machine' } as const;

/** Deleting paths. */
export const remove: Rule = {
  ...shared,
  id: 'files/delete',
  verb: 'delete',
  reversibility: 'irreversible',
  reason: 'Deletes {target} without a trash.',
  safer: 'ls -la {target}',
  attack: 'T1485',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/rm.html',
};
/** Writing over a whole disk. */
export const overwriteDisk: Rule = {
  ...shared,
  id: 'files/overwrite-disk',
  verb: 'overwrite',
  resource: 'disk',
  asset: 'data-store',
  reversibility: 'irreversible',
  reason: 'Overwrites the disk {target} and with it every file on it.',
  safer: 'lsblk',
  attack: 'T1561',
  source: 'https://www.gnu.org/software/coreutils/manual/html_node/dd-invocation.html',
};
/** Making a new file system. */
export const format: Rule = {
  ...overwriteDisk,
  id: 'files/format',
  verb: 'format',
  reason: 'Makes an empty file system on {target}; everything on it is lost.',
  source: 'https://man7.org/linux/man-pages/man8/mkfs.8.html',
};
/** Writing over a file outside the workspace. */
export const overwrite: Rule = {
  ...shared,
  id: 'files/overwrite',
  verb: 'overwrite',
  reversibility: 'irreversible',
  reason: 'Replaces what {target} holds, outside this workspace.',
  safer: 'ls -la {target}',
  attack: 'T1565.001',
  source: 'https://www.gnu.org/software/bash/manual/html_node/Redirections.html',
};
/** Overwriting so that nothing recovers it. */
export const shred: Rule = {
  ...shared,
  id: 'files/shred',
  verb: 'shred',
  reversibility: 'irreversible',
  scope: 'workspace',
  reason: 'Overwrites {target} so that nothing can bring it back.',
  safer: 'ls -la {target}',
  attack: 'T1485',
  source: 'https://www.gnu.org/software/coreutils/manual/html_node/shred-invocation.html',
};
/** Changing owner or mode of a tree. */
export const permissions: Rule = {
  ...shared,
  id: 'files/permissions',
  verb: 'change-access',
  asset: 'access',
  reversibility: 'irreversible',
  reason: 'Changes owner or mode of everything below {target}; the old ones are recorded nowhere.',
  safer: 'ls -la {target}',
  attack: 'T1222.002',
  source: 'https://www.gnu.org/software/coreutils/manual/html_node/chmod-invocation.html',
};
/** Moving out of its place, or into nothing. */
export const moveAway: Rule = {
  ...shared,
  id: 'files/move-away',
  verb: 'move',
  reversibility: 'irreversible',
  reason: 'Moves {target} to where it is lost or out of its place.',
  safer: 'ls -la {target}',
  attack: 'T1485',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/mv.html',
};
/** Deleting what the source of a copy does not have. */
export const mirror: Rule = {
  ...shared,
  id: 'files/mirror-delete',
  verb: 'delete',
  reversibility: 'irreversible',
  reason: 'Deletes in {target} everything the source does not have.',
  attack: 'T1485',
  source: 'https://download.samba.org/pub/rsync/rsync.1',
};
/** Emptying a file. */
export const overwriteAll: Rule = {
  ...remove,
  id: 'files/empty',
  verb: 'truncate',
  reason: 'Empties {target}.',
  source: 'https://www.gnu.org/software/coreutils/manual/html_node/truncate-invocation.html',
};
/** Telling the kernel to restart, stop or crash at once. */
export const kernelTrigger: Rule = {
  ...shared,
  id: 'files/kernel-trigger',
  verb: 'stop',
  resource: 'machine',
  asset: 'compute',
  reversibility: 'irreversible',
  reason: 'Tells the kernel through {target} to restart, stop or crash at once: what is not written yet is lost.',
  safer: 'uptime',
  attack: 'T1529',
  source: 'https://docs.kernel.org/admin-guide/sysrq.html',
};
