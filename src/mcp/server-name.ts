import path from 'node:path';

/** Programs that start another whose name says more. */
const starters = new Set([
  'npx',
  'bunx',
  'uvx',
  'pipx',
  'pnpm',
  'yarn',
  'npm',
  'bun',
  'uv',
  'node',
  'python',
  'python3',
  'deno',
  'docker',
  'podman',
  'cmd',
  'sh',
  'bash',
]);
/** Words between a starter and what it starts. */
const between = new Set(['run', 'exec', 'dlx', 'x', 'tool', '-y', '--yes', '-q', '-i', '--rm', '-m', '/c', '--']);

/** A name for a server that nobody named: what its command line starts, as in `@railway/mcp-server`. */
export function serverName(command: string, args: readonly string[]): string {
  const program = baseName(command);
  if (!starters.has(program.replace(/\.(exe|cmd)$/i, ''))) return program;
  const named = args.find((word) => !between.has(word) && !word.startsWith('-') && !/^\w+=/.test(word));
  return named === undefined ? program : /[\\/]/.test(named) && !named.startsWith('@') ? baseName(named) : named;
}

function baseName(file: string): string {
  return path.posix.basename(file.replaceAll('\\', '/')).replace(/\.(mjs|cjs|js|ts|py)$/, '');
}
