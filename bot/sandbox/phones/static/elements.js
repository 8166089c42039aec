// The few ways in which this page reaches and makes elements.

export const byId = (id) => document.getElementById(id);

/** An element with a class, holding texts and other nodes; null ones are left out. */
export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A button that submits nothing. */
export function button(className, ...children) {
  const node = element("button", className, ...children);
  node.type = "button";
  return node;
}

/** Words only a screen reader tells. */
export const aside = (text) => element("span", "visually-hidden", text);

/** A copy of the drawing in the page's template `id`. */
export const drawing = (id) => byId(id).content.firstElementChild.cloneNode(true);
