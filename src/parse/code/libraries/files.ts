import {
  commands,
  type Doing,
  opens,
  overAll,
  overFirst,
  overTwo,
  removes,
  removesAll,
  removesByOption,
  removesDirectory,
  removesOwner,
  resetsHead,
  runsCode,
  shell,
  shellAway,
  starts,
  startsWords,
  writes,
  writesOwner,
} from './doing.ts';

type Table = Readonly<Record<string, Doing>>;

const tree = removes('-rf');
const file = removes('-f');

/** Git's own commands, as GitPython and simple-git spell them. */
const gitCommands =
  'reset clean push checkout restore branch stash rm gc reflog tag update_ref filter_branch prune worktree'.split(' ');

/** The same for each of the names under which a library has them. */
function gitCalls(owners: readonly string[]): Table {
  return Object.fromEntries(
    owners.flatMap((owner) => gitCommands.map((name) => [`${owner}.${name}`, commands('git', name.replace('_', '-'))])),
  );
}

/** Python: https://docs.python.org/3/library/shutil.html, os.html, pathlib.html, subprocess.html. */
export const pythonCalls: Table = {
  // https://gitpython.readthedocs.io/en/stable/reference.html
  ...gitCalls(['git.Repo().git', 'git.Git()']),
  'git.Repo().git.execute': starts,
  'git.Repo().head.reset': resetsHead,
  'git.Repo().remote().push': commands('git', 'push', 'origin'),
  'git.Repo().remotes.origin.push': commands('git', 'push', 'origin'),
  'shutil.rmtree': tree,
  'shutil.move': overTwo('mv'),
  'shutil.copy': overTwo('cp'),
  'shutil.copy2': overTwo('cp'),
  'shutil.copyfile': overTwo('cp'),
  'shutil.copytree': overTwo('cp', '-r'),
  'distutils.dir_util.remove_tree': tree,
  'os.remove': file,
  'os.unlink': file,
  'os.rename': overTwo('mv'),
  'os.replace': overTwo('mv'),
  'os.truncate': overFirst('truncate', '-s', '0'),
  'os.kill': overFirst('kill'),
  'os.killpg': overFirst('kill'),
  'pathlib.Path().unlink': removesOwner('-f'),
  'pathlib.Path().rename': (call, holes) => overTwo('mv')(withOwner(call), holes),
  'pathlib.Path().replace': (call, holes) => overTwo('mv')(withOwner(call), holes),
  'pathlib.Path().write_text': writesOwner,
  'pathlib.Path().write_bytes': writesOwner,
  'pathlib.Path().open': (call, holes) => opens(withOwner(call), holes),
  '(glob).unlink': removesOwner('-f'),
  open: opens,
  'io.open': opens,
  'codecs.open': opens,
  'aiofiles.open': opens,
  'aiofiles.os.remove': file,
  'os.system': shell(),
  'os.popen': shell(),
  'os.posix_spawn': overSecond(),
  'os.posix_spawnp': overSecond(),
  'os.execv': overSecond(),
  'os.execvp': overSecond(),
  'os.execve': overSecond(),
  'os.execl': (call, holes) => startsWords(without(call, 1), holes),
  'os.execlp': (call, holes) => startsWords(without(call, 1), holes),
  'os.spawnlp': (call, holes) => startsWords(without(without(call, 0), 1), holes),
  'os.spawnvp': (call, holes) => overSecond()(without(call, 0), holes),
  'pty.spawn': starts,
  'django.core.management.call_command': overAll('manage.py'),
  'subprocess.run': starts,
  'subprocess.call': starts,
  'subprocess.check_call': starts,
  'subprocess.check_output': starts,
  'subprocess.Popen': starts,
  'subprocess.getoutput': shell(),
  'subprocess.getstatusoutput': shell(),
  'commands.getoutput': shell(),
  'asyncio.create_subprocess_shell': shell(),
  'asyncio.create_subprocess_exec': startsWords,
  'asyncio.subprocess.create_subprocess_exec': startsWords,
  'pexpect.run': shell(),
  'pexpect.spawn': shell(),
  'invoke.run': shell(),
  'invoke.Context().run': shell(),
  'nox.Session().run': startsWords,
  'fabric.Connection().run': shellAway,
  'fabric.Connection().sudo': shellAway,
  ...Object.fromEntries(
    ['SerialGroup()', 'ThreadingGroup()', 'SerialGroup()[]', 'ThreadingGroup()[]'].flatMap((name) =>
      ['run', 'sudo'].map((call) => [`fabric.${name}.${call}`, shellAway]),
    ),
  ),
  'paramiko.SSHClient().exec_command': shellAway,
  'IPython.get_ipython().system': shell(),
  exec: runsCode,
  eval: runsCode,
};

