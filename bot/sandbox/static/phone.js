// The page: whose phone is in hand, what it shows, and what a person can do with it.

import { dayOf, drawing, element, hourOf, shortDayOf } from "./bubbles.js";
import { ChatView } from "./chat_view.js";
import { askSheet, makeMenu, moveAlong } from "./menus.js";
import * as server from "./server.js";

const byId = (id) => document.getElementById(id);

const draft = byId("draft");
const personasList = byId("personas");
const view = new ChatView({
  scroller: byId("scroller"),
  list: byId("messages"),
  pill: byId("to-latest"),
  pillCount: byId("to-latest-count"),
});

let bot = { name: "Komshi", username: "" };
let personas = [];
let current = null;
let events = null;
let clockLead = 0;
const chats = new Map();
const drafts = new Map();
const taps = new Map();
const reading = new Map();

// ---- people -------------------------------------------------------------------------------

async function readPersonas() {
  const answer = await server.readPersonas();
  bot = answer.bot;
  personas = answer.personas;
  setClock(answer.clock);
  drawPersonas();
}

function drawPersonas() {
  const wanted = personas.map((persona) => persona.id).join();
  if (personasList.dataset.ids !== wanted) {
    personasList.replaceChildren(...personas.map(drawPersona));
    personasList.dataset.ids = wanted;
  }
  let elsewhere = 0;
  for (const persona of personas) {
    const tab = byId(`person-${persona.id}`);
    const chosen = persona.id === current;
    const unread = chosen ? 0 : persona.unread;
    elsewhere += unread;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    const badge = tab.querySelector(".badge");
    badge.hidden = unread === 0;
    badge.replaceChildren(String(unread), element("span", "visually-hidden", " unread"));
  }
  const name = personas.find((persona) => persona.id === current)?.name ?? "";
  document.title = `${elsewhere ? `(${elsewhere}) ` : ""}${name} · ${bot.name} sandbox`;
}

function drawPersona(persona, index) {
  const badge = element("span", "badge");
  const words = element("span", "person-words", element("b", "", persona.name), element("small", "", persona.about));
  const tab = element("button", "person", drawAvatar(persona.name, index), words, badge);
  tab.id = `person-${persona.id}`;
  tab.type = "button";
  tab.dataset.persona = persona.id;
  tab.title = persona.about;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", "phone");
  return tab;
}

function drawAvatar(name, index) {
  const avatar = element("span", `avatar hue-${index % 6}`, [...name][0]);
  avatar.setAttribute("aria-hidden", "true");
  return avatar;
}

async function choosePersona(id) {
  if (id === current) return;
  if (current !== null) drafts.set(current, draft.value);
  current = id;
  history.replaceState(null, "", `#${id}`);
  draft.value = drafts.get(id) ?? "";
  fitDraft();
  hideToast();
  byId("phone").setAttribute("aria-labelledby", `person-${id}`);
  byId(`person-${id}`).scrollIntoView({ block: "nearest", inline: "nearest" });
  view.open(chats.get(id)?.messages ?? []);
  drawFrame();
  drawPersonas();
  listenTo(id);
  await refresh(id);
}

function listenTo(id) {
  events?.close();
  let interrupted = false;
  events = server.listen(id, {
    changed: ({ persona }) => onChanged(persona ?? id),
    typing: ({ persona, typing = true }) => onTyping(persona ?? id, typing),
    clock: ({ clock }) => (clock ? setClock(clock) : calmly(readPersonas)),
    connected: (connected) => {
      byId("offline").hidden = connected;
      if (connected && interrupted) {
        calmly(readPersonas);
        refresh(current);
      }
      interrupted = !connected;
    },
  });
}

function onChanged(persona) {
  if (persona === current) refresh(persona);
  else calmly(readPersonas);
}

// ---- the chat -----------------------------------------------------------------------------

/** Reads a chat anew; asked again meanwhile, it reads once more when it is done. */
async function refresh(persona) {
  const running = reading.has(persona);
  reading.set(persona, running);
  if (running) return;
  try {
    let again = true;
    while (again) {
      reading.set(persona, false);
      showChat(persona, await server.readChat(persona));
      again = reading.get(persona);
    }
  } catch (problem) {
    showProblem(problem);
  } finally {
    reading.delete(persona);
  }
}

function showChat(persona, chat) {
  const known = chats.has(persona);
  chats.set(persona, chat);
  if (persona !== current) return;
  if (known) announce(view.update(chat.messages));
  else view.open(chat.messages);
  markTaps();
  drawFrame();
}

