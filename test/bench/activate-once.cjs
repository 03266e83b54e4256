// Loads and activates the built extension once, with a stand-in for the editor's API, and prints the milliseconds.
// Usage: node activate-once.cjs dist/extension.js. HOLDPOINT_STATE names a state directory of its own.
const Module = require('node:module');
const path = require('node:path');

const bundle = path.resolve(process.argv[2]);
const disposable = () => ({ dispose() {} });
const nothing = async () => undefined;
/** An object of the editor's API that has every event besides what is given. */
const withEvents = (given = {}) =>
  new Proxy(given, {
    get: (own, name) => own[name] ?? (/^on(?:Did|Will)/.test(String(name)) ? disposable : undefined),
  });
class Plain {
  appendText() {}
  appendMarkdown() {}
  event() {}
  fire() {}
  dispose() {}
}
const editor = {
  l10n: { t: (message) => message },
  env: { language: 'en', appName: 'bench' },
  StatusBarAlignment: { Left: 1 },
  ThemeColor: Plain,
  MarkdownString: Plain,
  EventEmitter: Plain,
  Disposable: { from: disposable },
  Uri: { joinPath: (_base, ...parts) => ({ fsPath: path.join(path.dirname(bundle), '..', ...parts) }) },
  window: withEvents({
    state: { focused: true },
    createStatusBarItem: () => ({ show() {}, dispose() {} }),
    createTreeView: () => withEvents({ dispose() {} }),
    createOutputChannel: () => ({ warn: (text) => console.error(text), dispose() {} }),
    registerWebviewPanelSerializer: disposable,
    showInformationMessage: nothing,
    showWarningMessage: nothing,
  }),
  workspace: withEvents({
    workspaceFolders: undefined,
    getConfiguration: () => ({ get: () => 90 }),
    registerTextDocumentContentProvider: disposable,
  }),
  tasks: withEvents(),
  commands: { registerCommand: disposable, executeCommand: nothing },
};
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? editor : load(name, ...rest));
// The editor has these loaded long before any extension.
for (const name of ['child_process', 'crypto', 'fs/promises', 'net', 'os', 'stream/promises', 'worker_threads']) {
  require(`node:${name}`);
}

const secrets = new Map();
const context = {
  extension: { id: 'holdpoint.holdpoint', packageJSON: { version: '0.1.0' } },
  extensionUri: {},
  subscriptions: [],
  globalState: { get: () => true, update: nothing },
  secrets: {
    get: async (name) => secrets.get(name),
    store: async (name, value) => void secrets.set(name, value),
    onDidChange: disposable,
  },
};

async function measure() {
  const started = performance.now();
  const extension = require(bundle);
  await extension.activate(context);
  console.log((performance.now() - started).toFixed(2));
  await extension.deactivate();
  process.exit(0);
}
measure();
