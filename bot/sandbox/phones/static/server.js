// What the page asks of the sandbox, one function for each question.

const ROOT = "/phone/api";

/** The sandbox refused or did not answer; `message` is fit to be shown. */
export class ServerProblem extends Error {}

async function ask(path, body) {
  const options = { headers: { Accept: "application/json" }, cache: "no-store" };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(ROOT + path, options);
  } catch {
    throw new ServerProblem("The sandbox does not answer.");
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const reason = data.error ?? data.description ?? `it answered ${answer.status}`;
    throw new ServerProblem(`That did not work: ${reason}`);
  }
  return data;
}

const chatPath = (persona) => `/chats/${encodeURIComponent(persona)}`;

export const readPersonas = () => ask("/personas");
export const readChat = (persona) => ask(chatPath(persona));
export const send = (persona, thing) => ask(`${chatPath(persona)}/messages`, thing);
export const blockBot = (persona, blocked) => ask(`${chatPath(persona)}/block`, { blocked });
export const clearChat = (persona) => ask(`${chatPath(persona)}/clear`, {});
export const advanceClock = (seconds) => ask("/clock", { advance_seconds: seconds });

export function tapButton(persona, messageId, row, column) {
  return ask(`${chatPath(persona)}/taps`, { message_id: messageId, row, column });
}

/**
 * Listens to what happens on all phones, for as long as the page is open. `handlers` has
 * `changed`, `typing`, `clock` (each gets the event's data) and `connected` (true or false).
 */
export function listen(handlers) {
  const source = new EventSource(`${ROOT}/events`);
  for (const name of ["changed", "typing", "clock"]) {
    source.addEventListener(name, (event) => handlers[name](parse(event.data)));
  }
  source.addEventListener("open", () => handlers.connected(true));
  source.addEventListener("error", () => handlers.connected(false));
}

function parse(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
