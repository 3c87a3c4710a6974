import { PixelisError } from '#errors/index.js';

/** What a failed request to S3 means for what comes next. */
export interface S3Failure {
  readonly kind: S3FailureKind;
  /** S3's own code, or Node's: `SlowDown`, `ECONNRESET`. */
  readonly code: string;
  readonly status: number | undefined;
  readonly message: string;
  readonly retryAfterMs: number | undefined;
  /** The region where the bucket lies, where the answer names it. */
  readonly region: string | undefined;
  readonly cause: unknown;
}

export type S3FailureKind =
  | 'absent' // no such key
  | 'no-bucket'
  | 'no-upload' // the multipart upload is gone
  | 'exists' // the condition was not met
  | 'bad-range'
  | 'denied'
  | 'locked' // held by retention
  | 'no-credentials'
  | 'expired' // a token to be renewed
  | 'skewed' // our clock is off
  | 'other-region'
  | 'unsupported' // the server does not know what was asked
  | 'busy' // slow down
  | 'conflict' // somebody else writes the same key now
  | 'server' // its fault, may pass
  | 'unanswered' // never reached, cut off, silent
  | 'garbled' // a good answer, but none of S3's
  | 'certificate'
  | 'refused'; // anything else that was our fault

/** An answer that lacks what every such answer of S3 has. */
export class Garbled extends Error {
  override readonly name = 'Garbled';
}

/** The request was cut off by us: nothing moved for too long. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

export function readS3Failure(error: unknown): S3Failure {
  const { name = 'Error', code, message = '', $metadata, $response, Region } = (error ?? {}) as RawError;
  const status = $metadata?.httpStatusCode;
  const headers = $response?.headers ?? {};
  const region = headers['x-amz-bucket-region'] ?? Region;
  const isNamed = name !== 'Unknown' && name !== 'UnknownError';
  const s3Code = status === undefined ? (code ?? name) : isNamed ? name : `HTTP ${status}`;
  return {
    kind: kindOf(s3Code, status, region, message),
    code: s3Code,
    status,
    message: isNamed ? message.slice(0, 300) : '',
    retryAfterMs: readRetryAfter(headers['retry-after']),
    region,
    cause: error,
  };
}

const kindByCode: Readonly<Record<string, S3FailureKind>> = {
  NoSuchKey: 'absent',
  NotFound: 'absent',
  NoSuchBucket: 'no-bucket',
  NoSuchUpload: 'no-upload',
  PreconditionFailed: 'exists',
  InvalidRange: 'bad-range',
  ObjectLocked: 'locked',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  TokenRefreshRequired: 'expired',
  RequestTimeTooSkewed: 'skewed',
  RequestExpired: 'skewed',
  PermanentRedirect: 'other-region',
  TemporaryRedirect: 'other-region',
  AuthorizationHeaderMalformed: 'other-region',
  IncorrectEndpoint: 'other-region',
  NotImplemented: 'unsupported',
  MethodNotAllowed: 'unsupported',
  SlowDown: 'busy',
  TooManyRequests: 'busy',
  TooManyRequestsException: 'busy',
  Throttling: 'busy',
  ThrottlingException: 'busy',
  RequestLimitExceeded: 'busy',
  ServiceUnavailable: 'busy',
  ConditionalRequestConflict: 'conflict',
  OperationAborted: 'conflict',
  InternalError: 'server',
  InternalFailure: 'server',
  RequestTimeout: 'server',
  IncompleteBody: 'server',
  BadDigest: 'server',
  XAmzContentSHA256Mismatch: 'server',
  Garbled: 'garbled',
  CredentialsProviderError: 'no-credentials',
  TokenProviderError: 'no-credentials',
  ProviderError: 'no-credentials',
  InvalidAccessKeyId: 'denied',
  SignatureDoesNotMatch: 'denied',
  AccessDenied: 'denied',
  AccountProblem: 'denied',
  InvalidToken: 'denied',
};

const certificateCodes = /CERT|SIGNED|ERR_TLS|ERR_SSL/;
/** Errors of sockets, of Node's HTTP parser, and of our own patience. */
const unansweredCodes = /^(E[A-Z]+(_AGAIN)?|HPE_.*|ERR_STREAM.*|ERR_HTTP.*|TimeoutError|TimedOut|AbortError)$/;

