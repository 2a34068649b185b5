// Rule: with the types that are generated from the API's description, no part of a reply needs a `!`, and a part that a
// request leaves out is a type error. `npm run types` checks this file. It is never run.

import type { components, paths } from "../../build/types/openapi.js";
import { filter } from "./filter.js";

const query = new URLSearchParams("lib=plotly");

const whole = await filter(query);
whole.images.map(({ title, url_light, quality }) => `${title.length} ${url_light.length} ${quality ?? 0}`);
whole.counts.lib.plotly.toFixed();
whole.globalCounts.style.alpha.toFixed();
whole.orCounts.map((counts) => counts.plotly.toFixed());
whole.specTitles["scatter-basic"].trim();
whole.valueTotals?.lib?.toFixed();

const page = await filter(query, "counts", "specTitles");
page.images.slice(page.offset, page.limit ?? page.total);
page.globalCounts.lang.r.toFixed();
// @ts-expect-error: the request leaves it out.
page.counts;
// @ts-expect-error: the request leaves it out.
page.specTitles;
// @ts-expect-error: no such part.
await filter(query, "titles");

type Any = paths["/plots/filter"]["get"]["responses"][200]["content"]["application/json"];

/** Members that a reply in parts may lack. */
export function total(reply: Any) {
  // @ts-expect-error: it may be missing.
  reply.images.length;
  return reply.total + (reply.images?.length ?? 0) + (reply.counts?.lib?.plotly ?? 0);
}

/** The found part of a value's label. */
export function found({ label, match }: components["schemas"]["FacetValue"]) {
  return match && label.slice(...match);
}

/** The faults of a refused request. */
export function faults({ detail }: components["schemas"]["ParameterErrors"]) {
  return detail.map(({ loc: [place, name], msg, ctx }) => `${place} ${name}: ${msg} ${ctx?.expected ?? ""}`);
}
