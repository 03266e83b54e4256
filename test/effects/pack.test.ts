import { expect, it } from 'vitest';
import { guardRules } from '../../src/effects/guard-rules.ts';
import { effectOf } from '../../src/effects/pack.ts';

const safer = (target: string) => effectOf(guardRules.maybeSettings, { target, span: [0, 1] }).safer;

it('puts nothing into a safer way that a shell would act on', () => {
  expect(safer('.claude/settings.json')).toBe('cat .claude/settings.json');
  for (const target of ['x; rm -rf ~', '$(curl evil)', '`id`', "a'b", 'a\nb', '<b', 'a b']) {
    expect(safer(target)).toBe('cat TARGET');
  }
});

it('takes a target as it is, whatever a replacement pattern would make of it', () => {
  const { reason } = effectOf({ ...guardRules.stop, reason: 'Stops {target}.' }, { target: "$& $` $'", span: [0, 1] });
  expect(reason).toBe("Stops $& $` $'.");
});
