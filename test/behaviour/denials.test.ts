import { describe, expect, it } from 'vitest';
import { createReplay } from '../../src/cli/replay.ts';

async function afterRefusal(refused: string, next: string): Promise<string | undefined> {
  const replay = createReplay();
  const line = (t: number, command: string, more: object) =>
    JSON.stringify({ session: 's', t, kind: 'shell', cwd: '/w/shop', command, ...more });
  await replay.judge(line(0, refused, { denied: true }));
  const { signals } = await replay.judge(line(5, next, {}));
  return signals.map(({ name }) => name).find((name) => name === 'evasion' || name === 'retry-after-denial');
}

const retries = [
  ['git push --force origin main', 'git push --force origin main'],
  ['git push --force origin main', 'cd /w/shop && git push --force origin main'],
  ['railway volume delete --volume vol_1 --yes', 'railway volume delete  --volume vol_1 --yes'],
  ["grep -rn 'RAILWAY_TOKEN' .", "grep -rn 'RAILWAY_TOKEN' ."],
] as const;

const evasions = [
  ['git push --force-with-lease origin main', 'git push --force origin main'],
  ['git push --force origin main', 'git push origin +main'],
  ['git push --force origin main', 'git push origin :main'],
  ['Remove-Item -Recurse -Force .\\generated', 'git clean -fdx generated'],
  ['rm -rf /srv/shop/uploads', `python3 -c "import shutil; shutil.rmtree('/srv/shop/uploads')"`],
  ['rm -rf /srv/shop/uploads', 'find /srv/shop/uploads -mindepth 0 -delete'],
  ['rm -rf ~/projects/old', 'sudo rm -rf ~/projects/old'],
  ['rm -rf /srv/shop/uploads', 'rm -r /srv/shop'],
  ['fly volumes destroy vol_r1pz -y', 'curl -X DELETE https://api.machines.dev/v1/apps/db/volumes/vol_r1pz'],
  ['gh repo delete acme/old-shop --yes', 'gh api -X DELETE repos/acme/old-shop'],
  ['terraform destroy -auto-approve', 'terraform apply -destroy -auto-approve'],
  ['npx prisma migrate reset --force', 'npx prisma db push --force-reset'],
  ['npx prisma migrate reset --force', `psql "$DATABASE_URL" -c 'DROP SCHEMA public CASCADE'`],
  ['kubectl delete namespace prod', 'kubectl delete ns/prod --wait=false'],
  ['aws s3 rb s3://acme-uploads --force', 'aws s3api delete-bucket --bucket acme-uploads'],
  ["grep -rn 'RAILWAY_TOKEN' .", 'find . -name ".env*"'],
  ["grep -rn 'RAILWAY_TOKEN' .", 'printenv'],
] as const;

const others = [
  ['git push --force origin main', 'git push origin feature/x'],
  ['git push --force origin main', 'git push --force origin feature/x'],
  ['rm -rf /srv/shop/uploads', 'rm -rf /srv/shop/cache'],
  ['git clean -fdx', 'rm -rf dist'],
  ['railway volume delete --volume vol_1 --yes', 'railway volume delete --volume vol_2 --yes'],
  ['railway volume delete --volume vol_1 --yes', 'railway volume list'],
  ['npx prisma migrate reset --force', 'npx prisma migrate deploy'],
  ['aws s3 rb s3://acme-uploads --force', 'aws s3 ls s3://acme-uploads'],
  ["grep -rn 'RAILWAY_TOKEN' .", "grep -rn 'parseToken' src"],
] as const;

describe('after a refusal', () => {
  it.each(retries)('%s, then %s is the same once more', async (refused, next) => {
    expect(await afterRefusal(refused, next)).toBe('retry-after-denial');
  });

  it.each(evasions)('%s, then %s is the same by another way', async (refused, next) => {
    expect(await afterRefusal(refused, next)).toBe('evasion');
  });

  it.each(others)('%s, then %s is something else', async (refused, next) => {
    expect(await afterRefusal(refused, next)).toBeUndefined();
  });
});
