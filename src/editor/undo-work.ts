// One chunk of the extension: loaded with the first call that takes something, or the first look at what was saved.
export { openSavedWork } from '../undo/saved-work.ts';
export { createSaving } from '../undo/undo.ts';
