import { homedir } from 'node:os';
import path from 'node:path';
import { thisMachine } from '../cli/machine.ts';
import { removeTerminalGuards } from '../exec/guarded-terminals.ts';
import { hasZshLine, withoutZshLine, zshStartFiles } from '../exec/zsh-line.ts';
import { disconnectHost } from '../hosts/connection.ts';
import { mcpConfigurations, planUnwrap, writePlan } from '../hosts/mcp-wrapping.ts';
import { adapters } from '../hosts/registry.ts';
import { readSettings, writeSettings } from '../hosts/settings-file.ts';
import { isInstalledElsewhere } from './installed-elsewhere.ts';

// Run by the editor as `vscode:uninstall` after Holdpoint was removed from it, with a bare Node and no editor around.

// Terminals that stay open then find the real programs. What another editor's Holdpoint wrote stays.
removeTerminalGuards(path.join(thisMachine().stateDirectory, 'exec'), path.dirname(__dirname));

// The launcher stays: sessions that run still call it, and without their guard it denies what cannot be undone.
if (!isInstalledElsewhere(path.dirname(__dirname), homedir())) {
  const machine = thisMachine();
  for (const { id, title } of Object.values(adapters)) {
    try {
      disconnectHost(id, machine);
    } catch (error) {
      console.error(`${title} could not be disconnected. ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  // A server behind the proxy would not start any more once the launcher's program is gone.
  for (const { host, file } of mcpConfigurations(machine, [])) {
    try {
      writePlan(planUnwrap({ host, file }));
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
    }
  }
  zshStartFiles(machine)
    .then((files) => {
      for (const file of files) {
        const text = readSettings(file);
        if (text !== null && hasZshLine(text)) writeSettings(file, withoutZshLine(text), text);
      }
    })
    .catch(console.error);
}