/** Everything around the messages: the bar, the typing dots, the foot. */
function drawFrame() {
  const chat = chats.get(current) ?? { messages: [], menu: [], blocked: false, typing: false };
  const group = isGroup();
  const persona = personas.find((one) => one.id === current);
  const title = group ? persona.name : bot.name;
  byId("bot-name").textContent = bot.name;
  byId("chat-title").textContent = title;
  byId("chat-avatar").textContent = [...title][0];
  byId("typing").hidden = !chat.typing;
  byId("chat-status").textContent = chatStatus(chat, group, persona);
  byId("chat-status").classList.toggle("live", chat.typing);
  byId("block-item").hidden = group;
  byId("block-item").textContent = chat.blocked ? "Unblock the bot" : "Block the bot";
  byId("unblock-button").hidden = !chat.blocked;
  byId("start-button").hidden = chat.blocked || group || chat.messages.length > 0 || !chats.has(current);
  byId("composer").hidden = chat.blocked;
  byId("commands-button").hidden = chat.menu.length === 0;
  drawCommands();
  drawReplyKeyboard(chat);
}

function chatStatus(chat, group, persona) {
  if (chat.blocked) return "blocked on this phone";
  if (chat.typing) return "typing…";
  return group ? persona.about : `bot · ${persona?.name ?? ""}'s phone`;
}

const isGroup = () => personas.find((persona) => persona.id === current)?.user_id <= 0;

function onTyping(persona, typing) {
  const chat = chats.get(persona);
  if (!chat) return;
  chat.typing = typing;
  if (persona === current) drawFrame();
}

function announce(messages) {
  const heard = messages.filter((message) => message.from !== "me");
  if (heard.length === 0) return;
  const lines = heard.map((message) => {
    const labels = (message.buttons ?? []).flat().map((button) => button.label);
    const choices = labels.length > 0 ? ` Buttons: ${labels.join(", ")}.` : "";
    return element("span", "", `${message.name ?? bot.name}: ${message.text ?? ""}${choices} `);
  });
  byId("announcer").replaceChildren(...lines);
}

// ---- what a person does -------------------------------------------------------------------

/** Does something on the phone in hand and reads the chat again; tells what went wrong. */
async function act(action) {
  const persona = current;
  try {
    await action(persona);
  } catch (problem) {
    showProblem(problem);
    return false;
  }
  await refresh(persona);
  return true;
}

async function sendText(text) {
  view.scrollToEnd();
  return act((persona) => server.sendText(persona, text));
}

async function sendDraft() {
  const text = draft.value.trim();
  if (text === "") return;
  const persona = current;
  draft.value = "";
  fitDraft();
  commands.close();
  if (await sendText(text)) return;
  if (persona !== current) drafts.set(persona, text);
  else if (draft.value === "") draft.value = text;
}

async function attach(kind) {
  const thing = await describeThing(kind);
  if (thing === null) return;
  view.scrollToEnd();
  await act((persona) => server.sendThing(persona, { kind, ...thing }));
}

async function describeThing(kind) {
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
    const persona = personas.find((one) => one.id === current);
    const name = byId("contact-sheet").querySelector("[name=first_name]");
    if (!name.value && !isGroup()) name.value = persona.name;
    return askSheet(byId("contact-sheet"));
  }
  return {};
}

async function tap(key) {
  const persona = current;
  const { message, row, column } = key.dataset;
  const shown = chats.get(persona)?.messages.find((one) => String(one.id) === message);
  const button = shown?.buttons?.[row]?.[column];
  if (!button) return;
  if (button.url) {
    openAddress(button.url);
    return;
  }
  if (button.kind === "copy_text") {
    await copyText(button.copy_text ?? button.data);
    return;
  }
  const name = tapName(persona, message, button);
  taps.set(name, (taps.get(name) ?? 0) + 1);
  markTaps();
  try {
    const { toast, alert } = await server.tapButton(persona, Number(message), Number(row), Number(column));
    if (toast && persona === current) await (alert ? showAlert(toast) : showToast(toast));
  } catch (problem) {
    showProblem(problem);
  } finally {
    taps.set(name, taps.get(name) - 1);
    if (taps.get(name) === 0) taps.delete(name);
    markTaps();
  }
  await refresh(persona);
}

const tapName = (persona, message, button) => [persona, message, button.label, button.data].join("\n");

/** Shows on every drawn button whether its tap still waits for an answer. */
function markTaps() {
  for (const key of byId("messages").querySelectorAll(".key")) {
    const { message, row, column } = key.dataset;
    const shown = chats.get(current)?.messages.find((one) => String(one.id) === message);
    const button = shown?.buttons?.[row]?.[column];
    const waiting = Boolean(button) && taps.has(tapName(current, message, button));
    key.classList.toggle("waiting", waiting);
    key.setAttribute("aria-busy", String(waiting));
  }
}

