import type { components } from "../../build/types/openapi.js";

type Reply = components["schemas"]["FilterReply"];
type Part = "images" | "counts" | "globalCounts" | "orCounts" | "specTitles";

/** The reply to a filter, without the parts in `omit`. */
export async function filter<P extends Part = never>(query: URLSearchParams, ...omit: P[]): Promise<Omit<Reply, P>> {
  const parameters = new URLSearchParams([...query, ["omit", omit.join(",")]]);
  const response = await fetch(`https://your.worker/plots/filter?${parameters}`);
  if (!response.ok) throw new Error(`the API answers ${response.status}`);
  return response.json();
}
