// Another extension: does what the newest line of the control file says. `type TEXT` types a line into a terminal,
// `task NAME` starts a task of the workspace, `ask TEXT` asks the editor's own agent in a new conversation.
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

exports.activate = (context) => {
  const control = path.join(path.dirname(vscode.workspace.workspaceFolders[0].uri.fsPath), 'probe-control');
  let done = '';
  let terminal;
  const act = async () => {
    const said = fs.existsSync(control) ? fs.readFileSync(control, 'utf8') : '';
    if (said === done) return;
    done = said;
    const [, verb, rest] = /^\d+ (\w+) (.*)$/s.exec(said.trim()) ?? [];
    if (verb === 'type') {
      terminal ??= vscode.window.createTerminal({ name: 'probe' });
      terminal.sendText(rest);
    }
    if (verb === 'ask') {
      await vscode.commands.executeCommand('workbench.action.chat.newChat');
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      const modelSelector = { vendor: 'customendpoint' };
      await vscode.commands.executeCommand('workbench.action.chat.open', { query: rest, mode: 'agent', modelSelector });
    }
    if (verb === 'task') {
      // The editor reads tasks.json a moment after it was written.
      for (let tries = 0; tries < 40; tries += 1) {
        const task = (await vscode.tasks.fetchTasks()).find(({ name }) => name === rest);
        if (task) return vscode.tasks.executeTask(task);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  };
  const timer = setInterval(() => void act(), 50);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
};
