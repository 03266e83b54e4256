import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surveyJson } from '../../src/guard/json.ts';
import { limits } from '../../src/hosts/limits.ts';
import { readPayload } from '../../src/hosts/payload.ts';

const utf8 = (text: string) => Buffer.from(text, 'utf8');
const message = '{"hook_event_name":"PreToolUse","tool_name":"Bash"}';
const payload = { hook_event_name: 'PreToolUse', tool_name: 'Bash' };

describe("a host's message", () => {
  it.each([
    ['UTF-8', utf8(message)],
    ['UTF-8 with a byte order mark', utf8(`\uFEFF${message}`)],
    ['UTF-16LE with a byte order mark', Buffer.from(`\uFEFF${message}`, 'utf16le')],
    ['UTF-16LE without one', Buffer.from(message, 'utf16le')],
    ['UTF-16BE with a byte order mark', Buffer.from(`\uFEFF${message}`, 'utf16le').swap16()],
    ['surrounding white space', utf8(`\r\n${message}\n`)],
  ])('is read as %s', (_what, bytes) => {
    expect(readPayload(bytes)).toEqual({ kind: 'payload', payload });
  });

  it.each([
    ['nothing', utf8(''), /empty/],
    ['white space', utf8(' \n'), /empty/],
    ['half a message', utf8(message.slice(0, -5)), /not valid JSON/],
    ['two messages', utf8(message + message), /not valid JSON/],
    ['a list', utf8('[]'), /not a JSON object/],
    ['null', utf8('null'), /not a JSON object/],
    ['random bytes', Buffer.from([0x80, 0xff, 0x00, 0x17]), /not valid JSON/],
    ['a key named twice', utf8('{"tool_name":"Read","tool_name":"Bash"}'), /"tool_name" twice/],
    ['a nested key named twice', utf8('{"a":[{"command":"ls","x":1,"command":"rm"}]}'), /"command" twice/],
    ['a key named twice in disguise', utf8('{"command":"ls","c\\u006fmmand":"rm"}'), /"command" twice/],
    ['too many levels', utf8(`${'['.repeat(300)}${']'.repeat(300)}`), /levels deep/],
    ['too many bytes', Buffer.alloc(limits.inputBytes + 1, 0x20), /over 32 MB/],
  ])('cannot be read: %s', (_what, bytes, problem) => {
    const reading = readPayload(bytes);
    expect(reading.kind).toBe('unreadable');
    expect(reading.kind === 'unreadable' && reading.problem).toMatch(problem);
  });

  it('is read at 10 MB', () => {
    const content = 'x'.repeat(10 * 1024 * 1024);
    expect(readPayload(utf8(JSON.stringify({ content }))).kind).toBe('payload');
  });

  it('never counts a key twice that stands once in each object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        expect(surveyJson(JSON.stringify(value, null, indent)).duplicate).toBeUndefined();
      }),
    );
  });

  it('finds any key put in twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (key, one, other) => {
        const name = JSON.stringify(key);
        const text = `{${name}:${JSON.stringify(one)},"other${'_'.repeat(3)}":[],${name}:${JSON.stringify(other)}}`;
        expect(surveyJson(text).duplicate).toBe(key);
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readPayload(bytes)));
  });
});
