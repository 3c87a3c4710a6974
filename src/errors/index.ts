export { type ErrorCode, type ErrorKind, errorCodes, exitCodes } from './codes.js';
export { diskError, isDiskError } from './disk-error.js';
export { interrupted, throwIfInterrupted } from './interrupted.js';
export { exitCodeOf, type Outcome, type ProblemSubject, problemOf } from './outcome.js';
export { type ErrorDetails, isPixelisError, PixelisError } from './pixelis-error.js';
export { goOn, joinTried, type Tried, tried, triedEach, triedSome, valueOf } from './tried.js';
