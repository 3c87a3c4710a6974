import { readFileSync } from 'node:fs';

/** Version of the installed package. */
export const version: string = readVersion();

function readVersion(): string {
  // From dist/ and from build/src/cli/ the package file lies a different number of folders up.
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    try {
      return (JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { version: string }).version;
    } catch (error) {
      if (folder.pathname === '/') throw error;
    }
  }
}
