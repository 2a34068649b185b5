// Rule: the API page says all that /openapi.json says, and tries it against this worker. It weighs little, fits a telephone
// and can be read without scripts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { api, isAccessible, open, photograph, SCHEMES, SITE } from "./browser.js";

/** Most bytes of the page with all its files, as they are sent with gzip. */
const BUDGET = 30_000;

test("every_operation_parameter_response_and_schema_is_there", async (t) => {
  const page = await open(t, "/docs");
  const { paths, components } = await api("/openapi.json");
  const shown = await page.locator("article h3 code").allTextContents();
  assert.deepEqual(shown, Object.keys(paths));
  for (const { get } of Object.values(paths)) {
    const article = page.locator(`article#${get.operationId}`);
    const terms = await article
      .locator("> dl > div > dt > code:first-child, > details dt > code:first-child")
      .allTextContents();
    const parameters = (get.parameters ?? []).map(
      (/** @type {any} */ { $ref, name }) => name ?? components.parameters[$ref.split("/").at(-1)].name,
    );
    assert.deepEqual(terms.sort(), [...parameters, ...Object.keys(get.responses)].sort(), get.operationId);
  }
  for (const part of ["schemas", "responses", "headers"]) {
    const ids = await page.locator(`section[id^="${part}-"]`).evaluateAll((all) => all.map(({ id }) => id));
    assert.deepEqual(
      ids,
      Object.keys(components[part]).map((name) => `${part}-${name}`),
    );
  }
  const targets = await page.locator('a[href^="#"]').evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const lost = await page.evaluate(
    (all) => all.filter((target) => !document.querySelector(target)),
    [...new Set(targets)],
  );
  assert.deepEqual(lost, []);
});

test("an_operation_can_be_tried", async (t) => {
  const page = await open(t, "/docs", { expected: /status of 404/ });
  const stats = page.getByRole("form", { name: "Try /stats" });
  await stats.getByRole("button", { name: "Send" }).click();
  const body = stats.getByRole("region", { name: "Body" });
  assert.deepEqual(JSON.parse(await body.textContent()), await api("/stats"));
  await stats.getByText("Status 200").waitFor();
  assert.match(await stats.getByRole("region", { name: "Header" }).textContent(), /^snapshot-digest: /m);

  const filter = page.getByRole("form", { name: "Try /plots/filter" });
  await filter.getByLabel("Query").fill("?lib=plotly&limit=1&fields=url&omit=counts,globalCounts,orCounts,specTitles");
  await filter.getByRole("button", { name: "Send" }).click();
  const found = JSON.parse(await filter.getByRole("region", { name: "Body" }).textContent());
  assert.equal(found.images.length, 1);
  assert.match(await filter.getByText("curl").textContent(), new RegExp(`^curl '${SITE}/plots/filter\\?lib=plotly&`));

  // A long reply is shown in part. Ids are escaped.
  await filter.getByLabel("Query").fill("");
  await filter.getByRole("button", { name: "Send" }).click();
  await filter.getByRole("link", { name: "Open all of it" }).waitFor();
  const images = page.getByRole("form", { name: "Try /libraries/{id}/images" });
  await images.getByLabel("{id}").fill("no/library?");
  await images.getByRole("button", { name: "Send" }).click();
  await images.getByText("Status 404").waitFor();
  assert.match(await images.getByText("curl").textContent(), /\/libraries\/no%2Flibrary%3F\/images/);
});

for (const scheme of SCHEMES) {
  test(`the_reference_is_accessible_and_fits_a_telephone_in_${scheme}`, async (t) => {
    const page = await open(t, "/docs", { scheme, width: 360 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(width, 360);
    const form = page.getByRole("form", { name: "Try /health" });
    await form.getByRole("button", { name: "Send" }).click();
    await form.getByRole("region", { name: "Body" }).waitFor();
    await page.locator("details").first().click();
    await isAccessible(page);
    await photograph(page, `docs-360-${scheme}`);
  });
}

test("the_reference_weighs_little", async (t) => {
  /** @type {Promise<Buffer>[]} */
  const bodies = [];
  const page = await open(t, "/docs", {
    before: (page) => page.on("response", (response) => bodies.push(response.body())),
  });
  await page.waitForLoadState("networkidle");
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body, { level: 6 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= BUDGET, `${total} bytes in ${sizes.length} files`);
});
