// `npm run windows-shim`: builds the shim of Windows terminals from src/exec/windows/shim.c with MinGW-w64. The built
// file is part of the repository: a build of the extension needs no compiler, and everybody ships the same bytes
// (test/exec/windows-shim.test.ts builds it anew and compares).
import { statSync } from 'node:fs';
import { compilerVersion, compileShim, shim, shimCompiler } from './setup/windows.mts';

const version = compilerVersion();
if (version === null) {
  console.error('MinGW-w64 is not installed: apt-get install gcc-mingw-w64-x86-64-win32');
  process.exit(1);
}
compileShim(shim.built);
if (version !== shimCompiler) console.warn(`Built by ${version}; scripts/setup/windows.mts names ${shimCompiler}.`);
console.log(`${shim.built}: ${statSync(shim.built).size} bytes`);
