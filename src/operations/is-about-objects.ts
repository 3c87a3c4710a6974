import type { PixelisError } from '#errors/index.js';

/** Whether an error is about objects that cannot be had or read, and so about one version, and not about the command. */
export function isAboutObjects({ code, kind }: PixelisError): boolean {
  return code === 'object.missing' || code === 'object.corrupt' || code === 'tree.invalid' || kind === 'remote';
}
