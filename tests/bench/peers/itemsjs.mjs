// ItemsJS: facets of an index in memory. One search with the filters gives total and or-counts; the counts of facets that
// are filtered take a second one, over the ids that the first found.
import itemsjs from "itemsjs";

export const name = "ItemsJS";
export const note = "objects, no JSON; two searches";

/** It holds one list of values a facet: two groups of one facet cannot be told apart. */
export function can(groups) {
  return new Set(groups.map(([facet]) => facet)).size === groups.length;
}

export function prepare(items, facets) {
  const aggregations = Object.fromEntries(
    facets.map((facet) => [facet, { size: 1_000_000, conjunction: false, hide_zero_doc_count: true }]),
  );
  const index = itemsjs(
    items.map((item) => ({ ...item })),
    { aggregations, native_search_enabled: false },
  );
  const countsOf = ({ buckets }) =>
    Object.fromEntries(buckets.map(({ key, doc_count }) => [key, doc_count]).filter(([, count]) => count > 0));
  return (groups) => {
    const first = index.search({ per_page: 36, filters: Object.fromEntries(groups), is_all_filtered_items: true });
    const ids = first.data.allFilteredItems.map(({ _id }) => _id);
    const second = index.search({ per_page: 36, _ids: ids });
    return {
      total: first.pagination.total,
      counts: Object.fromEntries(facets.map((facet) => [facet, countsOf(second.data.aggregations[facet])])),
      orCounts: groups.map(([facet]) => countsOf(first.data.aggregations[facet])),
    };
  };
}
