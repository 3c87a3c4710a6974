/** Of how many things how many were looked at, at random, and how many of these were bad. */
export interface Sample {
  readonly population: number;
  readonly sampled: number;
  readonly bad: number;
}

/**
 * The largest number of bad things among all of them with which a sample as good as this one, or better, still turns up
 * with a probability of `1 - confidence`: that there are more of them can be ruled out with this confidence. Exact for
 * samples drawn without putting back (hypergeometric), so that a sample of everything leaves no doubt.
 */
export function mostBad({ population, sampled, bad }: Sample, confidence = 0.95): number {
  if (sampled === 0) return population;
  let [possible, ruledOut] = [bad, population - sampled + bad + 1];
  while (ruledOut - possible > 1) {
    const middle = Math.floor((possible + ruledOut) / 2);
    // Where it is a draw, the bound is the larger number.
    if (probability({ population, sampled, bad }, middle) > 1 - confidence - 1e-9) possible = middle;
    else ruledOut = middle;
  }
  return possible;
}

/** How probable it is to meet so few bad things, or fewer, where there are `actual` of them. */
function probability({ population, sampled, bad }: Sample, actual: number): number {
  const all = logChoose(population, sampled);
  let sum = 0;
  for (let met = Math.max(0, sampled - (population - actual)); met <= Math.min(bad, actual); met++) {
    sum += Math.exp(logChoose(actual, met) + logChoose(population - actual, sampled - met) - all);
  }
  return sum;
}

function logChoose(from: number, count: number): number {
  return logFactorial(from) - logFactorial(count) - logFactorial(from - count);
}

/** Stirling's series; small values are exact sums. */
function logFactorial(n: number): number {
  if (n > 64) return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3);
  let sum = 0;
  for (let factor = 2; factor <= n; factor++) sum += Math.log(factor);
  return sum;
}
