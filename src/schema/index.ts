export type * from './generated/types.js';
export * from './generated/validators.js';
