/** Elements made by hand: whatever comes from the server is put in as text, never as markup. */

/**
 * Makes an element.
 *
 * @param {string} tag
 * @param {object} [props] "class"; "on" + an event, lower case, for listeners; a boolean sets or leaves out an
 *   attribute; undefined is left out; everything else is an attribute
 * @param {...(Node|string|number|null|undefined|false|Array)} children text becomes text nodes
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.flat(3).filter((it) => it !== null && it !== undefined && it !== false).map(node));
  return element;
}

/** The same for SVG: for small signs only. */
export function svg(tag, props = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(props).forEach(([name, value]) => element.setAttribute(name, String(value)));
  element.append(...children);
  return element;
}

/** Replaces what stands in an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(3).filter((it) => it !== null && it !== undefined && it !== false).map(node));
  return element;
}

/** Changes a text only where it is another one: writing costs a layout. */
export function setText(element, text) {
  const first = element.firstChild;
  if (first === null) {
    element.textContent = text;
  } else if (first.data !== text) {
    first.data = text;
  }
}

let ids = 0;

/** An id that no other element has, for labels and descriptions. */
export function newId(name) {
  return `${name}-${++ids}`;
}

function node(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}
