/**
 * A program that runs another program. Data: where the other program's words begin, where it runs, with whose rights.
 * Options are written as in the program's manual, names apart by spaces.
 */
export interface WrapperRule {
  readonly programs: readonly string[];
  /** Words that must follow the name, each of which may have options before it: `compose exec`. Alternatives by `|`. */
  readonly subcommand?: readonly string[];
  readonly place: 'here' | 'remote' | 'container';
  readonly privileged?: boolean;
  readonly flags?: string;
  readonly valued?: string;
  /** `go`: no clusters of short options behind one dash, `-name` is one option. */
  readonly style?: 'getopt' | 'go';
  /** Operands in front of the program's words: the duration of `timeout`, the host of `ssh`. */
  readonly skip?: number;
  /** Options that name what would be skipped: with one of them the program's words come first. */
  readonly skipUnless?: string;
  /** Which of the skipped operands names the host or container. */
  readonly target?: number;
  /** An option that names the host or container. */
  readonly targetOption?: string;
  /**
   * `words`: run as they are. `text`: joined by spaces and read by a shell again. `quoted`: the same, with each of
   * several words in quotes of its own where it needs them. `keys`: typed into a shell, names of keys among them.
   */
  readonly takes: 'words' | 'text' | 'quoted' | 'keys';
  /** `NAME=value` words in front of the program. */
  readonly assignments?: boolean;
  /** Options whose value is shell text that is run: `su -c`. */
  readonly text?: string;
  /** Words behind such a text are further arguments of its program: `env -S`. */
  readonly splits?: true;
  /** What stands in front of the text in such a value (`ProxyCommand=`); a value it does not fit runs nothing. */
  readonly textBehind?: RegExp;
  /** Options with which nothing is run: `command -v`, `sudo -l`. */
  readonly informs?: string;
  /** Options that name the directory it runs in. */
  readonly directory?: string;
  /** The program's words stand behind `--`, wherever that is. */
  readonly separated?: boolean;
  /** Words read from standard input or elsewhere are appended, or put in place of `{}`. */
  readonly appends?: 'stdin';
  /** True where the wrapper is itself a program that packs judge. */
  readonly self?: boolean;
  /** What runs a script that stands where the program would (`uv run clean.py`). */
  readonly scripts?: 'python3';
  /** First words that are the program's own commands; any other word is a program (`pnpm prisma …`). */
  readonly own?: string;
  /** The first word is a package: its version and scope are dropped. */
  readonly package?: boolean;
  /** Accounts whose login is one program, whatever is asked (`ssh dokku@host apps:destroy x`). */
  readonly accounts?: Readonly<Record<string, string>>;
  /** The subcommand that makes the container it runs in. */
  readonly makes?: string;
  /** Without a program a shell starts, which reads its standard input. */
  readonly shell?: boolean;
}
