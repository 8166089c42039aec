// The scrolling list of messages: changes in place, keeps the reader's place and focus.

import { drawDay, fillLine } from "./bubbles.js";
import { makeTabStop, moveInKeyboards } from "./menus.js";

const NEAR_THE_END = 32;

/** Draws chats into `list` inside `scroller`; `pill` leads to the newest message. */
export class ChatView {
  #scroller;
  #list;
  #pill;
  #pillCount;
  #drawn = new WeakMap();
  #following = true;
  #unseen = 0;

  constructor({ scroller, list, pill, pillCount }) {
    this.#scroller = scroller;
    this.#list = list;
    this.#pill = pill;
    this.#pillCount = pillCount;
    scroller.addEventListener("scroll", () => this.#noticePlace(), { passive: true });
    pill.addEventListener("click", () => this.scrollToEnd());
    list.addEventListener("focusin", (event) => {
      if (event.target.matches(".key")) makeTabStop(event.target);
    });
    list.addEventListener("keydown", (event) => {
      if (moveInKeyboards(list, event)) event.preventDefault();
    });
    // A picture that arrives late or an on-screen keyboard must not hide the newest message.
    const observer = new ResizeObserver(() => {
      if (this.#following) this.#jumpToEnd();
      else this.#noticePlace();
    });
    observer.observe(list);
    observer.observe(scroller);
  }

  /** Shows another chat from its end. */
  open(messages) {
    this.#list.replaceChildren();
    this.#unseen = 0;
    this.#following = true;
    this.#arrange(messages);
    this.#jumpToEnd();
    this.#noticePlace();
  }

  /** Brings the shown chat up to date; returns the messages that are new or were changed. */
  update(messages) {
    const anchor = this.#topmostVisible();
    const place = anchor?.getBoundingClientRect().top;
    const { added, changed } = this.#arrange(messages);

    if (added.some((message) => message.from === "me")) this.#following = true;
    if (this.#following) this.#follow(added);
    else {
      if (anchor?.isConnected) this.#scroller.scrollTop += anchor.getBoundingClientRect().top - place;
      this.#unseen += added.length;
    }
    this.#noticePlace();
    return [...added, ...changed];
  }

  scrollToEnd() {
    this.#following = true;
    this.#jumpToEnd();
    this.#noticePlace();
  }

  /** Puts the focus on the first button of the newest keyboard; false when there is none. */
  focusNewestKeyboard() {
    const keyboards = this.#list.querySelectorAll(".keyboard");
    const key = keyboards[keyboards.length - 1]?.querySelector(".key");
    key?.focus();
    return Boolean(key);
  }

  #arrange(messages) {
    const existing = new Map([...this.#list.children].map((line) => [line.dataset.key, line]));
    const wasEmpty = existing.size === 0;
    const added = [];
    const changed = [];
    let next = this.#list.firstChild;
    const place = (line) => {
      existing.delete(line.dataset.key);
      if (line === next) next = next.nextSibling;
      else this.#list.insertBefore(line, next);
    };

    let day = null;
    for (const message of messages) {
      const heading = drawDay(new Date(message.date));
      if (heading.dataset.key !== day) {
        day = heading.dataset.key;
        place(existing.get(day) ?? heading);
      }
      const key = `message-${message.id}`;
      const line = existing.get(key) ?? document.createElement("li");
      const signature = JSON.stringify(message);
      if (!line.dataset.key) {
        line.dataset.key = key;
        fillLine(line, message);
        if (!wasEmpty) line.classList.add("arriving");
        added.push(message);
      } else if (this.#drawn.get(line) !== signature) {
        refill(line, message);
        changed.push(message);
      }
      this.#drawn.set(line, signature);
      place(line);
    }
    for (const line of existing.values()) line.remove();
    return { added, changed };
  }

  #follow(added) {
    this.#jumpToEnd();
    const first = added.find((message) => message.from !== "me");
    const line = first && this.#list.querySelector(`[data-id="${first.id}"]`);
    if (!line || added.some((message) => message.from === "me")) return;
    // What does not fit is read from its beginning.
    const hidden = this.#scroller.getBoundingClientRect().top + 8 - line.getBoundingClientRect().top;
    if (hidden <= 0) return;
    this.#following = false;
    this.#scroller.scrollTop -= hidden;
    this.#unseen = added.filter((message) => this.#isBelow(message.id)).length;
  }

  #isBelow(id) {
    const line = this.#list.querySelector(`[data-id="${id}"]`);
    return line.getBoundingClientRect().top > this.#scroller.getBoundingClientRect().bottom;
  }

  #topmostVisible() {
    const top = this.#scroller.getBoundingClientRect().top;
    return [...this.#list.children].find((line) => line.getBoundingClientRect().bottom > top);
  }

  #jumpToEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #noticePlace() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    if (this.#following) this.#unseen = 0;
    this.#pill.hidden = this.#following;
    this.#pillCount.textContent = this.#unseen > 0 ? String(this.#unseen) : "";
  }
}

function refill(line, message) {
  const focused = line.contains(document.activeElement) ? document.activeElement : null;
  const { row, column } = focused?.dataset ?? {};
  fillLine(line, message);
  line.classList.add("changed");
  line.addEventListener("animationend", () => line.classList.remove("changed"), { once: true });
  if (focused === null) return;
  const same = line.querySelector(`.key[data-row="${row}"][data-column="${column}"]`);
  (same ?? line.querySelector(".key"))?.focus({ preventScroll: true });
}
