import type { FreshContainer, Mount } from '../../action/invocation.ts';
import type { Reading, Scene } from './reading.ts';
import { filePath } from './redirections.ts';
import type { Field } from './value.ts';

/** An option of `docker run` in front of the image. */
interface Option {
  readonly name: string;
  readonly value: Field | null;
}

/** Options that give a new container more of this machine than its mounts, or that make it on another one. */
const opens =
  /^(?:--privileged|--device|--cap-add|--volumes-from|--volume-driver|--pid|--userns|--cgroupns|--security-opt|-H|--host|--context|--config|--runtime)$/;

/**
 * What a container that `docker run` makes can reach of this machine: its mounts. Null where that is not certain: it is
 * given more, it runs elsewhere, or its options are not known.
 */
export function freshContainer(
  reading: Reading,
  scene: Scene,
  call: { readonly argv: readonly Field[]; readonly environment: Readonly<Record<string, unknown>> | null },
  options: readonly Option[],
  before: readonly Field[],
): FreshContainer | null {
  if (scene.away || options.some(({ name }) => opens.test(name))) return null;
  if (call.environment?.DOCKER_HOST || scene.scope.variable('DOCKER_HOST')) return null;
  // A word of which not even the beginning is known may be an option with a mount.
  if (before.some((field) => field.holed && reading.holes.prefix(field.text) === '')) {
    const values = new Set(options.map(({ value }) => value?.span[0]));
    const open = before.filter((field) => field.holed && reading.holes.prefix(field.text) === '');
    if (open.some((field) => !values.has(field.span[0]))) return null;
  }
  const mounts: Mount[] = [];
  for (const { name, value } of options) {
    if (name !== '-v' && name !== '--volume' && name !== '--mount') continue;
    const mount = value ? (name === '--mount' ? mountOf(value) : volumeOf(value)) : null;
    if (mount === null) return null;
    if (mount === 'none') continue;
    const { source, at } = mount;
    const real = source.holed ? null : /^[./~]|^[A-Za-z]:[\\/]/.test(source.text) ? filePath(scene, source) : null;
    mounts.push({ at, source: real });
  }
  const directory = options.findLast(({ name }) => name === '-w' || name === '--workdir')?.value;
  return { mounts, directory: directory && !directory.holed ? directory.text : null };
}

interface Read {
  readonly source: Field;
  /** Absolute, in the container. */
  readonly at: string;
}

/** `SOURCE:TARGET[:OPTIONS]`; one path alone is a new volume, and what cannot be written cannot be lost. */
function volumeOf(field: Field): Read | 'none' | null {
  const parts = /^((?:[A-Za-z]:[\\/])?[^:]*)(?::(\/[^:]*))?(?::([\w,]+))?$/.exec(field.text);
  const [, source = '', target, options = ''] = parts ?? [];
  if (!parts) return null;
  if (target === undefined) return field.holed ? null : 'none';
  if (options.split(',').includes('ro')) return 'none';
  return { source: part(field, source), at: target };
}

/** `type=bind,source=X,target=Y[,readonly]`. */
function mountOf(field: Field): Read | 'none' | null {
  const given = new Map<string, string>();
  for (const pair of field.text.split(',')) {
    const equals = pair.indexOf('=');
    given.set(equals < 0 ? pair : pair.slice(0, equals), equals < 0 ? '' : pair.slice(equals + 1));
  }
  const at = given.get('target') ?? given.get('destination') ?? given.get('dst');
  const source = given.get('source') ?? given.get('src');
  if (at === undefined || !at.startsWith('/')) return null;
  if (given.get('type') === 'tmpfs' || source === undefined) return 'none';
  if (/^(?:|true|1)$/.test(given.get('readonly') ?? given.get('ro') ?? 'false')) return 'none';
  return { source: part(field, source), at };
}

function part(field: Field, text: string): Field {
  return { ...field, text, glob: null, offset: -1, holed: field.holed && /[\uE000-\uF8FF]/.test(text) };
}