/** Services refuse what retention holds with codes of their own; what they say of it names the reason. */
const retention = /object ?lock|worm.protected|legal hold|under retention/i;

function kindOf(code: string, status: number | undefined, region: string | undefined, message: string): S3FailureKind {
  if (status !== undefined && status >= 400 && status < 500 && retention.test(message)) return 'locked';
  const known = kindByCode[code];
  if (known === 'other-region' && region === undefined) return 'refused';
  if (known !== undefined) return known;
  if (status === undefined && certificateCodes.test(code)) return 'certificate';
  if (status === undefined) return unansweredCodes.test(code) || message === 'aborted' ? 'unanswered' : 'refused';
  if (status === 503 || status === 429) return 'busy';
  if (status === 501) return 'unsupported';
  if (status >= 500 || status === 408) return 'server';
  if (status >= 300 && status < 400) return region === undefined ? 'refused' : 'other-region';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'absent';
  if (status === 412) return 'exists';
  if (status === 409) return 'conflict';
  if (status === 416) return 'bad-range';
  if (status === 400 && region !== undefined && /region/i.test(message)) return 'other-region';
  return status < 300 ? 'garbled' : 'refused';
}

function readRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/**
 * The failure as an error for the user. `action` is the permission that it needs: `s3:PutObject`. Who may not list is
 * told of an absent object, too, that it is denied: `isHead`.
 */
export function s3Error(
  failure: S3Failure,
  where: { readonly label: string; readonly action: string; readonly isHead: boolean },
): PixelisError {
  const { label, action } = where;
  const details = {
    data: { bucket: label, action, code: failure.code, ...(failure.status && { status: failure.status }) },
    cause: failure.cause,
  };
  const said =
    failure.message === '' || failure.message === failure.code ? failure.code : `${failure.code}: ${failure.message}`;
  switch (failure.kind) {
    case 'denied':
    case 'locked':
    case 'expired':
      return new PixelisError('remote.denied', `${label} refused ${action} (${said})`, {
        ...details,
        hint:
          deniedHints[failure.code] ??
          `allow ${action}${where.isHead ? ' and s3:ListBucket' : ''} for these credentials, or use others: --profile NAME`,
      });
    case 'no-credentials':
      return new PixelisError('remote.denied', `there are no credentials for ${label} (${failure.message})`, {
        ...details,
        hint: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile: --profile NAME',
      });
    case 'skewed':
      return new PixelisError('remote.denied', `${label} refused ${action}: the clock of this machine is off`, {
        ...details,
        hint: 'set the clock',
      });
    case 'no-bucket':
      return new PixelisError('remote.not-found', `the bucket of ${label} does not exist`, {
        ...details,
        hint: 'create it, or correct its name: pixelis remote list',
      });
    case 'other-region':
      return new PixelisError('remote.failed', `${label} lies in region '${failure.region}'`, {
        ...details,
        hint: `set the region of the remote: region: ${failure.region}`,
      });
    case 'unanswered':
    case 'certificate':
      return new PixelisError('remote.unreachable', `${label} cannot be reached (${said})`, {
        ...details,
        hint:
          failure.kind === 'certificate'
            ? 'its certificate is not trusted: check the endpoint'
            : 'check the network and the endpoint, then run the same command again',
      });
    case 'garbled':
      return new PixelisError('remote.bad-response', `what answers for ${label} does not speak S3`, {
        ...details,
        hint: 'check the endpoint, and whether something between here and there wants a login',
      });
    default:
      return new PixelisError('remote.failed', `${label} failed at ${action} (${said})`, {
        ...details,
        hint: 'run the same command again; what was transferred is not sent twice',
      });
  }
}

const deniedHints: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'the access key is not known there: check AWS_ACCESS_KEY_ID, or the profile',
  SignatureDoesNotMatch: 'the secret does not fit the access key: check AWS_SECRET_ACCESS_KEY, or the profile',
  ExpiredToken: 'the session has expired: log in again (aws sso login)',
};

interface RawError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly Region?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}