/** Node, Deno, Bun: https://nodejs.org/api/fs.html, child_process.html; https://docs.deno.com/api/deno/. */
export const javascriptCalls: Table = {
  // https://github.com/steveukx/git-js#api
  ...gitCalls(['simple-git()', 'simple-git.simpleGit()', 'simple-git.default()', 'simple-git.gitP()']),
  'simple-git().raw': commands('git'),
  'simple-git.simpleGit().raw': commands('git'),
  'fs.rm': removesByOption,
  'fs.rmSync': removesByOption,
  'fs.promises.rm': removesByOption,
  'fs.rmdir': removesDirectory,
  'fs.rmdirSync': removesDirectory,
  'fs.promises.rmdir': removesDirectory,
  'fs.unlink': file,
  'fs.unlinkSync': file,
  'fs.promises.unlink': file,
  'fs.truncate': overFirst('truncate', '-s', '0'),
  'fs.truncateSync': overFirst('truncate', '-s', '0'),
  'fs.promises.truncate': overFirst('truncate', '-s', '0'),
  'fs.remove': tree,
  'fs.removeSync': tree,
  'fs.emptyDir': tree,
  'fs.emptyDirSync': tree,
  'fs.rename': overTwo('mv'),
  'fs.renameSync': overTwo('mv'),
  'fs.promises.rename': overTwo('mv'),
  'fs.move': overTwo('mv'),
  'fs.moveSync': overTwo('mv'),
  'fs.copyFile': overTwo('cp'),
  'fs.copyFileSync': overTwo('cp'),
  'fs.promises.copyFile': overTwo('cp'),
  'fs.cpSync': overTwo('cp', '-r'),
  'fs.promises.cp': overTwo('cp', '-r'),
  'fs.writeFile': writes,
  'fs.writeFileSync': writes,
  'fs.promises.writeFile': writes,
  'fs.outputFileSync': writes,
  'fs.writeJsonSync': writes,
  'Deno.remove': removesByOption,
  'Deno.removeSync': removesByOption,
  'Deno.rename': overTwo('mv'),
  'Deno.writeTextFile': writes,
  'Deno.writeTextFileSync': writes,
  'Deno.Command': starts,
  'Deno.run': starts,
  'Deno.kill': overFirst('kill'),
  'Bun.write': writes,
  'Bun.file().delete': (call, holes) => tree(madeOf(call), holes),
  'Bun.file().unlink': (call, holes) => tree(madeOf(call), holes),
  'Bun.spawn': starts,
  'Bun.spawnSync': starts,
  rimraf: tree,
  'rimraf.rimraf': tree,
  'rimraf.sync': tree,
  'rimraf.rimrafSync': tree,
  del: tree,
  'del.sync': tree,
  'del.deleteAsync': tree,
  'del.deleteSync': tree,
  'shelljs.rm': shelljsRemoves,
  'shelljs.exec': shell(),
  'shelljs.mv': overTwo('mv'),
  'process.kill': overFirst('kill'),
  'process._debugProcess': overFirst('kill'),
  'child_process.exec': shell(),
  'child_process.execSync': shell(),
  'child_process.execFile': starts,
  'child_process.execFileSync': starts,
  'child_process.spawn': starts,
  'child_process.spawnSync': starts,
  'child_process.fork': (call, holes) => starts(withFirst(call, 'node'), holes),
  'cross-spawn': starts,
  'cross-spawn.sync': starts,
  execa: starts,
  'execa.execa': starts,
  'execa.execaSync': starts,
  'execa.execaCommand': shell(),
  'execa.execaCommandSync': shell(),
  'execa.command': shell(),
  'execa.sync': starts,
  'tinyexec.x': starts,
  eval: runsCode,
  'globalThis.eval': runsCode,
  'global.eval': runsCode,
  Function: (call, holes) => runsCode({ ...call, args: { ...call.args, all: call.args.all.slice(-1) } }, holes),
  'vm.runInThisContext': runsCode,
  'vm.runInNewContext': runsCode,
};

