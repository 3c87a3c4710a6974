export { type ErrorCode, type ErrorKind, errorCodes, exitCodes, isPixelisError, PixelisError } from '#errors/index.js';
