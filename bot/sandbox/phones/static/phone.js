// The page: whose phone is in hand, what it shows, and what a person does with it.

import { ChatView } from "./chat_view.js";
import { setClock, startClock } from "./clock.js";
import { byId, drawing, element } from "./elements.js";
import { drawFoot, putDraft, startFoot, takeDraft } from "./foot.js";
import { readLink } from "./links.js";
import { makeMenu } from "./menus.js";
import { askFirst, calmly, hideToast, showAlert, showProblem, showToast } from "./notes.js";
import { drawPeople, revealPerson, startPeople } from "./people.js";
import * as server from "./server.js";
import { findButton, markWaiting, waitFor } from "./taps.js";
import { setTheme, storedTheme } from "./theme.js";

const NOTHING_YET = { messages: [], menu: [], blocked: false, typing: false, description: "" };
const TRY_AGAIN = 2000; // milliseconds

const messages = byId("messages");
const view = new ChatView({
  scroller: byId("scroller"),
  list: messages,
  pill: byId("to-latest"),
  pillCount: byId("to-latest-count"),
});

let bot = { name: "Komshi", username: "" };
let personas = [];
let current = null;
const chats = new Map();
const drafts = new Map();
const reading = new Map();

const persona = () => personas.find((one) => one.id === current);
const chat = () => chats.get(current) ?? NOTHING_YET;
const inGroup = () => persona()?.user_id <= 0;

// ---- whose phone --------------------------------------------------------------------------

async function readPersonas() {
  const answer = await server.readPersonas();
  bot = answer.bot;
  personas = answer.personas;
  setClock(answer.clock);
  showPeople();
}

function showPeople() {
  const unread = drawPeople(personas, current);
  document.title = `${unread ? `(${unread}) ` : ""}${persona()?.name ?? "Phones"} · ${bot.name} sandbox`;
}

async function choosePersona(id) {
  if (id === current) return;
  if (current !== null) drafts.set(current, takeDraft());
  current = id;
  history.replaceState(null, "", `#${id}`);
  putDraft(drafts.get(id) ?? "");
  hideToast();
  showPeople();
  revealPerson(id);
  view.open(chat().messages);
  drawFrame();
  await refresh(id);
}

function listen() {
  server.listen({
    changed: ({ persona: whose }) => (whose === current ? refresh(whose) : calmly(readPersonas)),
    typing: ({ persona: whose, typing }) => onTyping(whose, typing),
    clock: ({ clock }) => setClock(clock),
    connected: (connected) => {
      byId("offline").hidden = connected;
      // What happened before one listened, or while the connection was gone.
      if (connected) calmly(readPersonas).then(() => refresh(current));
    },
  });
}

function onTyping(whose, typing) {
  if (!chats.has(whose)) return;
  chats.get(whose).typing = typing;
  if (whose === current) drawFrame();
}

// ---- what it shows ------------------------------------------------------------------------

/** Reads a chat anew; when asked again meanwhile, reads once more before it is done. */
async function refresh(id) {
  const running = reading.has(id);
  reading.set(id, running);
  if (running) return;
  try {
    do {
      reading.set(id, false);
      showChat(id, await server.readChat(id));
    } while (reading.get(id));
  } catch (problem) {
    showProblem(problem);
  } finally {
    reading.delete(id);
  }
}

function showChat(id, read) {
  const known = chats.has(id);
  chats.set(id, read);
  if (id !== current) return;
  drawFrame();
  if (known) announce(view.update(read.messages));
  else view.open(read.messages);
  showWaiting();
}

const showWaiting = () => markWaiting(messages, current, chat().messages);

/** Everything around the messages. */
function drawFrame() {
  const { blocked, typing, description } = chat();
  const title = inGroup() ? persona().name : bot.name;
  const empty = chats.has(current) && chat().messages.length === 0;
  byId("bot-name").textContent = bot.name;
  byId("chat-title").textContent = title;
  byId("chat-avatar").textContent = [...title][0];
  byId("chat-status").textContent = statusOfChat();
  byId("chat-status").classList.toggle("live", typing && !blocked);
  byId("typing").hidden = !typing || blocked;
  byId("block-item").hidden = inGroup();
  byId("block-item").textContent = blocked ? "Unblock the bot" : "Block the bot";
  byId("unblock-button").hidden = !blocked;
  byId("start-button").hidden = !empty || blocked || inGroup();
  byId("empty").hidden = !empty;
  byId("attach").hidden = inGroup();
  byId("empty-words").textContent = description || "Nothing has been said here yet.";
  drawFoot(chat());
}

function statusOfChat() {
  if (chat().blocked) return "blocked on this phone";
  if (chat().typing) return "typing…";
  return inGroup() ? persona().about : `bot, on the phone of ${persona().name}`;
}

