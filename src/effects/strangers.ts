import type { Effect } from '../action/effect.ts';
import type { Call } from './pack.ts';
import { strangerDeletions } from './stranger-grammar.ts';
import { literalOf } from './words.ts';

/** One look before a stranger's arguments are read: most command lines of programs no pack knows stop here. */
const telling =
  /delet|destroy|purge|wipe|terminat|deprovision|decommission|drop|oblitera|nuke|eras|truncat|regist|expunge|tear|undeploy|zeroize|factory|remov|rm|del|reset|clear|flush|revoke|activat|suspend|disabl|archiv|down|poweroff|stop|kill|rollback|empty|evict|shred|alter\s|update\s/i;

/** What a program that no pack knows says of itself: by the grammar all command lines share, or by the SQL it is handed. */
export function strangerEffects(call: Call): readonly Effect[] {
  const { program, args, stdin } = call.invocation;
  const tells =
    program !== null &&
    (args.some((word) => telling.test(literalOf(word) ?? '')) ||
      (stdin.kind === 'text' && telling.test(stdin.value.slice(0, 20_000))));
  return tells ? strangerDeletions(call) : [];
}
