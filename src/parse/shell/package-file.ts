import { posix } from 'node:path';
import { look } from '../../action/facts.ts';
import type { Call, Reading, Scene } from './reading.ts';

/** `npm pkg set scripts.x="…"`, `npm set-script x "…"`: package.json as it is behind it. */
export function noteScripts(reading: Reading, scene: Scene, call: Call): void {
  const words = call.argv.slice(1).map((field) => reading.holes.show(field.text));
  const { cwd } = scene.scope;
  const [first, second, third] = words;
  const pairs =
    first === 'pkg' && second === 'set'
      ? words.slice(2).map((word) => /^scripts(?:\.|\[["']?)([\w:.-]+?)(?:["']?\])?=([\s\S]*)$/.exec(word))
      : first === 'set-script' && second && third
        ? [[first, second, third]]
        : [];
  const set = pairs.flatMap((pair): [string, string][] =>
    pair?.[1] && pair[2] !== undefined ? [[pair[1], pair[2]]] : [],
  );
  if (set.length === 0 || cwd === null || scene.away) return;
  const file = posix.join(cwd, 'package.json');
  const given = reading.writtenTexts.get(file) ?? textOnDisk(reading, file);
  const before: unknown = parsed(given);
  const scripts = { ...objectIn(objectIn(before).scripts), ...Object.fromEntries(set) };
  reading.writtenTexts.set(file, JSON.stringify({ ...objectIn(before), scripts }, null, 2));
}

function textOnDisk(reading: Reading, path: string): string | null {
  const answer = look<'file-text'>(reading.inquiry, { kind: 'file-text', path });
  return answer.known ? answer.value.text : null;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
