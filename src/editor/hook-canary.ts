// One chunk of the extension: loaded when a person tests the hooks. The command line has its own in the doctor's.
export { testHook } from '../hosts/canary.ts';
