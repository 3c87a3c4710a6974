// A process that verifies the repository in the current folder, and says what came of it and how much memory it took.
import { resourceUsage } from 'node:process';
import { openRepository } from '../../src/index.js';

const repository = await openRepository({});
const { intact, scope } = await repository.verify();
await repository.close();
console.log(JSON.stringify({ intact, objects: scope.objects, maxRssKiB: resourceUsage().maxRSS }));
