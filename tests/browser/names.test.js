// Rule: any name of the catalogue is shown as it is, counted, found and filtered by, or is text that says why not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AWKWARD, api, explore, isAccessible, settled } from "./browser.js";
import { box, chips, counts, facet, ranked, searchBox, show } from "./page.js";

const visitor = { site: AWKWARD };
const HARD = ["constructor", "hasOwnProperty", "toString", "__proto__", "valueOf"];
const UNSAYABLE = ["a,b", " padded ", "(empty)"];

test("every_name_is_listed_with_its_count", async (t) => {
  const page = await explore(t, "", visitor);
  const reply = await api("/plots/filter", AWKWARD);
  for (const [key, found] of Object.entries(reply.counts)) {
    await show(page, key);
    assert.deepEqual(await counts(page, key), ranked(found), key);
  }
  assert.equal(await page.locator("#total").textContent(), `${reply.total} images`);
});

test("names_that_every_object_has_are_values_like_any_other", async (t) => {
  const page = await explore(t, "", visitor);
  for (const name of HARD) {
    const groups = ["lang", "lib", "spec", "plot"].map((key) => `${key}=${name}`);
    for (const [place, key] of ["lang", "lib", "spec", "plot"].entries()) {
      await show(page, key);
      await box(page, key, name).check();
      assert.equal(new URL(page.url()).search, `?${groups.slice(0, place + 1).join("&")}`);
    }
    const texts = [`Language ${name}`, `Library ${name}`, `Title of ${name}`, name];
    assert.deepEqual(await chips(page), texts);
    await settled(page);
    assert.deepEqual(await chips(page), texts);
    assert.equal(await page.locator(".chip.is-unknown").count(), 0);
    const reply = await api(`/plots/filter?${groups.join("&")}`, AWKWARD);
    assert.equal(await page.locator("#total strong").textContent(), String(reply.total));
    assert.equal(reply.total, 1);
    for (const [group, key] of ["lang", "lib", "spec", "plot"].entries()) {
      const shown = (await counts(page, key)).sort(([one], [other]) => (one < other ? -1 : 1));
      const expected = Object.entries(reply.orCounts[group]).sort(([one], [other]) => (one < other ? -1 : 1));
      assert.deepEqual(shown, expected, `${key}=${name}`);
    }
    await page.getByRole("button", { name: "Clear all", exact: true }).click();
    await settled(page);
  }
});

test("a_name_that_the_catalog_lacks_is_unknown_even_if_every_object_has_it", async (t) => {
  const page = await explore(t, "?lib=isPrototypeOf&lib=constructor&plot=__defineGetter__", visitor);
  const unknown = await page
    .locator(".chip.is-unknown")
    .evaluateAll((chips) => chips.map((chip) => chip.firstChild.textContent));
  assert.deepEqual(unknown, ["isPrototypeOf", "__defineGetter__"]);
  assert.deepEqual(await counts(page, "plot"), [["__defineGetter__", 0]]);
});

test("details_of_awkward_names_open_and_their_tags_filter", async (t) => {
  for (const name of ["__proto__", "path/with?query#part", "\"quoted\" & 'so'"]) {
    const fragment = `#${[name, name, name].map(encodeURIComponent).join("/")}`;
    const page = await explore(t, fragment, { ...visitor, expected: /status of 404/ });
    const dialog = page.getByRole("dialog", { name: `Title of ${name}`, exact: true });
    await dialog.getByRole("heading", { name: "Tags" }).waitFor();
    assert.equal(await dialog.locator(".siblings a").count(), 3);
    const text = ["spec", "lang", "lib"].map((key) => `${key}=${encodeURIComponent(name)}`).join("&");
    const { counts, total } = await api(`/plots/filter?${text}`, AWKWARD);
    assert.equal(total, 1);
    const first = dialog.locator(".tags div").first().locator(".chip");
    assert.deepEqual((await first.allTextContents()).sort(), Object.keys(counts.plot).sort());
    await first.filter({ hasText: name }).first().click();
    await settled(page);
    assert.deepEqual(await chips(page), [name]);
    assert.equal(new URL(page.url()).searchParams.get("plot"), name);
  }
});

