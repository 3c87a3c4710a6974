export { type ErrorCode, type ErrorKind, errorCodes, exitCodes } from './codes.js';
export { diskError } from './disk-error.js';
export { type ErrorDetails, isPixelisError, PixelisError } from './pixelis-error.js';
