// Rule: every parameter that the API knows gives a working page or a sentence for people, and so does every reply,
// whatever it lacks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, explore, FAILED, FILTER, open, SITE, settled } from "./browser.js";
import { cards, chips, firstImage, fragmentOf, grouped } from "./page.js";

/** Words of programs, which no sentence for people contains. */
const RAW = /TypeError|undefined|NaN|null|\[object|is not|Cannot read/;

test("any_parameters_of_the_api_show_what_it_answers", async (t) => {
  const page = await explore(t);
  for (const query of [
    "?omit=images,counts,globalCounts,orCounts,specTitles",
    "?omit=images&omit=orCounts&lib=plotly",
    "?o%6dit=glob%61lCounts,%20specTitles+",
    "?omit&omit=,+",
    "?lib=plotly&omit=orCounts&limit=5&offset=3",
    "?limit=abc&limit=%2B5&offset=%200",
    "?limit=1&limit=2&offset=7&offset=1",
    "?offset=99999&lib=plotly",
    "?offset=99999999999999999999999999",
    "?limit=99999999999999999999999999&lib=plotly&lang=python&plot=bar",
    "?lib=&lang&plot=,%20&spec=+",
    "?lib=plotly,plotly&lib=plotly&lib=bokeh,plotly",
    "?lang=python&lib=plotly&spec=bar&plot=bar&data=numeric&dom=science&feat=a&dep=b&tech=c&pat=d&prep=e&style=f",
    "?language=r&code=1&constructor=2&__proto__=3&lib=plotly",
    "?not.lib=plotly,nope&not.lang=&n%6ft.plot=bar&q=bar&q=scatter+plot&sort=relevance&lib=plotly,bokeh",
    "?sort=random&seed=%207&seed=4294967295&facets=lib&values=1&fields=url&limit=7",
    "?sort=newest&seed=x&q=+-+&offset=5",
    "?%E9=%zz&=&==&&lib=plotly",
  ]) {
    await page.goto(`${SITE}/explore${query}`);
    await settled(page);
    assert.equal(await page.getByRole("alert").isVisible(), false, query);
    const { total, images } = await api(
      `/plots/filter${query.replaceAll(/(o(m|%6d)it|facets|values|fields)(=[^&]*)?/g, "x")}`,
    );
    assert.equal(await page.locator("#total strong").textContent(), grouped(total), query);
    const links = await cards(page);
    const expected = images.map(fragmentOf);
    assert.ok(links.length >= Math.min(48, expected.length), query);
    assert.deepEqual(links, expected.slice(0, links.length), query);
    assert.doesNotMatch(await page.locator("main").textContent(), /TypeError|undefined|NaN/, query);
  }
});

test("parameters_that_the_api_refuses_are_explained_and_removed", async (t) => {
  const page = await open(t, "/explore?limit=0", { expected: FAILED });
  /** @type {[string, string[]][]} */
  const cases = [
    ["?limit=0&lib=plotly", ["limit"]],
    ["?lib=plotly&limit=", ["limit"]],
    ["?lib=plotly&offset=-1", ["offset"]],
    ["?limit=5&lib=plotly&limit=1.5", ["limit"]],
    ["?lib=plotly&limit=x&offset=y&omit=counts", ["limit", "offset"]],
    ["?sort=best&lib=plotly&not.nope=a", ["sort", "not.nope"]],
    [`?lib=plotly&q=${"a".repeat(257)}`, ["q"]],
    [`?lib=plotly&not.tech=${[...Array(1001).keys()]}`, ["not"]],
  ];
  for (const [query, names] of cases) {
    await page.goto(`${SITE}/explore${query}`);
    const alert = page.getByRole("alert");
    for (const name of names) {
      await alert.getByRole("button", { name: `Remove ${name}` }).waitFor();
      assert.match(await alert.locator("p").first().textContent(), new RegExp(`${name}(=.*)?: .+\\.`));
      await page.getByRole("button", { name: "Remove Library: Plotly" }).waitFor();
      await alert.getByRole("button", { name: `Remove ${name}` }).click();
    }
    await page.locator(".card").first().waitFor();
    await settled(page);
    assert.equal(await alert.isVisible(), false, query);
  }
});

test("a_filter_reply_that_lacks_a_part_gives_a_sentence", async (t) => {
  const page = await explore(t, "?lib=plotly", { expected: FAILED });
  const whole = await api("/plots/filter?lib=plotly&limit=48&values=50");
  /** The reply with another value at `place`; without that part if the value is undefined, which JSON leaves out. */
  const changed = (/** @type {string} */ place, /** @type {unknown} */ value) => {
    const reply = structuredClone(whole);
    const names = place.split(".");
    const last = names.pop();
    const owner = names.reduce((object, name) => object[name], /** @type {Record<string, any>} */ (reply));
    owner[last] = value;
    return reply;
  };
  /** @type {[unknown, string][]} */
  const cases = [
    ...Object.keys(whole)
      .filter((part) => !["limit", "specTitles"].includes(part))
      .map((part) => /** @type {[unknown, string]} */ ([changed(part, undefined), `“${part}”`])),
    [changed("images", null), "“images”"],
    [changed("orCounts", null), "“orCounts”"],
    [changed("orCounts", []), "“orCounts”"],
    [changed("counts", []), "“counts”"],
    [changed("counts.lib", undefined), "“counts.lib”"],
    [changed("counts.plot.bar", "12"), "“counts.plot.bar”"],
    [changed("images.0.spec_id", null), "“images[0].spec_id”"],
    [null, "form"],
    [[], "form"],
    [{}, "“total”"],
  ];
  for (const [reply, part] of cases) {
    await page.route(FILTER, (route) => route.fulfill({ json: reply }));
    await page.goto(`${SITE}/explore?lib=plotly`);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    const said = await page.locator("#fault-text").textContent();
    assert.ok(said.includes(part), `${said} names ${part}`);
    assert.match(said, /^The service's reply lacks .*reload the page\.$/);
    await page.getByRole("button", { name: "Remove Library: Plotly" }).waitFor();
    await page.unroute(FILTER);
  }
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await page.locator(".card").first().waitFor();
});

test("a_refusal_of_another_form_gives_a_sentence", async (t) => {
  const page = await explore(t, "", { expected: FAILED });
  /** @type {[number, unknown, RegExp][]} */
  const cases = [
    [422, {}, /answered 422\.$/],
    [422, { detail: "no" }, /answered 422: no\.$/],
    [422, { detail: [{}] }, /answered 422\.$/],
    [422, { detail: [{ loc: [], msg: "bad" }] }, /answered 422\.$/],
    [400, null, /answered 400\.$/],
    [404, { message: 7 }, /answered 404\.$/],
    [500, [], /answered 500\.$/],
  ];
  for (const [status, json, said] of cases) {
    await page.route(FILTER, (route) => route.fulfill({ status, json }));
    await page.goto(`${SITE}/explore?lib=plotly`);
    await page.getByRole("alert").waitFor();
    const text = await page.locator("#fault-text").textContent();
    assert.match(text, said);
    assert.doesNotMatch(text, RAW);
    await page.unroute(FILTER);
  }
});

test("other_replies_that_lack_a_part_leave_a_working_page", async (t) => {
  const { fragment } = await firstImage();
  const page = await explore(t, "", { expected: FAILED });
  const paths =
    /\/(stats|health|languages|libraries|specs\/.*|plots\/filter\?omit=images,counts,globalCounts,orCounts)$/;
  for (const json of [{}, [], null, { languages: [{}], libraries: {}, snapshot: {}, counts: 1, code: 7 }]) {
    await page.route(paths, (route) => route.fulfill({ json }));
    await page.goto(`${SITE}/explore?lib=plotly${fragment}`);
    await settled(page);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("heading", { name: "Tags" }).waitFor();
    await dialog.getByText("There is no text of this spec now. The service's reply lacks").waitFor();
    assert.deepEqual(await chips(page), ["plotly"]);
    assert.match(await page.locator("#snapshot").textContent(), /^No figures: The service's reply lacks/);
    assert.match(await page.locator("#total").textContent(), /^\d+ of [\d,]+ images$/);
    assert.doesNotMatch(await page.locator("body").textContent(), RAW);
    await page.unroute(paths);
  }
});
