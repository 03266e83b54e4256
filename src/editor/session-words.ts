import type { SessionWords } from './panel-messages.ts';
import type { Translate } from './translate.ts';

/** The fixed words of the sessions' view. */
export function sessionWords(t: Translate): SessionWords {
  return {
    list: t('Sessions, latest first'),
    empty: t('No session is recorded yet'),
    emptyHint: t('As soon as a connected agent does something in this workspace, its session stands here.'),
    choose: t('Choose a session to see how it went.'),
    reading: t('Reading the sessions…'),
    gone: t('This session is no longer in the log.'),
    actions: t('{0} actions', '{0}'),
    chart: t('Restraint and surprise'),
    chartKeys: t('Left and right arrow: go through the actions'),
    restraint: t('Restraint (1 is full)'),
    surprise: t('Surprise (bits)'),
    floor: t('Below this line it alerts'),
    asTable: t('The same as a table'),
    number: t('Action'),
    time: t('Time'),
    action: t('What'),
    decision: t('Decision'),
    reasons: t('Why restraint was lost'),
    unusual: t('What was not ordinary'),
    normal: t('What was ordinary'),
    nothingUnusual: t('Nothing that ordinary sessions do not do as well.'),
    dimensions: t('Six dimensions'),
    measured: t('{0} of 1, {1} % sure', '{0}', '{1}'),
    noWeight: t('counts for nothing yet'),
    timeline: t('Timeline'),
    left: t('{0} actions without anything to tell are left out here. The report has the first of them.', '{0}'),
    exportReport: t('Export report'),
    exportLines: t('Export JSON Lines'),
    profiles: t('Agents over the last weeks'),
  };
}
