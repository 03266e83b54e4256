// Learns the shipped baseline from recorded sessions of real agents.
// Usage: npm run train-baseline -- SESSIONS.jsonl[.gz]      writes src/behaviour/baseline.generated.json
// The sessions themselves never enter the repository: what is kept are weights of sequences of two dozen categories.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { countedModel } from './behaviour/counting.mts';
import { countedIn } from './behaviour/playing.mts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: npm run train-baseline -- SESSIONS.jsonl[.gz]');
  process.exit(2);
}
const sessions = await countedIn(file);
const model = countedModel(sessions);
const target = path.join(import.meta.dirname, '..', 'src', 'behaviour', 'baseline.generated.json');
const text = `${JSON.stringify(model)}\n`;
writeFileSync(target, text);
const { groups, actions, usual } = model;
console.log(
  `${target}: ${text.length} bytes from ${actions} actions of ${model.sessions} sessions in ${groups} groups; a step surprises by ${usual.mean} ± ${usual.deviation} bits`,
);
