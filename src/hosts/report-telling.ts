import type { Telling } from '../guard/session-report.ts';
import { hostTitles } from './titles.ts';
import { visibleText } from './visible.ts';

/** How a report names hosts and shows hidden characters: the same here and on the command line, to the byte. */
export const reportTelling: Telling = { visible: visibleText, agent: (host) => hostTitles[host] };
