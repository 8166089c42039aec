// Short notes over the chat and notes one has to close.

import { byId } from "./elements.js";
import { askSheet } from "./menus.js";
import { ServerProblem } from "./server.js";

let timer = null;

/** Shows a note that goes by itself, later when there is more to read. */
export function showToast(text) {
  const toast = byId("toast");
  toast.hidden = false;
  toast.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(hideToast, 2500 + 45 * text.length);
}

export function hideToast() {
  byId("toast").hidden = true;
}

/** Shows a note one has to close. */
export const showAlert = (text) => openAlert(text, "OK", false);

/** Asks before something is done; resolves to whether it was agreed to. */
export const askFirst = (text, accept) => openAlert(text, accept, true);

async function openAlert(text, accept, question) {
  byId("alert-text").textContent = text;
  byId("alert-cancel").hidden = !question;
  byId("alert-ok").textContent = accept;
  if (byId("alert").open) return false;
  return (await askSheet(byId("alert"))) !== null;
}

/** Tells what went wrong between the page and the sandbox; other errors go on. */
export function showProblem(problem) {
  if (!(problem instanceof ServerProblem)) throw problem;
  showToast(problem.message);
}

/** Runs a reading whose failure the "does not answer" line tells already. */
export async function calmly(action) {
  try {
    await action();
  } catch (problem) {
    if (!(problem instanceof ServerProblem)) throw problem;
  }
}
