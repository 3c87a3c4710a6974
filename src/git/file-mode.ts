/** Whether a mode, as git writes it, is that of a file or a symbolic link: not absent, no folder, no submodule. */
export function isFileMode(mode: string): boolean {
  return mode.startsWith('100') || mode === '120000';
}
