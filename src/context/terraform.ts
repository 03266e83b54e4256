import path from 'node:path';
import type { FactValues, PlanFact } from '../action/facts.ts';
import { beginningOf, fileText } from './disk.ts';
import type { GitAccess } from './git.ts';
import { maximumPlanNames } from './limits.ts';

/** The deletions a saved plan names: read as JSON, or by `terraform show -json`. Throws with a plain reason. */
export async function planFact(directory: string, absolute: string, access: GitAccess): Promise<PlanFact> {
  const first = await beginningOf(absolute, 2);
  // A saved plan is a zip archive; `terraform show -json` output is text.
  if (first[0] === 0x50 && first[1] === 0x4b) {
    for (const program of ['terraform', 'tofu']) {
      const text = await access.run(program, ['show', '-json', '-no-color', absolute], {
        cwd: directory,
        milliseconds: access.milliseconds,
        environment: { ...access.environment, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' },
      });
      if (text !== null) return planFrom(text);
    }
    throw new Error('terraform could not show the plan');
  }
  return planFrom((await fileText(absolute)).text);
}

/** Reads the JSON of a plan (`resource_changes[].change.actions`). Throws where it is none. */
export function planFrom(text: string): PlanFact {
  const plan: unknown = JSON.parse(text);
  if (
    typeof plan !== 'object' ||
    plan === null ||
    !('resource_changes' in plan) ||
    !Array.isArray(plan.resource_changes)
  ) {
    throw new Error('it is no Terraform plan');
  }
  const deletes: string[] = [];
  const replaces: string[] = [];
  let changes = 0;
  for (const entry of plan.resource_changes) {
    const change: unknown = entry?.change?.actions;
    if (!Array.isArray(change) || change.includes('no-op') || change.includes('read')) continue;
    changes += 1;
    if (!change.includes('delete')) continue;
    const list = change.includes('create') ? replaces : deletes;
    if (list.length < maximumPlanNames) list.push(String(entry.address ?? '?'));
  }
  return { deletes, replaces, changes };
}

/** The selected workspace and the backend of a Terraform directory, from its `.terraform` folder. */
export async function stateFact(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FactValues['terraform-state']> {
  const read = (name: string): Promise<string> =>
    fileText(path.join(directory, '.terraform', name)).then(
      ({ text }) => text,
      () => '',
    );
  const [selected, backend] = await Promise.all([read('environment'), read('terraform.tfstate')]);
  const type = /"backend"\s*:\s*\{\s*"type"\s*:\s*"([^"]+)"/.exec(backend)?.[1];
  return { workspace: environment.TF_WORKSPACE || selected.trim() || 'default', backend: type ?? 'local' };
}
