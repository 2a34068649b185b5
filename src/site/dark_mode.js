// Dark or light: read here, decided by `theme.js`, which runs before anything is drawn.

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
