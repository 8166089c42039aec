// Text of a message as the server wrote it, turned into nodes that can do no harm.

const KEPT = new Map([
  ["B", "b"],
  ["STRONG", "b"],
  ["I", "i"],
  ["EM", "i"],
  ["U", "u"],
  ["INS", "u"],
  ["S", "s"],
  ["STRIKE", "s"],
  ["DEL", "s"],
  ["CODE", "code"],
  ["PRE", "pre"],
  ["BLOCKQUOTE", "blockquote"],
  ["BR", "br"],
]);
const SILENCED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "SVG", "MATH", "TITLE", "NOSCRIPT"]);
const COMMAND = /(^|[\s(])(\/[a-zA-Z0-9_]{1,32}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])/g;

/**
 * Returns a fragment with only the tags a Telegram message can have; every attribute is dropped
 * except an https address of a link. Commands written in the text become buttons
 * (class "command"), as in a real client.
 */
export function makeSafe(html) {
  // A document made by DOMParser runs no script and loads nothing.
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment, false);
  return fragment;
}

/** Returns plain text as nodes, with its commands made tappable. */
export function makePlain(text) {
  const fragment = document.createDocumentFragment();
  appendText(text, fragment, false);
  return fragment;
}

function copyChildren(source, target, verbatim) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) appendText(node.data, target, verbatim);
    else if (node.nodeType === Node.ELEMENT_NODE) copyElement(node, target, verbatim);
  }
}

function copyElement(node, target, verbatim) {
  const name = node.tagName.toUpperCase();
  if (SILENCED.has(name)) return;
  const copy = makeElement(node, name);
  if (copy === null) {
    copyChildren(node, target, verbatim);
    return;
  }
  copyChildren(node, copy, verbatim || ["A", "CODE", "PRE"].includes(name));
  target.append(copy);
}

function makeElement(node, name) {
  if (KEPT.has(name)) return document.createElement(KEPT.get(name));
  if (name === "TG-SPOILER" || (name === "SPAN" && node.classList.contains("tg-spoiler"))) {
    return makeSpoiler();
  }
  if (name === "A") return makeLink(node.getAttribute("href") ?? "");
  return null;
}

function makeLink(href) {
  if (!/^https:\/\//i.test(href) || !URL.canParse(href)) return null;
  const link = document.createElement("a");
  link.href = href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function makeSpoiler() {
  const spoiler = document.createElement("span");
  spoiler.className = "spoiler";
  spoiler.tabIndex = 0;
  spoiler.setAttribute("role", "button");
  spoiler.setAttribute("aria-label", "Hidden text, show it");
  return spoiler;
}

function appendText(text, target, verbatim) {
  let from = 0;
  if (!verbatim) {
    for (const match of text.matchAll(COMMAND)) {
      const start = match.index + match[1].length;
      target.append(text.slice(from, start), makeCommand(match[2]));
      from = start + match[2].length;
    }
  }
  target.append(text.slice(from));
}

function makeCommand(command) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "command";
  button.textContent = command;
  return button;
}
