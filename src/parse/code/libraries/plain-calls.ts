import type { Holes } from '../../shell/value.ts';
import { joined, pathType } from '../fold.ts';
import type { LibraryCall } from '../library.ts';
import { asText, textOf, type Value } from '../values.ts';
import {
  type Doing,
  opens,
  overAll,
  overFirst,
  overTwo,
  removes,
  removesAll,
  removesByOption,
  removesOwner,
  shell,
  starts,
  startsWords,
  writes,
} from './doing.ts';

const tree = removes('-rf');
const file = removes('-f');

/** The first argument by whatever name it is given: `removeItem(atPath: p)`. */
const namedTree: Doing = (call, holes) => {
  const [named] = call.args.named.values();
  return tree(named ? { ...call, args: { ...call.args, all: [named, ...call.args.all] } } : call, holes);
};

/** What an object was made with goes: `new DirectoryInfo(path).Delete(true)`. */
const madeTree: Doing = (call, holes) => {
  const made = call.owner?.kind === 'thing' ? call.owner.made : undefined;
  return made ? tree({ ...call, args: made }, holes) : [];
};

/** R and Julia: only of what is named, for R's `rm(list = ls())` clears variables. */
const removesNamed: Doing = (call, holes) => {
  const [first] = call.args.all;
  return first?.kind === 'text' || first?.kind === 'glob' ? removesByOption(call, holes) : [];
};

/** `Process.Start("rm", "-rf x")`: a name and a line of arguments. */
const startsLine: Doing = (call, holes) => {
  const [name, line] = call.args.all;
  if (line?.kind === 'list') return starts(call, holes);
  const texts = [name, line].flatMap((value) => asText(value, holes) ?? []);
  return texts.length === 0
    ? []
    : [{ kind: 'shell', text: textOf(texts.join(' ')), start: call.at.start, end: call.at.end }];
};

/** `Command::new("rm").args(["-rf", x]).status()`: the words of the whole chain. */
const startsChain: Doing = (call) => {
  const words: Value[] = [];
  for (let at: Value | undefined = call.owner; at?.kind === 'thing'; at = at.owner) {
    if (/\.(?:new|args?)\(\)$/.test(at.path))
      words.unshift(...(at.made?.all ?? []).flatMap((value) => (value.kind === 'list' ? value.items : [value])));
  }
  return words.length === 0 ? [] : [{ kind: 'program', words, start: call.at.start, end: call.at.end }];
};

/** The text or list it is called on is a command: Groovy's `"rm -rf x".execute()`. */
const startsOwner: Doing = (call, holes) => {
  const { owner } = call;
  if (owner?.kind !== 'text' && owner?.kind !== 'list') return [];
  return starts({ ...call, args: { ...call.args, all: [owner] } }, holes);
};

/** A request whose address was given further up: `HttpRequest.newBuilder(uri).DELETE()`. */
function requestOfChain(method: string | null): Doing {
  return (call) => {
    const [given] = call.args.all;
    const verb = method === null ? given : textOf(method);
    for (let at: Value | undefined = call.owner; at?.kind === 'thing'; at = at.owner) {
      const made = at.made ? [...at.made.all, ...at.made.named.values()] : [];
      const url = made.find((value) => value.kind === 'text' && /^https?:/i.test(value.text));
      if (url && verb) return [{ kind: 'request', method: verb, url, start: call.at.start, end: call.at.end }];
    }
    return [];
  };
}

/** `http.NewRequest("DELETE", url, body)`; `at`: where the method stands. */
function requestAt(at: number): Doing {
  return (call) => {
    const [method, url, body] = call.args.all.slice(at);
    if (!method || !url) return [];
    // `HttpMethod.Delete`
    const verb = method.kind === 'thing' ? textOf(method.path.slice(method.path.lastIndexOf('.') + 1)) : method;
    return [{ kind: 'request', method: verb, url, ...(body ? { body } : {}), start: call.at.start, end: call.at.end }];
  };
}

/** One that names its method: `client.DeleteAsync(url)`. */
function requestBy(method: string): Doing {
  return (call) => {
    const url = call.args.all.find((value) => value.kind === 'text' && /^https?:/i.test(value.text));
    return url ? [{ kind: 'request', method: textOf(method), url, start: call.at.start, end: call.at.end }] : [];
  };
}

const behind: (index: number, doing: Doing) => Doing = (index, doing) => (call, holes) =>
  doing({ ...call, args: { ...call.args, all: call.args.all.filter((_, at) => at !== index) } }, holes);

