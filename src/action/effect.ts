import type { TextSource } from './invocation.ts';
import type { Span } from './kinds.ts';

/** Whether there is a way back. `recoverable` has a named one; `unknown` is never treated as safe. */
export type Reversibility = 'reversible' | 'recoverable' | 'irreversible' | 'unknown';

/** How far an effect reaches. */
export type Scope = 'workspace' | 'machine' | 'remote';

/** What kind of place the target lives in, as far as host names, contexts and variables tell. */
export type Environment = 'production' | 'staging' | 'development' | 'unknown';

/** What a person cares about losing; `backup`, `log`, `key` and `state` are grave by themselves (ATT&CK T1490, T1070). */
export type Asset =
  | 'data-store'
  | 'backup'
  | 'log'
  | 'key'
  | 'state'
  | 'history'
  | 'files'
  | 'compute'
  | 'access'
  | 'other';

/**
 * What of this machine's disk an effect takes away, where that is known so well that it can be saved first. Paths are
 * absolute. `path`: what lies there, or what of a folder's own entries fits `pattern`. `work`: working tree, index and
 * stashes of a repository, `ignored` where files go that git ignores. `refs`: its stashes, or its branches and tags.
 */
export type Loss =
  | { readonly kind: 'path'; readonly path: string; readonly pattern?: string }
  | {
      readonly kind: 'work';
      readonly directory: string;
      readonly ignored: boolean;
      /** Set where repositories in the working tree go as well (`git clean -ff`). */
      readonly nested?: true;
    }
  | { readonly kind: 'refs'; readonly directory: string; readonly of: 'stashes' | 'branches' };

/** What an invocation, request or statement would do. */
export interface Effect {
  /** One word: `delete`, `destroy`, `drop`, `truncate`, `overwrite`, `force-push`, `execute`, … */
  readonly verb: string;
  /** `railway`, `git`, `files`, `postgres`, `terraform`, … */
  readonly provider: string;
  /** `volume`, `table`, `branch`, `path`, … */
  readonly resource: string;
  /** Name or id of what is hit; `*` for everything; `?` where it could not be resolved. */
  readonly target: string;
  readonly asset: Asset;
  readonly environment: Environment;
  readonly reversibility: Reversibility;
  readonly scope: Scope;
  /** `pack/rule`, for example `railway/volume-delete`. */
  readonly rule: string;
  /** One plain sentence that names the target and says what is lost. */
  readonly reason: string;
  /** The way back of a recoverable effect, as a sentence or a command. */
  readonly wayBack?: string;
  /** A command that does the harmless neighbour of this and itself passes. */
  readonly safer?: string;
  /** MITRE ATT&CK technique id. */
  readonly attack?: string;
  /** The vendor's page that says so. */
  readonly documentation?: string;
  /** The dangerous part of the action's own text. */
  readonly span: Span;
  /** Set where the evidence stands in a file that the action would run. */
  readonly source?: TextSource;
  /** True where the effect touches Holdpoint itself: its files, hook entries, processes or a listed off-switch. */
  readonly touchesGuard?: boolean;
  /** True where the verb by definition discards work nobody saved (`reset --hard`, `clean -f`). */
  readonly discardsUnsaved?: boolean;
  /** Set where a snapshot taken before it would give everything back. */
  readonly loss?: Loss;
}
