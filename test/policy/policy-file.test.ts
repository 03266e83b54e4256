import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionKinds } from '../../src/action/kinds.ts';
import { sequenceRules } from '../../src/behaviour/sequence-rules.ts';
import { readPolicyFile } from '../../src/policy/policy-file.ts';

const sequence = {
  name: 'probe-then-production',
  title: 'Asked what it may do, then changed production',
  attack: 'T1069',
  within: '2h',
  steps: [
    { signal: 'privilege-probe', score: 0.2 },
    { effect: { provider: 'aws', environment: ['production'] }, without: { action: 'read' } },
  ],
};
const file = (value: object) => readPolicyFile(JSON.stringify(value));

describe('a policy file', () => {
  it('gives sequences in the form of the shipped ones', () => {
    expect(file({ sequences: [sequence] })).toEqual({
      sequences: [
        {
          name: 'probe-then-production',
          title: 'Asked what it may do, then changed production',
          attack: 'T1069',
          within: 7_200_000,
          steps: [
            { signals: ['privilege-probe'], score: 0.2 },
            { effect: { provider: ['aws'], environment: ['production'] }, without: { kinds: ['read'] } },
          ],
          oneActionMayBeAll: false,
          holds: true,
        },
      ],
      capabilities: null,
      stopOnDiscovery: false,
      problems: [],
    });
  });

  it('may have comments and commas at ends, and name its schema and version', () => {
    const read = readPolicyFile(`// ours\n{ "$schema": "x", "version": 1, "stopOnDiscovery": true, /* more */ }`);
    expect(read).toMatchObject({ stopOnDiscovery: true, problems: [] });
  });

  it.each([
    ['90s', 90_000],
    ['30 m', 1_800_000],
    ['1d', 86_400_000],
  ])('reads %s as a time', (within, milliseconds) => {
    expect(file({ sequences: [{ ...sequence, within }] }).sequences[0]?.within).toBe(milliseconds);
  });

  const wrong: [what: string, value: unknown, sentence: RegExp][] = [
    ['a name in capitals', { ...sequence, name: 'Probe' }, /sequences\[0\]\.name has to be 3 to 61 small letters/],
    ['no time', { ...sequence, within: undefined }, /sequences\[0\]\.within is missing: it has to be a time such as/],
    [
      'a signal that does not exist',
      { ...sequence, steps: [{ signal: 'theft' }] },
      /steps\[0\]\.signal has to be one of credential-search/,
    ],
    ['a key that does not exist', { ...sequence, stepz: [] }, /sequences\[0\]\.stepz is not a key that is known/],
    ['no steps', { ...sequence, steps: [] }, /steps has to be a list of 1 to 8 steps/],
    ['an empty step', { ...sequence, steps: [{}] }, /steps\[0\] says nothing about what it waits for/],
    ['a refusal at the end', { ...sequence, steps: [{ denied: true }] }, /cannot be the last step/],
    [
      'a refusal that is more',
      { ...sequence, steps: [{ denied: true, action: 'shell' }, { effect: 'any' }] },
      /"denied" stands alone/,
    ],
    [
      'negation on the first step',
      { ...sequence, steps: [{ effect: 'any', without: { effect: 'any' } }] },
      /"without" has no meaning/,
    ],
    [
      'a shipped name',
      { ...sequence, name: 'denial-then-evasion' },
      /there is already a sequence "denial-then-evasion"/,
    ],
  ];
  it.each(wrong)('with %s is read without that sequence, and says so in one sentence', (_what, value, sentence) => {
    const read = file({ sequences: [value, { ...sequence, name: 'another-one' }] });
    expect(read.sequences.map(({ name }) => name)).toEqual(['another-one']);
    expect(read.problems).toEqual([expect.stringMatching(sentence)]);
    expect(read.problems[0]).toMatch(/, so this sequence is ignored\.$/);
  });

  it('of another version, or broken, still counts as far as it is understood', () => {
    expect(file({ version: 2, stopOnDiscovery: true })).toMatchObject({
      stopOnDiscovery: true,
      problems: [/another version/].map((form) => expect.stringMatching(form)),
    });
    const broken = readPolicyFile(`{ "stopOnDiscovery": true "sequences": [] `);
    expect(broken.stopOnDiscovery).toBe(true);
    expect(broken.problems[0]).toMatch(/not valid JSON at line 1/);
  });

  it('never asks for less by being misunderstood', () => {
    expect(file({ stopOnDiscovery: 'no' }).stopOnDiscovery).toBe(true);
    expect(file({ capabilities: 'all' }).capabilities).toEqual([]);
    expect(file({ capabilities: ['tests', 'deploy:staging'] }).capabilities).toEqual(['tests', 'deploy:staging']);
  });

  it('is never a reason to fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { sequences, problems } = readPolicyFile(text);
        expect(sequences.length).toBeLessThanOrEqual(32);
        for (const problem of problems) expect(problem).toMatch(/^.+\.$/s);
      }),
    );
  });
});

describe('the schema that completes it in the editor', () => {
  const schema = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../media/policy.schema.json'), 'utf8'));

  it('is contributed for that file', () => {
    const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(manifest.contributes.jsonValidation).toEqual([
      { fileMatch: '**/.holdpoint/policy.jsonc', url: './media/policy.schema.json' },
    ]);
  });

  it('knows the same words as the reader', () => {
    const { definitions, properties } = schema;
    for (const name of definitions.signal.enum) {
      const read = file({ sequences: [{ ...sequence, steps: [{ signal: name }, { effect: 'any' }] }] });
      expect(read.problems, name).toEqual([]);
    }
    expect(definitions.signal.enumDescriptions).toHaveLength(definitions.signal.enum.length);
    expect(definitions.condition.properties.action.anyOf[0].enum).toEqual([...actionKinds]);
    expect(definitions.sequence.properties.name.not.enum).toEqual(sequenceRules.map(({ name }) => name));
    for (const key of Object.keys(definitions.sequence.properties)) {
      expect(file({ sequences: [{ ...sequence, [key]: 0 }] }).problems[0]).not.toMatch(/not a key/);
    }
    for (const key of Object.keys(definitions.step.properties)) {
      const steps = [{ effect: 'any' }, { effect: 'any', [key]: 'zzz' }];
      expect(file({ sequences: [{ ...sequence, steps }] }).problems[0] ?? '').not.toMatch(/not a key/);
    }
    for (const [key, { anyOf }] of Object.entries<{ anyOf: { enum?: string[] }[] }>(definitions.effect.properties)) {
      for (const value of anyOf[0]?.enum ?? ['x']) {
        expect(file({ sequences: [{ ...sequence, steps: [{ effect: { [key]: value } }] }] }).problems, key).toEqual([]);
      }
    }
    expect(Object.keys(properties)).toEqual(['$schema', 'version', 'capabilities', 'stopOnDiscovery', 'sequences']);
  });
});
