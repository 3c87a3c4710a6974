import { PixelisError } from '#errors/index.js';
import type { Git } from '#git/git.js';
export async function openIsomorphicGit(_options: unknown): Promise<Git> {
  throw new PixelisError('git.unsupported', 'there is no git on the PATH', { hint: 'install git' });
}
