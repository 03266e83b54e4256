import type { Action } from '../action/action.ts';
import type { Invocation } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { byProgram } from '../effects/by-program.ts';
import { shortened, textOf } from './places.ts';
import { signal } from './signals.ts';

const interactiveShells = new Set(['bash', 'sh', 'zsh', 'fish', 'dash', 'ksh', 'pwsh', 'powershell', 'cmd']);

interface Console {
  readonly program: RegExp;
  /** Completes "Opens …". */
  readonly what: string;
  /** Whether it waits for typing: `line` is the arguments joined by single spaces. */
  opens(line: string, args: readonly string[]): boolean;
}

/** Consoles and shells elsewhere that wait for typing unless they are handed what to run. */
const consoles: readonly Console[] = [
  {
    program: /^(?:psql|mysql|mariadb|mycli|pgcli|usql)$/,
    what: 'a database console',
    opens: (line) =>
      !/(?:^| )(?:-[A-Za-z]{0,4}[cefl]|--(?:command|execute|file|list|version|help|csv)|-V|-\?)(?:[ =]|$)/.test(line),
  },
  {
    program: /^(?:mongosh|mongo)$/,
    what: 'a database console',
    opens: (line) => !/--(?:eval|file|version|help)|\.js\b|(?:^| )-f /.test(line),
  },
  {
    program: /^redis-cli$/,
    what: 'a database console',
    opens: (line, args) =>
      !/--(?:scan|bigkeys|stat|pipe|version|help|rdb|latency)/.test(line) &&
      args.every(
        (arg, index) =>
          arg.startsWith('-') || /^-[hpnau]$|^--(?:user|pass|cacert|cert|key)$/.test(args[index - 1] ?? ''),
      ),
  },
  {
    program: /^(?:railway|heroku|fly|flyctl|supabase|pscale|render)$/,
    what: 'a shell elsewhere',
    opens: (line) =>
      /^(?:shell|connect|ssh|ssh console|pg:psql|ps:exec|run (?:--\S+ )*(?:bash|sh|console|rails c(?:onsole)?))\b(?!.*(?:-C|--command|-c)\b)/.test(
        line,
      ),
  },
  {
    program: /^aws$/,
    what: 'a shell elsewhere',
    opens: (line) => /\bssm start-session\b(?!.*--document-name)|\becs execute-command\b.*--interactive\b/.test(line),
  },
  {
    program: /^gcloud$/,
    what: 'a shell elsewhere',
    opens: (line) =>
      /\b(?:compute|app instances) ssh\b(?!.*--command)|\bcloud-shell ssh\b(?!.*--command)|\bsql connect\b/.test(line),
  },
  {
    program: /^az$/,
    what: 'a shell elsewhere',
    opens: (line) => /\bssh vm\b|\bcontainer exec\b.*\b(?:sh|bash)\b|\bwebapp ssh\b/.test(line),
  },
  { program: /^rails$/, what: 'a console', opens: (line) => /^(?:c|console|db|dbconsole)(?: |$)/.test(line) },
  {
    program: /^(?:telnet|nc|ncat|netcat)$/,
    what: 'a connection for typing',
    opens: (line) => /^(?:-[a-z]*v?[a-z]* )?[\w.-]+ \d+$/.test(line) && !/-[a-z]*[zl]/.test(line),
  },
  {
    program: /^(?:tmux|screen)$/,
    what: 'a terminal to type into',
    opens: (line) => /^(?:send-keys|send|new-session|new|attach|a)\b|-X stuff\b/.test(line),
  },
];

const consolesOf = byProgram(consoles);

/** A shell opened for typing: what is typed there no hook sees. */
export function openShell(invocation: Invocation, action: Action): Signal[] {
  if (action.kind !== 'shell' || invocation.stdin.kind !== 'inherited' || invocation.redirections.length > 0) return [];
  const program = invocation.program ?? '';
  const shell = interactiveShells.has(program);
  const known = consolesOf(program);
  if (!shell && known.length === 0 && program !== 'ssh') return [];
  const args = invocation.args.map(textOf);
  const local = shell && args.every((arg) => /^-[il]+$|^--(?:login|norc|noprofile)$|^-No(?:Logo|Profile)$/i.test(arg));
  const within = invocation.wrappers.at(-1);
  if (
    local &&
    (invocation.wrappers.length === 0 ||
      (within && /^(?:docker|podman|kubectl|ssh|sudo|su|railway|fly|flyctl|oc|nsenter)$/.test(within.program)))
  ) {
    return [
      signal(
        'interactive-shell',
        0.3,
        `Opens an interactive shell: ${shortened([within?.program, program].filter(Boolean).join(' '), 60)}`,
        { span: invocation.span },
      ),
    ];
  }
  const line = args.join(' ').slice(0, 1000);
  const console = known.find((one) => one.opens(line, args));
  if (console && invocation.wrappers.every(({ program: outer }) => outer !== 'xargs')) {
    return [
      signal('interactive-shell', 0.3, `Opens ${console.what}: ${shortened(`${program} ${line}`, 60)}`, {
        span: invocation.span,
      }),
    ];
  }
  if (program === 'ssh' && invocation.wrappers.length === 0) {
    const positional = args.filter(
      (arg, index) => !arg.startsWith('-') && !/^-[iplFJoLRDWEcmbBSQwe]$/.test(args[index - 1] ?? ''),
    );
    const forwards = args.some((arg) => /^-[a-zA-Z]*[NTGVQ]/.test(arg));
    if (positional.length === 1 && !forwards) {
      return [signal('interactive-shell', 0.3, `Opens a shell on ${positional[0]}`, { span: invocation.span })];
    }
  }
  return [];
}
