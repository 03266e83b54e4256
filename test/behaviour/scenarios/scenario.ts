/** One line of a recorded session without session, host and time (DESIGN 5.2). */
type Event = Readonly<Record<string, unknown>> & { readonly kind: string };

/** One step of a scenario: an event, what it is to the story, and how long it comes after the one before. */
export interface Step {
  readonly event: Event;
  /** What the step is to the story. `discovery`: by here a signal must have been given; `harm`: must be held. */
  readonly is?: 'discovery' | 'harm';
  /** Seconds after the step before; 3 where not given. */
  readonly after?: number;
}

/** A session that comes to harm, and what must be seen of it. */
export interface Incident {
  readonly id: string;
  readonly host?: string;
  readonly steps: readonly Step[];
  /** The sequence that the harm completes. */
  readonly sequence: string;
  /** The file the credential came from, where one did. */
  readonly foundIn?: string;
  readonly line?: number;
}

/** An ordinary session that only looks like one that comes to harm. */
export interface LookAlike {
  readonly id: string;
  readonly host?: string;
  readonly steps: readonly Step[];
  /** Steps that are held all the same, by index: known needless holds, counted as such. */
  readonly heldAt?: readonly number[];
}

const step = (event: Event, more: Omit<Step, 'event'> = {}): Step => ({ event, ...more });

/** A command and what it printed. */
export const run = (command: string, output?: string): Step =>
  step({ kind: 'shell', command, ...(output === undefined ? {} : { output }) });

export const read = (path: string, output?: string): Step =>
  step({ kind: 'read', path, ...(output === undefined ? {} : { output }) });

export const write = (path: string, content: string): Step => step({ kind: 'write', path, content });

export const search = (pattern: string, output?: string, path?: string): Step =>
  step({
    kind: 'search',
    pattern,
    ...(path === undefined ? {} : { path }),
    ...(output === undefined ? {} : { output }),
  });

export const mcp = (server: string, tool: string, input: object, output?: string): Step =>
  step({ kind: 'mcp', server, tool, input, ...(output === undefined ? {} : { output }) });

/** The step at which a credential is looked for or read. */
export const discovery = (one: Step): Step => ({ ...one, is: 'discovery' });

/** The step that destroys or gives away. */
export const harm = (one: Step): Step => ({ ...one, is: 'harm' });

/** A person or a rule refused it. */
export const refused = (one: Step): Step => ({ ...one, event: { ...one.event, denied: true } });

/** The same step, this many seconds after the one before. */
export const later = (seconds: number, one: Step): Step => ({ ...one, after: seconds });

export const hours = (count: number): number => count * 3600;

const everyday: readonly Step[] = [
  run('git status --short', ' M src/app.ts\n'),
  read('src/app.ts', 'export const app = () => serve({ port: 3000 });\n'),
  run('npm test', 'Tests 42 passed (42)'),
  write('src/routes/orders.ts', 'export const orders = () => list();\n'),
  run('npx tsc --noEmit'),
  search('listOrders', 'src/routes/orders.ts:1:export const orders'),
  run('git diff --stat', ' src/app.ts | 4 ++--'),
  run('npm run lint', 'No problems.'),
  run('ls -la src', 'app.ts routes'),
  read('package.json', '{ "name": "shop", "scripts": { "test": "vitest" } }'),
  run('git add -A && git commit -m "Sort orders by date"'),
  run('node --version', 'v22.1.0'),
];

/** This many ordinary steps of a coding session. */
export const ordinary = (count: number): Step[] =>
  Array.from({ length: count }, (_, at) => everyday[at % everyday.length]).filter((one) => one !== undefined);

/** The lines `holdpoint replay` reads. */
export function linesOf(session: string, { host = 'cursor', steps }: Pick<Incident, 'host' | 'steps'>): string[] {
  let t = 0;
  return steps.map(({ event, after = 3 }) => {
    t += after;
    return JSON.stringify({ session, host, t, cwd: '/w/shop', ...event });
  });
}
