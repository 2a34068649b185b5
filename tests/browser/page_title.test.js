// Rule: title and description say what the page shows, so that tabs, bookmarks and shared links differ.

import assert from "node:assert/strict";
import { test } from "node:test";
import { imageTexts, listTexts } from "../../src/site/page_title.js";
import { Query } from "../../src/site/url_state.js";
import { learnLanguages, learnLibraries } from "../../src/site/vocabulary.js";

learnLanguages([{ id: "r", name: "R" }]);
learnLibraries([{ id: "ggplot2", name: "ggplot2" }]);

test("a_list_is_named_by_its_filter_and_its_number", () => {
  /** @type {[text: string, total: number | undefined, title: string][]} */
  const cases = [
    ["plot=heatmap&lang=r", 21, "heatmap, R: 21 images"],
    ["plot=heatmap&lang=r", 1, "heatmap, R: 1 image"],
    ["plot=heatmap", 0, "heatmap: 0 images"],
    ["plot=heatmap", undefined, "heatmap"],
    ["plot=a,b&plot=c&not.lang=r", 1234, "a or b, c, not R: 1,234 images"],
    ["plot=a,b,c,d", 2, "a or b or c or d: 2 images"],
    ["plot=a,b,c,d,e", 2, "a or b or c or 2 more: 2 images"],
    ["q=+bar+chart+&lang=r", 3, "R, “bar chart”: 3 images"],
    ["sort=newest&limit=5&q=-", 3623, "Explorer"],
    ["", 3623, "Explorer"],
  ];
  for (const [text, total, title] of cases) {
    const texts = listTexts(new Query(text), total);
    assert.equal(texts.title, `${title} · catalog-edge`, text);
    assert.ok(texts.description.length > 20, text);
  }
  assert.match(listTexts(new Query("lang=r"), 21).description, /^21 images by this filter: R\. /);
});

test("an_image_is_named_by_its_title_and_its_library", () => {
  const image = { spec_id: "heatmap", title: "Basic Heatmap", library: "ggplot2", language: "r" };
  assert.deepEqual(imageTexts(image), {
    title: "Basic Heatmap in ggplot2 · catalog-edge",
    description: "Basic Heatmap in ggplot2, written in R.",
  });
  assert.equal(imageTexts(image, "Shows values.").description, "Shows values.");
});
