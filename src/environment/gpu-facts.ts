import os from 'node:os';
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
  const devices: readonly GpuDevice[] = [...presence.own, ...(nvidia?.devices ?? []), ...(amd?.devices ?? [])];
  const isKnown = devices.length > 0 || presence.unknown === undefined;
  const reason = nvidia?.reason ?? presence.unknown ?? 'it does not say';
  if (!isKnown) survey.missing('gpu.devices', reason);
  if (nvidia !== undefined) noteMissing(survey, { driver: nvidia.driver, cuda: nvidia.cuda }, reason);
  if (nvidia !== undefined && cuda.cudnn === undefined) {
    survey.missing('gpu.cudnn', 'neither a package, nor a header, nor a library of it was found');
  }
  const driver = nvidia?.driver ?? amd?.driver;
  return {
    ...(isKnown ? { devices } : {}),
    ...(driver === undefined ? {} : { driver }),
    ...(nvidia?.cuda === undefined ? {} : { cuda: nvidia.cuda }),
    ...cuda,
    ...(amd?.rocm === undefined ? {} : { rocm: amd.rocm }),
  };
}

function noteMissing(survey: Survey, facts: Readonly<Record<string, string | undefined>>, reason: string): void {
  for (const [name, value] of Object.entries(facts)) if (value === undefined) survey.missing(`gpu.${name}`, reason);
}

interface Presence {
  readonly nvidia: boolean;
  readonly amd: boolean;
  /** Those that are part of the machine's only chip. */
  readonly own: readonly GpuDevice[];
  /** Why it would not be known which ones there are, if nobody named any; undefined where there is none for sure. */
  readonly unknown: string | undefined;
}

/** What the kernel knows of GPUs. A display adapter of a server's board, or of a processor of Intel's, is none. */
function presentGpus({ files }: Survey): Presence {
  const chip = process.platform === 'darwin' && process.arch === 'arm64' ? os.cpus()[0]?.model : undefined;
  if (chip !== undefined) return { nvidia: false, amd: false, own: [{ name: chip }], unknown: undefined };
  if (process.platform !== 'linux') {
    return { nvidia: false, amd: false, own: [], unknown: 'only NVIDIA cards are looked for on this system' };
  }
  const devices = files.names('/dev');
  const vendors = new Set(
    files.names('/sys/bus/pci/devices').flatMap((slot) => {
      const folder = `/sys/bus/pci/devices/${slot}`;
      // Display controllers, and processing accelerators.
      const isGpu = /^0x(?:03|12)/.test(files.text(`${folder}/class`) ?? '') && !slot.endsWith(':00:02.0');
      return isGpu ? [files.text(`${folder}/vendor`)?.trim()] : [];
    }),
  );
  const nvidia =
    vendors.has('0x10de') ||
    devices.some((name) => /^(?:nvidia\d|nvidiactl$|nvhost-gpu$)/.test(name)) ||
    files.names('/proc/driver/nvidia').length > 0;
  const amd = vendors.has('0x1002') || devices.includes('kfd');
  const unknown = [
    nvidia ? 'there is an NVIDIA device, and no driver that can be asked' : undefined,
    amd ? 'there is an AMD device of which the kernel says nothing' : undefined,
    // Windows lends its card to WSL through this, whoever made it.
    devices.includes('dxg') ? 'Windows lends a device that only its driver can name' : undefined,
    vendors.has('0x8086') ? 'there is an Intel device that nobody can be asked about' : undefined,
  ].find((reason) => reason !== undefined);
  return { nvidia, amd, own: [], unknown };
}
