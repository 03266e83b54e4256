import { type Inquiry, look } from '../action/facts.ts';
import { entry, parsedJson } from '../parse/indirection/package-scripts.ts';
import { environmentOfName, hostOf, isLoopback } from './environment.ts';
import type { Call } from './pack.ts';
import { absolutePath } from './paths.ts';
import { literalOf } from './words.ts';

/** What a tool's own settings on this machine say about where a call works. Names and hosts; no values go further. */
export interface Setting {
  /** Names of contexts, projects, subscriptions, namespaces. */
  readonly named: readonly string[];
  /** Addresses. */
  readonly servers: readonly string[];
  /** True for a cluster or server on this machine. */
  readonly local: boolean;
}

/** Nothing said. */
export const noSetting: Setting = { named: [], servers: [], local: false };

/** Contexts that tools for clusters on this machine make. */
const localContext =
  /^(?:kind(?:-.*)?|minikube.*|docker-desktop|docker-for-desktop|k3d-.*|rancher-desktop|orbstack|colima.*|microk8s.*|podman-.*|lima-.*|crc-.*)$/;

/** A variable as a call has it: set in front of it, else inherited. Null where it is not set or may not be looked up. */
export function variableOf({ invocation, inquiry }: Call, name: string): string | null {
  const given = literalOf(invocation.environment[name]);
  if (given !== null) return given;
  if (!mayLook({ invocation, inquiry })) return null;
  const fact = look(inquiry, { kind: 'variable', name });
  return fact.known ? fact.value : null;
}

/** False where nothing is looked up, or where the call runs on another machine. */
function mayLook({ invocation, inquiry }: Call): boolean {
  return inquiry.facts.place.context === 'ask' && invocation.wrappers.every((wrapper) => wrapper.place === 'here');
}

function textOf(path: string, { invocation, inquiry }: Call): string | null {
  const absolute = absolutePath(path, invocation.cwd, inquiry.facts.place);
  return absolute === null ? null : fileText(absolute, inquiry);
}

function fileText(absolute: string, inquiry: Inquiry): string | null {
  const fact = look(inquiry, { kind: 'file-text', path: absolute });
  return fact.known ? fact.value.text : null;
}

/**
 * The cluster a call speaks to: the context it names, else the current one, with its namespace; local where the name
 * or the server's address says so. https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function kubeSetting(
  call: Call,
  given: { readonly context?: string | undefined; readonly file?: string | undefined } = {},
): Setting {
  if (!mayLook(call)) return given.context === undefined ? noSetting : contextNamed(given.context, null);
  const listed = given.file ?? variableOf(call, 'KUBECONFIG') ?? '~/.kube/config';
  const files = listed.split(call.inquiry.facts.place.platform === 'win32' ? ';' : ':').filter((file) => file !== '');
  const texts = files.slice(0, 4).flatMap((file) => textOf(file, call) ?? []);
  // Of several files the first that sets a value wins.
  const current = texts.flatMap((text) => /^current-context:\s*["']?([^\s"']+)/m.exec(text)?.[1] ?? [])[0];
  const name = given.context ?? current;
  return name === undefined ? noSetting : contextNamed(name, texts.join('\n'));
}

function contextNamed(name: string, text: string | null): Setting {
  const entries = text === null ? [] : kubeEntries(text);
  const context = entries.find((entry) => entry.section === 'contexts' && entry.values.name === name);
  const cluster = entries.find(
    (entry) => entry.section === 'clusters' && entry.values.name === context?.values.cluster,
  );
  const host = hostOf(cluster?.values.server ?? '');
  const said = environmentOfName(name);
  const local =
    localContext.test(name) || (host !== null && isLoopback(host) && said !== 'production' && said !== 'staging');
  const named = [name, context?.values.namespace, context?.values.cluster].filter((one) => one !== undefined);
  return { named, servers: host === null || isLoopback(host) ? [] : [host], local };
}

interface KubeEntry {
  readonly section: string;
  readonly values: { name?: string; cluster?: string; namespace?: string; server?: string };
}

function kubeEntries(text: string): KubeEntry[] {
  const found: KubeEntry[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    const top = /^([\w-]+):\s*$/.exec(line)?.[1];
    if (top !== undefined) section = top;
    if (/^\s*-\s/.test(line)) found.push({ section, values: {} });
    const [, key, value] = /^[\s-]+(name|cluster|namespace|server):\s*["']?([^\s"']+)/.exec(line) ?? [];
    const entry = found.at(-1);
    if (!entry || entry.section !== section || value === undefined) continue;
    if (key === 'name' || key === 'cluster' || key === 'namespace' || key === 'server') entry.values[key] ??= value;
  }
  return found;
}

/** The active configuration of gcloud and its project. https://cloud.google.com/sdk/docs/configurations */
export function googleSetting(call: Call): Setting {
  if (!mayLook(call)) return noSetting;
  const folder = variableOf(call, 'CLOUDSDK_CONFIG') ?? '~/.config/gcloud';
  const active = textOf(`${folder}/active_config`, call)?.trim();
  if (!active || !/^[\w-]+$/.test(active)) return noSetting;
  const project = /^project\s*=\s*(\S+)/m.exec(textOf(`${folder}/configurations/config_${active}`, call) ?? '')?.[1];
  return { ...noSetting, named: [active, ...(project === undefined ? [] : [project])] };
}

/** The default subscription of az. https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli */
export function azureSetting(call: Call): Setting {
  if (!mayLook(call)) return noSetting;
  const folder = variableOf(call, 'AZURE_CONFIG_DIR') ?? '~/.azure';
  const listed = entry(parsedJson(textOf(`${folder}/azureProfile.json`, call) ?? ''), 'subscriptions');
  const chosen = Array.isArray(listed) ? listed.find((one) => entry(one, 'isDefault') === true) : undefined;
  const name = entry(chosen, 'name');
  return typeof name === 'string' ? { ...noSetting, named: [name] } : noSetting;
}

/** Files from which tools take their settings, in no certain order: where they disagree the worst counts. */
const dotenvFiles = ['.env', '.env.local', '.env.development', '.env.development.local'];

/** The servers that `.env` files of the working folder name under one of these variables. */
export function dotenvSetting(call: Call, names: readonly string[]): Setting {
  const { cwd } = call.invocation;
  if (!mayLook(call) || cwd === null || names.length === 0) return noSetting;
  const shape = new RegExp(`^\\s*(?:export\\s+)?(?:${names.join('|')})\\s*=\\s*(["']?)(.+?)\\1\\s*(?:#.*)?$`, 'gm');
  const servers = dotenvFiles.flatMap((file) => {
    const text = fileText(`${cwd === '/' ? '' : cwd}/${file}`, call.inquiry) ?? '';
    return [...text.matchAll(shape)].map((match) => match[2] ?? '');
  });
  return { ...noSetting, servers };
}

/** The engine a call of docker speaks to: `DOCKER_HOST`, `DOCKER_CONTEXT`, else the current context. */
export function dockerSetting(call: Call): string | null {
  const said = variableOf(call, 'DOCKER_HOST') ?? variableOf(call, 'DOCKER_CONTEXT');
  if (said || !mayLook(call)) return said;
  const folder = variableOf(call, 'DOCKER_CONFIG') ?? '~/.docker';
  return /"currentContext"\s*:\s*"([^"]+)"/.exec(textOf(`${folder}/config.json`, call) ?? '')?.[1] ?? null;
}
