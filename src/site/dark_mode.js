// Whether the page is dark. `theme.js`, which runs before anything is drawn, decides that and tells of changes.

/** True if the page is dark now. */
export function isDark() {
  return document.documentElement.classList.contains("dark-mode");
}

/**
 * Calls `listener` when the page has become dark or light.
 *
 * @param {() => void} listener
 */
export function whenThemeChanges(listener) {
  document.addEventListener("themechange", listener);
}