/** By the last two parts of a name, or by its last one with a point in front. */
const table: Readonly<Record<string, Doing>> = {
  // Go: https://pkg.go.dev/os, os/exec, net/http
  'os.RemoveAll': tree,
  'os.Remove': file,
  'syscall.Unlink': file,
  'os.Rename': overTwo('mv'),
  'os.Truncate': overFirst('truncate', '-s', '0'),
  'os.WriteFile': writes,
  'ioutil.WriteFile': writes,
  'os.Create': writes,
  'exec.Command': startsWords,
  'exec.CommandContext': behind(0, startsWords),
  // https://pkg.go.dev/github.com/magefile/mage/sh
  'sh.Run': startsWords,
  'sh.RunV': startsWords,
  'sh.Output': startsWords,
  'sh.RunWith': behind(0, startsWords),
  'sh.RunWithV': behind(0, startsWords),
  'sh.Rm': tree,
  'http.NewRequest': requestAt(0),
  'http.NewRequestWithContext': requestAt(1),
  // Java, Kotlin, Scala, Groovy: java.nio.file.Files, java.lang.ProcessBuilder
  'Files.delete': file,
  'Files.deleteIfExists': file,
  'Files.move': overTwo('mv'),
  'Files.write': writes,
  'Files.writeString': writes,
  'FileUtils.deleteDirectory': tree,
  'FileUtils.forceDelete': tree,
  'FileUtils.cleanDirectory': tree,
  'FileUtils.deleteQuietly': tree,
  'FileUtils.rm_rf': tree,
  'FileUtils.rm_r': tree,
  'MoreFiles.deleteRecursively': tree,
  'FileSystemUtils.deleteRecursively': tree,
  'File.delete': removesAll('-f'),
  'Path().delete': removesOwner('-f'),
  'Path().deleteIfExists': removesOwner('-f'),
  'Path().deleteSync': removesOwner('-rf'),
  'Path().deleteRecursively': removesOwner('-rf'),
  'Path().deleteDir': removesOwner('-rf'),
  '(glob).delete': removesOwner('-f'),
  'getRuntime().exec': starts,
  ProcessBuilder: startsWords,
  'remove.all': tree,
  'Process.execute': shell(),
  '".execute': startsOwner,
  '(list).execute': startsOwner,
  '.DELETE': requestOfChain('DELETE'),
  '.method': requestOfChain(null),
  '.setRequestMethod': requestOfChain(null),
  // Swift, and C#'s older client: `request.Method = "DELETE"`
  '.httpMethod=': requestOfChain(null),
  '.Method=': requestOfChain(null),
  '.removeItem': namedTree,
  // Rust: https://doc.rust-lang.org/std/fs/
  'fs.remove_dir_all': tree,
  'fs.remove_file': file,
  'fs.rename': overTwo('mv'),
  'fs.write': writes,
  '.status': startsChain,
  '.spawn': startsChain,
  '.output': startsChain,
  // C and C++
  'filesystem.remove_all': tree,
  'fs.remove_all': tree,
  remove: file,
  // C#, F#
  'Directory.Delete': (call, holes) => (call.args.all.length > 1 ? tree(call, holes) : []),
  'DirectoryInfo().Delete': madeTree,
  'File.Delete': file,
  'File.WriteAllText': writes,
  'Process.Start': startsLine,
  '.DeleteAsync': requestBy('DELETE'),
  HttpRequestMessage: requestAt(0),
  // Dart
  'Process.run': startsLine,
  'Process.runSync': startsLine,
  'Process.start': startsLine,
  // Lua
  'os.execute': shell(),
  'io.popen': shell(),
  'os.remove': file,
  'os.rename': overTwo('mv'),
  'io.open': opens,
  // R
  unlink: tree,
  'file.remove': removesAll('-f'),
  'fs.dir_delete': tree,
  'fs.file_delete': file,
  system: shell(),
  system2: starts,
  shell: shell(),
  'httr.DELETE': requestBy('DELETE'),
  // Julia, Nim, V, Zig, Octave, Perl's younger sister
  rm: removesNamed,
  run: shell(),
  removeDir: tree,
  removeFile: file,
  execShellCmd: shell(),
  execCmd: shell(),
  'os.rmdir_all': tree,
  'os.system': shell(),
  '.deleteTree': tree,
  '.deleteTreeAbsolute': tree,
  rmdir: (call, holes) => (asText(call.args.all[1], holes) === 's' ? tree(call, holes) : []),
  // Elixir, Erlang
  'File.rm_rf': tree,
  'File.rm_rf!': tree,
  'File.rm': file,
  'File.rm!': file,
  'File.write': writes,
  'File.write!': writes,
  'System.cmd': starts,
  'System.shell': shell(),
  'os.cmd': shell(),
  'Task.run': overAll('mix'),
};

