/** What the pure rooms may need to know about the world. They ask; `context/` answers. */
export type FactRequest =
  /** The text of a file that a command would run or send. Absolute path. */
  | { readonly kind: 'file-text'; readonly path: string }
  /** What a path really is. Absolute path; a glob is asked as its directory plus `pattern`. */
  | { readonly kind: 'path'; readonly path: string; readonly pattern?: string }
  /** The repository a directory belongs to. */
  | { readonly kind: 'git'; readonly directory: string }
  /** What a saved Terraform plan would delete. */
  | { readonly kind: 'terraform-plan'; readonly directory: string; readonly path: string }
  /** Workspace and state backend of a Terraform directory. */
  | { readonly kind: 'terraform-state'; readonly directory: string }
  /** The value of an environment variable as the action would inherit it. */
  | { readonly kind: 'variable'; readonly name: string }
  /** A heavy grammar, loaded when first needed. Answered even where no context is wanted. */
  | { readonly kind: 'grammar'; readonly name: 'python' | 'javascript' | 'powershell' };

/** What a path is. Sizes in bytes; counts are bounded, `more` says that the walk stopped early. */
export interface PathFact {
  readonly exists: boolean;
  readonly type: 'file' | 'directory' | 'link' | 'other' | 'absent';
  /** Absolute path after all links. */
  readonly real: string;
  readonly insideWorkspace: boolean;
  readonly temporary: boolean;
  /** Build output, dependency folder or cache that a tool makes again. */
  readonly regenerable: boolean;
  /** `clean`: all of it tracked and unmodified. `dirty`: tracked with changes. `untracked`: some of it in no commit. */
  readonly git: 'clean' | 'dirty' | 'untracked' | 'ignored' | 'outside' | 'unknown';
  /** True where the commits that hold it are on a remote. */
  readonly pushed: boolean;
  /**
   * Set where a directory holds a repository of its own, which goes with it: `pushed` where every commit is on a remote
   * and nothing is stashed, else `own`.
   */
  readonly history?: 'pushed' | 'own';
  readonly files: number;
  readonly bytes: number;
  readonly more: boolean;
}

/** What a repository looks like. */
export interface GitFact {
  readonly root: string;
  readonly branch: string | null;
  readonly upstream: string | null;
  readonly defaultBranch: string | null;
  readonly remotes: Readonly<Record<string, string>>;
  readonly dirty: boolean;
  readonly untracked: number;
  readonly stashes: number;
  readonly unpushedCommits: number;
  /** `git config alias.*`, without the prefix. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** The deletions a saved plan names. */
export interface PlanFact {
  readonly deletes: readonly string[];
  readonly replaces: readonly string[];
  readonly changes: number;
}

/** The answer types, by the kind of request. */
export interface FactValues {
  readonly 'file-text': { readonly text: string; readonly bytes: number };
  readonly path: PathFact;
  readonly git: GitFact | null;
  readonly 'terraform-plan': PlanFact;
  readonly 'terraform-state': { readonly workspace: string; readonly backend: string };
  readonly variable: string | null;
  readonly grammar: unknown;
}

/** A fact, or why there is none. A fact that could not be had is unknown, never safe. */
export type FactAnswer<K extends FactRequest['kind'] = FactRequest['kind']> =
  | { readonly known: true; readonly value: FactValues[K] }
  | { readonly known: false; readonly why: string };

/** The fixed surroundings of one judgement. All paths absolute. */
export interface Place {
  readonly workspaceRoot: string;
  readonly cwd: string;
  readonly home: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Directories whose content nobody expects to keep. */
  readonly temporary: readonly string[];
  /** Files and directories of Holdpoint itself and of the hosts' hook settings; touching them is denied. */
  readonly guardPaths: readonly string[];
  /** Files this session itself created: deleting them loses nothing of the person's. */
  readonly createdBySession: readonly string[];
  /**
   * `ordinary`: nothing may be looked up; assume a checkout whose files are tracked and clean (`--no-context`).
   * `ask`: needs are answered.
   */
  readonly context: 'ordinary' | 'ask';
}

/** What is known so far. `answer` gives undefined for what has not been asked yet. */
export interface Facts {
  readonly place: Place;
  answer<K extends FactRequest['kind']>(request: Extract<FactRequest, { kind: K }>): FactAnswer<K> | undefined;
  /**
   * Where that lay before which an earlier call of the same text moved to a path, below it, or above it; and what lies
   * behind a link it made there: `through` where the path itself is followed if it is one.
   */
  carriedTo?(absolute: string, through?: boolean): readonly string[];
  /**
   * What an earlier call of the same text certainly made at a path, or above it, before the position `at` of the text:
   * a file it wrote whole, a copy, a folder, a repository. Null where it made nothing there.
   */
  madeBefore?(absolute: string, at: number): 'file' | 'copy' | 'folder' | 'repository' | null;
}

/** Collects what an analysis still needs while it reads what is known. */
export interface Inquiry {
  readonly facts: Facts;
  readonly needs: FactRequest[];
}

/** The key under which a request's answer is kept: equal for equal requests. */
export function factKey(request: FactRequest): string {
  switch (request.kind) {
    case 'file-text':
      return `file-text\n${request.path}`;
    case 'path':
      return `path\n${request.path}\n${request.pattern ?? ''}`;
    case 'git':
    case 'terraform-state':
      return `${request.kind}\n${request.directory}`;
    case 'terraform-plan':
      return `terraform-plan\n${request.directory}\n${request.path}`;
    case 'variable':
    case 'grammar':
      return `${request.kind}\n${request.name}`;
  }
}

/**
 * Looks a fact up. What has not been asked yet is noted in `inquiry.needs` and answered as not known,
 * so that the analysis goes on with the worse assumption and is repeated once the answer is there.
 */
export function look<K extends FactRequest['kind']>(
  inquiry: Inquiry,
  request: Extract<FactRequest, { kind: K }>,
): FactAnswer<K> {
  const answer = inquiry.facts.answer<K>(request);
  if (answer) return answer;
  inquiry.needs.push(request);
  return { known: false, why: 'not looked up' };
}

/** Facts held in a map under {@link factKey}. */
export function factsFrom(place: Place, answers: ReadonlyMap<string, FactAnswer>): Facts {
  return {
    place,
    answer<K extends FactRequest['kind']>(request: Extract<FactRequest, { kind: K }>) {
      // The key begins with the request's kind, so the value under it was stored for that kind.
      return answers.get(factKey(request)) as FactAnswer<K> | undefined;
    },
  };
}
