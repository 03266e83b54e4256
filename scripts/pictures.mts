// Takes the README's pictures over from the real-editor suite's last run (`npm test -- editor`).
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const pictures = {
  'panel-dark': 'hold-dark',
  'status-bar': 'status-bar',
  'audit-detail': 'audit-dark',
  'session-dark': 'session-dark',
};
const target = path.join(root, 'docs', 'images');

mkdirSync(target, { recursive: true });
for (const [taken, shown] of Object.entries(pictures)) {
  const from = path.join(root, 'out', 'screenshots', `${taken}.png`);
  if (!existsSync(from)) {
    console.error(`${path.relative(root, from)} is not there; run \`npm test -- editor\` first.`);
    process.exit(1);
  }
  copyFileSync(from, path.join(target, `${shown}.png`));
}
console.log(`docs/images: ${Object.values(pictures).join(', ')}`);