/** What a call of a language without a grammar of its own does; null where it is none that is known. */
export function plainDoing({ path }: LibraryCall): Doing | null {
  const parts = path.split('.');
  const last = parts.at(-1) ?? '';
  const two = parts.slice(-2).join('.');
  for (const key of [path, two, `.${last}`]) if (Object.hasOwn(table, key)) return table[key] ?? null;
  return null;
}

const homes =
  /^(?:os\.UserHomeDir|NSHomeDirectory|dirs\.home_dir|home_dir|homedir|getHomeDir|FileManager\.default\.homeDirectoryForCurrentUser)$/;
const same =
  /(?:^|\.)(?:unwrap|expect|unwrap_or_default|clone|to_string|to_owned|as_str|as_path|toString|toPath|toFile|getAbsolutePath|absolutePath|normalize|into|String|Some|sorted|toList|iterator|stream|collect|reversed|toCharArray|trim|resolve_path)$/;
const wraps =
  /^(?:Paths\.get|Path\.of|Path|PathBuf\.from|Path\.new|URI\.create|URI|URL|Uri\.parse|Uri|aws\.String|Directory|DirectoryInfo|FileInfo|charlist|to_charlist|ipairs|pairs|String|vec!|Arrays\.asList|expandTilde|expanduser|Path\.expand|path\.expand|normalizePath|filepath\.Clean|filepath\.Abs)$/;
const paths = /(?:^|\.)(?:File|Path|Paths\.get|Path\.of|PathBuf\.from|Path\.new|Directory)$/;

/** What a call of these languages gives, where that is known: paths, lists, texts. */
export function plainValue({ path, args, owner }: LibraryCall, holes: Holes): Value | undefined {
  const [first, second] = args.all;
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (homes.test(path)) return textOf('~');
  if (/^(?:joinpath|filepath\.Join|path\.Join|file\.path|Path\.join|Path\.Combine|File\.join|fs\.path)$/.test(path))
    return joined(args.all, holes, pathType);
  if (/^paste0?$|(?:^|\.)concat$/.test(path)) {
    const texts = args.all.map((value) => asText(value, holes) ?? holes.add({ source: '{…}' }));
    return textOf(texts.join(path === 'paste' ? ' ' : ''));
  }
  if (
    /(?:^|\.)(?:getProperty|getenv|Getenv|LookupEnv|GetEnvironmentVariable|Sys\.getenv|get_env|var|GetFolderPath)$/.test(
      path,
    )
  ) {
    const name = first?.kind === 'text' ? first.text : first?.kind === 'thing' ? first.path : '';
    return /^(?:user\.home|HOME|USERPROFILE|.*UserProfile)$/.test(name) ? textOf('~') : undefined;
  }
  if (
    /(?:^|\.)(?:MkdirTemp|TempDir|createTempDirectory|createTempFile|mktempdir|tempdir|tempfile|temp_dir|GetTempPath|createTempDir|tmpdir|mktmpdir|temporaryDirectory)$/.test(
      path,
    )
  )
    return { kind: 'text', text: '/tmp/holdpoint', type: 'pathlib.Path()' };
  if (
    /^(?:c|List\.of|Set\.of|listOf|arrayOf|setOf|mutableListOf|arrayListOf|Seq|List|Array|vector|asList|Arrays\.asList)$/.test(
      path,
    )
  )
    return {
      kind: 'list',
      items: args.all.flatMap((value) => (value.kind === 'list' ? value.items : [value])),
      open: false,
    };
  if (/^(?:Files|os)\.(?:walk|list|walkFileTree|newDirectoryStream)$/.test(path) && first?.kind === 'text')
    return { kind: 'glob', text: `${first.text}/**` };
  if (owner?.kind === 'glob' && /^(?:sorted|map|filter|toList|stream|collect|walkBottomUp)$/.test(last)) return owner;
  if (
    owner?.kind === 'text' &&
    /^(?:walk|walkBottomUp|walkTopDown|listFiles|eachFile|eachFileRecurse|listSync)$/.test(last)
  )
    return { kind: 'glob', text: `${owner.text}/**` };
  if (
    owner?.kind === 'text' &&
    /^(?:resolve|join|appendingPathComponent|div|path)$/.test(last) &&
    first?.kind === 'text'
  )
    return { ...owner, text: `${owner.text}/${first.text}` };
  if (same.test(path) && owner && owner.kind !== 'thing') return owner;
  if (same.test(path) && owner?.kind === 'thing' && /^(?:unwrap|expect|toFile|toPath|toString)$/.test(last))
    return owner;
  const named = first ?? [...args.named.values()][0];
  if (paths.test(path) && named?.kind === 'text') {
    const inner = second?.kind === 'text' ? `${named.text}/${second.text}` : named.text;
    return { kind: 'text', text: inner, type: 'pathlib.Path()' };
  }
  return wraps.test(path) ? named : undefined;
}
