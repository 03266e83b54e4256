import type { Effect } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { Word } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { deletionEffect } from './deletion.ts';
import { pathKey } from './mcp-arguments.ts';
import type { Argument } from './mcp-input.ts';
import { deleteRule } from './packs/files.ts';

interface Place {
  readonly span: Span;
  readonly inquiry: Inquiry;
}

/** Servers whose files lie with a service, on a device or in a vault of their own. */
const storesElsewhere =
  /(?:^|[-_ ])(?:obsidian|logseq|joplin|mikrotik|routeros|s?ftp|ssh|smb|webdav|dav|nas|sharepoint|one-?drive|dropbox|box|(?:google|g)?[-_]?drive|nextcloud|owncloud|seafile|synology|truenas|qnap|unraid|alfresco|egnyte|pcloud|mega|icloud|s3|minio|r2|gcs|azure|blob|storage|supabase|firebase|cloudinary|wordpress|webflow|shopify|slack|discord|telegram|openai|gemini|notion|confluence|jira|proxmox|octoprint|home-?assistant|router|remote|cloud|cpanel|plesk|pterodactyl|\w*cdn|bunny|bucket|backblaze|b2|wasabi|ipfs|pinata|cos|oss|dbfs|hdfs|databricks|esp32|micropython|uploadcare|imagekit|netlify|vercel)(?:$|[-_ ])/i;

/** What says where else a file lies: a repository, a bucket, another machine. */
const placed =
  /^(?:owner|repo|repository|project_?id|(?:storage_?)?(?:bucket|drive|share|zone|container|account)(?:_?(?:name|id))?|(?:site|server|device|connection|cluster)(?:_?id)?|storage|vault|remote|region|endpoint|port|namespace|pod|host(?:name)?)$/i;

/** `s3://bucket/key`, `dbfs:/x`: two letters at least, for `C:` is a drive. */
const addressed = /^(?!file:)[a-z][a-z\d+.-]+:\//i;

/**
 * A file tool that deletes: judged by the paths it is given. Null where it is none, and where its files are not this
 * machine's. `words`: of the tool's name.
 */
export function fileDeletions(
  server: string,
  words: readonly string[],
  strings: readonly Argument[],
  at: Place,
): Effect[] | null {
  if (storesElsewhere.test(`${server} ${words.join(' ')}`)) return null;
  const paths = strings.filter(({ key }) => pathKey.test(key));
  const note = strings.find(({ key }) => key === 'memory_file_name' || key === 'memory_name');
  // Serena keeps its notes as files: https://oraios.github.io/serena/02-usage/045_memories.html
  if (note && /^(?:delete|remove)_memory$/.test(words.join('_'))) {
    return deletedFiles([`.serena/memories/${note.value.replace(/(?:\.md)?$/, '.md')}`], at);
  }
  if (!words.some((word) => /^(?:delete|remove|unlink|rm|rmdir)$/.test(word)) || paths.length === 0) return null;
  if (!words.some((word) => /^(?:file|files|directory|dir|folder|path|paths|unlink|rm|rmdir)$/.test(word))) return null;
  // A file in a repository or a bucket is not one of this machine's.
  if (strings.some(({ key }) => placed.test(key)) || paths.some(({ value }) => addressed.test(value))) return null;
  return deletedFiles(
    paths.map(({ value }) => value),
    at,
  );
}

function deletedFiles(paths: readonly string[], at: Place): Effect[] {
  return paths.flatMap((value) => {
    const word: Word = { kind: 'known', value, span: at.span };
    const effect = deletionEffect(
      { rule: deleteRule, word, cwd: at.inquiry.facts.place.cwd, wrappers: [], recursive: true, span: at.span },
      at.inquiry,
    );
    return effect ? [effect] : [];
  });
}
