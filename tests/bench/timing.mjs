// Microseconds a call: the median of a few batches, and how noisy the machine was meanwhile.

const BATCHES = 9;
const MOST_REPEATS = 1_000;
/** Single calls, of which the fastest tells how many make a batch. */
const TRIALS = 5;

/** Clocks in milliseconds, with the least us of a batch, so that reading the clock and its steps cost nothing beside it. */
const WALL = { now: () => performance.now(), batch_us: 400 };
/** CPU of this thread. It stands still while others run, and its steps are long. */
export const CPU = {
  now: () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  },
  batch_us: 60_000,
};

/** Median of the batches in us, and how far apart their quartiles lie, as a share of it. */
export function batches(call, clock = WALL) {
  const repeats = repeatsOf(Math.min(...Array.from({ length: TRIALS }, () => span(call, 1))), clock);
  const times = Array.from({ length: BATCHES }, () => span(call, repeats, clock));
  return { us: quantile(times, 0.5), spread: spreadOf(times) };
}

/**
 * Times two calls batch by batch in turns: median of the second in us, ratio of their fastest batches, and how far apart the
 * quartiles of the second lie, as a share of its median. What disturbs the machine makes no batch faster.
 */
export function pairedBatches(plain, other) {
  const calls = [plain, other].map((call) => ({ call, repeats: repeatsOf(span(call, 1)), times: [] }));
  for (let batch = 0; batch < BATCHES; batch += 1)
    for (const { call, repeats, times } of calls) times.push(span(call, repeats));
  const [base, { times }] = calls;
  return { us: quantile(times, 0.5), ratio: Math.min(...times) / Math.min(...base.times), spread: spreadOf(times) };
}

/** The same for a call that returns a promise. */
export async function batchesAsync(call) {
  const times = [];
  let repeats = 1;
  for (let batch = -1; batch < BATCHES; batch += 1) {
    const begun = performance.now();
    for (let repeat = 0; repeat < repeats; repeat += 1) await call();
    const us = ((performance.now() - begun) * 1000) / repeats;
    if (batch < 0) repeats = repeatsOf(us);
    else times.push(us);
  }
  const us = quantile(times, 0.5);
  return { us, spread: spreadOf(times) };
}

/** The value below which this share of `values` lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Median, 99th in a hundred and worst. */
export function spectrum(values) {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99), max: quantile(values, 1) };
}

/** A share as percent. */
export function percent(share) {
  return `±${Math.round((share * 100) / 2)} %`;
}

export function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/** Calls of a batch, if one takes so many us. */
function repeatsOf(us, { batch_us } = WALL) {
  return Math.min(MOST_REPEATS, Math.max(1, Math.ceil(batch_us / us)));
}

/** Distance of the quartiles, as a share of the median. */
function spreadOf(values) {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / quantile(values, 0.5);
}

function span(call, repeats, { now } = WALL) {
  const begun = now();
  for (let repeat = 0; repeat < repeats; repeat += 1) call();
  return Math.max(0.01, ((now() - begun) * 1000) / repeats);
}
