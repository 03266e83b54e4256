import { joinedPacks } from '../command-table.ts';
import type { Pack } from '../pack.ts';
import { frameworkPacks } from './orm-frameworks.ts';
import { migratorPacks } from './orm-migrators.ts';
import { nodeOrmPacks } from './orm-node.ts';
import { exceptTestRuns } from './orm-shared.ts';
import { taskPacks } from './orm-tasks.ts';

const all = joinedPacks('orm', [...nodeOrmPacks, ...frameworkPacks, ...migratorPacks, ...taskPacks]);

/** Tools of everyday, of whose commands hardly any touches a database: an open first word says nothing (`dotnet $1`). */
const everyday = /^(?:dotnet|flask|laravel|doctrine|wordpress|drupal|django)\/unresolved$/;

/** Object mappers and migration tools: what drops, empties or rolls back the database of a project. */
export const ormPack: Pack = exceptTestRuns({
  ...all,
  effects: (call) => all.effects(call).filter((effect) => !everyday.test(effect.rule)),
});
