import { existsSync } from 'node:fs';
import type { GpuDevice } from '#model/environment.js';
import { ask } from './ask.js';
import type { Survey } from './survey.js';

export interface NvidiaFacts {
  readonly devices: readonly GpuDevice[];
  readonly driver?: string | undefined;
  /** The newest CUDA that the driver supports. */
  readonly cuda?: string | undefined;
  /** Why something is missing. */
  readonly reason?: string | undefined;
}

/** What `nvidia-smi` says, else what the driver itself says in /proc. Undefined where neither is there. */
export async function nvidiaFacts(survey: Survey, isPresent: boolean): Promise<NvidiaFacts | undefined> {
  const fromKernel = kernelFacts(survey);
  const smi = smiProgram();
  const [list, header] = await Promise.all([listDevices(survey, smi), ask(survey, smi, [])]);
  if (list.text === undefined && !isPresent && fromKernel === undefined) return undefined;
  const lines = (list.text ?? '').split('\n').map((line) => line.split(',').map((cell) => cell.trim()));
  // Where there are none, it says so in a sentence.
  const rows = lines.filter((cells) => cells.length >= 3);
  const devices = rows.map(toDevice);
  return {
    devices: devices.length > 0 ? devices : (fromKernel?.devices ?? []),
    driver: rows[0]?.[2] ?? fromKernel?.driver,
    cuda: /CUDA Version:\s*(\d+\.\d+)/.exec(header.text ?? '')?.[1],
    reason: list.reason ?? header.reason,
  };
}

/** WSL keeps it off the PATH of programs that are not started by a login shell. */
function smiProgram(): string {
  const inWsl = '/usr/lib/wsl/lib/nvidia-smi';
  return existsSync(inWsl) ? inWsl : 'nvidia-smi';
}

async function listDevices(survey: Survey, smi: string) {
  const format = '--format=csv,noheader,nounits';
  const answer = await ask(survey, smi, ['--query-gpu=name,memory.total,driver_version,compute_cap', format]);
  // Drivers before 510 do not know the last one.
  const isOld = /not a valid field/i.test(answer.reason ?? '');
  return isOld ? ask(survey, smi, ['--query-gpu=name,memory.total,driver_version', format]) : answer;
}

function toDevice([name = '', memory = '', , capability = '']: readonly string[]): GpuDevice {
  const mebibytes = Number(memory);
  return {
    name,
    ...(mebibytes > 0 ? { memory: mebibytes * 1024 * 1024 } : {}),
    ...(/^\d+\.\d+$/.test(capability) ? { capability } : {}),
  };
}

function kernelFacts({ files }: Survey): Pick<NvidiaFacts, 'devices' | 'driver'> | undefined {
  const version = files.text('/proc/driver/nvidia/version') ?? files.text('/sys/module/nvidia/version');
  if (version === undefined) return undefined;
  const devices = files.names('/proc/driver/nvidia/gpus').flatMap((slot) => {
    const text = files.text(`/proc/driver/nvidia/gpus/${slot}/information`) ?? '';
    const name = /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim();
    return name === undefined ? [] : [{ name }];
  });
  return { devices, driver: /(?:^|\s)(\d{3}(?:\.\d+)+)(?:\s|$)/.exec(version)?.[1] };
}
