// Plain JavaScript over typed arrays, as a good engineer would write it in an afternoon: bit sets select, rows are
// counted from the smaller side, replies are glued from bytes made in advance. Its replies are the worker's, byte for byte.

const encoder = new TextEncoder();

/** A function from the path of a filter to the bytes of its reply. */
export function prepare({ images, specs, facets }) {
  const specOf = new Map(specs.map((spec) => [spec.id, spec]));
  const rows = images.length;
  const words = Math.ceil(rows / 32);
  const columns = facets.map((facet) => column(facet, images, specOf, words));
  const places = new Map(facets.map((facet, place) => [facet, place]));
  const full = new Uint32Array(words).fill(0xffffffff);
  if (rows % 32 > 0) full[words - 1] = 2 ** (rows % 32) - 1;
  const totals = columns.map((each) => countRows(each, full));

  const rendered = images.map((image) =>
    encoder.encode(`${JSON.stringify(imageOf(image, specOf)).replace(/"quality":(\d+),/, '"quality":$1.0,')},`),
  );
  const ends = new Uint32Array(rows + 1);
  for (const [row, bytes] of rendered.entries()) ends[row + 1] = ends[row] + bytes.length;
  const blocks = new Uint8Array(ends[rows]);
  for (const [row, bytes] of rendered.entries()) blocks.set(bytes, ends[row]);

  const ranked = new Float64Array(Math.max(...columns.map(({ names }) => names.length)));
  const countsText = ({ names }, counts) => {
    let occurring = 0;
    for (let value = 0; value < counts.length; value += 1) {
      if (counts[value] > 0) ranked[occurring++] = counts[value] * 2 ** 20 + (2 ** 20 - 1 - value);
    }
    const sorted = ranked.subarray(0, occurring).sort();
    let text = "";
    for (let at = occurring - 1; at >= 0; at -= 1) {
      const count = Math.floor(sorted[at] / 2 ** 20);
      text += (text === "" ? "" : ",") + names[2 ** 20 - 1 - (sorted[at] - count * 2 ** 20)] + count;
    }
    return `{${text}}`;
  };
  const allCounts = (counts) =>
    `{${columns.map((each, at) => `"${each.facet}":${countsText(each, counts[at])}`).join(",")}}`;
  const globalCounts = encoder.encode(`,"globalCounts":${allCounts(totals)},"orCounts":[`);
  const titles = encoder.encode(
    `],"specTitles":{${specs.map(({ id, title }) => `${JSON.stringify(id)}:${JSON.stringify(title)}`).join(",")}},"offset":0,"limit":`,
  );
  const out = new Uint8Array(blocks.length + 2 ** 22);

  /** Counts over `set`, which has `size` rows: directly, or from what is not in it. */
  const counted = (at, set, size) => {
    if (size * 2 <= rows) return countRows(columns[at], set);
    const rest = countRows(
      columns[at],
      set.map((word, place) => ~word & full[place]),
    );
    return rest.map((count, value) => totals[at][value] - count);
  };

  return (path) => {
    const groups = [];
    let limit = Infinity;
    for (const pair of path.slice(path.indexOf("?") + 1).split("&")) {
      const equals = pair.indexOf("=");
      const name = pair.slice(0, equals);
      const place = places.get(name);
      if (name === "limit") limit = Number(pair.slice(equals + 1));
      if (place === undefined) continue;
      const set = new Uint32Array(words);
      const list = pair.slice(equals + 1);
      for (const value of (list.includes("%") ? decodeURIComponent(list) : list).split(",")) {
        const members = columns[place].sets.get(value.trim());
        if (members) for (let word = 0; word < words; word += 1) set[word] |= members[word];
      }
      groups.push([place, set]);
    }
    const matching = full.slice();
    // Rows that miss exactly one group.
    const once = new Uint32Array(words);
    for (const [, set] of groups) {
      for (let word = 0; word < words; word += 1) {
        once[word] = (once[word] & set[word]) | (matching[word] & ~set[word]);
        matching[word] &= set[word];
      }
    }
    const total = size(matching);

    let at = encoder.encodeInto(`{"total":${total},"images":[`, out).written;
    let left = Math.min(limit, total);
    const before = at;
    for (let row = 0; left > 0; ) {
      while (!((matching[row >> 5] >>> (row & 31)) & 1)) row += 1;
      const start = row;
      while (left > 0 && row < rows && (matching[row >> 5] >>> (row & 31)) & 1) {
        row += 1;
        left -= 1;
      }
      out.set(blocks.subarray(ends[start], ends[row]), at);
      at += ends[row] - ends[start];
    }
    if (at > before) at -= 1;
    const counts = columns.map((_, place) => counted(place, matching, total));
    at += encoder.encodeInto(`],"counts":${allCounts(counts)}`, out.subarray(at)).written;
    out.set(globalCounts, at);
    at += globalCounts.length;
    const orCounts = groups.map(([place, set]) => {
      const others = matching.map((word, index) => word | (once[index] & ~set[index]));
      return countsText(columns[place], counted(place, others, size(others)));
    });
    at += encoder.encodeInto(orCounts.join(","), out.subarray(at)).written;
    out.set(titles, at);
    at += titles.length;
    at += encoder.encodeInto(`${limit === Infinity ? "null" : limit}}`, out.subarray(at)).written;
    return out.slice(0, at);
  };
}

/** One facet: its values in key order, for each row which of them it has, for each value a bit set of rows. */
function column(facet, images, specOf, words) {
  const lists = images.map((image) => [image[facet] ?? specOf.get(image.spec)[facet]].flat());
  const values = [...new Set(lists.flat())].sort(byCodePoint);
  const number = new Map(values.map((value, at) => [value, at]));
  const sets = new Map(values.map((value) => [value, new Uint32Array(words)]));
  const starts = new Uint32Array(images.length + 1);
  const numbers = new Uint16Array(lists.reduce((sum, list) => sum + list.length, 0));
  lists.forEach((list, row) => {
    starts[row + 1] = starts[row] + list.length;
    list.forEach((value, at) => {
      numbers[starts[row] + at] = number.get(value);
      sets.get(value)[row >> 5] |= 1 << (row & 31);
    });
  });
  return { facet, sets, starts, numbers, names: values.map((value) => `${JSON.stringify(value)}:`) };
}

function countRows({ names, starts, numbers }, set) {
  const counts = new Uint32Array(names.length);
  for (let word = 0; word < set.length; word += 1) {
    for (let bits = set[word]; bits !== 0; bits &= bits - 1) {
      const row = word * 32 + 31 - Math.clz32(bits & -bits);
      for (let at = starts[row]; at < starts[row + 1]; at += 1) counts[numbers[at]] += 1;
    }
  }
  return counts;
}

function size(set) {
  let count = 0;
  for (let bits of set) {
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

function imageOf(image, specOf) {
  const { spec, lib, lang, quality, url_light, url_dark, html_light, html_dark } = image;
  const { title } = specOf.get(spec);
  return {
    spec_id: spec,
    library: lib,
    language: lang,
    quality,
    url_light,
    url_dark,
    html_light,
    html_dark,
    url: url_light,
    html: html_light,
    title,
  };
}

function byCodePoint(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
