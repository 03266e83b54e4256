import type { NameReading } from './verbs.ts';

/** Servers that drive a browser. */
export const browserServer = /playwright|puppeteer|browser|chrome|devtools|selenium/i;
/** Servers that edit an open document, scene or notebook, whose own undo brings everything back. */
const editingServer =
  /unity|unreal|blender|godot|figma|excalidraw|draw-?io|tldraw|photoshop|illustrator|jupyter|notebook|ableton|kicad|freecad|sketchup/i;
/** Servers whose drawing stands in memory alone, and what it is as a whole. */
const drawingServer = /excalidraw|draw-?io|tldraw/i;
const wholeDrawing = /^(?:canvas|whiteboards?|boards?|drawings?|scenes?|diagrams?|pages?)$/;
/** Boards and canvases that are played or drawn on for a moment. */
const played =
  /(?:^|[-_ ])(?:chess|games?|tic-?tac-?toe|checkers|sudoku|minesweeper|turtle|paint|p5(?:js)?|logo|oled|lcd|led|display|simul\w*|emul\w*|sandbox|arduino)(?:$|[-_ ])/i;
/** Servers of simulators and test devices, and what ends or clears an app there. */
const deviceServer = /simulator|xcodebuild|(?:^|[-_])(?:mobile|ios|android|appium|maestro)(?:[-_]|$)/i;
const ofDevice =
  /^(?:mobile_)?(?:terminate|stop|kill|uninstall|erase|reset|clear|shutdown)_(?:apps?|sims?|simulators?|emulators?|app_data)$/;
/** Lists an agent keeps for itself. */
const ownList =
  /^$|task-?master|(?<!microsoft[-_ ]?|ms[-_ ]?|outlook[-_ ]?|365[-_ ]?)todo(?!ist)|checklist|plan|scratch/i;
/** Ends what the session itself started. */
const ownProcess =
  /^(?:force_)?(?:terminate|kill|stop)(?:_(?:process|session|terminal|shell|kernel|command|pid|execution|run))?$/;
const aroundDocument = /^(?:comments?|projects?|teams?|webhooks?|workspaces?)$/;
/** Servers that edit slides in a file or in memory, which is saved by another call. */
const slidesHere = /power-?point|pptx?|keynote|office/i;
/** What an editor's own tools take out of a document. */
const inDocument =
  /^(?:lines?|cells?|symbols?|imports?|elements?|shapes?|layers?|text|words?|chars?|characters?|paragraphs?|slides?|nodes?|todos?|tasks?|frames?|keyframes?|background|whitespace|duplicates?|unused|trailing)$/;

/** Whether a tool ends or takes away only what its own server shows, edits or started. `words`: of the tool's name. */
export function passesHere(words: readonly string[], server: string): boolean {
  const name = words.join('_');
  return (
    browserServer.test(server) ||
    ownProcess.test(name) ||
    // What people say about it, and what it stands in, no undo of the editor brings back.
    (editingServer.test(server) &&
      !words.some((word) => aroundDocument.test(word) || (drawingServer.test(server) && wholeDrawing.test(word)))) ||
    (played.test(server) &&
      wholeDrawing.test(words.at(-1) ?? '') &&
      /^(?:clear|reset|wipe|empty)$/.test(words.at(-2) ?? '')) ||
    (deviceServer.test(server) && ofDevice.test(name))
  );
}

/** Whether what is taken away is a part of a document, or an entry of a list that an agent keeps for itself. */
export function isInDocument(reading: NameReading, words: readonly string[], server: string): boolean {
  if (/^(?:todos?|tasks?)$/.test(reading.resource) && !ownList.test(server)) return false;
  if (/^slides?$/.test(reading.resource) && !slidesHere.test(server)) return false;
  return (
    inDocument.test(reading.resource) &&
    !/^(?:decommission|deprovision|terminate|drain)$/.test(reading.verb) &&
    !words.some((word) => /^(?:all|cluster|kubernetes|k8s|server)$/.test(word))
  );
}
