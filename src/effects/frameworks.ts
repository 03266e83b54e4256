import type { Invocation, Word } from '../action/invocation.ts';
import { byProgram } from './by-program.ts';
import { literalOf } from './words.ts';

/** A script that by its name is a framework's own command line, whoever runs it. */
interface Script {
  /** The runners it is started by. */
  readonly program: RegExp;
  /** The path of the script; the first group is the program, unless one is named. */
  readonly path: RegExp;
  readonly named?: string;
}

/** `PATH_MAX`: what is longer names no file. */
const longestPath = 4096;

const scripts: readonly Script[] = [
  { program: /^(?:python[\d.]*|py)$/, path: /(?:^|\/)(manage\.py|django-admin(?:\.py)?)$/ },
  {
    program: /^php[\d.]*$/,
    path: /(?:^|\/)(artisan|console|drush|doctrine|magento|cake|yii|spark|craft|wp-cli\.phar)$/,
  },
  { program: /^ruby[\d.]*$/, path: /(?:^|\/)(rails|rake)$/ },
  {
    program: /^(?:node|nodejs|tsx|ts-node|ts-node-esm|bun|deno)$/,
    path: /(?:^|\/)typeorm\/cli(?:-ts-node-\w+)?\.js$/,
    named: 'typeorm',
  },
  { program: /^(?:node|nodejs|tsx|ts-node|bun)$/, path: /(?:^|\/)prisma\/build\/index\.js$/, named: 'prisma' },
  { program: /^(?:node|nodejs|tsx|ts-node|bun)$/, path: /(?:^|\/)node_modules\/\.bin\/([\w-]+)$/ },
];

const scriptsOf = byProgram(scripts);

/** Programs whose first word is another command line's name: `sail artisan …`, `symfony console …`. */
const fronts: Readonly<Record<string, RegExp>> = {
  sail: /^(?:artisan|php|psql|mysql|redis|npx)$/,
  symfony: /^(?:console|php)$/,
  ddev: /^(?:artisan|drush|wp|console|php|mysql|psql)$/,
  lando: /^(?:artisan|drush|wp|console|php|mysql|psql)$/,
};

/**
 * The same call under the name its pack knows: `python manage.py flush` is `manage.py flush`, `php artisan migrate`
 * is `artisan migrate`, `python -m alembic` is `alembic`. Null where the call is nothing of the kind.
 */
export function frameworkCall(invocation: Invocation): Invocation | null {
  const { program, args } = invocation;
  if (program === null) return null;
  const front = Object.hasOwn(fronts, program) ? fronts[program] : undefined;
  if (front) {
    const name = literalOf(args[0]) ?? '';
    if (!front.test(name)) return null;
    return deeper(renamed(invocation, name, 0));
  }
  if (program === 'nix' && literalOf(args[0]) === 'run') {
    const name = /#([\w.-]+)$/.exec(literalOf(args[1]) ?? '')?.[1];
    const dashes = args.findIndex((word) => literalOf(word) === '--');
    return name === undefined
      ? null
      : { ...renamed(invocation, name, dashes < 0 ? 1 : dashes), name: args[1] ?? invocation.name };
  }
  if (/^python[\d.]*$/.test(program) && literalOf(args[0]) === '-m') {
    const module = literalOf(args[1]) ?? '';
    return /^(?:alembic|flask|django|awscli)$/.test(module)
      ? renamed(invocation, module === 'django' ? 'django-admin' : module === 'awscli' ? 'aws' : module, 1)
      : null;
  }
  const started = scriptsOf(program);
  if (started.length === 0) return null;
  const at = args.findIndex((word, index) => !isOption(word) && !isValue(args[index - 1]));
  const written = literalOf(args[at]);
  if (written === null || written.length > longestPath) return null;
  const path = written.replaceAll('\\', '/');
  for (const script of started) {
    const found = script.path.exec(path);
    const name = found ? (script.named ?? found[1]) : undefined;
    if (name !== undefined) return renamed(invocation, name, at);
  }
  return null;
}

/** `sail php artisan x`: a front in front of a runner. */
function deeper(invocation: Invocation): Invocation {
  return frameworkCall(invocation) ?? invocation;
}

/** The call of the program that stands at an argument, with what follows it. */
function renamed(invocation: Invocation, program: string, at: number): Invocation {
  return { ...invocation, program, name: invocation.args[at] ?? invocation.name, args: invocation.args.slice(at + 1) };
}

function isOption(word: Word): boolean {
  return (word.kind === 'unknown' ? word.prefix : word.value).startsWith('-');
}

/** What stands behind these options is their value, not the script (`php -d memory_limit=-1 artisan`). */
function isValue(before: Word | undefined): boolean {
  return /^(?:-d|-W|-X|-r|-I|--require|--import|--loader|--env-file)$/.test(literalOf(before) ?? '');
}
