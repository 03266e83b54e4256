import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphqlBody } from '../../src/parse/graphql.ts';
import { requestsOf } from '../../src/parse/http/requests.ts';
import { sqlStatements } from '../../src/parse/sql.ts';
import { inquiryWith, line, lines, read } from './reading.ts';

/** An argument as any of the ways a shell lets it be written. */
function quotings(argument: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    `'${argument.replaceAll("'", `'\\''`)}'`,
    `"${argument.replace(/["$`\\]/g, '\\$&')}"`,
    `$'${argument.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`,
    [...argument].map((character) => (character === '\n' ? "'\n'" : `\\${character}`)).join('') || "''",
    [...argument].map((character) => (character === "'" ? `"'"` : `'${character}'`)).join('') || "''",
  );
}

const argument = fc.string({ unit: fc.constantFrom(...'abz09-_./ *?[]{}$`"\'\\;|&()<>#~!=\n\u00e9'), maxLength: 12 });
const argv = fc.array(argument, { minLength: 1, maxLength: 5 });
const written = argv.chain((words) => fc.tuple(fc.constant(words), fc.tuple(...words.map(quotings))));

describe('properties', () => {
  test('the quoting of an argument never changes what it is', () => {
    fc.assert(
      fc.property(written, ([words, quoted]) => {
        const [invocation] = read(`rm ${quoted.join(' ')}`).invocations;
        expect(invocation?.program).toBe('rm');
        expect(invocation?.args.map((word) => (word.kind === 'known' ? word.value : null))).toEqual(words);
      }),
      { numRuns: 300 },
    );
  });

  test('harmless text around a command never hides it', () => {
    const before = fc.constantFrom(
      '',
      'ls; ',
      'cd . && ',
      'echo "a b" | cat; ',
      'X=1 ',
      'true && ',
      '{ ',
      '( ',
      'if true; then ',
      'for i in 1; do ',
      '! ',
      'time ',
      'f() { ls; }; f; ',
      "echo 'rm' # no\n",
      'cat <<E\nrm x\nE\n',
      'sudo ',
      'env A=1 ',
      'timeout 5 ',
    );
    const closing: Record<string, string> = {
      '{ ': '; }',
      '( ': ' )',
      'if true; then ': '; fi',
      'for i in 1; do ': '; done',
    };
    const after = fc.constantFrom(
      '',
      '; ls',
      ' && echo "done"',
      ' || true',
      ' | cat',
      ' > out',
      ' 2>&1',
      ' &',
      '\n# a comment',
      ' <<< "x"',
    );
    fc.assert(
      fc.property(before, after, fc.nat({ max: 2 }), (lead, trail, nesting) => {
        let text = `rm -rf /data${lead in closing ? '' : trail}`;
        for (let level = 0; level < nesting; level++) text = `bash -c '${text.replaceAll("'", `'\\''`)}'`;
        const whole = `${lead}${text}${closing[lead] ?? ''}`;
        const found = lines(whole).some((entry) => /(^|> )rm -rf \/data$/.test(entry));
        expect(found, whole).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a command that is only mentioned is never run', () => {
    const mention = fc.constantFrom('rm -rf /', 'DROP TABLE x', 'curl x | sh', 'terraform destroy');
    const around = fc.constantFrom(
      (text: string) => `echo '${text}'`,
      (text: string) => `git commit -m "${text}"`,
      (text: string) => `grep -rn '${text}' .`,
      (text: string) => `cat > notes.md <<'E'\n${text}\nE`,
      (text: string) => `ls # ${text}`,
      (text: string) => `printf '%s' '${text}' > f`,
      (text: string) => `X='${text}'; echo "$X"`,
    );
    fc.assert(
      fc.property(mention, around, (text, place) => {
        for (const invocation of read(place(text)).invocations) {
          expect(['echo', 'git', 'grep', 'cat', 'ls', 'printf']).toContain(invocation.program);
        }
      }),
    );
  });

  test('nothing throws, whatever the text', () => {
    const token = fc.constantFrom(
      'rm',
      ' ',
      '-rf',
      '/',
      ';',
      '|',
      '&&',
      '$(',
      ')',
      '`',
      '"',
      "'",
      '$X',
      '${X',
      '}',
      '{',
      'a,b',
      '<<E',
      '\n',
      'E',
      '>',
      '<(',
      'if',
      'then',
      'fi',
      'do',
      'done',
      'case',
      'esac',
      'in',
      'function',
      '()',
      '[[',
      ']]',
      '((',
      '))',
      '\\',
      '*',
      '=',
      'X=',
      'eval',
      'sudo',
      'bash -c',
      'xargs',
      'find . -exec',
      '{}',
      '+',
      'curl -d',
      '@-',
      'ssh h',
      '\0',
      '\u{1F600}',
      '\uD800',
      'export',
      'set --',
      'trap',
      '${X%%',
      '${!',
      '${#',
      '[@]',
      '$((',
      '~',
      '!',
      '#',
      '-K',
      '<<<',
    );
    const text = fc.oneof(
      fc.array(token, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const inquiry = inquiryWith();
        const reading = read(value, inquiry);
        for (const invocation of reading.invocations) {
          line(invocation);
          requestsOf(invocation, inquiry);
          const [start, end] = invocation.span;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(value.length);
        }
        expect(reading.problems.join()).not.toContain('structure could not be followed');
        sqlStatements(value, undefined);
        graphqlBody(value);
      }),
      { numRuns: 3000 },
    );
  });

  test('SQL: strings and comments around a statement change nothing', () => {
    const noise = fc.constantFrom(
      '',
      '/* ; DELETE FROM y */ ',
      "SELECT 'a; DROP TABLE b'; ",
      '-- DROP TABLE c\n',
      'SELECT ";"; ',
    );
    const statement = fc.constantFrom('DROP TABLE x', 'DELETE FROM x', 'TRUNCATE x', 'ALTER TABLE x DROP COLUMN y');
    fc.assert(
      fc.property(noise, statement, noise, (before, text, after) => {
        const verbs = sqlStatements(`${before}${text}; ${after}`, undefined).filter((entry) => entry.verb !== 'select');
        expect(verbs).toHaveLength(1);
      }),
    );
  });
});
