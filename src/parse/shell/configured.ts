import type { Word } from '../../action/invocation.ts';
import { gappedWord } from '../shell-word.ts';
import type { Call, Reading, Scene } from './reading.ts';
import { type Field, fromWord } from './value.ts';

/**
 * Settings of git whose value is a command it runs (git-config(1)): what is handed over by `-c` runs with this call,
 * what `git config` writes runs with a later one.
 */
const runsCommand =
  /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy|alternaterefscommand)|sequence\.editor|diff\.external|pager\.[\w-]+|credential(?:\..*)?\.helper|diff\..*\.(?:textconv|command)|merge\..*\.driver|filter\..*\.(?:clean|smudge|process)|(?:diff|merge)tool\..*\.(?:cmd|path)|gpg(?:\..*)?\.program|browser\..*\.cmd|uploadpack\.packobjectshook|sendemail\..*cmd|trailer\..*\.(?:command|cmd))$/i;

/** Variables whose value is a command that programs run with the person's files as arguments. */
const runningVariables = new Set([
  'GIT_EDITOR',
  'GIT_SEQUENCE_EDITOR',
  'GIT_PAGER',
  'GIT_SSH_COMMAND',
  'GIT_SSH',
  'GIT_EXTERNAL_DIFF',
  'GIT_ASKPASS',
  'GIT_PROXY_COMMAND',
  'EDITOR',
  'VISUAL',
  'SUDO_EDITOR',
  'KUBE_EDITOR',
  'KUBECTL_EXTERNAL_DIFF',
  'LESSOPEN',
  'LESSCLOSE',
  'RUSTC_WRAPPER',
  'BROWSER',
  'PAGER',
  'MANPAGER',
  'SYSTEMD_EDITOR',
  'PSQL_EDITOR',
  'PSQL_PAGER',
  'RSYNC_RSH',
  'CVS_RSH',
  'SSH_ASKPASS',
  'SUDO_ASKPASS',
  'PROMPT_COMMAND',
]);

/** Programs that read none of the variables above. */
const deaf = new Set(['echo', 'printf', 'export', 'cat', 'ls', 'cd', 'true', 'test', '[']);

/** Runs the commands that a call's variables name: `EDITOR='rm -rf x;' git commit`. */
export function runVariables(reading: Reading, scene: Scene, call: Call, program: string): void {
  if (deaf.has(program)) return;
  const given = Object.entries(call.environment ?? {});
  const exported = scene.scope.exported() ?? [];
  if (given.length === 0 && exported.length === 0) return;
  const seen = new Set<string>();
  const run = (name: string, value: Field): void => {
    if (!runningVariables.has(name) || seen.has(name) || reading.openAliases.has(`$${name}`)) return;
    seen.add(name);
    reading.openAliases.add(`$${name}`);
    runCommandText(reading, scene, value);
    reading.openAliases.delete(`$${name}`);
  };
  for (const [name, word] of given) run(name, fieldOf(reading, word));
  for (const [name, { value }] of exported) if ('text' in value) run(name, value);
}

/** Runs what a `git` call's settings name, and its aliases that are shell commands. */
export function runGitSettings(reading: Reading, scene: Scene, call: Call): void {
  const words = call.argv.slice(1);
  const aliases = new Map<string, Field>();
  let index = 0;
  for (; index < words.length; index += 1) {
    const field = words[index];
    if (!field?.text.startsWith('-')) break;
    if (!/^(?:-C|-c|--git-dir|--work-tree|--namespace|--exec-path|--config-env)$/.test(field.text)) continue;
    index += 1;
    if (field.text === '-c') takeSetting(reading, scene, words[index], aliases);
  }
  const verb = words[index]?.text;
  if (verb === undefined) return;
  const rest = words.slice(index + 1);
  if (verb === 'config') {
    const operands = rest.filter((field) => !field.text.startsWith('-'));
    const [name, value] = operands[0]?.text === 'set' ? operands.slice(1) : operands;
    if (!name || !value) return;
    const alias = /^alias\.(.+)$/i.exec(name.text)?.[1];
    if (alias !== undefined) reading.gitAliases.set(alias, value);
    else if (runsCommand.test(name.text)) runCommandText(reading, scene, value);
    return;
  }
  const alias = aliases.get(verb) ?? reading.gitAliases.get(verb);
  if (!alias) return;
  const text = alias.text.startsWith('!') ? alias.text.slice(1) : `git ${alias.text}`;
  const whole = [text, ...rest.map((field) => gappedWord(field.text))].join(' ');
  if (reading.openAliases.has(verb)) return;
  reading.openAliases.add(verb);
  reading.runText(inside(scene), {
    text: whole,
    glob: null,
    holed: reading.holes.within(whole),
    span: call.span,
    offset: -1,
  });
  reading.openAliases.delete(verb);
}

function takeSetting(reading: Reading, scene: Scene, field: Field | undefined, aliases: Map<string, Field>): void {
  const equals = field?.text.indexOf('=') ?? -1;
  if (!field || equals < 0) return;
  const name = field.text.slice(0, equals);
  const value: Field = {
    ...field,
    text: field.text.slice(equals + 1),
    offset: field.offset < 0 ? -1 : field.offset + equals + 1,
  };
  const alias = /^alias\.(.+)$/i.exec(name)?.[1];
  if (alias !== undefined) aliases.set(alias, value);
  else if (runsCommand.test(name)) runCommandText(reading, scene, value);
}

/** A setting's value as the shell would run it; `!` in front marks a command among other values, `|` one whose output is read. */
function runCommandText(reading: Reading, scene: Scene, value: Field): void {
  const mark = /^\s*(?:!|\|\|?-?)/.exec(value.text)?.[0].length ?? 0;
  const text = { ...value, text: value.text.slice(mark), offset: value.offset < 0 ? -1 : value.offset + mark };
  // A program's name alone does nothing by being named.
  if (!/\s/.test(text.text.trim())) return;
  reading.runText(inside(scene), text);
}

function inside(scene: Scene): Scene {
  return { ...scene, depth: scene.depth + 1 };
}

function fieldOf(reading: Reading, word: Word): Field {
  return fromWord(word, reading.holes);
}
