import { runCommand } from './commands.ts';
import { runHook } from './hook.ts';
import { runMcp } from './mcp.ts';
import { runShim } from './shim.ts';

/** The command line: `holdpoint hook` starts at once, everything else is read when it is called (scripts/build-late.mjs). */
const [command = 'help', ...rest] = process.argv.slice(2);
if (command === 'hook') void runHook(rest);
else if (command === 'shim') void runShim(rest).then((code) => process.exit(code));
else if (command === 'mcp') void runMcp(rest);
else void runCommand(command, rest);
