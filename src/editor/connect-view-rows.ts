import type { HostActivity } from '../guard/host-activity.ts';
import type { AdaptedHost, Machine } from '../hosts/adapter.ts';
import type { CanaryResult } from '../hosts/canary.ts';
import type { HostState } from '../hosts/connection.ts';
import type { McpConfiguration } from '../hosts/mcp-wrapping.ts';
import { connectionTitle } from './agent-states.ts';
import { programGuardLimit } from './program-guard-limit.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';
import { shortTime } from './words.ts';

/** A row of "Agents", as the tree shows it. */
export interface ConnectRow {
  /** Stands still while the row does. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Plain lines. */
  readonly tooltip: string;
  /** A codicon. */
  readonly icon: string;
  readonly colour?: 'error' | 'warning' | 'good';
  /** What the row can be asked for: words separated by blanks, matched by the manifest's menus. */
  readonly context: string;
  readonly children: readonly ConnectRow[];
  /** The agent a row belongs to. */
  readonly host?: AdaptedHost;
  /** A file it speaks of; opened when the row is chosen. Absolute. */
  readonly file?: string;
  /** What the person has still to do, to be copied. */
  readonly step?: string;
  readonly server?: { readonly configuration: McpConfiguration; readonly name: string };
}

/** What is known of one agent, beside how it is connected. */
export interface AgentFacts {
  readonly state: HostState;
  /** What a person has still to do. */
  readonly step?: string;
  /** Where the agent's file leads, where it is a link. */
  readonly linkTarget?: string;
  /** The newest version Holdpoint was tested with, where the one found is newer. */
  readonly newerThan?: string;
  readonly servers: readonly McpConfiguration[];
  readonly test?: CanaryResult | 'running';
  /** Whether a person connected it: entries that are gone are then no choice of theirs. */
  readonly consented?: boolean;
}

const warning = { icon: 'warning', colour: 'warning' } as const;

/** What {@link connectRows} needs besides. */
export interface RowsContext {
  readonly activity: HostActivity;
  readonly machine: Pick<Machine, 'home' | 'platform'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly t: Translate;
}

/**
 * All rows: the agents found or connected, what this platform's terminals lack, then one row with the agents that are
 * not on this machine. Pure.
 */
export function connectRows(agents: readonly AgentFacts[], context: RowsContext): ConnectRow[] {
  const { t } = context;
  const isHere = ({ state }: AgentFacts) => state.detection.installed || state.connection !== 'not-connected';
  const absent = agents.filter((agent) => !isHere(agent));
  const rows = [...agents.filter(isHere).map((agent) => agentRow(agent, context)), ...limitRows(context)];
  if (absent.length === 0) return rows;
  return [
    ...rows,
    {
      id: 'absent',
      label: t('Not found on this machine'),
      description: t('{0} agents', absent.length),
      tooltip: absent.map(({ state }) => state.title).join(', '),
      icon: 'circle-slash',
      context: '',
      children: absent.map((agent) => ({ ...agentRow(agent, context), children: [] })),
    },
  ];
}

function limitRows({ machine, t }: RowsContext): ConnectRow[] {
  const limit = programGuardLimit(machine.platform, t);
  if (limit === undefined) return [];
  const { label, sentence } = limit;
  return [{ id: 'limit', label, description: '', tooltip: sentence, ...warning, context: 'limit', children: [] }];
}

function agentRow(agent: AgentFacts, context: RowsContext): ConnectRow {
  const { state, test } = agent;
  const { t } = context;
  const { connection, detection, title, host } = state;
  const remains = agent.step !== undefined && connection === 'disabled';
  const how = remains ? t('a step of yours remains') : connectionTitle(state, t);
  const failed = test !== undefined && test !== 'running' && !test.passed;
  const isConnected = connection === 'connected';
  const seen = connection === 'not-connected' ? undefined : seenLine(host, context);
  return {
    id: host,
    label: title,
    description: [test === 'running' ? t('testing…') : failed ? t('the test failed') : how, seen]
      .filter(Boolean)
      .join(' · '),
    tooltip: [`${title}: ${how}`, seen, detection.version, detection.evidence, ...state.problems]
      .flatMap((line) => (line === undefined ? [] : visibleLine(line, 400)))
      .join('\n'),
    ...mark(isConnected, failed, connection === 'not-connected' && agent.consented !== true),
    context: `agent ${connection === 'not-connected' ? 'absent' : 'there'} ${isConnected ? 'right' : 'wrong'} ${connection}`,
    host,
    file: state.file,
    children: [...details(agent, context), ...serverRows(agent, context)],
  };
}

