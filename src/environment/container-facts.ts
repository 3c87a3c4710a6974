import type { ContainerFacts } from '#model/environment.js';
import { controlGroupLimits } from './control-group.js';
import type { Survey } from './survey.js';

/** The container in which the command runs, and what its control group grants. */
export function containerFacts(survey: Survey): ContainerFacts {
  const kind = kindOf(survey);
  if (kind === 'unknown')
    survey.missing('container.kind', 'the system shows no container, and nothing that excludes one');
  const { image, digest } = imageOf(survey);
  if (kind !== 'none' && kind !== 'unknown' && image === undefined) {
    survey.missing('container.image', 'the container is not told it; set PIXELIS_CONTAINER_IMAGE where it is started');
  }
  return {
    kind,
    ...(image === undefined ? {} : { image }),
    ...(digest === undefined ? {} : { digest }),
    ...controlGroupLimits(survey.files),
  };
}

function kindOf({ environment, files }: Survey): ContainerFacts['kind'] {
  if (process.platform === 'darwin') return 'none';
  const has = (name: string) => environment[name] !== undefined;
  if (has('APPTAINER_CONTAINER') || has('SINGULARITY_CONTAINER')) return 'singularity';
  if (has('KUBERNETES_SERVICE_HOST')) return 'kubernetes';
  const groups = files.text('/proc/1/cgroup') ?? '';
  if (/kubepods/.test(groups)) return 'kubernetes';
  if (files.text('/run/.containerenv') !== undefined) return 'podman';
  if (files.text('/.dockerenv') !== undefined) return 'docker';
  const named = environment['container'] ?? /\/(docker|libpod|lxc)[/.-]/.exec(groups)?.[1];
  if (named !== undefined) return kinds[named] ?? 'other';
  // Where the first process sees itself in systemd's own group, it is that of the machine.
  return /:\/init\.scope$/m.test(groups) ? 'none' : 'unknown';
}

const kinds: Readonly<Record<string, ContainerFacts['kind']>> = {
  docker: 'docker',
  podman: 'podman',
  libpod: 'podman',
  oci: 'other',
  lxc: 'lxc',
};

function imageOf({ environment, files, secrets }: Survey): Pick<ContainerFacts, 'image' | 'digest'> {
  const told = files.text('/run/.containerenv') ?? '';
  const found =
    environment['PIXELIS_CONTAINER_IMAGE'] ??
    environment['APPTAINER_CONTAINER'] ??
    environment['SINGULARITY_CONTAINER'] ??
    /^image="(.+)"$/m.exec(told)?.[1];
  if (found === undefined || found === '') return {};
  const image = secrets.text(found, 'environment');
  const id = /^imageid="([0-9a-f]{64})"$/m.exec(told)?.[1];
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(found)?.[1] ?? (id === undefined ? undefined : `sha256:${id}`);
  return digest === undefined ? { image } : { image, digest };
}
