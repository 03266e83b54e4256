import type { Case } from '../judging.ts';

export const prismaCases: readonly Case[] = [
  {
    rule: 'prisma/migrate-reset',
    stops: ['prisma migrate reset --force', 'pnpm prisma migrate reset --force', 'npx prisma migrate reset'],
    passes: [
      'npx prisma migrate dev --name x',
      'npx prisma migrate status',
      'npx prisma generate',
      'prisma migrate deploy',
    ],
  },
  {
    rule: 'prisma/push-with-loss',
    stops: ['npx prisma db push --accept-data-loss', 'npx prisma db push --force-reset'],
    passes: [
      'npx prisma db push',
      'NODE_ENV=test npx prisma migrate reset --force',
      'npx prisma db seed',
      'npx prisma studio',
    ],
  },
];
