import { describe, expect, it } from 'vitest';
import { callOf } from '../../src/policy/exceptions.ts';
import { actionOf, analysed, ordinary } from '../effects/judging.ts';

/** What an exception for the first effect of a command that is not reversible would be bound to. */
async function bound(command: string): Promise<string> {
  const deed = { kind: 'shell', command } as const;
  const analysis = await analysed(deed, { place: { ...ordinary, context: 'ask' } });
  const effect = analysis.effects.find(({ reversibility }) => reversibility !== 'reversible');
  if (!effect) throw new Error(`${command} has no effect`);
  return callOf(effect, actionOf(deed), analysis);
}

describe('an exception', () => {
  it.each([
    ['rm -rf build', 'rm -rf build && npm run build'],
    ['rm -rf build', 'echo cleaning; rm -rf build'],
    ['docker volume rm dev_cache', 'docker volume rm dev_cache'],
  ])('for %s covers %s', async (approved, later) => {
    expect(await bound(later)).toBe(await bound(approved));
  });

  it.each([
    ['rm -rf build', 'cd /home/dev/other && rm -rf build'],
    ['rm -rf build', 'cd .. && rm -rf build'],
    ['git reset --hard', 'git -C ../other reset --hard'],
    ['git reset --hard', 'cd ../other && git reset --hard'],
    ['docker volume rm dev_cache', 'docker --context local volume rm dev_cache'],
    ['psql -h localhost -d dev -c "drop table a"', 'psql -h localhost -p 5433 -d dev -c "drop table a"'],
    ['psql -c "drop table a"', 'PGPORT=5433 psql -c "drop table a"'],
    ['rm -rf build', 'sudo rm -rf build'],
  ])('for %s does not cover %s', async (approved, later) => {
    expect(await bound(later)).not.toBe(await bound(approved));
  });

  it('is not made where the directory is not known', async () => {
    expect(await bound('cd "$SOMEWHERE" && rm -rf build')).toBe('');
  });
});
