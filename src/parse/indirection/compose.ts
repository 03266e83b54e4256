import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { imageProgram } from '../shell/wrapped-words.ts';
import { type Body, firstFile, maximumBodies, sourceOf, textsOf } from './body.ts';
import { childrenOf, flowWords, type YamlLine, yamlLines } from './yaml.ts';

const names = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** `docker compose up SERVICE`, `docker compose run SERVICE`: the commands its file gives those containers. */
export function composeCommands(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  if (invocation.program !== 'docker-compose' && words[0] !== 'compose') return [];
  const verb = words.findIndex((word) => word === 'up' || word === 'run' || word === 'start');
  if (verb < 0) return [];
  const at = words.findIndex((word) => word === '-f' || word === '--file');
  const named = at >= 0 ? words[at + 1] : undefined;
  const { stdin } = invocation;
  const typed =
    (named === '-' || named === '/dev/stdin') && stdin.kind === 'text' ? { file: '-', text: stdin.value } : null;
  const found = typed ?? firstFile(invocation.cwd, named === undefined ? names : [named], invocation, inquiry);
  if (!found) return [];
  const wanted = words.slice(verb + 1).filter((word) => !word.startsWith('-'));
  const lines = yamlLines(found.text);
  const services = childrenOf(
    lines,
    lines.findIndex((line) => line.key === 'services' && line.indent === 0),
  );
  const { cwd } = invocation;
  return services
    .filter(({ line }) => wanted.length === 0 || wanted.includes(line.key ?? ''))
    .slice(0, maximumBodies)
    .flatMap(({ line, lines: inner }): Body[] => {
      const level = inner[0]?.indent;
      // What is given behind the service's name takes the place of its own command.
      const replaced = words[verb] === 'run' && wanted.length > 1;
      const keys = replaced ? /^entrypoint$/ : /^(?:command|entrypoint)$/;
      const own = (name: string) => inner.find((key) => key.indent === level && key.key === name);
      const program = own('entrypoint')
        ? null
        : imageProgram(flowWords(own('image')?.value ?? '')?.[0] ?? own('image')?.value);
      return inner.flatMap((key, index): Body[] => {
        if (key.indent !== level || key.key === null || !keys.test(key.key)) return [];
        const said = commandOf(key, inner.slice(index + 1));
        const text = program === null || said === '' ? said : `${program} ${said}`;
        const away = { program: 'docker', place: 'container', target: line.key ?? '', privileged: false } as const;
        return text === '' ? [] : [{ text, file: found.file, line: key.line, cwd, away }];
      });
    });
}

/** A command as shell text: a scalar as it is, a list word by word. */
function commandOf(key: YamlLine, after: readonly YamlLine[]): string {
  const flow = flowWords(key.value);
  if (flow) return flow.map(sourceOf).join(' ');
  if (key.value !== '') return key.value.replaceAll('$$', '$');
  const items: string[] = [];
  for (const line of after) {
    if (!line.item || line.indent < key.indent) break;
    items.push(line.key === null ? line.value : `${line.key}: ${line.value}`);
  }
  return items.map(sourceOf).join(' ');
}
