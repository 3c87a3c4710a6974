export { type ErrorCode, type ErrorKind, errorCodes, exitCodes } from './codes.js';
export { type ErrorDetails, isPixelisError, PixelisError } from './pixelis-error.js';