function mark(isConnected: boolean, failed: boolean, isLeftOut: boolean): Pick<ConnectRow, 'icon' | 'colour'> {
  if (failed) return { icon: 'error', colour: 'error' };
  if (isConnected) return { icon: 'pass', colour: 'good' };
  return isLeftOut ? { icon: 'debug-disconnect' } : warning;
}

/** When its last call came in. */
function seenLine(host: AdaptedHost, { activity, now, t }: RowsContext): string {
  const last = activity.seen.get(host);
  if (!last) return activity.opened > 1 ? t('no call in {0} sessions', activity.opened) : t('no call seen yet');
  const ago = t('last call {0} ago', shortTime(now - last.at, t));
  return last.openedSince > 1 ? t('{0}, none in {1} sessions since', ago, last.openedSince) : ago;
}

function details({ state, step, linkTarget, newerThan, test }: AgentFacts, { machine, t }: RowsContext): ConnectRow[] {
  const { host, file, detection } = state;
  const note = (id: string, label: string, more: Partial<ConnectRow> = {}): ConnectRow => ({
    id: `${host}/${id}`,
    label: visibleLine(label, 200),
    description: '',
    tooltip: visibleLine(label, 1_000),
    icon: 'info',
    context: 'note',
    children: [],
    host,
    ...more,
  });
  const problems = state.problems.filter((problem) => problem !== step);
  const results = test === undefined || test === 'running' ? [] : test.problems;
  return [
    ...(step === undefined ? [] : [note('step', step, { ...warning, icon: 'checklist', context: 'step', step })]),
    ...problems.map((problem, index) => note(`problem-${index}`, problem, { ...warning, context: 'problem' })),
    ...results.map((problem, index) => note(`test-${index}`, problem, { icon: 'error', colour: 'error' })),
    ...(test !== undefined && test !== 'running' && test.passed
      ? [
          note('test', t('Test passed'), {
            icon: 'beaker',
            description: t('a harmless call in {0} ms, a destructive one stopped', test.milliseconds),
            tooltip: t(
              'A harmless call passed in {0} ms, and one that destroys was stopped. Nothing ran.',
              test.milliseconds,
            ),
          }),
        ]
      : []),
    ...(newerThan === undefined
      ? []
      : [
          note(
            'newer',
            t(
              'Version {0} is newer than {1}, the newest Holdpoint was tested with',
              detection.version ?? '',
              newerThan,
            ),
          ),
        ]),
    note('file', shortened(file, machine.home), {
      icon: 'file',
      context: 'file',
      file,
      tooltip: file,
      ...(linkTarget === undefined ? {} : { description: t('a link, and stays one: {0}', visibleLine(linkTarget)) }),
    }),
  ];
}

function serverRows({ state, servers }: AgentFacts, { machine, t }: RowsContext): ConnectRow[] {
  return servers.flatMap((configuration) =>
    configuration.servers.map(({ name, state: how }) => ({
      id: `${state.host}/mcp/${configuration.file}/${name}`,
      label: visibleLine(name, 80),
      description: {
        open: t('goes past Holdpoint'),
        wrapped: t('goes through Holdpoint'),
        address: t('reached by an address'),
        own: t('Holdpoint’s own'),
      }[how],
      tooltip:
        how === 'address'
          ? t('Start holdpoint mcp --url with its address, and put the address it prints in its place.')
          : t('MCP server {0} in {1}', visibleLine(name, 80), shortened(configuration.file, machine.home)),
      icon: how === 'wrapped' || how === 'own' ? 'shield' : 'server',
      ...(how === 'wrapped' ? { colour: 'good' as const } : {}),
      context: `server ${how}`,
      children: [],
      host: state.host,
      server: { configuration, name },
    })),
  );
}

function shortened(file: string, home: string): string {
  return file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
}
