/** Whether a mode, as git writes it, is that of a file or a symbolic link: not absent, no folder, no submodule. */
export function isFileMode(mode: string): boolean {
  return isPlainFileMode(mode) || mode === '120000';
}

/** Whether it is that of a file. What a link says where it leads is no content, even if it reads like a record. */
export function isPlainFileMode(mode: string): boolean {
  return mode.startsWith('100');
}
