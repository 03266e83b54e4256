import { isLoss, readName } from './verbs.ts';
import { wordsOf } from './words.ts';

/** Markup that somebody wrote, where `<del>` strikes out. */
const markup = /^(?:html|body|p|div|span|section|article|svg|ul|ol|table|entry|item|rss|feed|xliff|tei|document|h\d)$/i;

/**
 * XML whose outermost elements name the deletion: `<packet><webspace><del>` (Plesk), `<command><delete>` (EPP),
 * `<rpc><delete-config>` (NETCONF). What stands deeper is data.
 */
export function deletesByElement(body: string): boolean {
  const start = /^(?:\s*<[?!][^>]*>)*((?:\s*<[\w:.-]+(?:\s[^<>]*)?>){1,4})/.exec(body.slice(0, 4000))?.[1] ?? '';
  const said = [...start.matchAll(/\s(?:method|action|operation)="([\w.:-]{3,60})"/gi)];
  if (said.some((match) => isLoss(readName(match[1] ?? '')))) return true;
  const names = [...start.matchAll(/<(?:[\w-]+:)?([\w.-]+)/g)].map((match) => match[1] ?? '');
  if (markup.test(names[0] ?? '')) return false;
  return names.some(
    (name) =>
      /^(?:del|delete|destroy|remove|purge|erase|terminate|wipe|drop)$/i.test(name) ||
      (wordsOf(name).length > 1 &&
        /^(?:del|delete|destroy|purge|erase|wipe|remove)(?:[A-Z_-]|$)/.test(name) &&
        isLoss(readName(name))),
  );
}
