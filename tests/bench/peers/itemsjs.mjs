// ItemsJS: facets of an index in memory. One search with the filters gives total, page and or-counts; the counts of facets
// that are filtered take a second one, over the ids that the first found. Its words are found by their beginnings.
import itemsjs from "itemsjs";

export const name = "ItemsJS";
export const note = "objects, no JSON; two searches";

/** It holds one list of values a facet: two groups of one facet cannot be told apart. */
export function can({ groups }) {
  return new Set(groups.map(([facet]) => facet)).size === groups.length;
}

export function prepare(items, facets) {
  const aggregations = Object.fromEntries(
    facets.map((facet) => [facet, { size: 1_000_000, conjunction: false, hide_zero_doc_count: true }]),
  );
  const index = itemsjs(
    items.map(({ words, ...item }) => ({ ...item, words: words.join(" ") })),
    {
      aggregations,
      searchableFields: ["words"],
      isExactSearch: true,
      sortings: { quality: { field: "by_quality" } },
    },
  );
  const countsOf = ({ buckets }) =>
    Object.fromEntries(buckets.map(({ key, doc_count }) => [key, doc_count]).filter(([, count]) => count > 0));
  return ({ groups, excluded, words, isByQuality }) => {
    const first = index.search({
      per_page: 36,
      filters: Object.fromEntries(groups),
      is_all_filtered_items: true,
      ...(excluded.length > 0 && { not_filters: Object.fromEntries(excluded) }),
      ...(words.length > 0 && { query: words.join(" ") }),
      ...(isByQuality && { sort: "quality" }),
    });
    const ids = first.data.allFilteredItems.map(({ _id }) => _id);
    const second = index.search({ per_page: 0, _ids: ids });
    return {
      total: first.pagination.total,
      page: first.data.items.map(({ id }) => Number(id)),
      counts: Object.fromEntries(facets.map((facet) => [facet, countsOf(second.data.aggregations[facet])])),
      orCounts: groups.map(([facet]) => countsOf(first.data.aggregations[facet])),
    };
  };
}
