import { version } from '../../package.json';
import { endWith, exitCodes, UsageProblem } from './usage.ts';

/** Runs every command but those that start at once (main.ts). Sets the process's exit code. */
export function runCommand(command: string, args: readonly string[]): Promise<void> {
  return endWith(() => run(command, args));
}

async function run(command: string, args: readonly string[]): Promise<number> {
  switch (command) {
    case 'check':
      return (await import('./check.ts')).runCheck(args);
    case 'replay':
      return (await import('./replay.ts')).runReplay(args);
    case 'undo':
      return (await import('./undo.ts')).runUndo(args);
    case 'audit':
      return (await import('./audit.ts')).runAudit(args);
    case 'connect':
      return (await import('./connect.ts')).runConnect(args);
    case 'disconnect':
      return (await import('./connect.ts')).runDisconnect(args);
    case 'run':
      return (await import('./run.ts')).runCommandHeld(args);
    case 'doctor':
      return (await import('./doctor.ts')).runDoctor(args);
    case 'version':
    case '--version':
    case '-v':
      process.stdout.write(`holdpoint ${version}\n`);
      return exitCodes.allow;
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(`${help}\n`);
      return exitCodes.allow;
    default:
      throw new UsageProblem(`There is no command "${command}". Run: holdpoint help`);
  }
}

const help = `Holdpoint ${version} stops AI agents before what cannot be undone, until a person approved that one call.

  holdpoint check [--json] [--explain] [--cwd DIR] [--shell bash|zsh|pwsh|cmd] [--no-context] -- COMMAND
      Judge one command. Exit 0 allow, 20 hold, 30 deny, 2 wrong use, 3 unreadable input.
  holdpoint check --batch [--no-context] [--artifact]
      Judge actions on standard input, one JSON object per line; one verdict per line comes out.
  holdpoint replay SESSION.jsonl|- [--json]
      Judge recorded sessions, event by event.
  holdpoint audit verify [DIR]
      Verify an audit log and name the first record that was tampered with.
  holdpoint audit report [SESSION] [--host HOST] [--format markdown|jsonl] [--output FILE]
      Write a session's report, signed by the editor's window that has the log open. Without SESSION: list them.
  holdpoint audit verify-report FILE [--key KEY]
      Check an exported session with the public key that stands in it.
  holdpoint undo list [--all] [--json]
      Show what was saved in this folder before agents' calls that destroy local work.
  holdpoint undo show ID [--json]
      Show what bringing a snapshot back would change. "last" stands for the newest.
  holdpoint undo restore ID [--yes]
      Save what is there now, then bring the snapshot back.
  holdpoint connect HOST… [--managed]
      Write the hooks of agents on this machine (claude, cursor, codex, gemini …). Exit 10 where a step remains for you.
  holdpoint connect HOST… --repository
      Put the hook into this repository, for CI and cloud agents: it denies what nobody can confirm there.
  holdpoint disconnect HOST… [--managed | --repository]
      Take the hooks out again.
  holdpoint doctor [--json]
      Show how each agent stands and test the hook with a harmless call.
  holdpoint run [--credential NAME] -- PROGRAM ARG…
      Judge the call, wait for the person where it is held, then run it. Exit 126 where it may not run. With NAME:
      a stored credential that a person lends to this one call stands in the program's environment.
  holdpoint mcp [--server NAME] -- COMMAND…
      Start an MCP server and hold its tool calls that cannot be undone; all else passes as it is.
  holdpoint mcp [--server NAME] --url URL [--port N]
      The same for a server reached by an address: prints the address to use in its place.
  holdpoint mcp serve
      Holdpoint as an MCP server: an agent asks a person before it acts, or for a credential it lacks.
  holdpoint mcp wrap|unwrap [HOST…] [--server NAME]… [--dry-run]
      Put that in front of the servers in the agents' configurations, or take it away again.
  holdpoint hook HOST
      Started by the agents themselves.`;
