import type { GpuDevice, GpuFacts } from '#model/environment.js';
import { amdFacts } from './amd.js';
import { cudaFacts } from './cuda.js';
import { nvidiaFacts } from './nvidia.js';
import type { SurveyedPython } from './python-facts.js';
import type { Survey } from './survey.js';

/** The GPUs, and the software that drives them: each a fact, or noted as unknown. */
export async function gpuFacts(survey: Survey, surveying: Promise<SurveyedPython | undefined>): Promise<GpuFacts> {
  const presence = presentGpus(survey);
  const [nvidia, cuda] = await Promise.all([nvidiaFacts(survey, presence.nvidia), cudaFacts(survey, surveying)]);
  const amd = presence.amd ? amdFacts(survey) : undefined;
  const devices: readonly GpuDevice[] = [...(nvidia?.devices ?? []), ...(amd?.devices ?? [])];
  const isKnown = devices.length > 0 || presence.isNone;
  if (!isKnown) survey.missing('gpu.devices', nvidia?.reason ?? presence.reason);
  const driver = nvidia?.driver ?? amd?.driver;
  if (!presence.isNone) {
    if (driver === undefined) survey.missing('gpu.driver', nvidia?.reason ?? presence.reason);
    if (presence.nvidia && nvidia?.cuda === undefined) survey.missing('gpu.cuda', nvidia?.reason ?? presence.reason);
    if (presence.nvidia && cuda.cudnn === undefined) {
      survey.missing('gpu.cudnn', 'neither a package of it, nor its header, nor its library was found');
    }
  }
  return {
    ...(isKnown ? { devices } : {}),
    ...(driver === undefined ? {} : { driver }),
    ...(nvidia?.cuda === undefined ? {} : { cuda: nvidia.cuda }),
    ...cuda,
    ...(amd?.rocm === undefined ? {} : { rocm: amd.rocm }),
  };
}

interface Presence {
  readonly nvidia: boolean;
  readonly amd: boolean;
  /** Whether it is sure that there is no GPU. */
  readonly isNone: boolean;
  /** Why it is not known which ones there are. */
  readonly reason: string;
}

/** What the kernel knows of GPUs. A display adapter of a server's board is none. */
function presentGpus({ files }: Survey): Presence {
  if (process.platform !== 'linux') {
    return { nvidia: true, amd: false, isNone: false, reason: 'only NVIDIA cards are looked for on this system' };
  }
  const devices = files.names('/dev');
  const vendors = new Set(
    files.names('/sys/bus/pci/devices').flatMap((slot) => {
      const folder = `/sys/bus/pci/devices/${slot}`;
      // Display controllers, and processing accelerators.
      const isGpu = /^0x(?:03|12)/.test(files.text(`${folder}/class`) ?? '');
      return isGpu ? [files.text(`${folder}/vendor`)?.trim()] : [];
    }),
  );
  const nvidia =
    vendors.has('0x10de') ||
    devices.some((name) => /^(?:nvidia\d|nvidiactl$|nvhost-gpu$)/.test(name)) ||
    files.names('/proc/driver/nvidia').length > 0;
  const amd = vendors.has('0x1002') || devices.includes('kfd');
  // Windows lends its card to WSL through this, whoever made it.
  const isLent = devices.includes('dxg');
  const intel = vendors.has('0x8086') && devices.includes('dri');
  const reason = nvidia
    ? 'there is an NVIDIA device, and no driver that can be asked'
    : amd
      ? 'there is an AMD device of which the kernel says nothing'
      : isLent
        ? 'Windows lends a device that only its driver can name'
        : 'there is an Intel device, of which it is not known whether it computes';
  return { nvidia: nvidia || isLent, amd, isNone: !nvidia && !amd && !isLent && !intel, reason };
}