/** Ruby: https://docs.ruby-lang.org/en/master/FileUtils.html, Kernel.html. */
export const rubyCalls: Table = {
  'File.delete': removesAll('-f'),
  'File.unlink': removesAll('-f'),
  'File.rename': overTwo('mv'),
  'File.truncate': overFirst('truncate', '-s', '0'),
  'File.write': writes,
  'IO.write': writes,
  'File.open': opens,
  'FileUtils.rm': file,
  'FileUtils.rm_f': file,
  'FileUtils.rm_r': tree,
  'FileUtils.rm_rf': tree,
  'FileUtils.rmtree': tree,
  'FileUtils.remove': file,
  'FileUtils.remove_dir': tree,
  'FileUtils.remove_entry': tree,
  'FileUtils.remove_entry_secure': tree,
  'FileUtils.mv': overTwo('mv'),
  'FileUtils.cp': overTwo('cp'),
  'FileUtils.chmod_R': overTwo('chmod', '-R'),
  rm_rf: tree,
  rm_r: tree,
  'pathlib.Path().delete': removesOwner('-f'),
  'pathlib.Path().unlink': removesOwner('-f'),
  'pathlib.Path().rmtree': removesOwner('-rf'),
  system: startsWords,
  exec: startsWords,
  spawn: startsWords,
  sh: startsWords,
  'Kernel.system': startsWords,
  'Kernel.exec': startsWords,
  'Process.spawn': startsWords,
  'Process.kill': (call) => overFirst('kill')(without(call, 0), noHoles),
  'IO.popen': startsWords,
  'Open3.capture2': startsWords,
  'Open3.capture2e': startsWords,
  'Open3.capture3': startsWords,
  'Open3.popen3': startsWords,
  'PTY.spawn': startsWords,
  eval: runsCode,
  instance_eval: runsCode,
};

/** Perl: https://perldoc.perl.org/functions, File::Path. */
export const perlCalls: Table = {
  unlink: removesAll('-f'),
  rmtree: removesAll('-rf'),
  remove_tree: removesAll('-rf'),
  'File::Path::rmtree': removesAll('-rf'),
  'File::Path::remove_tree': removesAll('-rf'),
  rename: overTwo('mv'),
  move: overTwo('mv'),
  truncate: overFirst('truncate', '-s', '0'),
  system: startsWords,
  exec: startsWords,
  kill: (call) => overFirst('kill')(without(call, 0), noHoles),
  open: (call, holes) => opens(without(call, 0, true), holes),
  eval: runsCode,
};

/** PHP: https://www.php.net/manual/en/ref.filesystem.php, ref.exec.php. */
export const phpCalls: Table = {
  unlink: file,
  rename: overTwo('mv'),
  copy: overTwo('cp'),
  file_put_contents: writes,
  fopen: opens,
  exec: shell(),
  shell_exec: shell(),
  system: shell(),
  passthru: shell(),
  popen: shell(),
  proc_open: starts,
  pcntl_exec: starts,
  eval: runsCode,
  'File.deleteDirectory': tree,
  'File.delete': removesAll('-f'),
};

type Call = Parameters<Doing>[0];
const noHoles: Parameters<Doing>[1] = Object.create(null);

function withOwner(call: Call): Call {
  return call.owner ? { ...call, args: { ...call.args, all: [call.owner, ...call.args.all] } } : call;
}

function withFirst(call: Call, word: string): Call {
  const [script, args] = call.args.all;
  const items = [...(script ? [script] : []), ...(args?.kind === 'list' ? args.items : [])];
  return {
    ...call,
    args: {
      ...call.args,
      all: [
        { kind: 'text', text: word },
        { kind: 'list', items, open: false },
      ],
    },
  };
}

/** The call with what its owner was made with: `Bun.file(path).delete()`. */
function madeOf(call: Call): Call {
  const made = call.owner?.kind === 'thing' ? call.owner.made : undefined;
  return made ? { ...call, args: made } : call;
}

function without(call: Call, index: number, ifMore = false): Call {
  if (ifMore && call.args.all.length < 3) return call;
  return { ...call, args: { ...call.args, all: call.args.all.filter((_, at) => at !== index) } };
}

/** `os.execvp(file, [name, …])`: the list's first word is the name again. */
function overSecond(): Doing {
  return (call) => {
    const [, list] = call.args.all;
    if (list?.kind !== 'list') return [];
    return [{ kind: 'program', words: list.items, start: call.at.start, end: call.at.end }];
  };
}

/** `shell.rm('-rf', path)`. */
function shelljsRemoves(call: Call): ReturnType<Doing> {
  const given = call.args.all.flatMap((value) => (value.kind === 'list' ? value.items : [value]));
  return [{ kind: 'program', words: [{ kind: 'text', text: 'rm' }, ...given], start: call.at.start, end: call.at.end }];
}
