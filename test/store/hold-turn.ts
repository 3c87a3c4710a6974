// A process that takes the turn to collect the garbage of a folder, says so, and keeps it until it is killed.
import { argv } from 'node:process';
import { folderBucket } from '#bucket/folder-bucket.js';
import { openObjectStore } from '#store/bucket-store.js';
import { takeTurn } from '#store/collector-turn.js';

const store = await openObjectStore(folderBucket(argv[2] ?? ''), { label: 'the remote' });
await takeTurn(store, { clone: '0'.repeat(32), by: 'killed:one', started: '2026-03-01T09:30:00Z' });
console.log('taken');
setInterval(() => undefined, 60_000);
