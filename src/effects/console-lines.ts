import { posix } from 'node:path';
import type { Effect } from '../action/effect.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import type { Call, Pack } from './pack.ts';
import { shown } from './words.ts';

/** Programs of packs that read, beside their arguments, their own commands from standard input. */
const reading =
  /^(?:virsh|gluster|ceph|rados|rbd|crm|kadmin|kadmin\.local|samba-tool|storcli|storcli64|racadm|vtysh|nft|targetcli|lxc|pcs|rabbitmqctl|govc|nsupdate|asadmin|mc|bconsole|diskpart|netsh|wmic|lftp|smbclient|ftp|gremlin|gremlin\.sh|tt|tarantool|tarantoolctl|zookeeper-shell|zookeeper-shell\.sh)$/;

/** `diskpart /s FILE`, `virsh < FILE`: what the same text wrote to the file, as if it were piped in. */
export function withScript(invocation: Invocation): Invocation {
  const { args, cwd, program, span, stdin, written } = invocation;
  if (!written || program === null || !reading.test(program)) return invocation;
  const named = program === 'diskpart' && /^\/s$/i.test(shown(args[0]));
  const file = named ? args[1] : stdin.kind === 'file' ? stdin.path : undefined;
  if (file?.kind !== 'known' || cwd === null) return invocation;
  const value = written.get(posix.resolve(cwd, file.value));
  if (typeof value !== 'string') return invocation;
  return { ...invocation, args: named ? args.slice(2) : args, stdin: { kind: 'text', value, span } };
}

/** `echo "undefine db01 --remove-all-storage" | virsh`: each line as if it stood behind the program. */
export function consoleEffects({ invocation, inquiry }: Call, pack: Pack): readonly Effect[] {
  const { stdin, args, program } = invocation;
  if (stdin.kind !== 'text' || program === null || !reading.test(program)) return [];
  for (const line of stdin.value.slice(0, 20_000).split(/[\n;]/, 200)) {
    if (line.trim() === '') continue;
    const words = line.trim().split(/\s+/, 30);
    const typed = words.map((value): Word => ({ kind: 'known', value: unquoted(value), span: invocation.span }));
    const effects = pack.effects({
      invocation: { ...invocation, args: [...args, ...typed], stdin: { kind: 'inherited' } },
      inquiry,
    });
    if (effects.length > 0) return effects;
  }
  return [];
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, '$2');
}
