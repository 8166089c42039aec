// The time in the sandbox, which can be pushed forward.

import { byId, element } from "./elements.js";

// The phones belong to people in Kosovo; this zone has the same hours.
const ZONE = "Europe/Belgrade";
const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options });
const hours = format({ hour: "2-digit", minute: "2-digit" });
const days = format({ weekday: "long", day: "numeric", month: "long" });
const shortDays = format({ weekday: "short", day: "numeric", month: "short" });

export const hourOf = (date) => hours.format(date);
export const dayOf = (date) => days.format(date);

let lead = 0; // milliseconds by which the sandbox is ahead of this computer

/** Sets the sandbox's time, in ISO 8601. */
export function setClock(text) {
  lead = new Date(text).getTime() - Date.now();
  drawClock();
}

function drawClock() {
  const now = new Date(Date.now() + lead);
  if (byId("clock-time").textContent === hourOf(now) && byId("clock-day").textContent === dayOf(now)) return;
  byId("clock-time").textContent = hourOf(now);
  byId("clock-time").dateTime = now.toISOString();
  byId("clock-day").textContent = dayOf(now);
  byId("clock-short").replaceChildren(element("b", "", hourOf(now)), element("small", "", shortDays.format(now)));
}

/** Keeps the clock going; `advance` gets the seconds one asked to skip. */
export function startClock(advance) {
  setInterval(drawClock, 1000);
  byId("clock-toggle").addEventListener("click", () => openPanel(!isOpen()));
  byId("clock-steps").addEventListener("click", (event) => {
    const step = event.target.closest("button");
    if (step) advance(Number(step.dataset.seconds));
  });
  byId("clock").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    openPanel(false);
    byId("clock-toggle").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!byId("clock").contains(event.target)) openPanel(false);
  });
}

// On a wide screen the panel is always there; "open" matters on a narrow one.
const isOpen = () => byId("clock-panel").classList.contains("open");

function openPanel(open) {
  byId("clock-panel").classList.toggle("open", open);
  byId("clock-toggle").setAttribute("aria-expanded", String(open));
}
