// What the fake model has to know of the protocol an agent speaks with its model.
import type { ServerResponse } from 'node:http';

/** One tool call the model makes. */
export interface ModelCall {
  readonly tool: string;
  /** `seen` is everything said in the conversation so far, for inputs that name what an earlier result gave. */
  readonly input: Readonly<Record<string, unknown>> | ((seen: string) => Readonly<Record<string, unknown>>);
  /** A tool that takes plain text in place of an input. */
  readonly text?: string;
}

/** What the model says: a text, or calls that are made together. */
export type Said =
  | { readonly text: string }
  | {
      readonly calls: readonly { id: string; tool: string; input: Readonly<Record<string, unknown>>; text?: string }[];
    };

/** What the agent sent back for one tool call. */
interface SentBack {
  /** The call's id; for a protocol without ids the number of the call among all. */
  readonly id: string;
  readonly isError: boolean;
  readonly text: string;
}

/** A request for the model's next words. */
export interface Asked {
  /** Names of the tools the agent offers. */
  readonly offered: readonly string[];
  /** Namespaces of those tools that have one (Codex). */
  readonly spaces: ReadonlyMap<string, string>;
  /** Ids of the calls made so far. */
  readonly made: readonly string[];
  readonly results: readonly SentBack[];
  /** What users and the system said, by which a subagent's conversation is known. */
  readonly heard: string;
  /** Everything said so far. */
  readonly seen: string;
  readonly body: Record<string, unknown>;
}

/** One protocol. */
export interface Wire {
  /** Whether a POST to this path asks for the model's next words. */
  asks(path: string): boolean;
  read(body: Record<string, unknown>, path: string): Asked;
  say(response: ServerResponse, asked: Asked, said: Said, path: string): void;
}

/** A value as an object; an empty one where it is none. */
export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** A value as a list; an empty one where it is none. */
export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A value as text: itself, or as JSON. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

/** Answers with one JSON value. */
export function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** Begins a stream of server-sent events and gives the function that writes one. */
export function stream(response: ServerResponse): (data: unknown, event?: string) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  return (data, event) => {
    response.write(
      `${event ? `event: ${event}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`,
    );
  };
}

/** Something new every time, for the ids of a protocol's messages. */
export const anyId = (): string => Math.random().toString(36).slice(2, 12);
