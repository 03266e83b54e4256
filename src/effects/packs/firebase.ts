import { commandPack } from '../command-table.ts';

/** Firebase's command line: Firestore, Realtime Database, functions, hosting. */
export const firebasePack = commandPack({
  id: 'firebase',
  title: 'Firebase',
  programs: ['firebase'],
  docs: 'https://firebase.google.com/docs/cli',
  valued:
    '-P --project --account --token -c --config --instance --only --except --database --site --region --app --location',
  environment: '-P --project',
  colons: true,
  verbs: 'delete remove destroy purge rm unset clear uninstall',
  takesAway: 'disable unlink stop',
  safer: 'firebase projects:list',
  rows: [
    {
      words: 'firestore delete',
      resource: 'collection',
      asset: 'data-store',
      otherwise: 'all collections',
      reason: 'Deletes Firestore data: {target}.',
    },
    {
      words: 'firestore databases delete / database instances delete',
      resource: 'database',
      asset: 'data-store',
      reason: 'Deletes the database {target} with all its data.',
    },
    {
      words: 'database remove',
      resource: 'path',
      asset: 'data-store',
      reason: 'Deletes everything under {target} of the Realtime Database.',
    },
    {
      words: 'database set',
      verb: 'overwrite',
      resource: 'path',
      asset: 'data-store',
      reason: 'Replaces everything under {target} of the Realtime Database.',
    },
    {
      words: 'functions delete',
      resource: 'function',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'firebase deploy --only functions',
      reason: 'Deletes the function {target}.',
      safer: 'firebase functions:list',
    },
    {
      words: 'hosting disable / hosting sites delete / hosting channel delete',
      resource: 'site',
      asset: 'compute',
      otherwise: 'the site',
      reversibility: 'recoverable',
      wayBack: 'firebase deploy --only hosting',
      reason: 'Takes {target} offline.',
      safer: 'firebase hosting:sites:list',
    },
    {
      words: 'functions secrets destroy|prune / apphosting secrets destroy',
      resource: 'secret',
      asset: 'key',
      reason: 'Destroys the secret {target}; its value is shown nowhere else.',
      safer: 'firebase functions:secrets:get {target}',
    },
    {
      words: 'auth import',
      verb: 'overwrite',
      resource: 'account',
      asset: 'access',
      reversibility: 'reversible',
      reason: 'Imports accounts from {target}.',
    },
  ],
  passes: ['logout|login|use|emulators|serve|deploy', 'functions config unset', 'login ci'],
});
