import type { Action } from '../action/action.ts';

/** Servers of places where people read what is written: chats, pages, tickets, mail, repositories, drives. */
const readByPeople =
  /slack|discord|teams|telegram|whatsapp|twilio|gmail|mail|outlook|notion|confluence|atlassian|jira|linear|asana|trello|clickup|monday|github|gitlab|gitea|bitbucket|gist|paste|drive|dropbox|box|sharepoint|onedrive|docs|sheets|airtable|miro|figma|zendesk|intercom|twitter|reddit|facebook|linkedin|zapier|webhook|calendar/i;
const writes =
  /create|update|append|add|push|insert|write|edit|put|reply|share|send|post|publish|comment|message|upload|gist/i;
/** Where a credential belongs: a store of secrets, a login. */
const keeps = /secret|credential|env(?:ironment)?_?var|variable|password|login|auth|connect|token/i;
const tells = /send|post|publish|create_(?:gist|issue|comment|message)|message|comment|upload|gist/i;

/** Whether what a tool is handed is read by others. */
export function tellsOthers({ server, tool }: Extract<Action, { kind: 'mcp' }>): boolean {
  if (tells.test(tool)) return true;
  return readByPeople.test(server) && writes.test(tool) && !keeps.test(tool);
}

/** Texts of a tool's input, at most this many. */
const texts = 40;

/** The addresses that a tool is told to open or to ask. */
export function addressesIn(input: unknown): string[] {
  return textsIn(input, (_, text) => /^https?:\/\//i.test(text));
}

/** The files that a tool is told to upload, attach or share. */
export function filesUploaded({ tool, input }: Extract<Action, { kind: 'mcp' }>): string[] {
  if (!/upload|attach|send_?file|share_?file|file_?send/i.test(tool)) return [];
  return textsIn(input, (name) => /path|file|attachment|source|uri/i.test(name)).map((file) =>
    file.replace(/^file:\/\//, ''),
  );
}

function textsIn(input: unknown, isOne: (name: string, text: string) => boolean): string[] {
  const found: string[] = [];
  const walk = (value: unknown, name: string, depth: number): void => {
    if (found.length >= texts || depth > 3) return;
    if (typeof value === 'string') {
      if (value.length < 4096 && isOne(name, value)) found.push(value);
    } else if (Array.isArray(value)) {
      for (const one of value.slice(0, texts)) walk(one, name, depth + 1);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value).slice(0, texts)) walk(one, key, depth + 1);
    }
  };
  walk(input, '', 0);
  return found;
}
