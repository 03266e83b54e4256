import type { Place } from '../action/facts.ts';
import { isHostSettings } from './guard-settings.ts';
import { isWithin, isWithinNormal, mayName, normal } from './paths.ts';

const ownByName =
  /(?:^|\/)(?:\.holdpoint(?:\/|$)|\.git\/refs\/holdpoint(?:\/|$)|(?:\.local\/state|\.config|share|Application Support|Local)\/holdpoint(?:\/|$)|\.(?:vscode|cursor|vscode-server|cursor-server|vscode-oss)\/extensions\/holdpoint\.[^/]*)/i;

const extensions = /^\/\.(?:vscode|cursor|vscode-server|cursor-server|vscode-oss|vscode-insiders)(?:\/extensions)?$/;

/** What a path is to the guard: its own, a host's settings, or a directory in which such files lie (`above`). */
export type Kind = 'own' | 'settings' | 'above' | null;

/** What an absolute path is to the guard. */
export function kindOf(absolute: string, place: Place): Kind {
  if (ownByName.test(absolute)) return 'own';
  if (isHostSettings(absolute)) return 'settings';
  const named = spelt(absolute, place);
  for (const guarded of guardedPaths(place)) {
    if (isWithinNormal(named, guarded.path)) return guarded.own ? 'own' : 'settings';
    if (guarded.program || !isWithinNormal(guarded.path, named)) continue;
    if (guarded.own || (guarded.settings && !isWithinNormal(guarded.path, spelt(place.workspaceRoot, place)))) {
      return 'above';
    }
  }
  // The folders of the editor's extensions, Holdpoint's among them; a project's own `.vscode` is another matter.
  return isWithin(absolute, place.home) && extensions.test(absolute.slice(place.home.length)) ? 'above' : null;
}

/** How many of a path's names a glob stands for, or null where it does not fit. Behind `**` it is a name at any depth. */
function depthOfFit(parts: readonly string[], names: readonly string[]): number | null {
  const last = parts.length - 1;
  const deep = parts[last - 1] === '**' ? last - 1 : -1;
  const folder = deep < 0 ? parts : parts.slice(0, deep);
  if (!folder.every((part, at) => at >= names.length || mayName(part, names[at] ?? ''))) return null;
  if (deep < 0) return parts.length;
  const name = parts[last] ?? '';
  // To `find`, a leading `*` is any name; where it is all there is, nobody knows what else was asked.
  const found = /^[*?]+$/.test(name) ? -1 : names.findIndex((one, at) => at >= deep && mayName(`.${name}`, `.${one}`));
  return found < 0 ? null : found + 1;
}

/**
 * What a shell's glob is to the guard: `ending` is what stands behind `absolute`, `/*` or `/**`. No `*` reaches a hidden
 * name, so that `rm -rf ./*` leaves `.holdpoint` where it is, as `rm -rf *` does; `.h*` takes it.
 */
export function kindOfGlob(
  absolute: string,
  ending: string,
  place: Place,
): { readonly kind: Kind; readonly absolute: string } {
  const kind = kindOf(absolute, place);
  const folder = absolute === '/' ? '' : absolute;
  if (kind !== null && (kind !== 'above' || ending !== '/*' || extensions.test(absolute.slice(place.home.length))))
    return { kind, absolute };
  const parts = spelt(`${folder}${ending}`, place).split('/');
  for (const guarded of guardedPaths(place)) {
    const names = guarded.path.split('/');
    const depth = depthOfFit(parts, names);
    if (depth === null) continue;
    if (depth < names.length) {
      if (!guarded.program && (guarded.own || !isWithinNormal(guarded.path, spelt(place.workspaceRoot, place))))
        return { kind: 'above', absolute };
    } else return { kind: guarded.own ? 'own' : 'settings', absolute: guarded.path };
  }
  return { kind: null, absolute };
}

/** Windows and macOS find a file by any spelling of its name. */
function spelt(absolute: string, place: Place): string {
  return normal(place.platform === 'linux' ? absolute : absolute.toLowerCase());
}

interface Guarded {
  readonly path: string;
  /** Holdpoint's own, not a host's. */
  readonly own: boolean;
  readonly settings: boolean;
  /** The Node that runs the hook, or a git it asks: their folders are everybody's. */
  readonly program: boolean;
}

/** True for a guarded path that is the Node the hook runs on, or a git it asks. */
export function isHookProgram(listed: string): boolean {
  return /[\\/](?:node(?:js)?|git)(?:\.exe)?$/i.test(listed);
}

/** The guard's paths made ready once for each list: every word of every call is compared with all of them. */
function guardedPaths(place: Place): readonly Guarded[] {
  const known = prepared.get(place.guardPaths);
  if (known?.platform === place.platform) return known.paths;
  const paths = place.guardPaths.map((listed) => ({
    path: spelt(listed, place),
    own: /holdpoint/i.test(listed) || isHookProgram(listed),
    settings: isHostSettings(listed),
    program: isHookProgram(listed),
  }));
  prepared.set(place.guardPaths, { platform: place.platform, paths });
  return paths;
}

const prepared = new WeakMap<
  readonly string[],
  { readonly platform: Place['platform']; readonly paths: readonly Guarded[] }
>();
