import type { Effect } from '../../action/effect.ts';
import { localServer } from '../command-place.ts';
import { environmentOfConnection, environmentOfName, hostOf, isLoopback } from '../environment.ts';
import { type Call, effectOf, type Pack, type Rule } from '../pack.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { has, literalOf, readArguments } from '../words.ts';

/** Tools that are given several named tasks at once: `rails db:drop db:create`, `mix do ecto.drop, ecto.create`. */
interface TaskRunner {
  readonly id: string;
  readonly programs: readonly string[];
  readonly docs: string;
  readonly valued: string;
  /** Task names, without a leading `:`; a task behind a scope (`db:drop:primary`) counts as its beginning. */
  readonly tasks: Readonly<Record<string, TaskLoss>>;
  readonly safer: string;
  /** Options that a task must be given to lose anything. */
  readonly needs?: Readonly<Record<string, string>>;
  /** First words behind which names are no tasks. */
  readonly other?: RegExp;
}

type TaskLoss = 'drops' | 'empties' | 'rolls-back' | 'withdraws';

const losses: Readonly<Record<TaskLoss, { readonly verb: string; readonly reason: string }>> = {
  drops: { verb: 'drop', reason: 'Drops the database of this project with all its rows ({target}).' },
  empties: { verb: 'delete', reason: 'Empties the database of this project ({target}).' },
  'rolls-back': {
    verb: 'rollback',
    reason: 'Rolls migrations back ({target}): tables and columns they made go with their rows.',
  },
  withdraws: { verb: 'unpublish', reason: 'Takes a published version away from everybody who installs it ({target}).' },
};

const runners: readonly TaskRunner[] = [
  {
    id: 'rails',
    programs: ['rails', 'rake'],
    docs: 'https://guides.rubyonrails.org/active_record_migrations.html',
    valued: '-e --environment -f --rakefile -C --directory',
    safer: 'rails db:migrate:status',
    other: /^(?:g|generate|d|destroy|new|runner|r|console|c|server|s|test|routes|notes|stats|credentials:\w+)$/,
    tasks: {
      'db:drop': 'drops',
      'db:reset': 'drops',
      'db:migrate:reset': 'drops',
      'db:schema:load': 'drops',
      'db:structure:load': 'drops',
      'db:setup': 'drops',
      'db:purge': 'drops',
      'db:truncate_all': 'empties',
      'db:seed:replant': 'empties',
      'db:rollback': 'rolls-back',
      'db:migrate:down': 'rolls-back',
      'db:migrate:redo': 'rolls-back',
    },
  },
  {
    id: 'ecto',
    programs: ['mix'],
    docs: 'https://hexdocs.pm/ecto_sql/Mix.Tasks.Ecto.Rollback.html',
    valued: '-r --repo -n --step -v --to --revert',
    safer: 'mix ecto.migrations',
    other: /^(?:help|new|phx\.\w+|test|format|compile|ecto\.gen\.\w+)$/,
    tasks: {
      'ecto.drop': 'drops',
      'ecto.reset': 'drops',
      'ecto.rollback': 'rolls-back',
      'ecto.load': 'drops',
      'hex.retire': 'withdraws',
      'hex.publish': 'withdraws',
    },
    needs: { 'hex.publish': '--revert' },
  },
  {
    id: 'jvm-migrations',
    programs: ['mvn', 'mvnw', 'gradle', 'gradlew'],
    docs: 'https://documentation.red-gate.com/flyway/reference/usage/maven-goal',
    valued: '-f --file -P --activate-profiles -pl --projects -p --project-dir -b --build-file -c --settings-file',
    safer: 'mvn flyway:info',
    tasks: {
      'flyway:clean': 'drops',
      'flyway:undo': 'rolls-back',
      'liquibase:dropAll': 'drops',
      'liquibase:rollback': 'rolls-back',
      flywayClean: 'drops',
      flywayUndo: 'rolls-back',
      dropAll: 'drops',
      rollbackCount: 'rolls-back',
    },
  },
];

