// Rule: the API page shows what /openapi.json says, and tries it against this worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, open } from "./browser.js";

test("every_operation_is_there", async (t) => {
  const page = await open(t, "/docs");
  const { paths } = await api("/openapi.json");
  await page.locator(".opblock").first().waitFor();
  const shown = await page
    .locator(".opblock-summary-path")
    .evaluateAll((/** @type {HTMLElement[]} */ shownPaths) => shownPaths.map((path) => path.dataset.path));
  assert.deepEqual(shown.sort(), Object.keys(paths).sort());
});

test("an_operation_can_be_tried", async (t) => {
  const page = await open(t, "/docs");
  const operation = page.locator(".opblock").filter({ has: page.locator('[data-path="/stats"]') });
  await operation.locator(".opblock-summary").click();
  await operation.getByRole("button", { name: "Execute" }).click();
  const body = operation.locator(".live-responses-table .response-col_description .microlight").first();
  await body.waitFor();
  assert.deepEqual(JSON.parse(await body.textContent()), await api("/stats"));
});
