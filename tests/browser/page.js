// The Explorer as a person sees it: its facets and what stands in them.

/** The part of the page that belongs to the facet of this key. */
export function facet(page, key) {
  return page.locator(`.facet[data-facet="${key}"]`);
}

/** Opens a facet and shows all of its values. In one go: a reply that comes in between may take the button away. */
export function show(page, key) {
  return facet(page, key).evaluate((details) => {
    if (!details.open) details.querySelector("summary").click();
    const all = details.querySelector(".more");
    if (!all.hidden && all.getAttribute("aria-expanded") === "false") all.click();
  });
}

/** The values a facet shows, each with its count, in order. */
export function counts(page, key) {
  return facet(page, key)
    .locator(".values li")
    .evaluateAll((rows) =>
      rows.map((row) => [row.dataset.value, Number(row.querySelector(".count").textContent.replaceAll(",", ""))]),
    );
}

/** The same of an object of the API: highest first, then by key, as JavaScript keeps no other order of numbers. */
export function ranked(counts) {
  return Object.entries(counts).sort(([key, one], [than, other]) => other - one || (key < than ? -1 : 1));
}

/** The box beside a value. */
export function box(page, key, value) {
  return facet(page, key).locator(`.values li[data-value="${value}"] input`);
}

/** The active filter as its chips say it: one list of texts. */
export function chips(page) {
  return page.locator("#chips .chip").evaluateAll((chips) => chips.map((chip) => chip.firstChild.textContent));
}

/** 641037 as 641,037. */
export function grouped(number) {
  return number.toLocaleString("en");
}
