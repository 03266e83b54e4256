import { runHook } from './hook.ts';

/** The command line: `holdpoint hook` starts at once, everything else loads its own part when called for. */
const [command = 'help', ...rest] = process.argv.slice(2);
if (command === 'hook') void runHook(rest);
else if (command === 'shim')
  void import('./shim.ts').then(({ runShim }) => runShim(rest).then((code) => process.exit(code)));
else if (command === 'mcp') void import('./mcp.ts').then(({ runMcp }) => runMcp(rest));
else void import('./commands.ts').then(({ runCommand }) => runCommand(command, rest));