/** Opens a link as a phone would; a deep link of this bot starts it in the chat in hand. */
function openAddress(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== "https:") {
    showToast("This link opens only in Telegram itself.");
    return;
  }
  if (!["t.me", "telegram.me"].includes(url.hostname)) {
    window.open(url.href, "_blank", "noopener,noreferrer");
    return;
  }
  const ours = url.pathname.slice(1).toLowerCase() === bot.username.toLowerCase();
  if (!ours) showToast("In Telegram this link opens another chat.");
  else if (url.searchParams.has("start")) sendText(`/start ${url.searchParams.get("start")}`.trim());
  else draft.focus();
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    showToast("Copied");
  } catch {
    showToast(text);
  }
}

// ---- the foot: writing, commands, suggested answers ---------------------------------------

function fitDraft() {
  draft.style.height = "auto";
  draft.style.height = `${Math.min(draft.scrollHeight, 132)}px`;
  byId("composer").classList.toggle("has-text", draft.value.trim() !== "");
}

function drawCommands() {
  const typed = /^\/\S*$/.test(draft.value) ? draft.value.slice(1).toLowerCase() : "";
  const menu = (chats.get(current)?.menu ?? []).filter(({ command }) => command.startsWith(typed));
  const signature = JSON.stringify(menu);
  const panel = byId("commands");
  if (panel.dataset.signature === signature) return menu.length;
  panel.dataset.signature = signature;
  panel.replaceChildren(
    ...menu.map(({ command, description }) => {
      const item = element("button", "", element("b", "", `/${command}`), element("span", "", description));
      item.type = "button";
      item.dataset.value = `/${command}`;
      item.setAttribute("role", "menuitem");
      return item;
    }),
  );
  return menu.length;
}

function suggestCommands() {
  const found = drawCommands();
  if (/^\/\S*$/.test(draft.value) && found > 0) commands.open(false);
  else commands.close();
}

function drawReplyKeyboard(chat) {
  const panel = byId("reply-keyboard");
  const newest = chat.messages.findLast((message) => message.reply_keyboard)?.reply_keyboard;
  const rows = chat.blocked ? [] : (newest?.keyboard ?? []);
  const signature = JSON.stringify(rows);
  panel.hidden = rows.length === 0;
  if (panel.dataset.signature === signature) return;
  panel.dataset.signature = signature;
  panel.replaceChildren(...rows.map((row) => element("div", "keyboard-row", ...row.map(drawSuggestion))));
}

function drawSuggestion(suggestion) {
  const label = suggestion.text ?? suggestion;
  const button = element("button", "key", element("span", "key-label", label));
  button.type = "button";
  button.addEventListener("click", () => {
    if (suggestion.request_contact) attach("contact");
    else if (suggestion.request_location) attach("location");
    else sendText(label);
  });
  return button;
}

// ---- time, notes, colours -----------------------------------------------------------------

function setClock(text) {
  clockLead = new Date(text).getTime() - Date.now();
  drawClock();
}

function drawClock() {
  const now = new Date(Date.now() + clockLead);
  byId("clock-time").textContent = hourOf(now);
  byId("clock-time").dateTime = now.toISOString();
  byId("clock-day").textContent = dayOf(now);
  byId("clock-short").replaceChildren(element("b", "", hourOf(now)), element("small", "", shortDayOf(now)));
}

async function advanceClock(seconds) {
  await act(async () => setClock((await server.advanceClock(seconds)).clock));
  await calmly(readPersonas);
}

let toastTimer = null;

function showToast(text) {
  const toast = byId("toast");
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(hideToast, 2500 + 45 * text.length);
}

function hideToast() {
  byId("toast").hidden = true;
}

/** Shows a note one has to close; resolves to whether it was accepted. */
async function showAlert(text, { question = false, accept = "OK" } = {}) {
  byId("alert-text").textContent = text;
  byId("alert-cancel").hidden = !question;
  byId("alert-ok").textContent = accept;
  if (byId("alert").open) return false;
  return (await askSheet(byId("alert"))) !== null;
}

function showProblem(problem) {
  if (!(problem instanceof server.ServerProblem)) throw problem;
  showToast(problem.message);
}

