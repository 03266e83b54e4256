import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { capabilityNames, defaultCapabilities } from '../../src/behaviour/capability-needs.ts';
import { beyondDefault, capabilitiesInForce } from '../../src/policy/capabilities.ts';

describe('declared capabilities', () => {
  it('count once a person accepted the file, and nothing else then does', () => {
    const { capabilities, problems } = capabilitiesInForce(['tests', 'deploy:staging'], true);
    expect([...capabilities.granted]).toEqual(['tests', 'deploy:staging']);
    expect(capabilities.declared).toBe(true);
    expect(problems).toEqual([]);
  });

  it('do not count before that: the default ones do, and a person is told', () => {
    const { capabilities, problems } = capabilitiesInForce(['deploy:production'], false);
    expect(capabilities).toBe(defaultCapabilities);
    expect(problems[0]).toContain('once you accept that file');
  });

  it('are the default ones without a declaration', () =>
    expect(capabilitiesInForce(null, true)).toEqual({ capabilities: defaultCapabilities, problems: [] }));

  it('may be called by other words people use, and an unknown one grants nothing', () => {
    const { capabilities, problems } = capabilitiesInForce(['git', 'pnpm', 'db', 'everything'], true);
    expect([...capabilities.granted]).toEqual(['git-local', 'npm', 'db:local']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^There is no capability "everything"/);
  });

  it('are all offered where the file is written', () => {
    const schema = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../media/policy.schema.json'), 'utf8'));
    const offered = schema.properties.capabilities.items.anyOf[0];
    expect(offered.enum).toEqual(capabilityNames);
    expect(offered.enumDescriptions).toHaveLength(capabilityNames.length);
  });

  it.each(['deploy:production', 'db:production', 'db:staging', 'system'])('%s is never a default one', (name) => {
    expect([...defaultCapabilities.granted]).not.toContain(name);
    expect(beyondDefault(['tests', name])).toEqual([name]);
  });
});
