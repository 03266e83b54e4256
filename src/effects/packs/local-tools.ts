import type { Effect } from '../../action/effect.ts';
import type { Word } from '../../action/invocation.ts';
import { callPack } from '../call-table.ts';
import { deletionEffect } from '../deletion.ts';
import { type Call, effectOf, type Pack, type Rule, serverDataLoss } from '../pack.ts';
import { literalOf, shown } from '../words.ts';
import { emptied } from './files-empty.ts';
import { overwriting } from './files-overwrite.ts';
import { remove } from './files-rules.ts';
import { localToolRows } from './local-tools-rows.ts';

const gone = { verb: 'delete', asset: 'data-store', reversibility: 'irreversible', attack: 'T1485' } as const;

const table = callPack('system-tools', [
  ...localToolRows,
  {
    ...gone,
    programs: 'bfg java',
    name: 'history-rewrite',
    when: /^(?: -\S+)*(?: -jar \S*bfg[\w.-]*\.jar)? .*(?:--(?:delete-files|delete-folders|strip-blobs-\S+|replace-text)|-[DbB]) /,
    verb: 'rewrite',
    resource: 'history',
    asset: 'history',
    scope: 'workspace',
    reason: 'Rewrites every commit of {target}; the old ones are lost with the next clean-up.',
    source: 'https://rtyley.github.io/bfg-repo-cleaner/',
  },
  {
    ...gone,
    programs: 'unison',
    name: 'forced-sync',
    when: / -force(?: |$)/,
    resource: 'replica',
    target: / -force (\S+)/,
    reason: 'Puts {target} in the place of the other replica, whatever that holds.',
    source: 'https://github.com/bcpierce00/unison/wiki',
  },
  {
    ...gone,
    programs: 'secret-tool keyring kwallet-query security-tool',
    name: 'keyring-clear',
    when: /^ (?:clear|del|delete)(?: |$)/,
    resource: 'secret',
    asset: 'key',
    reason: 'Deletes the secret {target} from the keyring.',
    source: 'https://gnome.pages.gitlab.gnome.org/libsecret/man-secret-tool.html',
  },
  {
    ...gone,
    programs: 'fastboot',
    name: 'device-erase',
    when: /^(?: -s \S+)? (?:erase|format(?::\S+)?|flashall|-w|oem unlock|flashing (?:un)?lock|wipe-super)(?: |$)| -w(?: |$)/,
    scope: 'remote',
    resource: 'device',
    reason: 'Erases {target} of the connected device.',
    source: 'https://source.android.com/docs/setup/test/running',
  },
  {
    ...gone,
    programs: 'adb',
    name: 'device-wipe',
    when: /(?: |␣)(?:recovery␣--?wipe|recovery --wipe|--wipe_data|MASTER_CLEAR|FACTORY_RESET|twrp␣wipe|sm partition)/,
    scope: 'remote',
    resource: 'device',
    reason: 'Wipes the connected device ({target}).',
    source: 'https://developer.android.com/tools/adb',
  },
  {
    ...gone,
    programs: 'idevicerestore cfgutil irecovery',
    name: 'iphone-erase',
    when: / (?:-e|--erase|erase|restore)(?: |$)/,
    scope: 'remote',
    resource: 'device',
    reason: 'Erases the connected device ({target}).',
    source: 'https://support.apple.com/guide/apple-configurator-mac/welcome/mac',
  },
]);

const typedDeletion: Rule = {
  ...serverDataLoss,
  id: 'system-tools/typed-deletion',
  provider: 'files',
  verb: 'delete',
  resource: 'path',
  asset: 'files',
  reason: 'Deletes {target} on the server, where nothing here can bring it back.',
  safer: 'ls -l {target}',
  source: 'https://man7.org/linux/man-pages/man1/sftp.1.html',
};

/** Clients that read file commands line by line. */
function typedDeletions({ invocation }: Call): Effect[] {
  const { args, stdin, span } = invocation;
  const at = args.findIndex((word) => literalOf(word) === '-c');
  const given = at < 0 ? '' : shown(args[at + 1]).replaceAll(';', '\n');
  const text = stdin.kind === 'text' ? `${given}\n${stdin.value}` : given;
  const lines = [...text.matchAll(/^[^\S\n]*-?@?(?:m?delete|mdel|del|rm|mrm|rmdir)[^\S\n]+(?:-\w+[^\S\n]+)?(.+)$/gim)];
  return lines.slice(0, 8).map((line) => effectOf(typedDeletion, { target: (line[1] ?? '').trim(), span }));
}

