// Menus that open from a button, dialogs that wait for an answer, and arrow keys among buttons.

/**
 * Makes `panel` open and close from `button`. Arrow keys walk through its items, Escape and a
 * press outside close it. `onChoose` gets the `data-value` of the chosen item.
 */
export function makeMenu(button, panel, onChoose) {
  const items = () => [...panel.querySelectorAll("[role^=menuitem]")].filter((item) => !item.hidden);

  const close = (returnFocus = false) => {
    if (panel.hidden) return;
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (returnFocus) button.focus();
  };
  const open = (focusFirst = true) => {
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    if (focusFirst) items()[0]?.focus();
  };

  button.addEventListener("click", () => (panel.hidden ? open() : close(true)));
  panel.addEventListener("click", (event) => {
    const item = event.target.closest("[role^=menuitem]");
    if (!item) return;
    close(true);
    onChoose(item.dataset.value);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
    else if (event.key === "Tab") close();
    else if (!moveAlong(items(), event)) return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!panel.contains(event.target) && !button.contains(event.target)) close();
  });
  return { open, close, isOpen: () => !panel.hidden };
}

/** Moves the focus along a list by Up, Down, Left, Right, Home, End; false for another key. */
export function moveAlong(items, event) {
  if (items.length === 0) return false;
  const at = items.indexOf(document.activeElement);
  const last = items.length - 1;
  const next = {
    ArrowDown: at >= last ? 0 : at + 1,
    ArrowRight: at >= last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    ArrowLeft: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  }[event.key];
  if (next === undefined) return false;
  items[next].focus();
  return true;
}

/**
 * Moves the focus inside a keyboard of rows; past its first or last row into the keyboard of
 * the message before or after. Returns false when the key means nothing here.
 */
export function moveInKeyboards(scope, event) {
  const rows = [...scope.querySelectorAll(".keyboard-row")].map((row) => [...row.children]);
  const at = rows.findIndex((row) => row.includes(document.activeElement));
  if (at < 0) return false;
  const row = rows[at];
  const column = row.indexOf(document.activeElement);
  const target = {
    ArrowLeft: row[column - 1],
    ArrowRight: row[column + 1],
    ArrowUp: rows[at - 1]?.[Math.min(column, rows[at - 1].length - 1)],
    ArrowDown: rows[at + 1]?.[Math.min(column, rows[at + 1].length - 1)],
    Home: row[0],
    End: row[row.length - 1],
  };
  if (!(event.key in target)) return false;
  target[event.key]?.focus();
  return true;
}

/** Makes `button` the one tab stop of its keyboard. */
export function makeTabStop(button) {
  for (const other of button.closest(".keyboard").querySelectorAll("button")) other.tabIndex = -1;
  button.tabIndex = 0;
}

/** Opens a dialog; resolves to its form's fields, or null when it was cancelled. */
export function askSheet(dialog) {
  return new Promise((resolve) => {
    const form = dialog.querySelector("form");
    dialog.returnValue = "no";
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "yes" ? Object.fromEntries(new FormData(form)) : null),
      { once: true },
    );
    dialog.showModal();
  });
}
