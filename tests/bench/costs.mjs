// The cost of each addition to filters: the time with it, and how many times that of the same request without it.
import { additions } from "./additions.mjs";
import { queries, requestOf } from "./queries.mjs";
import { pairedBatches, percent, quantile, spectrum } from "./timing.mjs";
import { get, getGood, uncopied } from "./worker.mjs";

/** Rounds before the timed ones. */
const WARM = 3;

/**
 * Times all additions until the reply stands in linear memory, on every `stride`th filter of the mix. Orders are also timed
 * for a page at `offset`, if there is one.
 */
export function costs(edge, stride, offset) {
  return additions(edge, queries(edge), stride, offset).map(([name, pairs]) => {
    for (const path of pairs.flat()) getGood(edge, path);
    for (let round = 0; round < WARM; round += 1) for (const path of pairs.flat()) get(edge, path);
    const timed = uncopied(() =>
      pairs.map(([plain, other]) =>
        pairedBatches(
          () => get(edge, plain),
          () => get(edge, other),
        ),
      ),
    );
    const column = (key, among = timed) => among.map((each) => each[key]);
    // A filter without groups repeats counts that are made at opening. Additions have to count.
    const grouped = timed.filter((_, at) => requestOf(pairs[at][0]).groups.length > 0);
    return {
      name,
      filters: pairs.length,
      us: spectrum(column("us")),
      ratio: { ...spectrum(column("ratio")), grouped_max: quantile(column("ratio", grouped), 1) },
      noise: percent(quantile(column("spread"), 0.5)),
    };
  });
}
