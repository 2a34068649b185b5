// Rule: an image's details have an address of their own, come from the filter alone where no documents were exported,
// and from documents where they were.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, explore, isAccessible, photograph, settled, SITE } from "./browser.js";

const MISSING = /status of 404/;

/** An image of the default catalogue, with what identifies it. */
async function first() {
  const { images } = await api("/plots/filter?lib=plotly&limit=1");
  const [image] = images;
  return { ...image, fragment: `#${image.spec_id}/${image.language}/${image.library}` };
}

/** Documents as an export with texts and code would have them. */
function withDocuments(image, code) {
  return async (page) => {
    const text = {
      id: image.spec_id,
      title: image.title,
      description: "Shows how two things go together.",
      applications: ["Finding outliers"],
      implementations: [
        {
          library_id: image.library,
          language: image.language,
          library_version: "9.8.7",
          language_version: "3.13",
          generated_by: "hand",
        },
      ],
    };
    await page.route(`**/specs/${image.spec_id}`, (route) => route.fulfill({ json: text }));
    await page.route(`**/specs/${image.spec_id}/${image.library}/code?language=${image.language}`, (route) =>
      route.fulfill({ json: { spec_id: image.spec_id, library: image.library, language: image.language, code } }),
    );
  };
}

test("a_card_opens_its_details_and_back_closes_them", async (t) => {
  const page = await explore(t, "?lib=plotly", { expected: MISSING });
  const card = page.locator(".card a").first();
  const fragment = await card.getAttribute("href");
  await card.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "Implementations" }).waitFor();
  assert.ok(page.url().endsWith(fragment));
  await page.goBack();
  await dialog.waitFor({ state: "hidden" });
  assert.equal(page.url(), `${SITE}/explore?lib=plotly`);
  await card.press("Enter");
  await dialog.getByRole("heading", { name: "Implementations" }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.waitForURL(`${SITE}/explore?lib=plotly`);
  // The focus returns to where it was.
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), fragment);
});

test("details_can_be_shared_and_close_onto_their_filter", async (t) => {
  const { fragment, title } = await first();
  const page = await explore(t, `?lang=python${fragment}`, { expected: MISSING });
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByRole("heading", { name: "Tags" }).waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.waitForURL(`${SITE}/explore?lang=python`);
  assert.ok((await page.locator(".card").count()) > 0);
});

test("without_documents_details_show_siblings_and_tags", async (t) => {
  const image = await first();
  const page = await explore(t, image.fragment, { expected: MISSING });
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "Tags" }).waitFor();
  const { images } = await api(`/plots/filter?spec=${image.spec_id}`);
  assert.equal(await dialog.locator(".siblings a").count(), images.length);
  const own = await api(`/plots/filter?spec=${image.spec_id}&lang=${image.language}&lib=${image.library}`);
  const tags = ["plot", "data", "dom", "feat", "dep", "tech", "pat", "prep", "style"].flatMap((key) =>
    Object.keys(own.counts[key]),
  );
  assert.deepEqual((await dialog.locator(".tags .chip").allTextContents()).sort(), tags.sort());
  assert.equal(await dialog.getByText("What it shows").count(), 0);
  await dialog.getByText("Code", { exact: true }).click();
  await dialog.getByText("This snapshot was exported without code.").waitFor();
});

test("documents_bring_texts_versions_and_code", async (t) => {
  const image = await first();
  const code = 'print("<b>not markup</b>")\n';
  const page = await explore(t, image.fragment, { before: withDocuments(image, code) });
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Shows how two things go together.").waitFor();
  await dialog.getByText("Finding outliers").waitFor();
  assert.match(
    await dialog.locator("figcaption").textContent(),
    /Plotly 9\.8\.7 · .* 3\.13 · quality .* of 100 · made by hand/,
  );
  await dialog.getByText("Code", { exact: true }).click();
  await dialog.locator("pre").waitFor();
  assert.equal(await dialog.locator("pre").textContent(), code);
});

test("siblings_take_the_place_of_the_image", async (t) => {
  const page = await explore(t, "?lib=plotly", { expected: MISSING });
  await page.locator(".card a").first().click();
  const dialog = page.getByRole("dialog");
  const other = dialog.locator(".siblings a:not([aria-current])").first();
  const fragment = await other.getAttribute("href");
  await other.click();
  await dialog.locator(`.siblings a[aria-current][href="${fragment}"]`).waitFor();
  assert.ok(page.url().endsWith(fragment));
  await page.goBack();
  await dialog.waitFor({ state: "hidden" });
});

test("a_tag_filters_by_it", async (t) => {
  const page = await explore(t, "?lib=plotly", { expected: MISSING });
  await page.locator(".card a").first().click();
  const tag = page.getByRole("dialog").locator(".tags .chip").first();
  const value = await tag.textContent();
  await tag.click();
  await page.waitForURL(`${SITE}/explore?plot=${value}`);
  await settled(page);
  assert.equal(await page.getByRole("dialog").count(), 0);
});

test("an_image_that_is_not_there_is_said_to_be_missing", async (t) => {
  const page = await explore(t, "#nope/python/plotly", { expected: MISSING });
  await page.getByText("The catalogue has no such image.").waitFor();
});

for (const scheme of ["light", "dark"]) {
  test(`open_details_are_accessible_in_the_${scheme}`, async (t) => {
    const image = await first();
    const page = await explore(t, `?lib=plotly${image.fragment}`, { scheme, before: withDocuments(image, "x = 1\n") });
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Code", { exact: true }).click();
    await dialog.locator("pre").waitFor();
    await isAccessible(page);
    await photograph(page, `details-${scheme}`);
  });
}