/** Tells a screen reader what the bot or somebody else said. */
function announce(news) {
  const heard = news.filter((message) => message.from !== "me");
  if (heard.length === 0) return;
  const lines = heard.map(({ name, text, buttons = [] }) => {
    const labels = buttons.flat().map((button) => button.label);
    const choices = labels.length > 0 ? ` Buttons: ${labels.join(", ")}.` : "";
    return element("span", "", `${name ?? bot.name}: ${text ?? ""}${choices} `);
  });
  byId("announcer").replaceChildren(...lines);
}

// ---- what a person does -------------------------------------------------------------------

/** Does something on the phone in hand and reads its chat; resolves to whether it was done. */
async function act(action) {
  const id = current;
  try {
    await action(id);
  } catch (problem) {
    showProblem(problem);
    return false;
  }
  await refresh(id);
  return true;
}

function send(thing) {
  view.scrollToEnd();
  return act((id) => server.send(id, thing));
}

const sendText = (text) => send({ text });

async function tap(key) {
  const id = current;
  const button = findButton(chat().messages, key);
  if (!button) return;
  if (button.kind !== "callback") {
    await useOtherButton(button);
    return;
  }
  const { message, row, column } = key.dataset;
  const work = () => server.tapButton(id, Number(message), Number(row), Number(column));
  try {
    const { toast, alert } = await waitFor(id, key, button, showWaiting, work);
    if (toast && id === current) (alert ? showAlert : showToast)(toast);
  } catch (problem) {
    showProblem(problem);
  }
  await refresh(id);
}

async function useOtherButton(button) {
  if (button.url) openLink(button.url);
  else if (button.kind === "copy_text") await copy(button.data);
  else if (button.kind.startsWith("switch_inline_query")) {
    showToast("In Telegram you would now choose whom to share this with.");
  } else showToast("This button works only in Telegram itself.");
}

function openLink(address) {
  const { start, visit, note } = readLink(address, bot.username);
  if (note) showToast(note);
  else if (visit) window.open(visit, "_blank", "noopener,noreferrer");
  else sendText(`/start ${start}`.trim());
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    showToast("Copied");
  } catch {
    showToast(text);
  }
}

async function chooseFromChatMenu(value) {
  if (value.startsWith("theme-")) setTheme(byId("chat-menu"), value.slice("theme-".length));
  else if (value === "block") await setBlocked(!chat().blocked);
  else if (await askFirst("Clear this chat? Only this phone forgets it.", "Clear")) await act(server.clearChat);
}

const setBlocked = (blocked) => act((id) => server.blockBot(id, blocked));

async function advanceClock(seconds) {
  await act(async () => setClock((await server.advanceClock(seconds)).clock));
  await calmly(readPersonas);
}

// ---- wiring -------------------------------------------------------------------------------

function openSpoiler(spoiler) {
  spoiler.classList.add("open");
  for (const name of ["role", "aria-label", "tabindex"]) spoiler.removeAttribute(name);
}

messages.addEventListener("click", (event) => {
  const [spoiler, key, command, link] = [".spoiler:not(.open)", ".key", ".command", ".text a"].map((selector) =>
    event.target.closest(selector),
  );
  if (link || spoiler) event.preventDefault();
  if (spoiler) openSpoiler(spoiler);
  else if (key) tap(key);
  else if (command) sendText(command.textContent);
  else if (link) openLink(link.href);
});
messages.addEventListener("keydown", (event) => {
  if (event.key === "Escape") byId("draft").focus();
  if (!event.target.matches(".spoiler:not(.open)") || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  openSpoiler(event.target);
});

startPeople(choosePersona);
startClock(advanceClock);
startFoot({
  send: sendText,
  attach: send,
  owner: () => (inGroup() ? "" : persona().name),
  goUp: () => view.focusNewestKeyboard(),
});
makeMenu(byId("chat-menu-button"), byId("chat-menu"), chooseFromChatMenu);
byId("chat-menu-button").append(drawing("icon-more"));
byId("attach-button").append(drawing("icon-clip"));
byId("send-button").append(drawing("icon-send"));
byId("to-latest").append(drawing("icon-down"));
byId("start-button").addEventListener("click", () => sendText("/start"));
byId("unblock-button").addEventListener("click", () => setBlocked(false));
setTheme(byId("chat-menu"), storedTheme());

const personaOfAddress = () => personas.find((one) => `#${one.id}` === location.hash);

window.addEventListener("hashchange", () => {
  if (personaOfAddress()) choosePersona(personaOfAddress().id);
});

async function begin() {
  try {
    await readPersonas();
  } catch {
    byId("offline").hidden = false;
    setTimeout(begin, TRY_AGAIN);
    return;
  }
  byId("offline").hidden = true;
  await choosePersona((personaOfAddress() ?? personas[0]).id);
  listen();
}

begin();
