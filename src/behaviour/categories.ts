/**
 * What sort of action something is, as the baseline counts it: the alphabet of the model. An action that is several
 * belongs to the last of them in this order, so that nothing grave hides behind something ordinary.
 */
export const categories = [
  'look',
  'read',
  'search',
  'shell',
  'files',
  'edit',
  'build',
  'test',
  'run',
  'git-look',
  'git-local',
  'packages',
  'web',
  'tool',
  'read-outside',
  'edit-outside',
  'git-remote',
  'forge',
  'process',
  'container',
  'http',
  'database',
  'system',
  'cloud',
  'delete-local',
  'probe',
  'secret',
  'credential-search',
  'loss-machine',
  'loss-remote',
  'destroy',
  'recovery-loss',
  'exfiltration',
  'evasion',
  'foreign-credential',
  'guard',
] as const;

/** One of {@link categories}. */
export type Category = (typeof categories)[number];

const ranks = new Map<Category, number>(categories.map((category, rank) => [category, rank]));

/** The position of a category in {@link categories}: its letter in the model. */
export function rankOf(category: Category): number {
  return ranks.get(category) ?? 0;
}

/** The category of a name from outside (a record, a model file), or undefined where there is none such. */
export function categoryNamed(name: unknown): Category | undefined {
  return categories.find((category) => category === name);
}

/**
 * Where trouble begins. These are judged without what came before them: no run of ordinary actions makes one of them
 * likely, and no habit of a workspace either.
 */
const firstGrave = rankOf('probe');

/** Whether neither context nor habit may make a category more likely. */
export function isGrave(category: Category): boolean {
  return rankOf(category) >= firstGrave;
}

/** Categories as a person reads them in a sentence: "looks for credentials". */
export const categoryWords: Readonly<Record<Category, string>> = {
  look: 'looks around',
  read: 'reads the workspace’s files',
  search: 'searches the workspace',
  shell: 'runs plain shell commands',
  files: 'moves and makes files',
  edit: 'edits the workspace’s files',
  build: 'builds and checks',
  test: 'runs tests',
  run: 'runs programs',
  'git-look': 'looks at the history',
  'git-local': 'commits and switches branches',
  packages: 'installs packages',
  web: 'looks things up',
  tool: 'calls tools',
  'read-outside': 'reads outside the workspace',
  'edit-outside': 'writes outside the workspace',
  'git-remote': 'pulls and pushes',
  forge: 'works with pull requests and issues',
  process: 'starts and stops processes',
  container: 'works with containers',
  http: 'sends requests',
  database: 'asks databases',
  system: 'changes this machine',
  cloud: 'works on cloud services',
  'delete-local': 'discards work in the workspace',
  probe: 'tries what it is allowed to do',
  secret: 'reads secrets',
  'credential-search': 'looks for credentials',
  'loss-machine': 'takes something away outside the workspace',
  'loss-remote': 'takes something away on a server',
  destroy: 'destroys what has no way back',
  'recovery-loss': 'deletes backups or logs',
  exfiltration: 'sends secrets away',
  evasion: 'tries again what was refused',
  'foreign-credential': 'uses a credential that is not its own',
  guard: 'touches what guards it',
};
