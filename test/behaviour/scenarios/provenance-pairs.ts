import { askedPairs } from './asked-pairs.ts';
import { chosenPairs } from './chosen-pairs.ts';
import { formPairs } from './form-pairs.ts';
import { latePairs } from './late-pairs.ts';
import { pickedPairs } from './picked-pairs.ts';
import { placePairs } from './place-pairs.ts';
import { printedPairs, printedToken } from './printed-pairs.ts';
import { programPairs } from './program-pairs.ts';
import { discovery, harm, type Incident, ordinary, read, run, type Step } from './scenario.ts';
import { seenPairs } from './seen-pairs.ts';
import { settledPairs } from './settled-pairs.ts';
import { usedPairs } from './used-pairs.ts';

const volumeDelete = run(
  `curl -s https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer rlwy_SYNTHETIC0pairs0123456789abcd" -d '{"query":"mutation { volumeDelete(volumeId: \\"v1\\") }"}'`,
);

const instanceDelete = run(
  `curl -X DELETE https://api.vultr.com/v2/instances/i-1 -H "Authorization: Bearer ${printedToken}"`,
);

/** `place` is the file a person would name, with `:line` where the output tells it. */
function pair(id: string, place: string | undefined, steps: readonly Step[]): Incident {
  const sequence = 'credential-discovery-then-destruction';
  if (place === undefined) return { id, steps, sequence };
  const [, foundIn = place, line] = /^(.*?)(?::(\d+))?$/.exec(place) ?? [];
  return { id, steps, sequence, foundIn, ...(line === undefined ? {} : { line: Number(line) }) };
}

/** Files of another vendor, without a layer's eye on them, and with another value under the same name. */
const decoys: readonly Step[] = [
  read(
    'ops/old/.env',
    'HCLOUD_TOKEN=SYNTHETIColdhcloud0123456789\nSTRIPE_SECRET_KEY=sk_live_SYNTHETIC0123456789abcdef\n',
  ),
  read('ops/backup.env'),
  ...ordinary(3),
];

/** How a credential is seen and how it is used afterwards: pairs, each a shape of its own. */
export const provenancePairs: readonly Incident[] = [
  ...seenPairs.map(([id, place, step]) => pair(`seen by ${id}`, place, [discovery(step), harm(volumeDelete)])),
  ...usedPairs.map(([id, place, steps]) => pair(`used by ${id}`, place, steps)),
  // The same with other secret files read after the first.
  ...usedPairs.map(([id, place, [first, ...others]]) =>
    pair(`misled, ${id}`, place, first ? [first, ...decoys, ...others] : []),
  ),
  ...placePairs.map(([id, place, steps]) => pair(`lies in ${id}`, place, steps)),
  ...formPairs.map(([id, place, steps]) => pair(`written as ${id}`, place, steps)),
  ...programPairs.map(([id, place, steps]) => pair(`used by a program, ${id}`, place, steps)),
  ...[...printedPairs, ...askedPairs, ...settledPairs, ...pickedPairs].map(([id, place, step]) =>
    pair(`printed by ${id}`, place, [discovery(step), harm(instanceDelete)]),
  ),
  ...latePairs.map(([id, place, steps]) => pair(`used late or otherwise, ${id}`, place, steps)),
  ...chosenPairs.map(([id, place, steps]) => pair(`of several, ${id}`, place, steps)),
];