test("what_no_filter_can_say_is_text_with_the_reason", async (t) => {
  const page = await explore(t, "", visitor);
  for (const key of ["lang", "lib", "spec", "plot"]) {
    await show(page, key);
    for (const name of UNSAYABLE.slice(0, 2)) {
      assert.equal(await box(page, key, name).isDisabled(), true, `${key}=${name}`);
      const row = facet(page, key).locator(`.values li[data-value="${name}"]`);
      assert.match(await row.getAttribute("title"), /A filter cannot name this value: (lists are split|blanks)/);
    }
  }
  // The search offers it as text, too.
  await searchBox(page).fill("padded");
  const option = page.getByRole("option", { name: "padded" }).nth(1);
  assert.equal(await option.getAttribute("aria-disabled"), "true");
  assert.match(await option.getAttribute("title"), /A filter cannot name this value: blanks/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await option.click({ force: true });
  await page.waitForURL(/\?q=padded&sort=relevance$/);
  assert.deepEqual(await chips(page), []);
});

test("tags_that_no_filter_can_say_lead_nowhere", async (t) => {
  // The first spec has the empty tag, and those near the names with comma and blanks have these.
  /** @type {[string, string[]][]} */
  const cases = [
    ["plain", ["(empty)"]],
    ["a,b", []],
    ["valueOf", ["a,b"]],
    [" padded ", []],
  ];
  for (const [spec, unsayable] of cases) {
    const fragment = `#${[spec, spec, spec].map(encodeURIComponent).join("/")}`;
    const page = await explore(t, fragment, { ...visitor, expected: /status of 404/ });
    const dialog = page.getByRole("dialog", { name: `Title of ${spec.trim()}` });
    await dialog.getByRole("heading", { name: "Tags" }).waitFor();
    assert.equal(await dialog.locator(".siblings a").count(), 3, spec);
    assert.equal(await dialog.locator(".siblings [aria-current]").getAttribute("href"), fragment);
    const plain = await dialog.locator(".tags span.chip").allTextContents();
    for (const value of unsayable) assert.ok(plain.includes(value), `${value} among ${plain}`);
    for (const tag of await dialog.locator(".tags span.chip").all()) {
      assert.match(await tag.getAttribute("title"), /^A filter cannot name this value: /);
    }
    for (const text of await dialog.locator(".tags button.chip").allTextContents()) {
      assert.ok(!UNSAYABLE.includes(text), text);
    }
    if (spec !== spec.trim() || spec.includes(",")) {
      assert.equal(await dialog.getByText("No filter can name this image").count(), 1);
    }
    if (spec === "plain") await isAccessible(page);
  }
});

test("searches_ignore_case_accents_and_normal_form", async (t) => {
  const page = await explore(t, "", visitor);
  await show(page, "plot");
  const find = facet(page, "plot").getByRole("searchbox");
  const words = ["Größe", "Gro\u0308ße in parts"];
  /** Types into the facet's box and waits until the service has found `total` values. */
  const fill = async (/** @type {string} */ typed, /** @type {number} */ total) => {
    const isReply = (/** @type {import("playwright-core").Response} */ reply) =>
      reply.url().includes("/plots/facets/plot?") && new URL(reply.url()).searchParams.get("q") === typed.trim();
    const reply = page.waitForResponse(isReply);
    await find.fill(typed);
    await reply;
    await facet(page, "plot").getByText(`${total} found`).waitFor();
  };
  for (const typed of ["grosse", "GROSSE", "grösse", "gro\u0308sse", "größe", "Gro\u0308ße", "GRÖẞE", " grosse "]) {
    await fill(typed, 2);
    assert.deepEqual((await counts(page, "plot")).map(([value]) => value).sort(), [...words].sort(), typed);
    await searchBox(page).fill(typed);
    const options = await page.getByRole("option").locator(".name").allTextContents();
    assert.ok(
      options.some((option) => option.includes("Größe")),
      typed,
    );
    assert.ok(
      options.some((option) => option.includes("Gro\u0308ße")),
      typed,
    );
  }
  for (const [typed, value] of [
    ["angstrom", "Ångström"],
    ["ISTANBUL", "İstanbul"],
    ["日本", "日本語"],
  ]) {
    await fill(typed, 1);
    assert.deepEqual(
      (await counts(page, "plot")).map(([value]) => value),
      [value],
      typed,
    );
  }
  await find.fill("gros se");
  await facet(page, "plot").getByText("No value matches “gros se”.").waitFor();
});
