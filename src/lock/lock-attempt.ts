import type { LockOwner } from './lock-owner.js';

export type LockMode = 'exclusive' | 'shared';

/** A lock that is held, or how to find out who holds it. */
export type LockAttempt =
  | { readonly release: () => void }
  | { readonly release: undefined; readonly owner: () => LockOwner | undefined };
