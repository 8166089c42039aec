// Where a link leads from a phone of the sandbox.

const TELEGRAM = new Set(["t.me", "telegram.me"]);
const OWN = new Set(["127.0.0.1", "localhost"]);

/**
 * Tells what opening an address means: `{start}` is a deep link of this bot (the payload, may be
 * empty), `{visit}` a page to open, `{note}` something only Telegram itself can do.
 */
export function readLink(address, username) {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isPage = url?.protocol === "https:" || (url?.protocol === "http:" && OWN.has(url.hostname));
  if (!isPage) return { note: "This link opens only in Telegram itself." };
  if (!TELEGRAM.has(url.hostname)) return { visit: url.href };
  const path = url.pathname.slice(1).replace(/\/$/, "").toLowerCase();
  if (path === "share/url") return { note: "In Telegram you would now choose whom to share this with." };
  if (path !== username.toLowerCase()) return { note: "In Telegram this link opens another chat." };
  if (url.searchParams.has("startgroup")) return { note: "In Telegram you would now choose a group for the bot." };
  return { start: url.searchParams.get("start") ?? "" };
}
