// Lists that the browser keeps for the pages from visit to visit. If a browser keeps nothing, they last as long as the page.

/** @type {Map<string, string[]>} */
const kept = new Map();

/**
 * The list that was kept as `key`; empty if there is none.
 *
 * @param {string} key
 * @returns {string[]}
 */
export function recall(key) {
  const own = kept.get(key);
  if (own) return own;
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}

/**
 * Keeps `list` as `key`.
 *
 * @param {string} key
 * @param {string[]} list
 */
export function remember(key, list) {
  kept.set(key, list);
  try {
    localStorage.setItem(key, JSON.stringify(list));
  } catch {
    // Then the page alone remembers it.
  }
}