/** `zip -d a.zip 'x*'`, `7z d a.7z x`, `tar --delete -f a.tar x`: what is taken out of an archive, judged by the archive. */
function archiveLoss(call: Call): Effect[] {
  const { invocation, inquiry } = call;
  const texts = invocation.args.map((word) => literalOf(word) ?? shown(word));
  const operands = invocation.args.filter((_, index) => !texts[index]?.startsWith('-'));
  let archive: Word | undefined;
  switch (invocation.program) {
    case 'zip':
      archive = texts.some((text) => text === '-d' || text === '--delete') ? operands[0] : undefined;
      break;
    case 'tar':
    case 'bsdtar':
    case 'gtar': {
      const at = texts.findIndex((text) => text === '-f' || text === '--file' || /^-\w*f$/.test(text));
      const inline = invocation.args.find((word) => shown(word).startsWith('--file='));
      const target = inline ?? invocation.args[at + 1];
      const device = shown(target).replace(/^--file=/, '');
      // `tar cf /dev/sda`: the archive takes the place of what the disk holds.
      if (/^\/dev\//.test(device) && texts.some((text) => /^-?\w*c/.test(text) || text === '--create'))
        return [...overwriting(device, invocation, call)];
      if (texts.includes('--delete')) archive = target;
      break;
    }
    default:
      archive = /^d$/i.test(texts[0] ?? '') ? operands[1] : undefined;
  }
  if (!archive) return [];
  const word = archive.kind === 'known' ? { ...archive, value: archive.value.replace(/^--file=/, '') } : archive;
  const effect = deletionEffect(
    { rule: remove, word, cwd: invocation.cwd, wrappers: invocation.wrappers, recursive: false, span: invocation.span },
    inquiry,
  );
  return effect
    ? [{ ...effect, reason: `Takes files out of the archive ${shown(word)}; what they held is lost.` }]
    : [];
}

const wholeBuffer =
  /^\s*(?:%|1?,\$|1,\$|,|g\/(?:\.\*?|\^)?\/)\s*d(?:elete)?\b|^\s*(?:normal!?\s+)?ggdG|\(erase-buffer\)|\(delete-region \(point-min\) \(point-max\)\)/m;

/** Editors told by their arguments or their input to delete every line and write: `ed -s f <<< ',d…'`, `vim -c '%d' -c wq f`. */
function editorLoss(call: Call): Effect[] {
  const { invocation } = call;
  const commands: string[] = invocation.stdin.kind === 'text' ? [invocation.stdin.value] : [];
  const files: Word[] = [];
  for (let index = 0; index < invocation.args.length; index += 1) {
    const word = invocation.args[index];
    const text = shown(word);
    if (/^(?:-\w*c|--cmd|-S|--eval|-eval)$/.test(text)) {
      commands.push(shown(invocation.args[index + 1]));
      index += 1;
    } else if (text.startsWith('+')) commands.push(text.slice(1));
    else if (word && !text.startsWith('-')) files.push(word);
  }
  const script = commands
    .flatMap((text) => text.split(/[|\n]/))
    .map((text) => text.replace(/^\s*:/, ''))
    .join('\n');
  const writes =
    invocation.args.some((word) => /save-buffer/.test(shown(word))) ||
    /^\s*(?:w\b|w!|wq|x\b|up(?:date)?\b|wa\b|wqa|xa)/m.test(script);
  return wholeBuffer.test(script) && writes ? files.flatMap((word) => emptied(word, call)) : [];
}

/** `ssh-keygen -f KEY <<< y`: the question whether to write over the key is answered beforehand. */
function keyLoss(call: Call): readonly Effect[] {
  const { args, stdin } = call.invocation;
  const at = args.findIndex((word) => literalOf(word) === '-f');
  const file = at < 0 ? undefined : literalOf(args[at + 1]);
  const answered = stdin.kind === 'text' && /^\s*y/i.test(stdin.value);
  return file && answered ? overwriting(file, call.invocation, call) : [];
}

const archivers = ['zip', 'tar', 'bsdtar', 'gtar', '7z', '7za', '7zz', '7zr', 'rar'];
const editors = ['ed', 'red', 'ex', 'vi', 'vim', 'nvim', 'vimdiff', 'gvim', 'emacs'];
const transfers = ['sftp', 'ftp', 'tnftp', 'psftp', 'smbclient', 'cadaver'];

/** Tools of one machine that change archives, devices, keyrings, replicas and files at the other end of a line. */
export const localToolsPack: Pack = {
  ...table,
  programs: [...table.programs, ...archivers, ...editors, ...transfers, 'ssh-keygen'],
  rules: [...table.rules, typedDeletion],
  effects(call) {
    const program = call.invocation.program ?? '';
    if (archivers.includes(program)) return archiveLoss(call);
    if (editors.includes(program)) return editorLoss(call);
    if (transfers.includes(program)) return typedDeletions(call);
    if (program === 'ssh-keygen') return keyLoss(call);
    return table.effects(call);
  },
};
