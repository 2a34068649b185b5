// Growth as a power of a size.

/** The power of `sizes` that fits `values` best, as n^0.93: the slope of least squares through the logarithms. */
export function power(sizes, values) {
  const [x, y] = [sizes.map(Math.log), values.map(Math.log)];
  const mean = (list) => list.reduce((total, value) => total + value, 0) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  const slope = x.map((each, at) => (each - mx) * (y[at] - my));
  return `n^${(mean(slope) / mean(x.map((each) => (each - mx) ** 2))).toFixed(2)}`;
}
