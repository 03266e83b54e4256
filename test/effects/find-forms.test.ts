import { describe, expect, it } from 'vitest';
import { analysed, isStopped } from './judging.ts';

/** All ways to delete what the same `find` finds. */
const forms: readonly ((expression: string) => string)[] = [
  (expression) => `find ${expression} -delete`,
  (expression) => `find ${expression} -exec rm {} +`,
  (expression) => `find ${expression} -exec rm -rf {} \\;`,
  (expression) => `find ${expression} -execdir rm -f {} +`,
  (expression) => `find ${expression} -ok rm {} \\;`,
  (expression) => `find ${expression} -exec sh -c 'rm -rf "$1"' _ {} \\;`,
  (expression) => `find ${expression} -print | xargs rm`,
  (expression) => `find ${expression} -print0 | xargs -0 rm -rf`,
  (expression) => `rm -rf $(find ${expression} -print)`,
  (expression) => `for f in $(find ${expression} -print); do rm "$f"; done`,
  (expression) => `find ${expression} -print | while read -r f; do rm "$f"; done`,
];

async function verdicts(expression: string): Promise<boolean[]> {
  return Promise.all(
    forms.map(async (form) => {
      const { effects } = await analysed({ kind: 'shell', command: form(expression) });
      return effects.some(isStopped);
    }),
  );
}

describe('however what find finds is deleted, the verdict is the same', () => {
  it.each([
    '.',
    '. -type f',
    '. -mindepth 1',
    '. -mindepth 1 -maxdepth 1',
    '/ -name "*.log"',
    '/ -name node_modules -type d',
    '~ -type f',
    "~ -name '*.pyc'",
    '~ -name node_modules -prune',
    '/var/backups -mtime +7',
    '. -mtime +7',
    '. -newer x',
    "../other -name '*.ts'",
    "~/Documents -name '*.pdf'",
    "/var/log -name '*.log' -mtime +7",
    "src / -name '*.ts'",
    '"$DIR"',
    '"$DIR" -type f',
    '. -name "$PATTERN"',
    "-name '*.pyc' -o -type f",
    ". -name '*'",
    ". -name '*.*'",
    ". -name '?*'",
    ". -name '.*'",
    ". -name '*[a-z]*'",
    ". -regex '.*[a-z].*'",
    ". -path '*'",
    ". -path './*'",
    ". -not -name '*.md'",
    '. ! -name keep -type f',
    ". -name '.env*' -not -name '*.example'",
    ". -name '*.sqlite3'",
    ". -name '*.ts' -name '*.sqlite3'",
    ". \\( -name '*.ts' -o -name '*.sqlite3' \\)",
    "certs -name '*.pem' -mtime +90",
    ". ! \\( -name '*.pyc' -o -name '*.log' \\)",
    ". -name '*.o' -o -type f",
    ". -name '*.pyc' -o -not -name '*.ts'",
    ". \\( -name '*.pyc' -o ! -name '*.ts' \\)",
    ". ! -not -name '*.pyc' ! -path ./src -type f -o -type d",
    '. ! -empty',
    '.git -name "*.lock"',
    ". -newer -name -name '*'",
  ])('find %s is held', async (expression) => {
    expect(await verdicts(expression)).toEqual(forms.map(() => true));
  });

  it.each([
    ". -name '*.pyc'",
    ". -name '*.py[cod]'",
    ". -iname '*.PYC'",
    ". ! ! -name '*.pyc'",
    ". -name '*~'",
    ". -name '*.pyc' -not -path './.venv/*'",
    ". -type f ! -path './node_modules/*' -name '*.log'",
    ". ! -path './.git/*' -name .DS_Store",
    ". \\( -name '*.pyc' -o -name '*.log' \\) ! -path './.venv/*'",
    ". -not \\( -path ./vendor -or -path ./node_modules \\) -name '*.orig'",
    ". -path ./node_modules -prune -o -name '*.pyc'",
    ". -path ./.venv -prune -o -type f -name '*.pyc'",
    ". -mindepth 2 -name '*.pyc'",
    ". -newer package.json -name '*.pyc'",
    ". -type f \\( -name '*.pyc' -o -type d -name __pycache__ \\)",
    '. -type d -name node_modules -prune',
    ". -path '*/node_modules/*'",
    ". -path './node_modules/*' -name '*.db'",
    ". -path '*/migrations/*.py' -not -name '__init__.py'",
    ". -regex '.*\\.pyc'",
    '. -name .DS_Store',
    ". -maxdepth 1 -name '*.tmp'",
    "src -name '*.snap'",
    "src -not -name '*.md'",
    '/tmp/work -type f',
    "../other -name '*.pyc'",
    '~/projects -name node_modules -type d -prune',
    "node_modules -name '*.db'",
    '"$ROOT" -name node_modules',
  ])('find %s passes', async (expression) => {
    expect(await verdicts(expression)).toEqual(forms.map(() => false));
  });

  it.each([
    'find . -type d -empty -delete',
    'find ~ -type f -empty -exec rm {} +',
    'find . -type d -empty -print0 | xargs -0 rm -rf',
    "find . -type f -empty -name '*.sqlite3' -delete",
  ])('%s: nothing is lost with what is empty', async (command) => {
    const { effects } = await analysed({ kind: 'shell', command });
    expect(effects.some(isStopped)).toBe(false);
  });

  it.each([
    'find . ! -empty -delete',
    'find . -empty -o -type f -exec rm {} +',
    'find . -empty -exec rm -rf {}/../src/.. {} +',
    "find . -name $'\\0' -delete",
    'find . -empty | xargs -I{} rm -rf {}/..',
  ])('%s: what is beside it is', async (command) => {
    const { effects } = await analysed({ kind: 'shell', command });
    expect(effects.some(isStopped)).toBe(true);
  });

  it.each([
    "find . -delete -name '*.pyc'",
    "find . -exec rm {} + -name '*.pyc'",
    'find . -newer -name -delete',
    "find . -name '*.pyc' -delete -o -name '*.sqlite3' -exec rm {} +",
    "find . -name '*.log' -exec grep -l x {} \\; -o -delete",
    'find src / -name x | xargs rm',
    "find . -path ./x -prune -o -name '*.pyc' -exec shred -u {} +",
  ])('%s: what stands behind an action does not narrow it', async (command) => {
    const { effects } = await analysed({ kind: 'shell', command });
    expect(effects.some(isStopped)).toBe(true);
  });
});
