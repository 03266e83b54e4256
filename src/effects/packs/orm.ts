import { joinedPacks } from '../command-table.ts';
import { frameworkPacks } from './orm-frameworks.ts';
import { migratorPacks } from './orm-migrators.ts';
import { nodeOrmPacks } from './orm-node.ts';
import { exceptTestRuns } from './orm-shared.ts';
import { taskPacks } from './orm-tasks.ts';

/** Object mappers and migration tools: what drops, empties or rolls back the database of a project. */
export const ormPack = exceptTestRuns(
  joinedPacks('orm', [...nodeOrmPacks, ...frameworkPacks, ...migratorPacks, ...taskPacks]),
);
