import { decoders } from './decoders.ts';

/**
 * Programs whose printed shell text is meant to be evaluated (`eval "$(ssh-agent -s)"`): local set-up, nothing fetched.
 * Value: words that must all stand among the arguments.
 */
const shellInitialisers: Readonly<Record<string, readonly string[]>> = {
  'ssh-agent': [],
  keychain: [],
  dircolors: [],
  lesspipe: [],
  'lesspipe.sh': [],
  resize: [],
  direnv: ['hook|export'],
  brew: ['shellenv'],
  fnm: ['env'],
  pyenv: ['init|virtualenv-init|-'],
  rbenv: ['init'],
  nodenv: ['init'],
  jenv: ['init'],
  goenv: ['init'],
  mise: ['activate|env|hook-env'],
  rtx: ['activate|env'],
  asdf: ['exec-env|env'],
  conda: ['shell.bash|shell.zsh|shell.posix'],
  micromamba: ['shell'],
  starship: ['init'],
  zoxide: ['init'],
  atuin: ['init'],
  opam: ['env'],
  luarocks: ['path'],
  minikube: ['docker-env|podman-env|completion'],
  'docker-machine': ['env'],
  kubectl: ['completion'],
  helm: ['completion'],
  gh: ['completion'],
  npm: ['completion'],
  pip: ['completion'],
  uv: ['generate-shell-completion'],
  rustup: ['completions'],
  'register-python-argcomplete': [],
};

/** Programs that print what they are given or what something else prints, whatever their words are. */
const passers =
  /^(?:cat|tac|head|tail|sed|awk|gawk|jq|yq|grep|rg|tr|cut|sort|ssh|docker|podman|kubectl|python[\d.]*|node|ruby|perl|php|deno|bun|bash|sh|zsh|env|sudo|xargs|find|git|aws|az|gcloud|vault|op)$/;

/** `eval "$(oh-my-posh init bash)"`, `source <(tool completion zsh)`: a tool's own set-up for the shell, by its words. */
export function printsSetUp(program: string, args: readonly string[]): boolean {
  const words = shellInitialisers[program];
  if (words?.every((word) => args.some((text) => word.split('|').includes(text)))) return true;
  if (decoders.has(program) || program.includes('/') || passers.test(program)) return false;
  return args
    .slice(0, 2)
    .some((text) =>
      /^(?:init|completions?|activate|shellenv|shell-init|hook|--alias|generate-shell-completion)$/.test(text),
    );
}

/**
 * Set-up files of the person's own shell and version managers, below the home directory or absolute. Sourcing them is
 * not followed: they are thousands of lines of functions nobody calls here. A change to one is a write, judged as such.
 */
export const setUpFiles: readonly string[] = [
  '~/.bashrc',
  '~/.bash_profile',
  '~/.profile',
  '~/.zshrc',
  '~/.zprofile',
  '~/.zshenv',
  '~/.nvm/nvm.sh',
  '~/.nvm/bash_completion',
  '~/.sdkman/bin/sdkman-init.sh',
  '~/.asdf/asdf.sh',
  '~/.rvm/scripts/rvm',
  '~/.cargo/env',
  '~/.local/bin/env',
  '~/.ghcup/env',
  '~/.deno/env',
  '~/miniconda3/etc/profile.d/conda.sh',
  '~/anaconda3/etc/profile.d/conda.sh',
  '~/miniforge3/etc/profile.d/conda.sh',
  '/etc/profile',
  '/opt/homebrew/opt/nvm/nvm.sh',
  '/usr/local/opt/nvm/nvm.sh',
  '/usr/local/nvm/nvm.sh',
  '/usr/share/nvm/init-nvm.sh',
];
