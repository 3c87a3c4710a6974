// A process that executes many runs at once. Arguments: folder of the repository, first number, how many.
import { bin } from '../support/cli.js';
import { openRepository } from '../../src/index.js';

const [, , folder = '', first = '0', count = '0'] = process.argv;
await using repository = await openRepository({ folder });
const numbers = Array.from({ length: Number(count) }, (_, index) => Number(first) + index);
const pixelis = `'${process.execPath}' '${bin}' --quiet`;
await Promise.all(
  numbers.map(async (number) => {
    const nested = `echo note ${number} > notes/${number}; ${pixelis} add notes/${number} --name note-${number} --type other`;
    const script = `echo said ${number}; echo model ${number} > models/${number}; echo '{"step":1,"loss":${number}}' >> "$PIXELIS_METRICS_FILE"${number % 20 === 0 ? `; ${nested}` : ''}`;
    const { state, problems } = await repository.runs.execute(['sh', '-c', script], {
      id: `run${number}`,
      captureLevel: 1,
      inputs: ['data.csv'],
      outputs: [`models/${number}=${number % 2 === 0 ? 'model-shared' : `model-{run_id}`}`],
    });
    if (state !== 'COMPLETED' || problems.length > 0)
      throw new Error(`run${number} ${state}: ${JSON.stringify(problems)}`);
  }),
);
