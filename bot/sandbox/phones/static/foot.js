// Below the messages: writing, the menu of commands, things to attach, suggested answers.

import { button, byId, drawing, element } from "./elements.js";
import { askSheet, makeMenu } from "./menus.js";

const TALLEST_DRAFT = 132; // pixels, five lines
const draft = byId("draft");
let menu = [];
let commands = null;

/**
 * Brings the foot to life. `send(text)` resolves to whether it was sent, `attach(thing)` sends
 * something else, `owner()` names who holds the phone, `goUp()` moves into the messages.
 */
export function startFoot({ send, attach, owner, goUp }) {
  commands = makeMenu(byId("commands-button"), byId("commands"), (command) => {
    putDraft("");
    send(command);
  });
  makeMenu(byId("attach-button"), byId("attach-menu"), (kind) => offer(kind));
  for (const item of byId("attach-menu").querySelectorAll("[role=menuitem]")) {
    item.prepend(drawing(`icon-${item.dataset.value}`));
  }

  async function offer(kind) {
    const details = await describeThing(kind, owner());
    if (details !== null) attach({ kind, ...details });
  }

  async function sendDraft() {
    const text = draft.value.trim();
    if (text === "") return;
    putDraft("");
    if (!(await send(text)) && draft.value === "") putDraft(text);
  }

  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    sendDraft();
  });
  draft.addEventListener("input", () => {
    fitDraft();
    suggestCommands();
  });
  draft.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) sendDraft();
    else if (event.key === "Escape") commands.close();
    else if (event.key === "ArrowDown" && commands.isOpen()) commands.open();
    else if (event.key !== "ArrowUp" || draft.value !== "" || !goUp()) return;
    event.preventDefault();
  });
  byId("reply-keyboard").addEventListener("click", (event) => {
    const key = event.target.closest(".key");
    if (!key) return;
    if (key.dataset.asks) offer(key.dataset.asks);
    else send(key.textContent);
  });
}

/** What has been written and not sent. */
export const takeDraft = () => draft.value;

export function putDraft(text) {
  draft.value = text;
  fitDraft();
  commands.close();
  drawCommands();
}

/** Shows the commands and suggested answers of a chat. */
export function drawFoot(chat) {
  menu = chat.menu;
  byId("composer").hidden = chat.blocked;
  byId("commands-button").hidden = menu.length === 0;
  drawCommands();
  drawSuggestions(chat);
}

function fitDraft() {
  draft.style.height = "auto";
  draft.style.height = `${Math.min(draft.scrollHeight, TALLEST_DRAFT)}px`;
  byId("composer").classList.toggle("has-text", draft.value.trim() !== "");
}

const typesCommand = () => /^\/\S*$/.test(draft.value);

/** Lists the commands that begin as what is being written; returns how many there are. */
function drawCommands() {
  const beginning = typesCommand() ? draft.value.slice(1).toLowerCase() : "";
  const fitting = menu.filter(({ command }) => command.startsWith(beginning));
  redraw(byId("commands"), fitting, () => fitting.map(drawCommand));
  return fitting.length;
}

function drawCommand({ command, description }) {
  const item = button("", element("b", "", `/${command}`), element("span", "", description));
  item.dataset.value = `/${command}`;
  item.setAttribute("role", "menuitem");
  return item;
}

function suggestCommands() {
  const found = drawCommands();
  if (typesCommand() && found > 0) commands.open(false);
  else commands.close();
}

function drawSuggestions(chat) {
  const newest = chat.messages.findLast((message) => message.reply_keyboard)?.reply_keyboard;
  const rows = chat.blocked ? [] : (newest?.keyboard ?? []);
  const panel = byId("reply-keyboard");
  panel.hidden = rows.length === 0;
  redraw(panel, rows, () => rows.map((row) => element("div", "keyboard-row", ...row.map(drawSuggestion))));
}

function drawSuggestion(suggestion) {
  const key = button("key", element("span", "key-label", suggestion.text ?? suggestion));
  if (suggestion.request_contact) key.dataset.asks = "contact";
  if (suggestion.request_location) key.dataset.asks = "location";
  return key;
}

/** Draws only what differs from what is there, so that the focus stays. */
function redraw(panel, content, draw) {
  const signature = JSON.stringify(content);
  if (panel.dataset.signature === signature) return;
  panel.dataset.signature = signature;
  panel.replaceChildren(...draw());
}

/** Asks for what must be known of a thing before it is sent; null when one changed one's mind. */
async function describeThing(kind, name) {
  if (kind === "document") {
    const fields = await askSheet(byId("document-sheet"));
    return fields && { name: fields.name, size: Number(fields.kilobytes) * 1024 };
  }
  if (kind === "location") {
    const fields = await askSheet(byId("location-sheet"));
    const [lat, lon] = fields?.place.split(",").map(Number) ?? [];
    return fields && { lat, lon };
  }
  if (kind === "contact") {
    byId("contact-name").value = name;
    return askSheet(byId("contact-sheet"));
  }
  return {};
}
