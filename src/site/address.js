// The fragment of the page's address: which image's details are open. The query string belongs to the filter.

/** The fragment that opens the details of an image. */
export function linkTo({ spec_id, language, library }) {
  return `#${[spec_id, language, library].map(encodeURIComponent).join("/")}`;
}

/** The image that a fragment names, if it names one. */
export function named(fragment) {
  const words = fragment.replace(/^#/, "").split("/");
  if (words.length !== 3) return undefined;
  try {
    const [spec_id, language, library] = words.map(decodeURIComponent);
    return { spec_id, language, library };
  } catch {
    return undefined;
  }
}
