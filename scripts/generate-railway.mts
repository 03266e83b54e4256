// Writes src/effects/packs/railway.generated.json from published API operations (JSON Lines, gzip) and the decisions
// made by hand in railway-decisions.mts. Usage: node scripts/generate-railway.mts api-operations.jsonl.gz
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { destructive, harmless } from './railway-decisions.mts';

const [input] = process.argv.slice(2);
if (!input) {
  console.error('Usage: node scripts/generate-railway.mts api-operations.jsonl.gz');
  process.exit(2);
}

interface Operation {
  readonly provider: string;
  readonly method: string | null;
  readonly operation: string;
  readonly destructive_guess: boolean | 'unclear';
}

const operations = gunzipSync(readFileSync(input))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): Operation => JSON.parse(line))
  .filter((operation) => operation.provider === 'railway' && operation.method === 'MUTATION');
const published = new Set(operations.map((operation) => operation.operation));
const problems = [
  ...Object.keys(destructive)
    .filter((name) => !published.has(name))
    .map((name) => `${name} is decided, but Railway publishes no such mutation`),
  ...Object.keys(destructive)
    .filter((name) => name in harmless)
    .map((name) => `${name} is decided both ways`),
  ...operations
    .filter(
      ({ operation, destructive_guess: guess }) =>
        guess !== false && !(operation in destructive) && !(operation in harmless),
    )
    .map(({ operation }) => `${operation} looks destructive and is not decided`),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);

const mutations = Object.keys(destructive)
  .sort()
  .map((name) => ({ name, ...destructive[name] }));
const target = path.join(import.meta.dirname, '..', 'src', 'effects', 'packs', 'railway.generated.json');
const lines = mutations.map((mutation) => `    ${JSON.stringify(mutation)}`);
writeFileSync(
  target,
  `{\n  "about": "Made by scripts/generate-railway.mts; ${published.size} published mutations, ${mutations.length} of them destructive.",\n  "mutations": [\n${lines.join(',\n')}\n  ]\n}\n`,
);
console.log(`${mutations.length} destructive of ${published.size} mutations written to ${target}`);
