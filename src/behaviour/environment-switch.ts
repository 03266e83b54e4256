import type { Effect } from '../action/effect.ts';
import type { ActionKind } from '../action/kinds.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { shortened, textOf } from './places.ts';
import { signal } from './signals.ts';

type Environment = Effect['environment'];

/** Commands that choose the environment the next ones work on. */
const switches: readonly { readonly program: RegExp; readonly args: RegExp }[] = [
  { program: /^railway$/, args: /^(?:environment|link)\b(?: -\S+)* (\S+)$|(?:-e|--environment)[ =](\S+)/ },
  {
    program: /^kubectl$|^oc$/,
    args: /^config (?:use-context|set-context --current --namespace=)\s?(\S+)|^project (\S+)/,
  },
  { program: /^kube(?:ctx|ns)$/, args: /^(\S+)/ },
  { program: /^(?:terraform|tofu)$/, args: /^(?:-\S+ )*workspace select (?:-\S+ )*(\S+)/ },
  { program: /^pulumi$/, args: /^stack select (\S+)/ },
  { program: /^gcloud$/, args: /^config (?:set (?:core\/)?project|configurations activate) (\S+)/ },
  { program: /^az$/, args: /^account set .*(?:-s|--subscription|-n|--name)[ =](\S+)/ },
  { program: /^aws$/, args: /^configure set (?:profile|default\.profile) (\S+)/ },
  { program: /^heroku$/, args: /^git:remote .*(?:-a|--app)[ =](\S+)/ },
  { program: /^firebase$/, args: /^use (?:--add )?(\S+)/ },
  { program: /^doctl$/, args: /^auth switch .*--context[ =](\S+)/ },
  { program: /^docker$/, args: /^context use (\S+)/ },
  { program: /^vercel$/, args: /^(?:env pull|pull)\b.*--environment[ =](\S+)/ },
  { program: /^(?:supabase|neonctl|neon)$/, args: /^(?:link|set-context|branches use)\b.*?(?:--\S+[ =])?(\S+)$/ },
  { program: /^eb$/, args: /^use (\S+)/ },
];

/** Variables whose value chooses an environment. */
const chosen =
  /^(?:AWS_PROFILE|AWS_DEFAULT_PROFILE|RAILWAY_ENVIRONMENT|TF_WORKSPACE|KUBE_CONTEXT|APP_ENV|RAILS_ENV|DEPLOY_ENV|STAGE|VERCEL_ENV|CLOUDSDK_CORE_PROJECT)$/;

const production = /(?:^|[-_./:])(?:prod|production|prd|live)(?:$|[-_./:])/i;
const lesser = /(?:^|[\s\-_./:=])(staging|stage|stg|development|dev|preview|test|qa)(?:$|[\s\-_./:])/i;

/** The environment a command's own words name, where they choose one; undefined where they do not. */
export function environmentNamed(kind: ActionKind, text: string): Environment | undefined {
  if (kind !== 'shell') return undefined;
  const named =
    /(?:\benvironment |use-context |workspace select |stack select |(?:--(?:environment|env|stage|context)|_ENV|STAGE|AWS_PROFILE)[ =]|\bdeploy:|config set project )["']?([\w.:/-]{2,60})/.exec(
      text,
    )?.[1];
  if (named === undefined) return undefined;
  if (production.test(named)) return 'production';
  const word = lesser.exec(` ${named} `)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  return /^(?:dev|development|test)$/.test(word) ? 'development' : 'staging';
}

/** From staging or development to production in one session. `environments` are those before, the latest last. */
export function switchSignals(environments: readonly Environment[], analysis: Analysis): Signal[] {
  const before = environments.at(-1);
  if (before !== 'staging' && before !== 'development') return [];
  for (const invocation of analysis.invocations) {
    const line = invocation.args.map(textOf).join(' ').slice(0, 500);
    const known = switches.find((one) => one.program.test(invocation.program ?? ''));
    const match = known?.args.exec(line);
    const set = Object.entries(invocation.environment).find(
      ([name, word]) => chosen.test(name) && word.kind === 'known' && production.test(word.value),
    );
    const to = match?.slice(1).find((part) => part !== undefined) ?? (set ? textOf(set[1]) : undefined);
    if (to !== undefined && production.test(to)) {
      return [
        signal('environment-switch', 0.4, `Turns from ${before} to ${shortened(to, 60)}`, {
          subject: to,
          span: invocation.span,
        }),
      ];
    }
  }
  const effect = analysis.effects.find((one) => one.environment === 'production' && one.reversibility !== 'reversible');
  if (!effect) return [];
  return [
    signal('environment-switch', 0.4, `Turns from ${before} to production: ${effect.target}`, {
      subject: effect.target,
      span: effect.span,
    }),
  ];
}
