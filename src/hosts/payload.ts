import { isRecord, readJson } from '../guard/json.ts';
import type { Payload } from './adapter.ts';
import { limits } from './limits.ts';

/** A payload, or one plain sentence why there is none. */
export type PayloadReading =
  | { readonly kind: 'payload'; readonly payload: Payload }
  | { readonly kind: 'unreadable'; readonly problem: string };

/**
 * The text of a hook's standard input: UTF-8 with or without a byte order mark (Cursor on Windows writes one), or
 * UTF-16 as PowerShell pipes it.
 */
function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [first, second] = buffer;
  if (first === 0xff && second === 0xfe) return buffer.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) {
    const even = buffer.subarray(2, buffer.length - (buffer.length % 2));
    return Buffer.from(even).swap16().toString('utf16le');
  }
  if (first !== undefined && first !== 0 && second === 0) return buffer.toString('utf16le');
  const text = buffer.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Reads a hook's standard input. Never throws. */
export function readPayload(bytes: Uint8Array): PayloadReading {
  if (bytes.byteLength > limits.inputBytes) {
    return { kind: 'unreadable', problem: `The host's message is over ${limits.inputBytes / 1024 / 1024} MB.` };
  }
  const text = textOf(bytes);
  if (text.trim() === '') return { kind: 'unreadable', problem: "The host's message is empty." };
  const reading = readJson(text, "The host's message");
  if (reading.kind === 'unreadable') return reading;
  if (!isRecord(reading.value)) return { kind: 'unreadable', problem: "The host's message is not a JSON object." };
  return { kind: 'payload', payload: reading.value };
}