/** Runs a reading whose failure the "does not answer" line already tells. */
async function calmly(action) {
  try {
    await action();
  } catch (problem) {
    if (!(problem instanceof server.ServerProblem)) throw problem;
  }
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  for (const item of byId("chat-menu").querySelectorAll("[role=menuitemradio]")) {
    item.setAttribute("aria-checked", String(item.dataset.value === `theme-${name}`));
  }
  try {
    localStorage.setItem("komshi-phone-theme", name);
  } catch {
    // A browser that keeps nothing still has light and dark for as long as the page is open.
  }
}

function storedTheme() {
  try {
    return localStorage.getItem("komshi-phone-theme") ?? "system";
  } catch {
    return "system";
  }
}

async function chooseFromChatMenu(value) {
  if (value.startsWith("theme-")) setTheme(value.slice("theme-".length));
  else if (value === "block") await setBlocked(!chats.get(current)?.blocked);
  else if (await showAlert("Clear this chat? Only this phone forgets it.", { question: true, accept: "Clear" })) {
    await act(server.clearChat);
  }
}

const setBlocked = (blocked) => act((persona) => server.blockBot(persona, blocked));

// ---- wiring -------------------------------------------------------------------------------

makeMenu(byId("chat-menu-button"), byId("chat-menu"), chooseFromChatMenu);
makeMenu(byId("attach-button"), byId("attach-menu"), attach);
const commands = makeMenu(byId("commands-button"), byId("commands"), (command) => {
  draft.value = "";
  fitDraft();
  drawCommands();
  sendText(command);
});

byId("chat-menu-button").append(drawing("icon-more"));
byId("attach-button").append(drawing("icon-clip"));
byId("send-button").append(drawing("icon-send"));
byId("to-latest").append(drawing("icon-down"));
for (const item of byId("attach-menu").querySelectorAll("[role=menuitem]")) {
  item.prepend(drawing(`icon-${item.dataset.value}`));
}

personasList.addEventListener("click", (event) => {
  const tab = event.target.closest(".person");
  if (tab) choosePersona(tab.dataset.persona);
});
personasList.addEventListener("keydown", (event) => {
  if (!moveAlong([...personasList.children], event)) return;
  event.preventDefault();
  choosePersona(document.activeElement.dataset.persona);
});

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
  const bare = draft.value === "";
  if (event.key === "Enter" && !event.shiftKey) sendDraft();
  else if (event.key === "Escape") commands.close();
  else if (event.key === "ArrowDown" && commands.isOpen()) commands.open();
  else if (event.key !== "ArrowUp" || !bare || !view.focusNewestKeyboard()) return;
  event.preventDefault();
});

byId("messages").addEventListener("click", (event) => {
  const key = event.target.closest(".key");
  const command = event.target.closest(".command");
  const link = event.target.closest(".text a");
  if (key) tap(key);
  else if (command) sendText(command.textContent);
  else if (link) {
    event.preventDefault();
    openAddress(link.href);
  }
});
for (const name of ["click", "keydown"]) {
  byId("messages").addEventListener(name, (event) => {
    const spoiler = event.target.closest(".spoiler:not(.open)");
    if (!spoiler || (name === "keydown" && !["Enter", " "].includes(event.key))) return;
    event.preventDefault();
    spoiler.classList.add("open");
    spoiler.removeAttribute("role");
    spoiler.removeAttribute("aria-label");
  });
}
byId("messages").addEventListener("keydown", (event) => {
  if (event.key === "Escape") draft.focus();
});

byId("start-button").addEventListener("click", () => sendText("/start"));
byId("unblock-button").addEventListener("click", () => setBlocked(false));

byId("clock-toggle").addEventListener("click", () => {
  const open = byId("clock-panel").classList.toggle("open");
  byId("clock-toggle").setAttribute("aria-expanded", String(open));
});
byId("clock-steps").addEventListener("click", (event) => {
  const step = event.target.closest("button");
  if (step) advanceClock(Number(step.dataset.seconds));
});
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest(".clock")) return;
  byId("clock-panel").classList.remove("open");
  byId("clock-toggle").setAttribute("aria-expanded", "false");
});

setTheme(storedTheme());
setInterval(drawClock, 1000);
window.addEventListener("hashchange", () => {
  const id = location.hash.slice(1);
  if (personas.some((persona) => persona.id === id)) choosePersona(id);
});

async function begin() {
  try {
    await readPersonas();
  } catch {
    byId("offline").hidden = false;
    setTimeout(begin, 2000);
    return;
  }
  byId("offline").hidden = true;
  const wanted = personas.find((persona) => persona.id === location.hash.slice(1)) ?? personas[0];
  if (wanted) await choosePersona(wanted.id);
}

begin();
