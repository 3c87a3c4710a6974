import { PixelisError } from '#errors/index.js';

/** Where a remote lies, as its URL says. */
export type RemoteUrl = S3Url | FolderUrl;

export interface S3Url {
  readonly kind: 's3';
  readonly bucket: string;
  /** Without slashes at its ends; empty where the whole bucket is meant. */
  readonly prefix: string;
}

export interface FolderUrl {
  readonly kind: 'folder';
  /** Absolute, or relative to the repository. */
  readonly path: string;
}

const bucketPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const controlPattern = /[\u0000-\u001f\u007f]/;
const schemePattern = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;

/**
 * Reads `s3://bucket/prefix`, `file:///folder`, or the path of a folder, absolute or relative.
 * @throws `remote.invalid-url`, whose message shows no password
 */
export function parseRemoteUrl(text: string): RemoteUrl {
  if (text.trim() === '' || controlPattern.test(text)) throw invalidUrl(text, 'it is empty or has control characters');
  const scheme = schemePattern.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return parseFolder(text);
  const rest = text.slice(scheme.length + '://'.length);
  if (/^[^/]*@/.test(rest)) throw invalidUrl(text, 'credentials do not belong into it', credentialsHint);
  if (scheme === 's3') return parseS3(text, rest);
  if (scheme === 'file') return parseFile(text, rest);
  throw invalidUrl(text, `'${scheme}' is not supported`);
}

/**
 * Reads the address of an S3-compatible service: `https://s3.example.org`, `http://127.0.0.1:9000`.
 * @throws `remote.invalid-url`, whose message shows no password
 */
export function parseEndpoint(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw invalidUrl(text, 'it is no address of a service', 'write it as https://host or http://host:port');
  const { username, password, search, hash } = new URL(text);
  if (username !== '' || password !== '') throw invalidUrl(text, 'credentials do not belong into it', credentialsHint);
  if (search !== '' || hash !== '') throw invalidUrl(text, 'it has a query or a fragment', 'write only its address');
  return text;
}

/** The one spelling of a remote's URL. */
export function formatRemoteUrl(url: RemoteUrl): string {
  if (url.kind === 'folder') return url.path;
  return url.prefix === '' ? `s3://${url.bucket}` : `s3://${url.bucket}/${url.prefix}`;
}

function parseFolder(path: string): FolderUrl {
  if (path.startsWith('~'))
    throw invalidUrl(path, 'only a shell knows what ~ stands for', 'write the whole path of the folder');
  return { kind: 'folder', path };
}

function parseS3(text: string, rest: string): S3Url {
  const [bucket = '', ...segments] = rest.split('/');
  if (!bucketPattern.test(bucket)) throw invalidUrl(text, `'${bucket}' cannot be the name of a bucket`);
  const prefix = segments.join('/').replace(/^\/+|\/+$/g, '');
  if (/[?#]/.test(prefix)) throw invalidUrl(text, 'it has a query or a fragment');
  if (prefix.split('/').some((segment) => segment === '.' || segment === '..'))
    throw invalidUrl(text, "its prefix has a '.' or '..'");
  if (prefix.includes('//')) throw invalidUrl(text, 'its prefix has an empty part');
  if (new TextEncoder().encode(prefix).length > 500) throw invalidUrl(text, 'its prefix is too long');
  return { kind: 's3', bucket, prefix };
}

function parseFile(text: string, rest: string): FolderUrl {
  const host = rest.slice(0, Math.max(0, rest.indexOf('/')));
  if (!rest.includes('/') || (host !== '' && host !== 'localhost'))
    throw invalidUrl(text, 'it names another machine', 'a folder of this machine has three slashes: file:///mnt/store');
  try {
    const path = decodeURIComponent(rest.slice(host.length));
    if (controlPattern.test(path)) throw invalidUrl(text, 'it has control characters');
    return { kind: 'folder', path };
  } catch (error) {
    if (error instanceof PixelisError) throw error;
    throw invalidUrl(text, 'a percent sign in it is not followed by two hex digits');
  }
}

const credentialsHint =
  'keep them in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or in a profile: --profile NAME';

function invalidUrl(text: string, reason: string, hint = 'use s3://bucket/prefix, or the path of a folder') {
  const url = text.replace(/\/\/[^/]*@/, '//***@').replace(/\?.*$/s, '?***');
  return new PixelisError('remote.invalid-url', `'${url}' cannot be used as a remote: ${reason}`, {
    hint,
    data: { url },
  });
}
