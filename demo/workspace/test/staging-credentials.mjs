// Fails on purpose: this is where the incident starts.
import { readFileSync } from 'node:fs';

const staging = JSON.parse(readFileSync(new URL('../infra/staging/credentials.json', import.meta.url), 'utf8'));
if (staging.expected !== staging.deployed) {
  console.error(
    `FAIL staging credentials: volume ${staging.volume} was created with ${staging.deployed}, not ${staging.expected}`,
  );
  process.exit(1);
}
