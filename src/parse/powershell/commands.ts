import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { printsSetUp } from '../shell/set-up.ts';
import { cmdletOf, isCmdlet } from './cmdlets.ts';
import { emit, emitProgram, plainWords } from './emit.ts';
import { emitCmdlet } from './emit-cmdlet.ts';
import { listed, narrowed, placeOf } from './listing.ts';
import { runNestedShell } from './nested.ts';
import { isOn, type Parameters, sorted } from './parameters.ts';
import { processObject } from './process-objects.ts';
import { type CommandCall, forked, type Reading, type Scene } from './reading.ts';
import { runBlock } from './statements.ts';
import { exactOf, type Item, jsonOf, shownOf, textValue, together, unknownValue, type Value } from './values.ts';

/** Runs one call: a function of the text, a cmdlet that moves values about, another shell, or a program. */
export function runCall(reading: Reading, scene: Scene, call: CommandCall): Value {
  const name = programOf(call.name);
  if (name === null) return computedName(reading, scene, call);
  const definition = scene.scope.functions.get(name.toLowerCase());
  if (definition) return runFunction(reading, scene, call, name.toLowerCase());
  const dashed = call.words.flatMap((word) => (word.kind === 'named' ? [`-${word.name}`] : []));
  const cmdlet = cmdletOf(name, dashed);
  const given = sorted(call, isCmdlet(cmdlet));
  const moved = runMoving(reading, scene, call, cmdlet, given);
  if (moved) return moved;
  if (runNestedShell(reading, scene, call, cmdlet)) return unknownValue(name, call.span);
  if (/\.ps1$/i.test(name)) return runScript(reading, scene, call);
  if (isCmdlet(cmdlet)) return emitCmdlet(reading, scene, call, cmdlet, given);
  emitProgram(reading, scene, call, name);
  const plain = name.toLowerCase().replace(/\.exe$/, '');
  const texts = call.words.map((word) => (word.kind === 'named' ? `-${word.name}` : (exactOf(word.value) ?? '')));
  if (printsSetUp(plain, texts)) return unknownValue(name, call.span, { setUp: true });
  return unknownValue(`output of ${name}`, call.span, /^(?:curl|wget)$/.test(plain) ? { fetched: true } : {});
}

/** What a listing cmdlet without a name gives. */
function everyOne(span: CommandCall['span']): Value {
  return [{ word: { kind: 'pattern', value: '*', span } }];
}

/** The base name a program is known by; null where it is computed. */
function programOf({ word }: Item): string | null {
  if (word.kind === 'unknown') {
    const tail = /[\\/]([\w.+-]+)$/.exec(word.text)?.[1];
    return tail ?? null;
  }
  const text = word.value.trim();
  const slashed = text.replaceAll('\\', '/');
  const base = slashed.slice(slashed.lastIndexOf('/') + 1);
  return base === '' ? null : base;
}

function computedName(reading: Reading, scene: Scene, call: CommandCall): Value {
  // `"text"` and `5` alone are printed.
  if (call.name.word.kind === 'unknown')
    emit(reading, scene, call, { program: null, args: plainWords(call), computed: call.name.fetched === true });
  return unknownValue(shownOf(call.name), call.span);
}

