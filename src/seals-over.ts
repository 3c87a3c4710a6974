import type { RepositoryContext } from '#operations/repository-context.js';
import type { Seals } from './seals.js';

export function sealsOver(context: RepositoryContext): Seals {
  return {
    make: async (options) => (await import('#operations/make-seal.js')).makeSeal(context, options),
    list: async (options) => (await import('#operations/list-seals.js')).listSeals(context, options),
    prove: async (reference, options) =>
      (await import('#operations/prove-sealed.js')).proveSealed(context, reference, options),
  };
}
