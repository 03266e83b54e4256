import type { Environment, Reversibility, Scope } from '../action/effect.ts';
import type { HostId } from '../action/kinds.ts';
import { kindOf } from '../credentials/kinds.ts';
import { hostTitles } from '../hosts/titles.ts';
import type { Translate } from './translate.ts';

/** The name people know a host by. Proper names are not translated. */
export function hostTitle(host: HostId, t: Translate): string {
  switch (host) {
    case 'terminal':
      return t('Terminal');
    case 'task':
      return t('Task');
    case 'cli':
      return t('Command line');
    default:
      return hostTitles[host];
  }
}

/** The name of an environment, as a badge. */
export function environmentTitle(environment: Environment, t: Translate): string {
  switch (environment) {
    case 'production':
      return t('Production');
    case 'staging':
      return t('Staging');
    case 'development':
      return t('Development');
    case 'unknown':
      return t('Environment not known');
  }
}

/** How far something reaches, as a badge. */
export function scopeTitle(scope: Scope, t: Translate): string {
  switch (scope) {
    case 'remote':
      return t('Outside this machine');
    case 'machine':
      return t('This machine');
    case 'workspace':
      return t('This workspace');
  }
}

/** A credential kind's name as people know it; the word itself where the table has none by that id. */
export function credentialTitle(id: string): string {
  const kind = kindOf(id);
  return kind.id === id ? kind.title : id;
}

/** The worst of several, in the order a person should fear it. */
export function worstReversibility(all: readonly Reversibility[]): Reversibility {
  const order: readonly Reversibility[] = ['irreversible', 'unknown', 'recoverable', 'reversible'];
  return order.find((each) => all.includes(each)) ?? 'reversible';
}

/** A span of time in the shortest words that are still exact enough: `0.4 s`, `9 s`, `4 min`, `2 h`, `3 d`. */
export function shortTime(milliseconds: number, t: Translate): string {
  const exact = Math.max(0, milliseconds) / 1000;
  // An agent's steps lie close together: below ten seconds the tenths tell them apart.
  if (exact < 9.95) return t('{0} s', Number(exact.toFixed(1)));
  const seconds = Math.round(exact);
  if (seconds < 100) return t('{0} s', seconds);
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return t('{0} min', minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('{0} h', hours) : t('{0} d', Math.round(hours / 24));
}
