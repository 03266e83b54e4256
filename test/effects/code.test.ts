import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bypassCases } from './bypass.cases.ts';
import { clientCases } from './client.cases.ts';
import { codeCases } from './code.cases.ts';
import { followedCases } from './followed.cases.ts';
import { checkout, followed, heldBy } from './following.ts';
import { giveawayCases } from './giveaway.cases.ts';
import { ordinary } from './judging.ts';
import { languageCases } from './language.cases.ts';

const held = (command: string) => heldBy(command, {}, ordinary);

for (const { language, stops, passes } of [
  ...codeCases,
  ...clientCases,
  ...giveawayCases,
  ...languageCases,
  ...followedCases,
  ...bypassCases,
]) {
  describe(language, () => {
    it.each(stops)('stops %s', async (command) => {
      const { effects } = await followed(command, {}, ordinary);
      expect(await held(command)).not.toEqual([]);
      for (const { reason, span } of effects) {
        expect(reason).not.toContain('{target}');
        expect(span[1]).toBeLessThanOrEqual(command.length);
      }
    });
    it.runIf(passes.length > 0).each(passes)('passes %s', async (command) => {
      expect(await held(command)).toEqual([]);
    });
  });
}

describe('code in files', () => {
  const files = {
    'tidy.py': 'import shutil\n\nshutil.rmtree("/srv/pdfs")\n',
    'api.py':
      'import requests\nBASE = "https://api.shop.io"\nfor agent in requests.get(BASE + "/agents").json():\n    requests.delete(f"{BASE}/agents/{agent[\'id\']}")\n',
    'drop.mjs':
      "import { run } from './lib/railway.mjs';\nconst verb = 'volume' + 'Delete';\nawait run(`mutation { ${verb}(volumeId: \"vol_1\") }`);\n",
    'lib/railway.mjs':
      "export const run = (query) => fetch('https://backboard.railway.app/graphql/v2', {\n  method: 'POST',\n  body: JSON.stringify({ query }),\n});\n",
    'a.py': 'import b\nb.go("/srv/data")\n',
    'b.py': 'import a\nimport shutil\ndef go(path):\n    shutil.rmtree(path)\n',
    'server.ts':
      "import fs from 'node:fs';\napp.post('/clean', (req, res) => fs.rmSync(req.body.path, { recursive: true }));\napp.listen(3000);\n",
    'unused.py': 'import shutil\ndef wipe(path):\n    shutil.rmtree(path)\nprint("hi")\n',
  };
  it.each([
    ['python tidy.py', ['files/delete tidy.py:3']],
    ['python3 -u ./tidy.py --now', ['files/delete tidy.py:3']],
    ['python api.py', ['http/delete api.py:4']],
    ['node drop.mjs', ['railway/volume-delete lib/railway.mjs:1']],
    ['python a.py', ['files/delete b.py:4']],
    ['bun server.ts', []],
    ['python unused.py', []],
    ['python missing.py', []],
    ['docker exec app python tidy.py', []],
  ])('%s', async (command, expected) => {
    expect(await heldBy(command, files)).toEqual(expected);
  });

  it('reads a file that the same text writes', async () => {
    const command = "cat > w.py <<'EOF'\nimport os\nos.system('rm -rf /srv/x')\nEOF\npython w.py";
    expect(await heldBy(command, {}, checkout)).toEqual(['files/delete w.py:2']);
  });

  it('does not ask for anything where the code could do nothing', async () => {
    for (const command of ['python -c "print(1)"', 'node -p "1 + 1"', "awk '{ print $1 }' x"]) {
      expect((await followed(command)).asked).toEqual([]);
    }
  });
});

describe('whatever the text', () => {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const programs = ['python -c', 'node -e', 'ruby -e', 'perl -e', 'php -r', 'awk', 'osascript -e'];
  const pieces = [
    'os.remove',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '`',
    '${',
    '#{',
    'fs.rm',
    'system',
    '\n',
    ' ',
    'do',
    'end',
    '=',
    '+',
    '/',
    '<<A',
    'f"',
    'x',
    ',',
    'for',
    'in',
    ':',
    'def',
    'eval',
    '\\',
    '$',
    'unlink',
    ';',
  ];

  it('is read without an error', async () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 4 })), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...programs), text, async (program, parts) => {
        const { problems } = await followed(`${program} ${quoted(parts.join(''))}`, {}, ordinary);
        expect(problems.filter((problem) => problem.includes('analysed'))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const finds: readonly (readonly [string, string])[] = [
    ['python -c', 'import shutil\nshutil.rmtree("/srv/x")'],
    ['python -c', 'import subprocess\nsubprocess.run(["git", "push", "--force", "origin", "main"])'],
    ['node -e', 'require("fs").rmSync("/srv/x", { recursive: true });'],
    ['node -e', 'fetch("https://api.shop.io/v1/projects/1", { method: "DELETE" });'],
  ];
  const around: Readonly<Record<string, readonly string[]>> = {
    'python -c': [
      'x = 1',
      'def f(a, b=2):\n    return a',
      'print(f"{1}")',
      'for i in range(3):\n    pass',
      '# a remark',
      'if True:\n    y = [1, 2]',
      's = """a\nb"""',
    ],
    'node -e': [
      'const a = 1;',
      'function f(x) { return x; }',
      'for (const i of [1]) {}',
      '// a remark',
      'if (1) { let y = 2; }',
      'const t = `a\nb`;',
      'console.log(/x/.test("x"));',
    ],
  };

  it('loses nothing by harmless code around it', async () => {
    for (const [program, core] of finds) {
      const harmless = around[program] ?? [];
      await fc.assert(
        fc.asyncProperty(fc.subarray([...harmless]), fc.subarray([...harmless]), async (before, after) => {
          const renamed = after.map((line) => line.replaceAll('const ', 'var '));
          const text = [...before, core, ...renamed].join('\n');
          expect(await held(`${program} ${quoted(text)}`)).not.toEqual([]);
        }),
        { numRuns: 25 },
      );
    }
  });

  it('does nothing by being mentioned', async () => {
    for (const mention of ['shutil.rmtree("/srv")', 'DROP TABLE users', 'rm -rf /']) {
      expect(await held(`python -c ${quoted(`print(${JSON.stringify(mention)})`)}`)).toEqual([]);
      expect(await held(`node -e ${quoted(`console.log(${JSON.stringify(mention)}) // rm`)}`)).toEqual([]);
    }
  });
});