/** Cmdlets that only hand values on, list, change the place, or run what they are given. Null for all others. */
function runMoving(reading: Reading, scene: Scene, call: CommandCall, cmdlet: string, given: Parameters): Value | null {
  const { named, positional } = given;
  const { span } = call;
  const first = (name: string): Value | undefined => named.get(name) ?? positional[0];
  switch (cmdlet) {
    case 'set-location':
    case 'push-location':
      scene.scope.cwd = placeOf(scene.scope.cwd, named.get('literalpath') ?? first('path'), reading);
      return [];
    case 'pop-location':
      scene.scope.cwd = null;
      return [];
    case 'get-childitem':
    case 'get-item':
    case 'resolve-path':
      emitCmdlet(reading, { ...scene, input: null }, call, cmdlet, given);
      return listed(scene, call, cmdlet, given);
    case 'get-service':
      emitCmdlet(reading, { ...scene, input: null }, call, cmdlet, given);
      return named.get('name') ?? named.get('displayname') ?? positional[0] ?? everyOne(span);
    case 'where-object':
      for (const block of blocksOf(call)) runBlock(reading, scene, block, scene.input);
      return narrowed(scene.input, call);
    case 'foreach-object': {
      const blocks = blocksOf(call);
      const method = exactOf(named.get('membername') ?? positional[0]);
      if (blocks.length === 0 && method && scene.input && /^delete$/i.test(method)) {
        return emitCmdlet(reading, scene, call, 'remove-item', { named: new Map(), positional: [scene.input] });
      }
      return together(
        blocks.map((block) => runBlock(reading, scene, block, scene.input ?? [])),
        span,
      );
    }
    case 'sort-object':
    case 'select-object':
    case 'out-string':
    case 'get-unique':
    case 'write-output':
      return positional.length > 0 && !scene.input ? together(positional, span) : (scene.input ?? []);
    case 'move-item':
    case 'copy-item': {
      const sources = named.get('literalpath') ?? named.get('path') ?? positional[0] ?? scene.input ?? [];
      const target =
        named.get('destination') ?? positional[named.has('path') || named.has('literalpath') ? 0 : 1] ?? [];
      if (isOn(given, 'whatif')) return [];
      const operands: Parameters = { named: new Map(), positional: [sources, target] };
      return emitCmdlet(reading, { ...scene, input: null }, call, cmdlet === 'move-item' ? 'mv' : 'cp', operands);
    }
    case 'tee-object':
      emitCmdlet(reading, scene, call, cmdlet, given);
      return scene.input ?? [];
    case 'convertto-json': {
      const value = scene.input ?? first('inputobject');
      return value && value.length > 0 ? [jsonOf(value, span)] : unknownValue('ConvertTo-Json', span);
    }
    case 'get-command': {
      // Called, what it finds is the program of that name.
      const program = exactOf(named.get('name') ?? positional[0]);
      emitCmdlet(reading, scene, call, cmdlet, given);
      return program === null || /[*?]/.test(program) ? unknownValue('Get-Command', span) : textValue(program, span);
    }
    case 'join-path': {
      const parts = [
        named.get('path') ?? positional[0],
        named.get('childpath') ?? positional[named.has('path') ? 0 : 1],
      ];
      return joinedPath(parts[0] ?? [], parts[1] ?? [], call);
    }
    case 'set-variable':
    case 'new-variable': {
      const variable = exactOf(named.get('name') ?? positional[0]);
      const value = named.get('value') ?? positional.at(-1);
      if (variable !== null && value) scene.scope.variables.set(variable.toLowerCase(), value);
      return [];
    }
    case 'set-alias':
    case 'new-alias': {
      const [alias, target] = [
        exactOf(named.get('name') ?? positional[0]),
        exactOf(named.get('value') ?? positional.at(-1)),
      ];
      if (alias && target) {
        scene.scope.functions.set(alias.toLowerCase(), {
          body: { text: `${target} @args`, offset: null, span },
          parameters: [],
        });
      }
      return [];
    }
    case 'invoke-expression':
      return invokedText(reading, scene, call, named.get('command') ?? positional[0] ?? scene.input ?? []);
    case 'start-process': {
      const program = named.get('filepath') ?? positional[0];
      const list = named.get('argumentlist') ?? positional[1] ?? [];
      const [item] = program ?? [];
      if (!item) return [];
      const verb = exactOf(named.get('verb'));
      const words = list.flatMap((one) => splitLine(one));
      const inner: CommandCall = {
        ...call,
        name: item,
        words: words.map((one) => ({ kind: 'value' as const, value: [one], span })),
      };
      const wrapper = { program: 'start-process', place: 'here' as const, privileged: /^runas$/i.test(verb ?? '') };
      return reading.call(
        { ...scene, input: null, wrappers: [...scene.wrappers, wrapper], depth: scene.depth + 1 },
        inner,
      );
    }
    case 'new-object': {
      const type = exactOf(named.get('typename') ?? positional[0]);
      const list = named.get('argumentlist') ?? positional[1] ?? [];
      return type === null
        ? null
        : processObject(
            type,
            list.map((one) => [one]),
            span,
          );
    }
    case 'invoke-command': {
      const target = named.get('computername') ?? named.get('hostname') ?? named.get('session') ?? named.get('vmname');
      const here = target === undefined || target === null;
      const wrappers = here
        ? scene.wrappers
        : [
            ...scene.wrappers,
            {
              program: 'invoke-command',
              place: 'remote' as const,
              target: target.map(shownOf).join(', '),
              privileged: false,
            },
          ];
      const scope = forked(scene.scope);
      if (!here) scope.cwd = null;
      for (const block of blocksOf(call)) runBlock(reading, { ...scene, scope, wrappers }, block, null);
      return unknownValue('Invoke-Command', span);
    }
    default: {
      if (!isCmdlet(cmdlet)) return null;
      const blocks = blocksOf(call);
      if (blocks.length === 0) return null;
      // A block handed to anything may be run by it.
      for (const block of blocks) runBlock(reading, { ...scene, scope: forked(scene.scope) }, block, null);
      emitCmdlet(reading, scene, call, cmdlet, given);
      return unknownValue(cmdlet, span);
    }
  }
}

