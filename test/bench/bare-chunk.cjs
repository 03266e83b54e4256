// The least a hook can do without a guard: it reads the pipeline's chunk with V8's compiled form, as the hook left it,
// and runs its top level. Nothing is judged, no fact is asked for, nothing is recorded. Arguments: state directory, chunk.
const { readdirSync, readFileSync } = require('node:fs');
const { Script } = require('node:vm');
const { basename, dirname, join } = require('node:path');

const [state, file] = process.argv.slice(2);
const cache = join(state, 'cache');
const entry = readdirSync(cache).find((name) => name.startsWith(`${basename(file)}-`) && !name.endsWith('.text'));
const cachedData = readFileSync(join(cache, entry)).subarray(0, -'holdpoint: whole'.length);
const source = readFileSync(file, 'latin1');
const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
  filename: file,
  cachedData,
});
if (script.cachedDataRejected) process.exit(1);
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, require, module_, file, dirname(file));
process.exit(0);
