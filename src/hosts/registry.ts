import type { AdaptedHost, HostAdapter } from './adapter.ts';
import { claude } from './claude.ts';
import { cursor } from './cursor.ts';

/**
 * Every host with an adapter. Of the command line each becomes a chunk of its own that is read when that host calls
 * (scripts/build-late.mjs), so nothing but adapters is imported here.
 */
export const adapters: Readonly<Record<AdaptedHost, HostAdapter>> = { claude, cursor };
