import type { Asset, Reversibility, Scope } from '../../action/effect.ts';
import type { CallRow } from '../call-table.ts';

/** What a line of these tables loses; `more` says what differs. */
export interface Loss {
  readonly verb: string;
  readonly resource: string;
  readonly asset: Asset;
  readonly reversibility: Reversibility;
  readonly scope: Scope;
  readonly wayBack?: string;
}

/** Data on a server, gone for good. */
export const data: Loss = {
  verb: 'delete',
  resource: 'data',
  asset: 'data-store',
  reversibility: 'irreversible',
  scope: 'remote',
};
/** What stands on a drive of a machine. */
export const disk: Loss = { ...data, verb: 'erase', resource: 'drive', scope: 'machine' };
/** A machine or service that stops and can be started again. */
export const power: Loss = {
  ...data,
  verb: 'stop',
  resource: 'machine',
  asset: 'compute',
  reversibility: 'recoverable',
  wayBack: 'Start it again.',
};
/** Work of a batch system, lost half done. */
export const work: Loss = { ...data, verb: 'cancel', resource: 'job', asset: 'compute' };
/** What a network reaches its devices by. */
export const network: Loss = { ...data, resource: 'configuration', asset: 'access' };
/** A member of a group, which can be added again. */
export const member: Loss = {
  ...data,
  verb: 'remove',
  resource: 'member',
  asset: 'access',
  reversibility: 'recoverable',
  wayBack: 'Add it again.',
};
/** Data replaced by other data. */
export const overwritten: Loss = { ...data, verb: 'overwrite' };

/** One line of the tables of operators' gear. */
export const line = (
  programs: string,
  name: string,
  when: RegExp,
  loss: Loss,
  reason: string,
  source: string,
  more: Partial<CallRow> = {},
): CallRow => ({ programs, name, when, ...loss, reason, source: `https://${source}`, ...more });
