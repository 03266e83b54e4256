import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { type Body, maximumBodies } from './body.ts';
import { type TaskRunner, taskFileOf } from './runner-file.ts';

const just: TaskRunner = {
  informs: /^(?:-l|--list|--dry-run|-n|--show|-s|--summary|--evaluate|--fmt|--version|--help)$/,
  fileOptions: ['-f', '--justfile'],
  folderOptions: ['-d', '--working-directory'],
  names: ['justfile', '.justfile', 'Justfile'],
};

interface Recipe {
  readonly needs: readonly string[];
  readonly lines: { readonly text: string; readonly line: number }[];
  readonly parameters: readonly string[];
}

/** `just RECIPE`: its lines and those of the recipes it depends on. */
export function justRecipes(invocation: Invocation, inquiry: Inquiry): Body[] {
  const found = taskFileOf(invocation, inquiry, just);
  if (!found) return [];
  const { recipes, variables, first } = recipesIn(found.text);
  const [goal = first, ...args] = found.goals;
  const bodies: Body[] = [];
  const done = new Set<string>();
  const visit = (name: string, given: readonly string[]): void => {
    const recipe = recipes.get(name);
    if (!recipe || done.has(name) || bodies.length >= maximumBodies) return;
    done.add(name);
    for (const needed of recipe.needs) visit(needed, []);
    const values = new Map(variables);
    recipe.parameters.forEach((parameter, index) => {
      if (given[index] !== undefined)
        values.set(
          parameter,
          given.slice(index, index === recipe.parameters.length - 1 ? undefined : index + 1).join(' '),
        );
    });
    const filled = (text: string): string =>
      text
        .replace(
          /\{\{\s*([\w-]+)\s*\}\}/g,
          (_, key: string) => values.get(key) ?? `\${JUST_${key.replaceAll('-', '_')}}`,
        )
        .replace(/\{\{[^}]*\}\}/g, '$JUST_EXPRESSION');
    const [opening] = recipe.lines;
    if (opening?.text.startsWith('#!')) {
      const text = recipe.lines.map((line) => filled(line.text)).join('\n');
      bodies.push({ text: scriptOf(text), file: found.file, line: opening.line, cwd: found.directory });
      return;
    }
    for (const { text, line } of recipe.lines) {
      const shell = filled(text.replace(/^[@-]+/, ''));
      if (shell !== '') bodies.push({ text: shell, file: found.file, line, cwd: found.directory });
    }
  };
  if (goal) visit(goal, args);
  return bodies;
}

/** The recipes of a justfile by their names, the literal variables set in it, and the recipe run by default. */
function recipesIn(text: string): {
  readonly recipes: ReadonlyMap<string, Recipe>;
  readonly variables: ReadonlyMap<string, string>;
  readonly first: string | null;
} {
  const recipes = new Map<string, Recipe>();
  const variables = new Map<string, string>();
  let current: Recipe | null = null;
  let first: string | null = null;
  text.split('\n').forEach((row, index) => {
    if (/^\s+\S/.test(row)) {
      current?.lines.push({ text: row.trim(), line: index + 1 });
      return;
    }
    const set = /^(?:export\s+)?([\w-]+)\s*:=\s*(.*)$/.exec(row);
    if (set?.[1] !== undefined) {
      const literal = /^(["'])(.*)\1$/.exec((set[2] ?? '').trim());
      if (literal) variables.set(set[1], literal[2] ?? '');
      return;
    }
    const alias = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(row);
    if (alias?.[1] && alias[2]) recipes.set(alias[1], { needs: [alias[2]], lines: [], parameters: [] });
    const rule = /^@?([\w-]+)((?:\s+[^:]+?)?)\s*:(?!=)\s*(.*)$/.exec(row);
    if (!rule?.[1]) return;
    first ??= rule[1];
    current = {
      needs: (rule[3] ?? '')
        .replace(/[()&]/g, ' ')
        .split(/\s+/)
        .filter((word) => /^[\w-]+$/.test(word)),
      lines: [],
      parameters: (rule[2] ?? '')
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/^[+*$]+|=.*$/g, ''))
        .filter((word) => word !== ''),
    };
    recipes.set(rule[1], current);
  });
  return { recipes, variables, first };
}

/** A recipe with a first line of its own: shell as it is, another language as its interpreter's input. */
function scriptOf(text: string): string {
  const program = /^#!.*\b(python3?|node|ruby|perl|php|deno|bun)\b/.exec(text)?.[1];
  return program === undefined ? text : `${program} - <<'HOLDPOINT_RECIPE'\n${text}\nHOLDPOINT_RECIPE`;
}