interface Compiled {
  readonly runner: TaskRunner;
  readonly valued: ReadonlySet<string>;
  readonly rules: Readonly<Record<TaskLoss, Rule>>;
}

function taskPack(runner: TaskRunner): Pack {
  const rule = (loss: TaskLoss): Rule => ({
    ...losses[loss],
    id: `${runner.id}/database-${loss}`,
    provider: runner.id,
    resource: 'database',
    asset: 'data-store',
    reversibility: 'irreversible',
    scope: 'remote',
    attack: 'T1485',
    safer: runner.safer,
    source: runner.docs,
  });
  const rules = {
    drops: rule('drops'),
    empties: rule('empties'),
    'rolls-back': rule('rolls-back'),
    withdraws: rule('withdraws'),
  };
  const compiled: Compiled = { runner, rules, valued: new Set(runner.valued.split(' ')) };
  return {
    id: runner.id,
    programs: runner.programs,
    rules: runner.id === 'rails' ? [...Object.values(rules), unreadStatement] : Object.values(rules),
    effects: (call) => taskEffects(call, compiled),
  };
}

function taskEffects(call: Call, { runner, valued, rules }: Compiled): Effect[] {
  const { invocation } = call;
  const { options, operands } = readArguments(invocation.args, valued);
  if (runner.id === 'rails' && /^(?:db|dbconsole)$/.test(literalOf(operands[0]) ?? ''))
    return statementEffects(call, {
      provider: 'rails',
      environment: environmentOfName(literalOf(invocation.environment.RAILS_ENV) ?? ''),
      database: null,
      stdin: invocation.stdin.kind === 'text' || invocation.stdin.kind === 'file',
    });
  if (has(options, '--help', '--version', '-h', ...rehearsing(invocation.program ?? ''))) return [];
  if (runner.other?.test(literalOf(operands[0]) ?? '')) return [];
  const effects: Effect[] = [];
  for (const word of operands) {
    // `rake db:drop[x]`
    const name = (word.kind === 'unknown' ? '' : word.value).replace(/,$|\[[^\]]*\]$/, '').replace(/^:/, '');
    const loss = runner.tasks[name] ?? runner.tasks[scopeless(name)];
    const needed = runner.needs?.[name];
    if (!loss || (needed !== undefined && !has(options, needed))) continue;
    // A retired version is still there for who has it, with what its users are told, and is taken back by one word.
    if (name === 'hex.retire' && has(options, '--message', '--unretire')) continue;
    effects.push(effectOf(rules[loss], { target: name, span: invocation.span, ...placed(invocation.environment) }));
  }
  return effects;
}

/** With what nothing is run: `-T` is a list to rake and threads to Maven, `-m` many at once to rake. Mix knows none. */
function rehearsing(program: string): string[] {
  if (program.startsWith('gradle')) return ['--dry-run', '-m'];
  return /^(?:rails|rake)$/.test(program) ? ['-T', '--tasks', '--dry-run'] : [];
}

/** `db:drop:primary`, `:app:flywayClean`, `org.flywaydb:flyway-maven-plugin:9.0:clean`. */
function scopeless(name: string): string {
  const plugin = /^org\.(flyway|liquibase)\w*:[\w-]+(?::[\w.]+)?:(\w+)$/.exec(name);
  if (plugin) return `${plugin[1]}:${plugin[2]}`;
  if (/^[\w:-]*:flyway\w+$/.test(name)) return name.slice(name.lastIndexOf(':') + 1);
  return name.replace(/^(db:(?:drop|reset|rollback|schema:load|structure:load|truncate_all|purge)):\w+$/, '$1');
}

function placed(environment: Call['invocation']['environment']) {
  const url = literalOf(environment.DATABASE_URL);
  if (url) return isLoopback(hostOf(url) ?? '') ? localServer : { environment: environmentOfConnection(url) };
  return { environment: environmentOfName(literalOf(environment.RAILS_ENV ?? environment.MIX_ENV) ?? '') };
}

/** Task runners of Rails, Ecto and the JVM, whose tasks drop or empty a database. */
export const taskPacks: readonly Pack[] = runners.map(taskPack);
