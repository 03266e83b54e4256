import { describe, expect, it } from 'vitest';
import { createChecker } from '../../src/cli/check-line.ts';
import { markedLines } from '../../src/cli/evidence.ts';
import { explanation } from '../../src/cli/explain.ts';
import { plainStyle, styleOf } from '../../src/cli/style.ts';
import type { Judged } from '../../src/guard/judging.ts';

async function explained(command: string, context = false): Promise<string> {
  let whole: Judged | undefined;
  const judged = (one: Judged): void => {
    whole = one;
  };
  await createChecker({ context, artifact: false, cwd: '/work/shop', judged })({ kind: 'shell', command });
  if (!whole) throw new Error('nothing was judged');
  return explanation({ text: command, judged: whole, micros: 1, style: plainStyle });
}

describe('an explanation', () => {
  it('goes from what was read to what would pass', async () => {
    expect(await explained('cd infra && sudo terraform destroy -auto-approve')).toBe(
      [
        'hold: Destroys every resource that this Terraform state describes.',
        '  irreversible, judged in 1 µs',
        '',
        'Read',
        '  1. cd infra',
        '  2. sudo → terraform destroy -auto-approve',
        '',
        'Found',
        '  1. Destroys every resource that this Terraform state describes.',
        '     cd infra && sudo terraform destroy -auto-approve',
        '                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
        '     rule             terraform/destroy',
        '     does             destroy terraform state *',
        '     reversibility    irreversible',
        '     scope            remote',
        '     environment      unknown',
        '     technique        MITRE ATT&CK T1485',
        '     source           https://developer.hashicorp.com/terraform/cli/commands/destroy',
        '     decided by       "irreversible, beyond the workspace or of a data store or backup": hold',
        '     safer            terraform plan -destroy',
        '',
        'Signals',
        '  bulk-change      Sets out to destroy everything at once: state *',
        '',
        'Would pass',
        '  Run instead: terraform plan -destroy',
        "  A person's approval in the editor, for this one call.",
        '',
      ].join('\n'),
    );
  });

  it('says where a call stands and what it reads', async () => {
    const text = await explained("ssh db1 'rm -rf /srv/x'; date | cat; cat <<'E' | wc -l\nhi\nE");
    expect(text).toContain('ssh (remote db1) → rm -rf /srv/x');
    expect(text).toMatch(/cat\n {5}reads what call \d prints/);
  });

  it('says which facts were asked and keeps values out', async () => {
    const text = await explained('rm -rf gone && kubectl delete ns shop', true);
    expect(text).toMatch(/\nAsked\n(?:.*\n)* {2}path +\/work\/shop\/gone {2}is not there/);
    expect(text).not.toContain('undefined');
  });

  it('says nothing of what is not there', async () => {
    const text = await explained('ls -la');
    expect(text).toMatch(/^allow: /);
    expect(text).not.toMatch(/^(?:Would pass|Signals|Problems|Asked)$/m);
    expect(text).toContain('Found\n  no effect that a rule knows');
  });
});

describe('the evidence', () => {
  it.each<[string, string, [number, number], readonly string[]]>([
    ['one line', 'a bb c', [2, 4], ['a bb c', '  ^^']],
    ['a later line', 'x\n\ta bb\ny', [5, 7], [' a bb', '   ^^']],
    ['several lines', 'a b\nc d', [2, 7], ['a b', '  ^ (and the lines below)']],
    ['nothing', 'a b', [0, 0], []],
    ['a place past the end', 'a', [5, 9], []],
    ['what a screen does not show', 'a\u001b bb', [3, 5], ['a‹U+001B› bb', '          ^^']],
  ])('%s is marked', (_, text, span, lines) => {
    expect(markedLines(text, span)).toEqual(lines);
  });

  it('is in sight in a long line', () => {
    const [line = '', carets = ''] = markedLines(`${'x '.repeat(200)}DANGER${' y'.repeat(200)}`, [400, 406]);
    expect(line.length).toBeLessThan(110);
    expect(line.slice(carets.indexOf('^'), carets.length)).toBe('DANGER');
  });
});

it('has no colour where no terminal reads it', () => {
  expect(styleOf({})('danger', 'x')).toBe('x');
  expect(styleOf({ isTTY: false })('danger', 'x')).toBe('x');
});
