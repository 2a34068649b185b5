// The visitor's link: true reasons not to load ahead what may never be used.

/** @typedef {{ saveData?: boolean, effectiveType?: string, type?: string }} Connection part of the Network Information API */

/** True if the visitor saves data, or the link is slow or metered. Browsers that do not tell have neither. */
export function isThrifty() {
  const { connection } = /** @type {{ connection?: Connection }} */ (/** @type {unknown} */ (navigator));
  const { saveData = false, effectiveType = "4g", type } = connection ?? {};
  return saveData || effectiveType !== "4g" || type === "cellular";
}
