import { runHook } from './hook.ts';

/** The command line: `holdpoint hook` starts at once, everything else loads its own part when called for. */
const [command = 'help', ...rest] = process.argv.slice(2);
if (command === 'hook') void runHook(rest);
else void import('./commands.ts').then(({ runCommand }) => runCommand(command, rest));
