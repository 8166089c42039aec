// One message of a chat, drawn.

import { dayOf, hourOf } from "./clock.js";
import { aside, button, drawing, element } from "./elements.js";
import { makePlain, makeSafe } from "./safe_html.js";

/** The line that tells a day begins. */
export function drawDay(date) {
  const line = element("li", "day", element("span", "", dayOf(date)));
  line.dataset.key = `day-${dayOf(date)}`;
  return line;
}

/** Fills `line` (a list item) with one message: its bubble and the buttons under it. */
export function fillLine(line, message) {
  const mine = message.from === "me";
  line.className = `line ${mine ? "mine" : "theirs"}`;
  line.dataset.id = message.id;
  const buttons = message.buttons ?? [];
  line.classList.toggle("with-keyboard", buttons.length > 0);
  line.replaceChildren(drawBubble(message, mine));
  if (buttons.length > 0) line.append(drawKeyboard(message.id, buttons));
}

function drawBubble(message, mine) {
  const bubble = element("article", "bubble");
  const author = mine ? "You" : (message.name ?? "Bot");
  bubble.append(message.from === "other" ? element("span", "author", author) : aside(`${author}: `));
  if (message.forwarded) bubble.append(element("span", "forwarded", "Forwarded message"));
  const things = drawThings(message);
  bubble.append(...things);
  bubble.classList.toggle("bare", Boolean(message.sticker));
  if (message.text) {
    const words = message.html ? makeSafe(message.html) : makePlain(message.text);
    // Inside the text, the time stands beside the last words when there is room.
    bubble.append(element("div", "text", words, drawFootnote(message)));
    return bubble;
  }
  if (things.length === 0) bubble.append(element("div", "text faint", "(a message this page cannot show)"));
  bubble.append(drawFootnote(message));
  return bubble;
}

function drawFootnote(message) {
  const date = new Date(message.date);
  const time = element("time", "", hourOf(date));
  time.dateTime = message.date;
  const note = element("span", "footnote");
  if (message.silent) {
    note.append(drawing("icon-muted"), aside("without a sound, "));
  }
  if (message.edited) note.append("edited ");
  note.append(time);
  return note;
}

function drawThings(message) {
  const things = [];
  if (message.photo) things.push(drawPhoto(message.photo));
  if (message.document) {
    const { name, size, url } = message.document;
    things.push(drawCard("icon-document", name ?? "Document", sizeInWords(size), ownAddress(url)));
  }
  if (message.voice) things.push(drawVoice(message.voice));
  if (message.location) things.push(drawPlace(message.location, message.venue));
  if (message.contact) {
    const { first_name: first = "", last_name: last = "", phone_number: phone = "" } = message.contact;
    things.push(drawCard("icon-contact", `${first} ${last}`.trim() || "Contact", phone));
  }
  if (message.sticker) things.push(element("div", "sticker", drawing("drawn-face"), aside(`Sticker ${message.sticker.emoji ?? ""}`)));
  return things;
}

function drawPhoto(photo) {
  const address = ownAddress(photo.url);
  if (!address) return drawCard("icon-photo", "Photo", sizeInWords(photo.size));
  const image = element("img", "");
  image.src = address;
  image.alt = "Photo";
  const frame = element("a", "photo", image);
  frame.href = address;
  frame.target = "_blank";
  image.addEventListener("error", () => frame.replaceWith(drawCard("icon-photo", "Photo", "")));
  return frame;
}

function drawCard(icon, title, note, address = null) {
  const card = element(address ? "a" : "div", "card", element("span", "card-icon", drawing(icon)));
  card.append(element("span", "card-words", element("b", "", title), element("small", "", note)));
  if (address) {
    card.href = address;
    card.download = title;
  }
  return card;
}

function drawVoice(voice) {
  const seconds = voice.duration ?? 0;
  const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const card = drawCard("icon-voice", "", length);
  card.classList.add("voice");
  card.querySelector("b").replaceWith(drawing("drawn-wave"), aside("Voice message, "));
  return card;
}

function drawPlace(place, venue) {
  const latitude = place.lat ?? place.latitude;
  const longitude = place.lon ?? place.longitude;
  const words = element("span", "place-words");
  if (venue?.title) words.append(element("b", "", venue.title));
  words.append(element("small", "", venue?.address ?? `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
  return element("div", "place", drawing("drawn-map"), words);
}

function drawKeyboard(messageId, rows) {
  const keyboard = element("div", "keyboard");
  keyboard.setAttribute("role", "group");
  keyboard.setAttribute("aria-label", "Buttons of this message");
  rows.forEach((buttons, row) => {
    const line = element("div", "keyboard-row");
    buttons.forEach((one, column) => line.append(drawButton(messageId, one, row, column)));
    keyboard.append(line);
  });
  return keyboard;
}

function drawButton(messageId, { label, url }, row, column) {
  const key = button("key", element("span", "key-label", label));
  key.tabIndex = row === 0 && column === 0 ? 0 : -1;
  Object.assign(key.dataset, { message: messageId, row, column });
  if (url) key.append(drawing("icon-outside"));
  return key;
}

/** Only what this server gives out may be shown; anything else is as good as absent. */
function ownAddress(address) {
  if (typeof address !== "string" || address === "") return null;
  if (/^data:image\/(png|jpeg|webp|gif);base64,/.test(address)) return address;
  const full = new URL(address, location.href);
  return full.origin === location.origin ? full.href : null;
}

function sizeInWords(bytes) {
  if (typeof bytes !== "number") return "";
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
