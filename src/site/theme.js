// Light or dark, before anything is drawn: as the system says, until the person chooses.
(() => {
  const KEY = "theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  // A browser that keeps nothing for this page throws.
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (/** @type {"dark" | "light"} */ theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Then the choice lasts as long as the page.
    }
  };

  const saved = remembered();
  if (saved === "dark" || saved === "light") root.dataset.theme = saved;

  const announce = () => {
    root.classList.toggle("dark-mode", isDark());
    const button = document.getElementById("theme");
    button?.setAttribute("aria-pressed", String(isDark()));
    document.dispatchEvent(new Event("themechange"));
  };
  system.addEventListener("change", announce);
  document.addEventListener("DOMContentLoaded", () => {
    announce();
    document.getElementById("theme")?.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      root.dataset.theme = theme;
      remember(theme);
      announce();
    });
  });
  root.classList.toggle("dark-mode", isDark());
})();
