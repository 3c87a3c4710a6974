/** The part of the package that is used; it brings no types of its own. */
declare module 'fs-native-extensions' {
  /** False where another open file holds a lock that is in the way. */
  export function tryLock(fd: number, offset: number, length: number, options: { readonly shared: boolean }): boolean;
}
