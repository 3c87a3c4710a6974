import { PixelisError } from '#errors/index.js';

/** @throws `remote.invalid-url` where it is no address, or holds credentials, which would be committed */
export function checkEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isAddress = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (isAddress && url.username === '' && url.password === '') return;
  const shown = endpoint.replace(/\/\/[^/]*@/, '//***@');
  throw new PixelisError(
    'remote.invalid-url',
    `endpoint '${shown}' cannot be used: ${isAddress ? 'credentials do not belong into it' : 'it is no http address'}`,
    {
      hint: isAddress
        ? 'keep credentials in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or in a profile: --profile NAME'
        : 'use an address such as https://minio.example.org:9000',
      data: { endpoint: shown },
    },
  );
}
