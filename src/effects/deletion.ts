import type { Effect, Reversibility, Scope } from '../action/effect.ts';
import { type Inquiry, look, type PathFact, type Place } from '../action/facts.ts';
import type { Wrapper } from '../action/invocation.ts';
import { foundBelow, readGlob } from './deletion-glob.ts';
import { amountOf, type Deletion, deletionInWorkspace, recoverable } from './deletion-workspace.ts';
import { effectOf } from './pack.ts';
import {
  absolutePath,
  isProjectFolder,
  isRegenerable,
  isTestName,
  isWithin,
  normal,
  type PathReading,
  projectAround,
  readPath,
} from './paths.ts';
import { shown } from './words.ts';

const wholeTree = /(?:^|\/)(?:\*|\.|\.\*|\.\[!\.\]\*|\{\*,\.\*\}|\*\*(?:\/\*)?|\.\/\*)$/;
const ephemeral =
  /^(?:\/tmp|\/data\/local\/tmp|\/var\/tmp|\/run|\/root\/\.cache|\/var\/cache|\/var\/lib\/apt\/lists|\/usr\/share\/doc)(?:\/|$)/;

/** Characters of a path; no system opens a longer one. */
const maximumPath = 16_384;

/**
 * The effect of losing one path, by what its name says and what the disk answers; null where nothing of worth is lost.
 * What an earlier call of the same text moved there is judged by where it came from.
 */
export function deletionEffect(deletion: Deletion, inquiry: Inquiry): Effect | null {
  const own = lossOf(deletion, inquiry);
  const { word, cwd } = deletion;
  const { facts } = inquiry;
  const away = deletion.wrappers.some(({ place, fresh }) => place !== 'here' && !fresh);
  if (!facts.carriedTo || word.kind === 'unknown' || away) return own;
  const absolute = absolutePath(word.value.replace(/\/(?:\*\*.*|\*|\.)?$/s, '') || '/', cwd, facts.place);
  // With its trailing slash, a link leads on to what it names; so does emptying.
  const through = /\/\.?$|\/\*/.test(word.value) || deletion.through === true;
  const origins = absolute === null || absolute.length > maximumPath ? [] : facts.carriedTo(absolute, through);
  return origins
    .map((value) => lossOf({ ...deletion, word: { kind: 'known', value, span: word.span } }, inquiry))
    .reduce((worst, one) => (gravity(one) > gravity(worst) ? one : worst), own);
}

function gravity(effect: Effect | null): number {
  return effect === null ? -1 : ['reversible', 'recoverable', 'unknown', 'irreversible'].indexOf(effect.reversibility);
}

