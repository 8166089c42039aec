// Light, dark, or as the device has it; remembered by the browser.

const KEY = "komshi-phone-theme";

/** Colours the page and ticks the item of `menu` that stands for it. */
export function setTheme(menu, name) {
  document.documentElement.dataset.theme = name;
  for (const item of menu.querySelectorAll("[role=menuitemradio]")) {
    item.setAttribute("aria-checked", String(item.dataset.value === `theme-${name}`));
  }
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // A browser that keeps nothing still has its colours for as long as the page is open.
  }
}

export function storedTheme() {
  try {
    return localStorage.getItem(KEY) ?? "system";
  } catch {
    return "system";
  }
}
