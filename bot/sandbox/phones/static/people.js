// The people one can play: a tab for each, with what they have not read.

import { aside, button, byId, element } from "./elements.js";
import { moveAlong } from "./menus.js";

const list = byId("personas");
const wide = matchMedia("(min-width: 760px)");

/** Lets tabs be chosen by press and by arrow keys. */
export function startPeople(choose) {
  list.addEventListener("click", (event) => {
    const tab = event.target.closest(".person");
    if (tab) choose(tab.dataset.persona);
  });
  list.addEventListener("keydown", (event) => {
    if (!moveAlong([...list.children], event)) return;
    event.preventDefault();
    choose(document.activeElement.dataset.persona);
  });
  const orient = () => list.setAttribute("aria-orientation", wide.matches ? "vertical" : "horizontal");
  wide.addEventListener("change", orient);
  orient();
}

/** Draws the tabs; returns how much is unread on the phones that lie on the table. */
export function drawPeople(personas, current) {
  const wanted = personas.map((persona) => persona.id).join();
  if (list.dataset.ids !== wanted) {
    list.replaceChildren(...personas.map(drawPerson));
    list.dataset.ids = wanted;
  }
  let elsewhere = 0;
  personas.forEach((persona, index) => {
    const tab = list.children[index];
    const chosen = persona.id === current;
    const unread = chosen ? 0 : persona.unread;
    elsewhere += unread;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    const badge = tab.querySelector(".badge");
    badge.hidden = unread === 0;
    badge.replaceChildren(unread > 99 ? "99+" : String(unread), aside(" unread"));
    if (chosen) byId("phone").setAttribute("aria-labelledby", tab.id);
  });
  return elsewhere;
}

/** Brings the tab of the phone in hand into view. */
export function revealPerson(id) {
  list.querySelector(`[data-persona="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function drawPerson(persona, index) {
  const avatar = element("span", `avatar hue-${index % 6}`, [...persona.name][0]);
  avatar.setAttribute("aria-hidden", "true");
  const words = element("span", "person-words", element("b", "", persona.name), element("small", "", persona.about));
  const tab = button("person", avatar, words, element("span", "badge"));
  tab.id = `person-${persona.id}`;
  tab.dataset.persona = persona.id;
  tab.title = persona.about;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", "phone");
  return tab;
}
