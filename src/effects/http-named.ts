import type { HttpRequest } from '../action/invocation.ts';
import { askedFor } from './http-path.ts';
import type { Target } from './http-target.ts';
import { bareReading } from './mcp-flags.ts';
import { isWrittenAnew, type NameReading, readName, readRestoration } from './verbs.ts';

/** An action that a protocol names in a header, a query or a body. */
export interface Named {
  readonly name: string;
  readonly reading: NameReading | null;
  /** False where the rest of the body may still say more. */
  readonly final: boolean;
}

/**
 * The action of a request of a protocol that has one address for everything: AWS JSON (`X-Amz-Target`), AWS Query
 * (`Action=`, as Alibaba Cloud has it too), Tencent Cloud (`X-TC-Action`), SOAP (`SOAPAction`), XML-RPC, JSON-RPC and MCP over HTTP. Null where the request is none of these.
 */
export function namedActions(request: HttpRequest, body: string | null, target: Target): readonly Named[] | null {
  const aws = request.headers['x-amz-target'];
  if (aws) return [awsAction(aws.slice(aws.lastIndexOf('.') + 1), target, body)];
  const cloud = request.headers['x-tc-action'] ?? request.headers['x-acs-action'] ?? request.headers['x-api-action'];
  if (cloud) return [awsAction(cloud, target, body)];
  const soap = request.headers.soapaction?.replaceAll('"', '');
  if (soap) return [named(soap.split(/[/#]/).at(-1) ?? soap)];
  const query = target.url?.searchParams.get('Action') ?? /[?&]Action=([A-Za-z]+)/.exec(request.url ?? '')?.[1];
  if (query && /^[A-Z][A-Za-z]+$/.test(query)) return [awsAction(query, target, body)];
  // QingCloud, CloudStack's kin: `/iaas/?action=TerminateInstances`
  const small = target.url?.searchParams.get('action');
  if (small && /^(?:[A-Z][a-z]+){2,}$/.test(small)) return [awsAction(small, target, body)];
  if (!body) return null;
  const form = /^(?:[^&={}[\]]*=[^&]*&)*Action=([A-Z][A-Za-z]+)/.exec(body.slice(0, 4000))?.[1];
  if (form) return [awsAction(form, target, body)];
  if (body.includes('"jsonrpc"'))
    return [...body.slice(0, 200_000).matchAll(/"method"\s*:\s*"([^"]{1,120})"/g)].map((match) =>
      rpc(match[1] ?? '', body, target.host),
    );
  const xml = /<methodName>\s*([\w.:/-]{1,120})\s*</.exec(body.slice(0, 2000))?.[1];
  if (xml) return [named(xml)];
  const called = /<(?:[\w-]+:)?Body[^>]*>\s*<(?:[\w-]+:)?([A-Za-z]\w{2,80})/.exec(body.slice(0, 4000))?.[1];
  return called ? [named(called)] : null;
}

function awsAction(name: string, { host, url }: Target, body: string | null): Named {
  // EC2 frees the public address and the disks of the host with it.
  if (/^StopInstances?$/.test(name) && host.endsWith('.amazonaws.com'))
    return {
      name,
      reading: { verb: 'stop', resource: 'instance', asset: 'compute', reversibility: 'recoverable' },
      final: true,
    };
  if (isWrittenAnew(name, `${url?.search}${body}`))
    return {
      name,
      reading: { verb: 'overwrite', resource: 'disk', asset: 'data-store', reversibility: 'irreversible' },
      final: true,
    };
  // Backup plans, budgets and rights pick what they cover by tag.
  if (/^(?:Untag|RemoveTags|DeleteTags)/.test(name))
    return {
      name,
      reading: { verb: 'remove', resource: 'tags', asset: 'access', reversibility: 'recoverable' },
      final: true,
    };
  // What a batch or a statement deletes stands in its body.
  return {
    name,
    reading: readName(name),
    final: !/^(?:Batch|Transact|Execute|Put|Update|Start|Run|Submit|Create)/.test(name),
  };
}

function named(name: string): Named {
  return { name, reading: readName(name) ?? readRestoration(name), final: true };
}

function rpc(method: string, body: string, host: string): Named {
  if (method === 'tools/call') {
    const tool = /"name"\s*:\s*"([^"]{1,120})"/.exec(body)?.[1] ?? '';
    return { name: tool, reading: readName(tool) ?? bareReading(tool, host, []), final: false };
  }
  // Odoo: every model's methods through one call.
  if (/^(?:call|execute|execute_kw)$/.test(method)) {
    const called = /"(unlink|delete|remove|purge|truncate|drop)"/.exec(body)?.[1];
    return { name: called ?? method, reading: called ? readName(`delete records`) : null, final: false };
  }
  return { name: method, reading: readName(method), final: true };
}

/** GET requests that destroy, in interfaces that know no other method. */
const destructiveGets: readonly { readonly where: RegExp; readonly source: string }[] = [
  { where: /^https?:\/\/(?:[\w-]+\.)*slack\.com\/api\/([\w.]+)/i, source: 'https://docs.slack.dev/apis/web-api/' },
  { where: /^https?:\/\/api\.telegram\.org\/bot[^/]+\/(\w+)/i, source: 'https://core.telegram.org/bots/api' },
  {
    where: /\/solr\/(?:[\w-]+\/)*(?:admin\/(?:cores|collections))\?(?:.*&)?action=(\w+)/i,
    source: 'https://solr.apache.org/guide/solr/latest/configuration-guide/collections-api.html',
  },
  { where: /\/solr\/.*\/update\?.*stream\.body=.*(delete)/i, source: 'https://solr.apache.org/guide/solr/latest/' },
  { where: /\/(?:json|xml)-api\/(?:cpanel\?.*func=)?(\w+)/i, source: 'https://api.docs.cpanel.net/whm/introduction/' },
  { where: /\/execute\/\w+\/(\w+)/i, source: 'https://api.docs.cpanel.net/cpanel/introduction/' },
  {
    where: /\/jolokia\/exec\/[^/]+\/(\w+)/i,
    source: 'https://jolokia.org/reference/html/manual/jolokia_protocol.html',
  },
  {
    where: /^https?:\/\/[\w-]+\.upstash\.io\/(flushall|flushdb|del|unlink)\b/i,
    source: 'https://upstash.com/docs/redis/features/restapi',
  },
  { where: /^https?:\/\/[^/?#]+\/(flushall|flushdb)(?:\/|\.\w+|$)/i, source: 'https://github.com/nicolasff/webdis' },
  {
    where: /\/admin\/tsdb\/(delete_series)\b/,
    source: 'https://docs.victoriametrics.com/victoriametrics/url-examples/',
  },
  { where: /\/manager\/text\/(undeploy)\?/, source: 'https://tomcat.apache.org/tomcat-10.1-doc/manager-howto.html' },
  {
    where: /\/(?:api|rest|cgi-bin)\/(?:[\w-]+\/)*(factory-?_?(?:reset|defaults?))(?:\?|$)/i,
    source: 'https://wiki.2n.com/hip/hapi/latest/en',
  },
  { where: /^https?:\/\/api\.vk\.com\/method\/(\w+\.(?:delete|remove)\w*)/, source: 'https://dev.vk.com/en/method' },
  {
    where: /\/((?:delete|destroy|purge)-[a-z-]+)\.(?:json|xml|php|do)\?(?:[^#]*&)?[\w-]*id=/i,
    source: 'https://www.cloudns.net/wiki/article/41/',
  },
  // PRTG, pCloud: a verb and its object written as one word.
  {
    where: /\/((?:delete|destroy|purge)(?![drs]\b|d[a-z])[a-z]{4,30})(?:\.\w{2,4})?\?(?:[^#]*&)?\w*id=/,
    source: 'https://www.paessler.com/manuals/prtg/application_programming_interface_api_definition',
  },
  {
    where: /^https?:\/\/graph\.facebook\.com\/[^?]*\?(?:[^#]*&)?method=(delete)\b/i,
    source: 'https://developers.facebook.com/docs/graph-api/overview/',
  },
  {
    where: /\/rest\/(?:\d+\/\w+\/)?((?:\w+\.)+(?:delete|remove))(?:\.json|\.xml)?(?:\?|$)/,
    source: 'https://apidocs.bitrix24.com/',
  },
  { where: /\/rpc\/(?:Shelly\.)?(FactoryReset)\b/i, source: 'https://shelly-api-docs.shelly.cloud/' },
  { where: /\/i\/(?:apps|users|events)\/(reset|delete)\?/, source: 'https://api.count.ly/reference' },
  {
    where: /\/executeAnonymous\/?\?(?:[^#]*&)?anonymousBody=[^&]*?\b(delete)(?:\+|%20)/i,
    source: 'https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/intro_rest_resources.htm',
  },
  {
    where:
      /[?&](?:action|cmd|command)=((?:restore_?(?:factory_?)?default|factory_?(?:reset|default)|hard_?factory_?default)\w{0,8})(?:&|$)/i,
    source: 'https://www.dahuasecurity.com/',
  },
  {
    where: /[?&]command=((?:delete|destroy|expunge|purge|remove)[A-Z]\w+)/,
    source: 'https://cloudstack.apache.org/api.html',
  },
  // PAN-OS, Synology, and scripts: a verb as a parameter of one address for everything
  {
    where:
      /^[^?#]*\/(?:api\/?|[\w.-]+\.(?:cgi|php|asp|aspx|do))\?(?:[^#]*&)?(?:action|method|cmd|command|op|do|act)=((?:delete|destroy|remove|purge|erase|wipe|truncate)[\w.]*)(?:&|$)/i,
    source: 'https://docs.paloaltonetworks.com/pan-os/11-0/pan-os-panorama-api',
  },
  // NAVER Cloud, Backblaze: an operation's name as the path's last part, with what it is done to as a parameter.
  {
    where:
      /^[^?#]*\/(?:[a-z0-9]{1,6}_)?((?:delete|destroy|remove|purge|erase|terminate|wipe|truncate|flush|drop)(?:[A-Z]|_(?=[a-z]))(?!\w*(?:[Rr]equest|[Ll]og|[Ee]vent|[Hh]istory|[Ss]tatus|[Jj]ob|[Rr]ecord)s?\?)\w+)\?(?:[^#]*&)?\w*(?:[Ii]ds?|ID|N[oO]|[Nn]ame|[Kk]ey)=/,
    source: 'https://api.ncloud-docs.com/docs/en/common-ncpapi',
  },
  {
    where: /[?&]Command=namecheap\.(?:[\w]+\.)*(delete\w*|remove\w*|sethosts)/i,
    source: 'https://www.namecheap.com/support/api/methods/',
  },
];

/** What a GET takes away, in the few interfaces known for it; null everywhere else. */
export function destructiveGet(url: string, target: Target): (Named & { readonly source: string }) | null {
  for (const { where, source } of destructiveGets) {
    const name = where.exec(url)?.[1];
    if (name === undefined) continue;
    const joined = /^(unload|kill|remove|delete|terminate|suspend)(\w+)$/i.exec(name);
    const reading =
      /^(?:delete|del|unlink|unload|undeploy|reset|sethosts|remove|erase|wipe|purge|destroy|truncate|\w*factory\w*|restore\w+)$/i.test(
        name,
      )
        ? readName('delete records')
        : readName(
            joined && !/[A-Z_]/.test(name)
              ? `${joined[1] === 'kill' ? 'delete' : joined[1]} ${expanded(joined[2] ?? '')}`
              : name,
          );
    return reading && reading.reversibility !== 'reversible' ? { name, reading, source, final: true } : null;
  }
  const { pathname = '', search = '' } = target.url ?? {};
  if (!target.url || search === '' || !(oneDoor.test(pathname) || confirmed.test(search))) return null;
  const reading = askedFor(target.url, []);
  return reading && reading.verb !== 'merge'
    ? { name: target.url.pathname, reading, source: 'https://www.rfc-editor.org/rfc/rfc9110#name-get', final: true }
    : null;
}

/** An address for everything: a script, or what a whole interface is called. A list's own address takes filters. */
const oneDoor =
  /\.(?:php|cgi|aspx?|ashx|do|pl|py|jsp|exe|dll)$|^\/$|\/(?:api|rest|rpc|services?|webservice|ws|gateway|entry|handler|ajax)\/?$/i;

/** What is confirmed is no filter of a list: `?action=delete&confirm=1`. */
const confirmed = /[?&](?:confirm(?:ed|ation)?|sure|yes)=(?:1|true|yes|y|on)\b/i;

/** `removeacct`, `killdns`: WHM's short nouns. */
function expanded(noun: string): string {
  return { acct: 'account', dns: 'zone', pkg: 'package' }[noun.toLowerCase()] ?? noun;
}
