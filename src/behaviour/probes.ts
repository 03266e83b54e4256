import type { HttpRequest, Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { kindOfHost } from '../credentials/kinds.ts';
import { byProgram } from '../effects/by-program.ts';
import { shortened, textOf } from './places.ts';
import { signal } from './signals.ts';

/** Commands that ask a cloud who one is and what one may. The person's own login at a code host is not among them. */
const privilegeProbes: readonly { readonly program: RegExp; readonly args: RegExp }[] = [
  {
    program: /^aws$/,
    args: /\bsts (?:get-caller-identity|get-access-key-info|decode-authorization-message)\b|\biam (?:list-(?:attached-|users|roles|policies|groups|user-|role-|account-aliases)|get-(?:user|role|policy|account|group)|simulate-)|\borganizations (?:list-|describe-)/,
  },
  {
    program: /^gcloud$/,
    args: /\bauth list\b|\b(?:projects|organizations|folders) (?:get-iam-policy|get-ancestors-iam-policy)\b|\biam (?:roles|service-accounts) (?:list|describe|get-iam-policy)\b|\bconfig list\b/,
  },
  {
    program: /^az$/,
    args: /\baccount (?:show|list)\b|\brole (?:assignment|definition) list\b|\bad (?:signed-in-user|sp|user) (?:show|list)\b/,
  },
  { program: /^(?:kubectl|oc)$/, args: /\bauth (?:can-i|whoami)\b|^whoami\b|\bget (?:cluster)?role(?:binding)?s\b/ },
  { program: /^(?:railway|vercel|wrangler|firebase|pulumi|render|koyeb)$/, args: /^(?:auth )?whoami\b|^login:list\b/ },
  { program: /^heroku$/, args: /^(?:auth:whoami|access|teams|authorizations)\b/ },
  { program: /^(?:fly|flyctl)$/, args: /^auth whoami\b|^orgs? (?:list|show)\b/ },
  { program: /^doctl$/, args: /^account get\b|^auth list\b/ },
  { program: /^(?:netlify|ntl)$/, args: /^status\b|^api getCurrentUser\b/ },
  { program: /^(?:neonctl|neon)$/, args: /^me\b|^orgs list\b/ },
  { program: /^pscale$/, args: /^(?:auth check|org (?:list|show)|service-token (?:list|show-access))\b/ },
  { program: /^supabase$/, args: /^(?:orgs|projects) list\b/ },
  { program: /^(?:atlas|mongocli)$/, args: /\bauth whoami\b|\b(?:organizations|projects) (?:list|users)\b/ },
  {
    program: /^(?:linode-cli|oci|ibmcloud|aliyun|scw|hcloud|exo)$/,
    args: /\bprofile view\b|\biam (?:user|policy|group|compartment) list\b|^(?:account show|target)\b|GetCallerIdentity|\baccount project list\b|\bconfig info\b|\bcontext (?:active|list)\b/,
  },
  { program: /^vault$/, args: /^token (?:capabilities|lookup)\b|^policy (?:list|read)\b/ },
  { program: /^stripe$/, args: /^config --list\b|^whoami\b/ },
  { program: /^sudo$/, args: /^(?:-n )?(?:-l|--list)\b/ },
  { program: /^whoami$/i, args: /\/(?:priv|groups|all)\b/i },
  { program: /^net$/i, args: /^(?:user|localgroup)\b/i },
  {
    program: /^get-(?:azcontext|azroleassignment|stscalleridentity|iamuser|aduser|adgroupmember|azsubscription)$/i,
    args: /(?:)/,
  },
];

const probesOf = byProgram(privilegeProbes);

/** Statements that ask a database who one is and what one may. */
const grants =
  /\bSHOW\s+GRANTS\b|\bpg_roles\b|\bhas_(?:table|database|schema)_privilege\b|\binformation_schema\.(?:role_)?(?:table|applicable)_(?:grants|privileges|roles)\b|\bfn_my_permissions\b|\bSELECT\s+(?:current_user|session_user)\b|\\du\b/i;

/** Paths of APIs under which whoever asks is described. */
const aboutMe =
  /\/(?:me|users?\/me|user|whoami|account|user\/tokens\/verify|v1\/organizations|tokeninfo|oauth2\/v\d\/userinfo)\/?(?:\?|$)/;
const meQuery = /\{\s{0,20}(?:me|viewer|currentUser)\s{0,20}[{(]/;

/** Requests to a vendor that ask who the holder of a credential is. */
export function requestProbes(requests: readonly HttpRequest[]): Signal[] {
  const probe = requests.find(({ url, method, body }) => {
    const host = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/?#:]+)/i.exec(url ?? '')?.[1];
    const vendor = host === undefined ? undefined : kindOfHost(host);
    if (vendor === undefined || url === null) return false;
    // One's own account at a code host is asked for in everyday work.
    if (vendor.id === 'github-token' || vendor.id === 'gitlab-token') return false;
    if (/^get$/i.test(method) && aboutMe.test(url)) return true;
    return body.kind === 'text' && /graphql/.test(url) && meQuery.test(body.value);
  });
  if (!probe) return [];
  return [
    signal('privilege-probe', 0.2, `Asks what it may do: ${shortened(probe.url ?? '', 80)}`, { span: probe.span }),
  ];
}

/** A statement that asks who one is and what one may. */
export function statementProbes(text: string): Signal[] {
  if (!grants.test(text.slice(0, 4000))) return [];
  return [signal('privilege-probe', 0.2, `Asks what it may do: ${shortened(text, 80)}`)];
}

const databaseClient = /^(?:psql|mysql|mariadb|sqlcmd|mongosh?|clickhouse-client|snowsql|bq)$/;

/** A program that asks who one is and what one may. */
export function probes(invocation: Invocation): Signal[] {
  const name = invocation.program ?? '';
  const known = probesOf(name);
  const client = databaseClient.test(name);
  if (known.length === 0 && !client) return [];
  const line = invocation.args.map(textOf).join(' ').slice(0, 2000);
  const probe = known.some(({ args }) => args.test(line));
  const asked = client && grants.test(line);
  if (!probe && !asked) return [];
  return [
    signal('privilege-probe', 0.2, `Asks what it may do: ${shortened(`${invocation.program} ${line}`, 80)}`, {
      span: invocation.span,
    }),
  ];
}
