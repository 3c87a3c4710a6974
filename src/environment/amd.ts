import type { GpuDevice } from '#model/environment.js';
import type { Survey } from './survey.js';

export interface AmdFacts {
  readonly devices: readonly GpuDevice[];
  readonly driver?: string | undefined;
  readonly rocm?: string | undefined;
}

/** AMD's GPUs as the kernel names them, and the ROCm that is installed. */
export function amdFacts({ files }: Survey): AmdFacts {
  const devices = files.names('/sys/class/drm').flatMap((card) => {
    const folder = `/sys/class/drm/${card}/device`;
    // `card0-HDMI-A-1` is a plug of card0.
    if (!/^card\d+$/.test(card) || files.text(`${folder}/vendor`)?.trim() !== '0x1002') return [];
    const product = files.text(`${folder}/product_name`)?.trim() ?? '';
    const model = files.text(`${folder}/device`)?.trim() ?? 'unknown';
    const memory = Number(files.text(`${folder}/mem_info_vram_total`) ?? 0);
    const name = product === '' ? `AMD device ${model}` : product;
    return [{ name, ...(memory > 0 ? { memory } : {}) }];
  });
  return {
    devices,
    driver: files.text('/sys/module/amdgpu/version')?.trim(),
    rocm: files.text('/opt/rocm/.info/version')?.trim(),
  };
}
