// Buttons under messages whose tap still waits for the bot's answer.

const waiting = new Map();

const nameOf = (persona, messageId, button) => [persona, messageId, button.label, button.data].join("\n");

/** Finds what a drawn button stands for; undefined when the message has changed meanwhile. */
export function findButton(messages, key) {
  const { message, row, column } = key.dataset;
  return messages.find((one) => String(one.id) === message)?.buttons?.[row]?.[column];
}

/** Counts a tap as waiting until `work` is done; `mark` is called before and after. */
export async function waitFor(persona, key, button, mark, work) {
  const name = nameOf(persona, key.dataset.message, button);
  waiting.set(name, (waiting.get(name) ?? 0) + 1);
  mark();
  try {
    return await work();
  } finally {
    const left = waiting.get(name) - 1;
    if (left > 0) waiting.set(name, left);
    else waiting.delete(name);
    mark();
  }
}

/** Shows on every drawn button whether it waits. */
export function markWaiting(list, persona, messages) {
  for (const key of list.querySelectorAll(".key")) {
    const button = findButton(messages, key);
    const busy = Boolean(button) && waiting.has(nameOf(persona, key.dataset.message, button));
    key.classList.toggle("waiting", busy);
    key.setAttribute("aria-busy", String(busy));
  }
}