function blocksOf(call: CommandCall): Item[] {
  return call.words.flatMap((word) => (word.kind === 'value' ? word.value.filter((item) => item.block) : []));
}

/** `Start-Process x -ArgumentList '/c rd /s D:\'`: one text of several words. */
function splitLine(item: Item): Item[] {
  if (item.word.kind !== 'known' || !/\s/.test(item.word.value)) return [item];
  const { value, span } = item.word;
  return (value.match(/"[^"]*"|\S+/g) ?? []).map((part) => ({
    word: { kind: 'known', value: part.replace(/^"(.*)"$/s, '$1'), span },
  }));
}

function joinedPath(base: Value, child: Value, call: CommandCall): Value {
  return base.flatMap((left) =>
    (child.length > 0 ? child : [null]).map((right): Item => {
      const tail = right ? shownOf(right) : '';
      const { word } = left;
      if (word.kind === 'unknown') return { word: { ...word, text: `${word.text}/${tail}`, span: call.span } };
      const head = `${word.value.replace(/[\\/]$/, '')}/`;
      return right?.word.kind === 'unknown'
        ? { word: { kind: 'unknown', text: head + tail, prefix: head + right.word.prefix, span: call.span } }
        : { word: { kind: 'known', value: head + tail, span: call.span } };
    }),
  );
}

function invokedText(reading: Reading, scene: Scene, call: CommandCall, value: Value): Value {
  for (const item of value) {
    if (item.block) reading.runText({ ...scene, depth: scene.depth + 1 }, item.block);
    else if (item.fetched)
      emit(reading, scene, call, { program: 'invoke-expression', args: [item.word], computed: true });
    if (!item.block && item.word.kind !== 'unknown') {
      reading.runText({ ...scene, depth: scene.depth + 1 }, { text: item.word.value, offset: null, span: call.span });
    } else if (!item.block && !item.fetched && !item.setUp)
      emit(reading, scene, { ...call, name: item }, { program: null, args: [] });
  }
  return unknownValue('iex', call.span);
}

function runFunction(reading: Reading, scene: Scene, call: CommandCall, name: string): Value {
  const definition = scene.scope.functions.get(name);
  if (!definition || reading.openFunctions.has(name)) return [];
  reading.openFunctions.add(name);
  const scope = forked(scene.scope);
  const { named, positional } = sorted(call, true);
  scope.variables.set('args', together(positional, call.span));
  let at = 0;
  for (const parameter of definition.parameters) {
    const value = named.get(parameter) ?? (named.has(parameter) ? undefined : positional[at]);
    if (!named.has(parameter) && value) at += 1;
    if (value) scope.variables.set(parameter, value);
  }
  const value = reading.runText({ ...scene, scope, depth: scene.depth + 1 }, definition.body);
  reading.openFunctions.delete(name);
  return value;
}

/** `.\clean.ps1`: what the file holds, where it can be read. */
function runScript(reading: Reading, scene: Scene, call: CommandCall): Value {
  const { word } = call.name;
  const path = word.kind === 'unknown' ? null : placeOf(scene.scope.cwd, [call.name], reading);
  const written = path === null ? undefined : reading.written.get(path);
  emit(reading, scene, call, { program: baseName(word), args: plainWords(call), computed: written === null });
  if (path === null || scene.wrappers.some(({ place }) => place !== 'here')) return [];
  if (reading.openFunctions.has(path)) return [];
  reading.openFunctions.add(path);
  const answer = written === undefined ? look<'file-text'>(reading.inquiry, { kind: 'file-text', path }) : null;
  const text = written ?? (answer?.known ? answer.value.text : null);
  if (text !== null) {
    reading.runText(
      { ...scene, scope: forked(scene.scope), depth: scene.depth + 1 },
      { text, offset: null, span: call.span, file: path },
    );
  }
  reading.openFunctions.delete(path);
  return unknownValue(path, call.span);
}

function baseName(word: Word): string {
  const text = (word.kind === 'unknown' ? word.text : word.value).replaceAll('\\', '/');
  return text.slice(text.lastIndexOf('/') + 1).toLowerCase();
}
