import type { Asset, Reversibility } from '../action/effect.ts';
import { wordsOf } from './words.ts';

/** What the words of an operation's name say it does. */
export interface NameReading {
  readonly verb: string;
  readonly resource: string;
  readonly asset: Asset;
  readonly reversibility: Reversibility;
}

const destructive = new Set(
  (
    'delete destroy drop truncate purge wipe erase remove terminate deprovision decommission nuke obliterate uninstall ' +
    'deregister unpublish expunge flush reset revoke teardown prune evict rmdir rm del unlink kill clear empty cleanup ' +
    'deallocate shred overwrite rollback forcedelete harddelete bulkdelete deleteall removeall'
  ).split(' '),
);
/** Verbs that lose data only together with something that holds some. */
const weak = new Set(
  'reset clear flush revoke kill rollback empty evict cleanup prune remove rm del uninstall unlink'.split(' '),
);
/** A name that begins like this asks, whatever stands behind it: `list_deleted_items`, `get_delete_status`. */
const asking = new Set(
  'get list read search find fetch describe show query check count view lookup is has can preview validate verify explain inspect download export suggest estimate diff compare undelete restore undo cancel simulate dry'.split(
    ' ',
  ),
);
/** Things whose loss is nobody's grief or is undone by one click. */
const mild = new Set(
  (
    'label labels reaction reactions star stars starred subscription subscriptions watch watcher watchers bookmark bookmarks tag tags like ' +
    'favorite favorites notification notifications cache caches filter cursor selection breakpoint breakpoints tab tabs ' +
    'highlight annotation draft session sessions assignee assignees reviewer reviewers follow mute pin pins badge emoji view views ' +
    'todo todos cookie cookies invitation invitations reminder'
  ).split(' '),
);

const assets: readonly (readonly [Asset, RegExp])[] = [
  ['backup', /^(?:backups?|snapshots?|archives?|recovery|checkpoints?|restore|pitr)$/],
  ['log', /^(?:logs?|audit|trail|logging)$/],
  ['key', /^(?:keys?|secrets?|tokens?|credentials?|certificates?|passwords?|passkey|apikey|kms|vault)$/],
  ['state', /^(?:state|tfstate)$/],
  [
    'data-store',
    /^(?:databases?|db|dbs|tables?|volumes?|buckets?|disks?|collections?|clusters?|instances?|projects?|environments?|indexes|index|indices|queues?|topics?|streams?|repos?|repositor(?:y|ies)|schemas?|datasets?|storage|objects?|records?|rows?|documents?|items?|users?|accounts?|workspaces?|organizations?|orgs?|tenants?|warehouses?|namespaces?|filesystems?|shares?|blobs?|containers?|customers?|zones?|stacks?|services?|apps?|applications?|sites?|branch(?:es)?|keyspaces?|files?|folders?|pages?|messages?|emails?|threads?|posts?|issues?)$/,
  ],
  [
    'access',
    /^(?:roles?|polic(?:y|ies)|permissions?|members?|grants?|dns|domains?|firewalls?|networks?|vpcs?|subnets?|groups?)$/,
  ],
  ['compute', /^(?:deployments?|servers?|droplets?|machines?|functions?|vms?|pods?|nodes?|workers?|jobs?)$/],
];

/** Reads an operation's name (`deleteProject`, `remove-volume`, `DynamoDB_20120810.DeleteTable`); null where it destroys nothing. */
export function readName(name: string): NameReading | null {
  const words = wordsOf(name.slice(0, 400)).filter((word) => word !== 'tool' && word !== 'mcp');
  const first = words.findIndex((word) => destructive.has(word));
  if (first < 0) return null;
  const lead = words.slice(0, first).find((word) => asking.has(word));
  if (lead || words[0] === 'un' || words.includes('undelete')) return null;
  const report = /^(?:status|preview|history)$/;
  if (first > 0 && words.some((word) => report.test(word))) return null;
  const verb = words[first] ?? 'delete';
  const others = words.filter((_, index) => index !== first);
  const found = assets.find(([, shape]) => others.some((word) => shape.test(word)));
  const resource = others.find((word) => found?.[1].test(word)) ?? others.at(-1) ?? 'resource';
  const onlyMild =
    others.some((word) => mild.has(word)) &&
    !others.some((word) => /^(?:databases?|buckets?|volumes?|backups?|projects?)$/.test(word));
  if (onlyMild) return { verb, resource, asset: 'other', reversibility: 'reversible' };
  if (weak.has(verb) && !found) return null;
  return { verb, resource, asset: found?.[0] ?? 'other', reversibility: 'irreversible' };
}
