// A process that puts an object into a folder and is killed before its nth call to the disk.
import { argv, kill, pid } from 'node:process';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { folderBucket } from '#bucket/folder-bucket.js';
import { everyCall } from './file-calls.js';
import { someBytes } from './some-bytes.js';

const [, , folder = '', nth = '0'] = argv;
let left = Number(nth);
const files = everyCall(() => {
  if (left-- === 0) kill(pid, 'SIGKILL');
});
await folderBucket(folder, { files }).put('objects/aa/1', sourceOfBytes(someBytes(1000)));
