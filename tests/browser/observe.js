// The Explorer as it is at one moment: everything that must be in step, read in one go.

/** The facets that are watched. */
export const WALKED = ["lib", "plot", "dep"];

/** The facets of tags, and what the page calls them. */
export const FACETS = [
  ["plot", "Plot type"],
  ["data", "Data type"],
  ["dom", "Domain"],
  ["feat", "Features"],
  ["dep", "Dependencies"],
  ["tech", "Techniques"],
  ["pat", "Patterns"],
  ["prep", "Data preparation"],
  ["style", "Styling"],
];

/**
 * `groups` and `hash` are those of the address. `shown` says for each watched facet which of its groups the boxes
 * belong to, by its place among them; for a group to come that is their number. `boxes` lists value, tick and count.
 */
export async function observe(page) {
  const seen = await page.evaluate((facets) => {
    const texts = (selector) => [...document.querySelectorAll(selector)].map((node) => node.firstChild.textContent);
    const watched = (read) =>
      Object.fromEntries(facets.map((key) => [key, read(document.querySelector(`.facet[data-facet="${key}"]`))]));
    return {
      search: location.search,
      hash: location.hash,
      isOpen: document.getElementById("details").open,
      title: document.getElementById("details-title").textContent,
      current: document.querySelector("#details .siblings [aria-current]")?.getAttribute("href"),
      chips: texts("#chips .chip"),
      shown: watched((facet) => {
        const tabs = [...facet.querySelectorAll(".groups button")];
        return Math.max(
          0,
          tabs.findIndex((tab) => tab.getAttribute("aria-pressed") === "true"),
        );
      }),
      boxes: watched((facet) =>
        [...facet.querySelectorAll(".values li")].map((row) => [
          row.dataset.value,
          row.querySelector("input").checked,
          row.querySelector(".count").textContent,
        ]),
      ),
      isOld: document.getElementById("facets").classList.contains("is-old"),
      total: document.querySelector("#total strong")?.textContent,
      cards: [...document.querySelectorAll(".card")].map((card) => [
        card.querySelector("a").getAttribute("href"),
        card.querySelector("img")?.src,
      ]),
    };
  }, WALKED);
  const groups = [...new URLSearchParams(seen.search)].map(([facet, list]) => ({ facet, values: list.split(",") }));
  return { ...seen, groups };
}
