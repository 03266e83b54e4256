import { flowWords, type YamlLine, yamlLines } from '../../parse/indirection/yaml.ts';
import { interpreted, type LaterText, lineOfPosition } from './later-text.ts';
import { ownServersIn } from './own-servers.ts';

/** A build service's file: which one, and the keys under which it keeps commands. */
interface Pipeline {
  readonly path: RegExp;
  readonly keys: RegExp;
}

/** Each by its vendor's reference of the file. */
const pipelines: readonly Pipeline[] = [
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
  { path: /(?:^|\/)\.(?:github|gitea|forgejo)\/(?:workflows\/[^/]+|actions\/.*action)\.ya?ml$/, keys: /^run$/ },
  // https://docs.gitlab.com/ci/yaml/
  {
    path: /(?:^|\/)(?:[\w.-]*\.gitlab-ci\.ya?ml|\.gitlab\/.+\.ya?ml)$/,
    keys: /^(?:script|before_script|after_script)$/,
  },
  // https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/
  {
    path: /(?:^|\/)(?:[\w.-]*azure-pipelines?[\w.-]*\.ya?ml|\.azure-pipelines\/.+\.ya?ml|\.azuredevops\/.+\.ya?ml)$/,
    keys: /^(?:script|bash|powershell|pwsh|inlineScript)$/,
  },
  // https://circleci.com/docs/reference/configuration-reference/
  { path: /(?:^|\/)\.circleci\/[^/]+\.ya?ml$/, keys: /^(?:run|command)$/ },
  // https://support.atlassian.com/bitbucket-cloud/docs/step-options/
  { path: /(?:^|\/)bitbucket-pipelines\.ya?ml$/, keys: /^(?:script|after-script)$/ },
  // https://docs.drone.io/pipeline/docker/syntax/steps/, https://woodpecker-ci.org/docs/usage/workflow-syntax
  { path: /(?:^|\/)(?:\.drone|\.woodpecker[\w/.-]*)\.ya?ml$/, keys: /^commands$/ },
  // https://buildkite.com/docs/pipelines/configure/step-types/command-step
  { path: /(?:^|\/)(?:\.buildkite\/.+|buildkite)\.ya?ml$/, keys: /^commands?$/ },
  // https://docs.travis-ci.com/user/job-lifecycle/
  {
    path: /(?:^|\/)\.travis\.ya?ml$/,
    keys: /^(?:script|install|before_install|before_script|after_\w+|before_deploy|before_cache)$/,
  },
  // https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
  { path: /(?:^|\/)buildspec[\w.-]*\.ya?ml$/, keys: /^commands$/ },
];

/** The commands of a build service's file, or null where the path is none. `fragment`: the text is a piece of one. */
export function pipelineTexts(path: string, text: string, fragment: boolean): LaterText[] | null {
  if (/(?:^|\/)Jenkinsfile[\w.-]*$|\.jenkinsfile$/i.test(path)) return groovyTexts(text);
  if (/(?:^|\/)cloudbuild[\w.-]*\.ya?ml$/.test(path)) return builderTexts(text);
  const pipeline = pipelines.find((one) => one.path.test(path));
  if (!pipeline) return null;
  const exported = exportsOf(text);
  const found = yamlTexts(text, pipeline.keys).map((one) =>
    exported === '' || one.dialect !== 'bash' ? one : { ...one, text: `${exported}; ${one.text}` },
  );
  const ownAt = ownServersIn(text);
  const placed = found.map((one): LaterText => {
    const own = ownAt(one.line);
    return own ? { ...one, own } : one;
  });
  return fragment ? [...placed, ...looseLines(text)] : placed;
}

/**
 * The variables that a file sets for its steps, as one `export`. Those it sets twice, or from elsewhere, are left out:
 * which value a step sees is not read here.
 */
