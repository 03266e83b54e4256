import { commandPack } from '../command-table.ts';

/** Bigtable's own command line. */
export const bigtable = commandPack({
  id: 'bigtable',
  title: 'Bigtable',
  programs: ['cbt'],
  docs: 'https://cloud.google.com/bigtable/docs/cbt-reference',
  valued: '-project -instance -creds -app-profile -data-endpoint -admin-endpoint',
  environment: '-project -instance',
  safer: 'cbt ls',
  rows: [
    {
      words:
        'deletetable|deleteallrows|deleteinstance|deletecluster|deletefamily|deletesnapshot|deleterow|deletecolumn|droprowrange',
      resource: 'table',
      asset: 'data-store',
      reason: 'Deletes {target} from Bigtable with its rows.',
    },
  ],
});
