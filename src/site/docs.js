// Shows /openapi.json in the viewer, which is Swagger UI as its package ships it.

import { part } from "./dom.js";

const viewer = part("viewer");

// The viewer's script, which runs before this one, puts its one function there.
const { SwaggerUIBundle } = /** @type {{ SwaggerUIBundle: (options: object) => void }} */ (
  /** @type {unknown} */ (window)
);
SwaggerUIBundle({
  url: "/openapi.json",
  domNode: viewer,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  // No validator elsewhere is told of this page.
  validatorUrl: null,
});

// The viewer lacks what a screen reader needs: names of fields, a way to scroll examples by keyboard, its outline.
new MutationObserver(() => {
  for (const field of viewer.querySelectorAll("tr[data-param-name] :is(input, select, textarea):not([aria-label])")) {
    field.setAttribute("aria-label", field.closest("tr")?.dataset.paramName ?? "");
  }
  for (const field of viewer.querySelectorAll(".content-type:not([aria-label])")) {
    field.setAttribute("aria-label", "Media type");
  }
  for (const field of viewer.querySelectorAll(".examples-select-element:not([aria-label])")) {
    field.setAttribute("aria-label", "Example");
  }
  const about = viewer.querySelector(".information-container:not([role])");
  about?.setAttribute("role", "region");
  about?.setAttribute("aria-label", "About this API");
  // Its headings leave out the second level.
  for (const heading of viewer.querySelectorAll(":is(h3, h4, h5):not([aria-level])")) {
    heading.setAttribute("role", "heading");
    heading.setAttribute("aria-level", String(Number(heading.localName.at(1)) - 1));
  }
  for (const example of viewer.querySelectorAll(".microlight:not([tabindex])")) {
    example.setAttribute("tabindex", "0");
  }
}).observe(viewer, { childList: true, subtree: true });
