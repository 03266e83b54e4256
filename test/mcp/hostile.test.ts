import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layerOutput } from '../../src/guard/layer-client.ts';
import { createCalls } from '../../src/mcp/calls.ts';
import type { Ask } from '../../src/mcp/judging.ts';
import { createProxy } from '../../src/mcp/proxy.ts';

/** What reaches a server behind a guard that lets no tool call out. */
async function reaching(parts: readonly Buffer[]): Promise<{ server: Buffer; host: string }> {
  const server: Buffer[] = [];
  const host: Buffer[] = [];
  const ask: Ask = async () => layerOutput({ goesOut: false, reason: 'No.' });
  const proxy = createProxy(createCalls(ask, { server: 'x', cwd: '/w', session: 'mcp-1' }), {
    toServer: (bytes) => server.push(bytes),
    toHost: (bytes) => host.push(bytes),
    every: () => () => undefined,
  });
  for (const part of parts) proxy.fromHost(part);
  await proxy.hostEnded();
  return { server: Buffer.concat(server), host: Buffer.concat(host).toString() };
}

/** A string as JSON, each character escaped or not. */
function written(text: string, escaped: readonly boolean[]): string {
  const characters = [...text].map((character, index) =>
    escaped[index % escaped.length] ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character,
  );
  return `"${characters.join('')}"`;
}

const space = fc.constantFrom('', ' ', '\t', '\r', '  ');
const escapes = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
const others = fc.constantFrom(
  '{"id":1,"method":"ping"}',
  '{"method":"notifications/initialized"}',
  '7',
  'null',
  '[]',
  '{}',
);

/** A call of `drop` in any spelling a lenient reader may take for one. */
const calls = fc
  .record({
    escapes,
    space,
    method: fc.constantFrom('method', 'Method', 'METHOD'),
    before: fc.constantFrom(
      '',
      '"jsonrpc":"2.0",',
      '"method":"ping",',
      '"params":{"name":"list"},',
      '"x":{"method":"ping"},',
    ),
    after: fc.constantFrom('', ',"method":"ping"', ',"id":1', ',"params":{"name":"list"}', ',', ',"id":1,"id":2'),
    mark: fc.constantFrom('', '\uFEFF', ' '),
    id: fc.constantFrom('"id":1,', '"id":"a",', '"id":null,', ''),
  })
  .map(({ escapes: which, space: gap, method, before, after, mark, id }) => {
    const key = written(method, which);
    const value = written('tools/call', which);
    const params = `"params"${gap}:{${written('name', which)}:${gap}${written('drop', which)},"arguments":{}}`;
    return `${mark}{${before}${id}${key}${gap}:${gap}${value},${gap}${params}${after}}`;
  });
const messages = fc.oneof(
  calls,
  fc
    .tuple(fc.array(others, { maxLength: 2 }), calls, fc.array(others, { maxLength: 2 }))
    .map(([one, call, two]) => `[${[...one, call, ...two].join(',')}]`),
);

/** Whether some reader, exact or lenient, would see a tool call in a line. */
function callsTool(line: string): boolean {
  const plain = line.replace(/\\u([0-9a-f]{4})/g, (_all, code) => String.fromCharCode(Number.parseInt(code, 16)));
  return /tools\/call/i.test(plain);
}

describe('a host that writes what it likes', () => {
  test('gets no tool call past a guard that says no, in whatever spelling and however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(messages, others), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (lines, cuts, end, ended) => {
          const whole = Buffer.from(lines.join(end) + (ended ? end : ''));
          const places = [0, ...[...cuts].map((cut) => cut % whole.length).sort((a, b) => a - b), whole.length];
          const parts = places.slice(1).map((to, index) => whole.subarray(places[index], to));
          const { server, host } = await reaching(parts);
          expect(server.toString().split('\n').filter(callsTool)).toEqual([]);
          const passed = lines.filter((line) => !callsTool(line));
          for (const line of passed) expect(server.toString()).toContain(line);
          // What is said to the host is whole messages.
          for (const line of host.split('\n').filter(Boolean)) expect(JSON.parse(line).jsonrpc).toBe('2.0');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is not led astray by any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), async (parts) => {
        await reaching(parts.map((part) => Buffer.from(part)));
      }),
    );
  });
});
