import { posix } from 'node:path';
import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, firstFile, maximumBodies, nearestFile, sourceOf, takenOption, textsOf } from './body.ts';
import { entry, parsedJson } from './package-scripts.ts';
import { cargoCommands } from './programs.ts';
import { flowWords } from './yaml.ts';

/** `rake NAME`: the block of that task, as Ruby. */
export function rakeTasks(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  // Behind an option that takes a value, or `--`, it is none.
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const valued = /^(?:-[CIREfrepj]|--(?:directory|libdir|rakelib(?:dir)?|execute[a-z-]*|rakefile|require|jobs))$/;
  if (
    words
      .slice(0, end)
      .some(
        (word, at) =>
          !valued.test(words[at - 1] ?? '') &&
          /^(?:-n|--dry-run|-P|--prereqs|-T|--tasks|-D|--describe|-W|--where)$/.test(word),
      )
  )
    return [];
  const named = takenOption(words, '-f', '--rakefile');
  const names = named === null ? ['Rakefile', 'rakefile', 'Rakefile.rb'] : [named];
  const found = firstFile(invocation.cwd, names, invocation, inquiry);
  if (!found) return [];
  const goals = words.flatMap((word) =>
    word.startsWith('-') || word.includes('=') ? [] : [word.replace(/\[.*$/, '')],
  );
  const lines = found.text.split('\n');
  const bodies: Body[] = [];
  const done = new Set<string>();
  const visit = (name: string): void => {
    const bare = name.slice(name.lastIndexOf(':') + 1);
    const at = lines.findIndex((line) =>
      new RegExp(`^\\s*task\\s*\\(?\\s*(?::|["'])?${bare.replace(/[^\w-]/g, '.')}\\b`).test(line),
    );
    if (at < 0 || done.has(name) || bodies.length >= maximumBodies) return;
    done.add(name);
    const opening = lines[at] ?? '';
    for (const needed of (
      /(?:=>|:)\s*\[?((?:[:"'][\w:"', ]+))/.exec(opening.replace(/^\s*task\s*\(?\s*:?["']?[\w-]+["']?/, ''))?.[1] ?? ''
    ).match(/\w+/g) ?? [])
      if (needed !== 'do') visit(needed);
    const indent = opening.length - opening.trimStart().length;
    const end = lines.findIndex(
      (line, index) => index > at && /^\s*end\b/.test(line) && line.length - line.trimStart().length === indent,
    );
    const inline = /\{\s*(?:\|[^|]*\|)?(.*)\}\s*$/.exec(opening)?.[1];
    const text = inline ?? lines.slice(at + 1, end < 0 ? undefined : end).join('\n');
    bodies.push({
      text: `ruby - <<'HOLDPOINT_TASK'\n${text}\nHOLDPOINT_TASK`,
      file: found.file,
      line: at + 1,
      cwd: invocation.cwd ?? '/',
    });
  };
  for (const goal of goals.length > 0 ? goals : ['default']) visit(goal);
  return bodies;
}

/** `composer run NAME`, `composer NAME`, and the events around an install: https://getcomposer.org/doc/articles/scripts.md. */
export function composerScripts(invocation: Invocation, inquiry: Inquiry): Body[] {
  const { cwd } = invocation;
  if (cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null && !word.startsWith('-'));
  if (textsOf(invocation).includes('--no-scripts')) return [];
  const [verb = '', name = ''] = words;
  const called = /^(?:run|run-script|exec)$/.test(verb)
    ? [name]
    : /^(?:install|update|i|u)$/.test(verb)
      ? [`pre-${verb}-cmd`, `post-${verb}-cmd`, 'pre-autoload-dump', 'post-autoload-dump']
      : [verb];
  const found = nearestFile(cwd, ['composer.json'], invocation, inquiry);
  const scripts = found ? entry(parsedJson(found.text), 'scripts') : undefined;
  if (!found || scripts === undefined) return [];
  const bodies: Body[] = [];
  const done = new Set<string>();
  const visit = (script: string): void => {
    if (done.has(script) || bodies.length >= maximumBodies) return;
    done.add(script);
    const given = entry(scripts, script);
    for (const text of Array.isArray(given) ? given : [given]) {
      if (typeof text !== 'string') continue;
      if (text.startsWith('@') && !text.startsWith('@php') && !text.startsWith('@composer'))
        visit(text.slice(1).split(' ')[0] ?? '');
      else if (!/^[\w\\]+::\w+$/.test(text))
        bodies.push({
          text: text.replace(/^@/, ''),
          file: found.file,
          line: found.text.slice(0, Math.max(found.text.indexOf(`"${script}"`), 0)).split('\n').length,
          cwd: found.directory,
        });
    }
  };
  for (const script of called) visit(script);
  return bodies;
}

/** `cargo NAME` where `.cargo/config.toml` names it: https://doc.rust-lang.org/cargo/reference/config.html#alias. */
export function cargoAlias(invocation: Invocation, inquiry: Inquiry): Body[] {
  const [name, ...rest] = textsOf(invocation);
  if (!name || invocation.cwd === null || cargoCommands.test(name)) return [];
  const found = nearestFile(invocation.cwd, ['.cargo/config.toml', '.cargo/config'], invocation, inquiry);
  const section = found ? /^\[alias\]\s*$([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(found.text)?.[1] : undefined;
  if (!found || section === undefined) return [];
  const value = section
    .split('\n')
    .map((line) => /^\s*["']?([\w-]+)["']?\s*=\s*(.*)$/.exec(line))
    .find((match) => match?.[1] === name)?.[2];
  if (value === undefined) return [];
  const words = flowWords(value.trim()) ?? [value.trim().replace(/^["']|["']$/g, '')];
  return [
    {
      text: ['cargo', ...words, ...rest.map(sourceOf)].join(' '),
      file: posix.join(found.directory, '.cargo/config.toml'),
      line: 1,
      cwd: invocation.cwd,
    },
  ];
}

/** `foreman start`, `heroku local`: the commands of a Procfile. */
export function procfileCommands(invocation: Invocation, inquiry: Inquiry): Body[] {
  if (invocation.cwd === null) return [];
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  const verb = words.find((word) => !word.startsWith('-'));
  if (!/^(?:start|s|local|run)$/.test(verb ?? 'start')) return [];
  const at = words.findIndex((word) => word === '-f' || word === '--procfile');
  const named = at >= 0 ? words[at + 1] : undefined;
  const found = firstFile(
    invocation.cwd,
    named === undefined ? ['Procfile.dev', 'Procfile'] : [named],
    invocation,
    inquiry,
  );
  if (!found) return [];
  const { cwd } = invocation;
  return found.text.split('\n').flatMap((text, index) => {
    const command = /^[\w-]+:\s*(.+)$/.exec(text)?.[1];
    return command === undefined ? [] : [{ text: command, file: found.file, line: index + 1, cwd }];
  });
}
