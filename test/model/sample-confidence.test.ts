import { test } from 'tap';
import { mostBad } from '#model/sample-confidence.js';

/** Exact, by counting. */
function choose(from: number, count: number): bigint {
  let product = 1n;
  for (let factor = 0; factor < count; factor++) product = (product * BigInt(from - factor)) / BigInt(factor + 1);
  return count > from ? 0n : product;
}

function mostBadByCounting({ population, sampled, bad }: Parameters<typeof mostBad>[0]): number {
  let most = bad;
  for (let actual = bad; actual <= population - sampled + bad; actual++) {
    let ways = 0n;
    for (let met = 0; met <= bad; met++) ways += choose(actual, met) * choose(population - actual, sampled - met);
    if (ways * 20n >= choose(population, sampled)) most = actual;
  }
  return most;
}

void test('the bound is what counting all possible samples gives', async (t) => {
  for (const population of [1, 2, 7, 40]) {
    for (const sampled of [1, 2, 3, 7, 39, population].filter((size) => size <= population)) {
      for (const bad of [0, 1, 3].filter((count) => count <= sampled)) {
        const sample = { population, sampled, bad };
        t.equal(mostBad(sample), mostBadByCounting(sample), JSON.stringify(sample));
      }
    }
  }
});

void test('a sample of everything leaves no doubt, and one of nothing every doubt', async (t) => {
  t.equal(mostBad({ population: 5000, sampled: 5000, bad: 0 }), 0);
  t.equal(mostBad({ population: 5000, sampled: 5000, bad: 12 }), 12);
  t.equal(mostBad({ population: 5000, sampled: 0, bad: 0 }), 5000);
  t.equal(mostBad({ population: 0, sampled: 0, bad: 0 }), 0);
});

void test('of very many, about three in as many as were sampled can be bad', async (t) => {
  for (const sampled of [100, 1000, 10_000]) {
    const share = mostBad({ population: 1e9, sampled, bad: 0 }) / 1e9;
    t.ok(share < 3 / sampled && share > 2.9 / sampled, `${share}`);
  }
});