function exportsOf(text: string): string {
  const lines = yamlLines(text);
  const values = new Map<string, string | null>();
  for (const [index, line] of lines.entries()) {
    if (line.key !== 'env' && line.key !== 'variables' && line.key !== 'environment') continue;
    for (let at = index + 1; at < Math.min(lines.length, index + 100); at += 1) {
      const entry = lines[at];
      if (!entry || entry.item || entry.indent <= line.indent) break;
      if (entry.key === null || !/^[A-Z_][A-Z0-9_]*$/.test(entry.key)) continue;
      const told = values.get(entry.key);
      const plain = /[$`'"\\\n]/.test(entry.value) || entry.value === '' ? null : entry.value;
      values.set(entry.key, told === undefined || told === plain ? plain : null);
    }
  }
  const known = [...values].flatMap(([name, value]) => (value === null ? [] : [`${name}='${value}'`]));
  return known.length === 0 ? '' : `export ${known.slice(0, 50).join(' ')}`;
}

/** The commands under certain keys of a YAML text. */
export function yamlTexts(text: string, keys: RegExp): LaterText[] {
  const lines = yamlLines(text);
  const raw = text.split('\n');
  const found: LaterText[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.key === null && line.value.startsWith('{')) found.push(...flowStep(line, keys));
    if (line.key === null || !keys.test(line.key)) continue;
    const language = /^(?:pwsh|powershell)$/.test(line.key) ? 'pwsh' : shellOf(lines, index);
    if (line.value !== '' && !line.value.startsWith('&')) {
      found.push(inLanguage(scalar(line, lines, index, raw), language));
      continue;
    }
    // Under `run:` a mapping with a `command:` is met by its own key.
    for (let at = index + 1; at < lines.length; at += 1) {
      const item = lines[at];
      if (!item || item.indent - (item.item ? 2 : 0) < line.indent - (line.item ? 2 : 0)) break;
      if (!item.item && item.indent <= line.indent) break;
      if (item.item && item.key === null) found.push(inLanguage(scalar(item, lines, at, raw), language));
    }
  }
  return found.map((one) => ({ ...one, text: one.text.replace(/\$\{\{[^}]*\}\}/g, '$PIPELINE_VALUE') }));
}

/** `- { name: x, run: terraform destroy }`: a step on one line. */
function flowStep(line: YamlLine, keys: RegExp): LaterText[] {
  const pairs = line.value.matchAll(/[{,]\s*["']?([\w-]+)["']?\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^,}]*))/g);
  return [...pairs].flatMap(([, key = '', double, single, plain]) =>
    keys.test(key) ? [{ text: double ?? single ?? plain ?? '', line: line.line, dialect: 'bash' as const }] : [],
  );
}

/** The `shell:` beside a step's `run:`. */
function shellOf(lines: readonly YamlLine[], index: number): string {
  const indent = lines[index]?.indent ?? 0;
  const near = (at: number): string | null | undefined => {
    const line = lines[at];
    if (!line || line.indent < indent) return null;
    return line.indent === indent && line.key === 'shell' ? line.value : undefined;
  };
  for (let at = index; at > index - 12 && at >= 0; at -= 1) {
    const said = near(at);
    if (said !== undefined) return said ?? 'bash';
    if (lines[at]?.item) break;
  }
  for (let at = index + 1; at < index + 12; at += 1) {
    if (lines[at]?.item && (lines[at]?.indent ?? 0) <= indent) break;
    const said = near(at);
    if (said !== undefined) return said ?? 'bash';
  }
  return 'bash';
}

function inLanguage({ text, line }: Pick<LaterText, 'text' | 'line'>, language: string): LaterText {
  const program = /^(python3?|node|ruby|perl|deno)\b/.exec(language)?.[1];
  if (program !== undefined) return { ...interpreted(program, text), line: line - 1 };
  return { text, line, dialect: /^(?:pwsh|powershell)/.test(language) ? 'pwsh' : 'bash' };
}

function scalar(
  line: YamlLine,
  lines: readonly YamlLine[],
  index: number,
  raw: readonly string[],
): { readonly text: string; readonly line: number } {
  const block = /[|>][+-]?\d?\s*$/.exec((raw[line.line - 1] ?? '').replace(/\s+#.*$/, ''))?.[0];
  if (block && line.value !== block.trim()) {
    return { text: block.startsWith('>') ? folded(line.value) : line.value, line: line.line + 1 };
  }
  const flow = flowWords(line.value);
  if (flow) return { text: flow.join('; '), line: line.line };
  // A plain scalar goes on over lines that stand further in.
  let text = line.value;
  for (let at = index + 1; at < lines.length; at += 1) {
    const next = lines[at];
    if (!next || next.item || next.key !== null || next.indent <= line.indent) break;
    text += ` ${next.value}`;
  }
  return { text, line: line.line };
}

/** A folded block (`>`): single line ends are blanks. */
function folded(text: string): string {
  return text.replace(/([^\n])\n(?=[^\n\s])/g, '$1 ');
}

/** Lines of a piece of YAML that are neither keys nor items: the inside of a block whose head was not sent. */
function looseLines(text: string): LaterText[] {
  const kept = text.split('\n').map((line) => (/^\s*(?:-\s+)?["']?[\w.-]+["']?\s*:(?:\s|$)/.test(line) ? '' : line));
  const loose = kept.map((line) => line.replace(/^\s*-\s+/, '').replace(/\$\{\{[^}]*\}\}/g, '$PIPELINE_VALUE'));
  return loose.every((line) => line.trim() === '') ? [] : [{ text: loose.join('\n'), line: 1, dialect: 'bash' }];
}

/** The steps of Cloud Build: a builder's image, and the arguments of its program. https://cloud.google.com/build/docs/build-config-file-schema */
function builderTexts(text: string): LaterText[] {
  const found: LaterText[] = yamlTexts(text, /^script$/);
  let program = '';
  let words: string[] = [];
  let first = 0;
  const finish = (): void => {
    const shell = /^(?:ba)?sh$/.test(program) && words[0] === '-c';
    const call = shell ? (words[1] ?? '') : [program, ...words].join(' ');
    if (words.length > 0) found.push({ text: call, line: first, dialect: 'bash' });
    program = '';
    words = [];
  };
  for (const line of yamlLines(text)) {
    if (line.item && line.key !== null) finish();
    if (line.key === 'name' || line.key === 'entrypoint') program = line.value.split('/').at(-1)?.split(':')[0] ?? '';
    if (line.key === 'args') [first, words] = [line.line, flowWords(line.value) ?? []];
    if (line.key === null && line.item && program !== '') words.push(line.value);
  }
  finish();
  return found;
}

/** `sh '…'`, `sh """…"""`, `sh(script: "…")` of a Jenkinsfile. https://www.jenkins.io/doc/pipeline/steps/workflow-durable-task-step/ */
function groovyTexts(text: string): LaterText[] {
  const step =
    /\b(sh|bat|pwsh|powershell)\s*\(?\s*(?:[^'"\n()]*\bscript\s*:\s*)?(?:'''([\s\S]*?)'''|"""([\s\S]*?)"""|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g;
  const found: LaterText[] = [];
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(step)) {
    const body = match[2] ?? match[3] ?? match[4] ?? match[5] ?? '';
    const dialect = /^(?:pwsh|powershell)$/.test(match[1] ?? '') ? 'pwsh' : 'bash';
    const start = (match.index ?? 0) + match[0].indexOf(body);
    line += lineOfPosition(text.slice(counted, start), start - counted) - 1;
    counted = start;
    found.push({ text: body, line, dialect });
  }
  return found;
}