function lossOf(deletion: Deletion, given: Inquiry): Effect | null {
  const { rule, word, span } = deletion;
  const inquiry = inOwnCheckout(deletion, given);
  const { place } = inquiry.facts;
  const away = deletion.wrappers.find((wrapper) => wrapper.place !== 'here');
  const text = word.kind === 'unknown' ? word.prefix : word.value;
  // An empty argument names nothing: the program refuses it.
  if (word.kind === 'known' && text === '') return null;
  if (word.kind === 'pattern' && word.empty) return null;
  if (text.length > maximumPath) {
    return effectOf(rule, { target: `${text.slice(0, 60)}…`, span, reversibility: 'unknown', scope: 'machine' });
  }
  const shown = away ? mountedAt(deletion, away, text) : undefined;
  if (shown === null) return null;
  if (shown)
    return lossOf(
      {
        ...deletion,
        word: { kind: word.kind === 'pattern' ? 'pattern' : 'known', value: shown, span: word.span },
        wrappers: [],
      },
      given,
    );
  if (away) return deletionElsewhere(deletion, away, text);
  if (word.kind === 'unknown') return unresolvedDeletion(deletion, inquiry);

  const trimmed = text.replace(/\/+$/, '') || '/';
  const wholeFrom = word.kind === 'pattern' ? trimmed.search(wholeTree) : -1;
  const whole = wholeFrom >= 0;
  const folder = whole ? trimmed.slice(0, wholeFrom) || (trimmed.startsWith('/') ? '/' : '.') : trimmed;
  const firstGlob = word.kind === 'pattern' && !whole ? trimmed.search(/[*?[{]/) : -1;
  const named = firstGlob >= 0 ? trimmed : folder;
  const absolute = absolutePath(named, deletion.cwd, place);
  if (absolute === null) {
    const byName = readPath(`${place.workspaceRoot}/${named}`, place);
    if (byName.regenerable === 'yes' && !/(?:^|\/)\.\.(?:\/|$)/.test(named)) return null;
    return effectOf(rule, {
      target: trimmed,
      span,
      reversibility: 'unknown',
      scope: deletion.recursive ? 'machine' : 'workspace',
      reason: 'Deletes {target} in a directory that could not be worked out.',
    });
  }
  const found = word.kind === 'pattern' && !whole ? foundBelow(trimmed, deletion.cwd, place) : null;
  const root = found?.root ?? absolute;
  if (place.createdBySession.includes(root)) return null;
  const made = given.facts.madeBefore?.(root, span[0]);
  // `cp a b` may have put a into a folder that was there.
  if (made && (made !== 'copy' || !deletion.recursive)) return null;
  const reading = readGlob(absolute, found, deletion, place);
  // In all of a home or a machine, no name says that a tool made it.
  if (found?.everywhere)
    return effectOf(rule, {
      target: trimmed,
      span,
      reversibility: 'irreversible',
      scope: 'machine',
      reason: sentence(reading, trimmed),
    });
  if (reading.region === 'temporary' || reading.regenerable === 'yes')
    return deletionOfLink(deletion, reading, inquiry);
  if (reading.region === 'workspace' || reading.region === 'workspace-root') {
    return deletionInWorkspace(deletion, reading, { whole, target: trimmed }, inquiry);
  }
  return deletionOutside(deletion, reading, trimmed, inquiry);
}

/**
 * Where nothing may be looked up and the command goes into another project first (`cd ~/projects/b && rm src/x.ts`),
 * that project is taken for the ordinary checkout that the workspace is.
 */
function inOwnCheckout(deletion: Deletion, inquiry: Inquiry): Inquiry {
  const { place } = inquiry.facts;
  const { word } = deletion;
  if (place.context !== 'ordinary' || word.kind === 'unknown') return inquiry;
  const root = checkoutOf(deletion, place);
  if (root === null || isWithin(root, place.workspaceRoot)) return inquiry;
  const facts = inquiry.facts;
  return {
    needs: inquiry.needs,
    facts: { place: { ...place, workspaceRoot: root }, answer: facts.answer.bind(facts) },
  };
}

/** The other project that is meant: where the command goes to first, or where an absolute path lies. */
function checkoutOf({ word, cwd, recursive }: Deletion, place: Place): string | null {
  const text = word.kind === 'unknown' ? word.prefix : word.value;
  if (!/^[/~\\]|^[a-z]:|(?:^|\/)\.\.(?:\/|$)/i.test(text))
    return cwd !== null && isProjectFolder(cwd) && readPath(cwd, place).asset === 'files' ? cwd : null;
  if (word.kind !== 'known') return null;
  const absolute = absolutePath(text.replace(/\/+$/, '') || '/', cwd, place);
  if (absolute === null || isWithin(absolute, place.workspaceRoot) || isWithin(place.workspaceRoot, absolute))
    return null;
  return readPath(absolute, place).region === 'outside' ? projectAround(absolute, recursive) : null;
}

const sourceFile =
  /\.(?:[cm]?[jt]sx?|mdx?|py|rb|go|rs|java|kt|swift|c|cc|cpp|h|hpp|cs|php|s?css|html?|vue|svelte|ya?ml|toml)$/i;

function deletionOutside(deletion: Deletion, reading: PathReading, target: string, inquiry: Inquiry): Effect | null {
  const { rule, span } = deletion;
  const ordinaryFile = reading.region === 'outside' && deletion.word.kind === 'known' && isProjectFolder(reading.path);
  if (
    ordinaryFile &&
    inquiry.facts.place.context === 'ordinary' &&
    sourceFile.test(reading.path) &&
    !/\/\.[^/]+\//.test(reading.path)
  ) {
    return recoverable(deletion, target, reading);
  }
  let amount = '';
  if (reading.region !== 'root' && reading.region !== 'home' && inquiry.facts.place.context === 'ask') {
    const fact = look(inquiry, { kind: 'path', path: reading.path });
    if (fact.known && !fact.value.exists && !/[*?[{]/.test(reading.path)) return null;
    if (fact.known && (fact.value.temporary || fact.value.regenerable)) return null;
    if (fact.known && isKept(fact.value, reading)) return recoverable(deletion, target, reading);
    if (fact.known && fact.value.files > 0) amount = ` That is ${amountOf(fact.value)}.`;
  }
  return effectOf(rule, {
    target,
    span,
    reversibility: 'irreversible',
    scope: 'machine',
    asset: reading.asset,
    reason: sentence(reading, target) + amount,
    ...(reading.asset === 'backup' ? { attack: 'T1490' } : reading.asset === 'log' ? { attack: 'T1070' } : {}),
  });
}

/** Part of another checkout that its last commit holds as it is: no repository of its own, and no link to elsewhere. */
function isKept({ git, history, real }: PathFact, { path, region }: PathReading): boolean {
  return region === 'outside' && git === 'clean' && history === undefined && real === path;
}

function sentence(reading: PathReading, target: string): string {
  if (reading.region === 'root') return `Deletes everything on this machine that you may write (${target}).`;
  if (reading.region === 'home') return `Deletes the home directory ${target} with everything in it.`;
  if (reading.region === 'system') return `Deletes ${target}, which belongs to the system and not to this workspace.`;
  if (reading.asset === 'backup') return `Deletes the backup ${target}, outside this workspace.`;
  return `Deletes ${target}, which lies outside this workspace. It goes without a trash.`;
}

/** Temporary and regenerable paths are lost without harm, unless the name is a link to something else. */
function deletionOfLink(deletion: Deletion, reading: PathReading, inquiry: Inquiry): Effect | null {
  const { word } = deletion;
  const text = word.kind === 'unknown' ? word.prefix : word.value;
  const reachesThrough = text.endsWith('/') || word.kind === 'pattern';
  if (!reachesThrough || !deletion.recursive || inquiry.facts.place.context === 'ordinary') return null;
  const folder = reading.path.replace(/\/[^/]*[*?[{].*$/, '') || '/';
  const fact = look(inquiry, { kind: 'path', path: folder });
  if (!fact.known || !fact.value.exists || fact.value.real === folder) return null;
  const real = readPath(fact.value.real, inquiry.facts.place);
  if (real.region === 'temporary' || real.region === 'workspace' || real.regenerable === 'yes') return null;
  if (fact.value.temporary || fact.value.regenerable) return null;
  return deletionOutside(deletion, real, fact.value.real, inquiry);
}

const madeAgainBelow =
  /\/(?:node_modules|__pycache__|\.next|\.nuxt|\.turbo|\.pytest_cache|\.mypy_cache|\.venv|\.gradle|\.cache)["']?$/;
const buildBelow = /(?:\/|:-)(?:dist|build|target|out|coverage|\.build|_build|tmp|temp)\/?["'}]*$/;

function unresolvedDeletion(deletion: Deletion, inquiry: Inquiry): Effect | null {
  const { rule, word, span } = deletion;
  if (word.kind !== 'unknown') return null;
  const { place } = inquiry.facts;
  if (
    /\bmktemp\b|\bTMPDIR\b|\bTE?MP(?:_?DIR)?\b|\btmp_?(?:dir|file|path)?\b|\btempfile\b|\w+_TE?MP(?:_?DIR)?\b/i.test(
      // What a file in the temporary folder lists lies anywhere.
      word.text.replace(/\$\((?![^)]*\bmktemp\b)[^)]*\)|`(?![^`]*\bmktemp\b)[^`]*`/g, ''),
    ) &&
    !/[*?]|\.\./.test(word.text)
  )
    return null;
  const prefix = word.prefix;
  // `$ROOT/node_modules`, `${OUT:-dist}`: whatever stands in front, only what a tool makes again goes.
  if (madeAgainBelow.test(word.text)) return null;
  const found = /\*\*(?:\/(.+))?$/s.exec(word.text);
  if (found?.[1] && isRegenerable(found[1]) && !found[1].endsWith('.log')) return null;
  let scope: Scope = (deletion.recursive || found) && !buildBelow.test(word.text) ? 'machine' : 'workspace';
  const reversibility: Reversibility = 'unknown';
  if (prefix !== '') {
    const base = absolutePath(prefix, deletion.cwd, place);
    if (base !== null) {
      const reading = readPath(base, place);
      if (reading.region === 'temporary') return null;
      const deeper = prefix.includes('/') || reading.region === 'workspace';
      if (reading.regenerable === 'yes' && prefix.endsWith('/')) return null;
      if (reading.region === 'workspace' && deeper) scope = 'workspace';
      if (reading.region !== 'workspace' && reading.region !== 'workspace-root') scope = 'machine';
    }
  }
  return effectOf(rule, {
    target: '?',
    span,
    reversibility,
    scope,
    reason: `Deletes ${shown(word)}, and what that stands for could not be worked out.`,
  });
}

/** Programs between a container and what it runs that change neither its root nor its machine. */
const inside = /^(?:sudo|env|timeout|time|nice|nohup|find|xargs|exec)$/;

/**
 * What a deletion in a container that the same call makes takes of this machine: null where it takes nothing, a path
 * where that is mounted there, undefined where it is not known.
 */
function mountedAt(deletion: Deletion, away: Wrapper, text: string): string | null | undefined {
  const { word, wrappers, cwd } = deletion;
  const { fresh } = away;
  if (!fresh || word.kind === 'unknown' || !wrappers.every((one) => one === away || inside.test(one.program)))
    return undefined;
  const named = text.startsWith('/') ? text : cwd === null ? null : `${cwd}/${text}`;
  if (named === null) return fresh.mounts.length === 0 ? null : undefined;
  const path = normal(named);
  const glob = path.search(/[*?[{]/);
  const certain = glob < 0 || word.kind === 'known' ? path : path.slice(0, path.lastIndexOf('/', glob)) || '/';
  const mounts = fresh.mounts.filter(({ at }) => isWithin(certain, at) || isWithin(at, certain));
  if (mounts.length === 0) return null;
  const [mount] = mounts;
  // Below one mount: that part of this machine. Above several, or in a volume: all of them, as it was.
  if (mounts.length > 1 || !mount?.source) return undefined;
  return isWithin(certain, mount.at) ? `${mount.source}${path.slice(normal(mount.at).length)}` : mount.source;
}

function deletionElsewhere(deletion: Deletion, away: Wrapper, text: string): Effect | null {
  const { rule, word, span } = deletion;
  const where = away.place === 'remote' ? 'on' : 'in the container';
  const host = away.target ?? (away.place === 'remote' ? 'another machine' : 'a container');
  if (word.kind !== 'unknown') {
    if (ephemeral.test(text)) return null;
    const parts = text.split('/');
    if (!text.includes('..') && parts.some((part) => regenerablePart.test(part)) && !wholeTree.test(text)) return null;
  }
  const unresolved = word.kind === 'unknown';
  // A container that tests made goes with all that is in it.
  if (!unresolved && away.place === 'container' && /^(?:docker|podman|nerdctl)$/.test(away.program) && isTestName(host))
    return null;
  return effectOf(rule, {
    target: unresolved ? '?' : text,
    span,
    reversibility: unresolved ? 'unknown' : 'irreversible',
    scope: away.place === 'remote' ? 'remote' : 'machine',
    reason: `Deletes ${shown(word)} ${where} ${host}. Nothing here can bring it back.`,
  });
}

const regenerablePart = /^(?:node_modules|__pycache__|\.cache|\.next|dist|\.pytest_cache|coverage|.*\.pyc)$/;
