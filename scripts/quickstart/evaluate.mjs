// Tries a model on the rows that it was not trained on.
// usage: node evaluate.mjs DATASET-FOLDER MODEL.json RESULT.json
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [folder, model, file] = process.argv.slice(2);
const { species } = JSON.parse(readFileSync(model, 'utf8'));
const rows = readFileSync(`${folder}/test.json`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const right = rows.filter((row) => guess(row) === row.Species).length;
const result = { penguins: rows.length, right, accuracy: Number((right / rows.length).toFixed(4)) };
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
// Inside `pixelis run` any program may log numbers so, whatever it is written in.
if (process.env.PIXELIS_METRICS_FILE)
  appendFileSync(process.env.PIXELIS_METRICS_FILE, `${JSON.stringify({ accuracy: result.accuracy })}\n`);
console.log(`accuracy ${result.accuracy}: ${right} of ${rows.length}`);

function guess(row) {
  const scores = Object.entries(species).map(([name, { share, measurements }]) => {
    let score = Math.log(share);
    for (const [measurement, { mean, variance }] of Object.entries(measurements)) {
      if (typeof row[measurement] !== 'number') continue;
      score -= Math.log(variance) / 2 + (row[measurement] - mean) ** 2 / (2 * variance);
    }
    return [name, score];
  });
  return scores.sort((a, b) => b[1] - a[1])[0][0];
}
