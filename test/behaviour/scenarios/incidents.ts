import { evasiveIncidents } from './evasive-incidents.ts';
import { providerIncidents } from './provider-incidents.ts';
import type { Incident } from './scenario.ts';
import { wayIncidents } from './way-incidents.ts';

/** Sessions that come to harm, each by another provider, another way of finding the credential, another way of using it. */
export const incidents: readonly Incident[] = [...providerIncidents, ...wayIncidents, ...evasiveIncidents];
