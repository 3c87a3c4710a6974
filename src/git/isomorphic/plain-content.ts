import path from 'node:path';
import type { Context } from './context.js';
import { readIndex } from './read-index.js';
import { readTextIfThere } from './read-text.js';
import { unsupported } from './unsupported.js';

const converting = /[ \t](?:filter=|ident(?:\s|$)|working-tree-encoding=|eol=crlf)/m;

/**
 * Bytes are compared and stored as they lie in the worktree.
 * @throws `git.unsupported` where git would convert some on the way
 */
export async function requirePlainContent({ places, readConfig }: Context): Promise<void> {
  const config = await readConfig();
  const autocrlf = config.value('core.autocrlf')?.toLowerCase() ?? 'false';
  if (autocrlf !== 'false') throw unsupported(`converts line ends (core.autocrlf=${autocrlf})`);
  const inIndex = (await readIndex(places)).map((entry) => entry.path).filter(isAttributesFile);
  const files = new Set(['.gitattributes', ...inIndex].map((name) => path.join(places.root, name)));
  for (const file of [...files, path.join(places.commonFolder, 'info/attributes')]) {
    const text = await readTextIfThere(file);
    if (text !== undefined && converting.test(text)) throw unsupported(`converts contents by rules in '${file}'`);
  }
}

function isAttributesFile(name: string): boolean {
  return name === '.gitattributes' || name.endsWith('/.gitattributes');
}
