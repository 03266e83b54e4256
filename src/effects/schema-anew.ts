import type { Effect } from '../action/effect.ts';
import type { Invocation } from '../action/invocation.ts';
import { environmentOfConnection, environmentOfName, hostOf, isLoopback } from './environment.ts';
import { effectOf, type Rule } from './pack.ts';
import { literalOf } from './words.ts';

/** Spring and Hibernate make the schema anew as they start. https://docs.spring.io/spring-boot/how-to/data-initialization.html */
export const schemaAnew: Rule = {
  id: 'hibernate/schema-anew',
  provider: 'hibernate',
  verb: 'drop',
  resource: 'schema',
  asset: 'data-store',
  scope: 'remote',
  reversibility: 'irreversible',
  reason: 'Starts an application that drops the tables of {target} and makes them anew.',
  safer: 'SPRING_JPA_HIBERNATE_DDL_AUTO=validate',
  attack: 'T1485',
  source: 'https://docs.spring.io/spring-boot/how-to/data-initialization.html',
};

const starters = /^(?:java|mvnw?|mvnd|gradlew?|spring|sbt|kotlin)$/;
const setting =
  /(?:spring\.jpa\.hibernate\.ddl-auto|(?:hibernate|jakarta\.persistence)[\w.-]*(?:hbm2ddl\.auto|database\.action))=(?:drop-and-)?create(?:-drop)?$/i;

/**
 * `SPRING_JPA_HIBERNATE_DDL_AUTO=create java -jar app.jar` against a database that is named and not this machine's. A
 * test's own and one in memory are made for that.
 */
export function schemaEffects({ program, args, environment, span }: Invocation): readonly Effect[] {
  if (program === null || !starters.test(program)) return [];
  const texts = args.map((word) => literalOf(word) ?? '');
  const set = literalOf(environment.SPRING_JPA_HIBERNATE_DDL_AUTO) ?? '';
  if (!/^create(?:-drop)?$/i.test(set) && !texts.some((text) => setting.test(text))) return [];
  const given = (name: string, option: RegExp): string =>
    literalOf(environment[name]) ?? texts.map((text) => option.exec(text)?.[1]).find(Boolean) ?? '';
  const url = given('SPRING_DATASOURCE_URL', /spring\.datasource\.url=(.+)$/).replace(/^jdbc:/, '');
  const profile = given('SPRING_PROFILES_ACTIVE', /spring\.profiles\.active=(.+)$/);
  if (/^(?:h2|hsqldb|derby|sqlite):|:tc:|^tc:/.test(url) || isLoopback(hostOf(url) ?? '')) return [];
  const isProduction = environmentOfName(profile) === 'production';
  if (hostOf(url) === null && !isProduction) return [];
  return [
    effectOf(schemaAnew, {
      target: url === '' ? `the database of ${profile}` : url.replace(/\/\/[^/@]*@/, '//'),
      span,
      environment: isProduction ? 'production' : environmentOfConnection(url),
    }),
  ];
}
