import { describe, expect, test } from 'vitest';
import { createSingleFlight, meaningKey } from '../../src/guard/single-flight.ts';
import { shell } from './guard-rig.ts';

function flight() {
  let now = 0;
  let judged = 0;
  const flights = createSingleFlight<number>(() => now);
  const report = (command: string, callId?: string) => {
    const action = shell(command, callId === undefined ? {} : { callId });
    return flights.of(action, meaningKey(action), () => {
      judged += 1;
      return judged;
    });
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { report, pass };
}

describe('two reports', () => {
  test('of the same within two seconds are one call', () => {
    const { report, pass } = flight();
    expect([report('a'), report('a'), report('b')]).toEqual([1, 1, 2]);
    pass(2_000);
    expect(report('a')).toBe(1);
    pass(1);
    expect(report('a')).toBe(3);
  });

  test('with different call ids are two; one without an id belongs to either', () => {
    const { report } = flight();
    expect([report('a', '1'), report('a', '2'), report('a'), report('a', '1')]).toEqual([1, 2, 1, 1]);
  });

  test('with the same call id long after each other are two: some models number every turn from 0', () => {
    const { report, pass } = flight();
    expect(report('a', 'call_0')).toBe(1);
    pass(2_001);
    expect(report('a', 'call_0')).toBe(2);
  });

  test('under a clock set back are judged anew', () => {
    const { report, pass } = flight();
    report('a');
    pass(-1);
    expect(report('a')).toBe(2);
  });

  test('of the same words in another session, directory or host are two', () => {
    const keys = [
      shell('a'),
      shell('a', { session: 's2' }),
      shell('a', { cwd: '/x' }),
      shell('a', { host: 'cursor' }),
      shell('b'),
    ].map(meaningKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
