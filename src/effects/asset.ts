import type { Asset } from '../action/effect.ts';

const assets: readonly Asset[] = [
  'data-store',
  'backup',
  'log',
  'key',
  'state',
  'history',
  'files',
  'compute',
  'access',
];

/** The asset a provider's table names; `other` for any word that is none. */
export function assetNamed(text: string): Asset {
  return assets.find((asset) => asset === text) ?? 'other';
}
