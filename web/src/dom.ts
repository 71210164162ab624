/** Building elements without markup strings: text is always text, so nothing said can become script. */

type Props = Record<string, string | number | boolean | undefined | ((event: never) => void)>;
type Child = Node | string | null | undefined | false;

/** `h("button.chip", {onclick, "aria-label": …}, "文字")` */
export function h<K extends keyof HTMLElementTagNameMap>(
  spec: K | `${K}.${string}`,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const [tag, ...classes] = spec.split(".");
  const element = document.createElement(tag as K);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A line icon on a 24 × 24 grid, hidden from screen readers: the words beside it say the same. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("ac-icon");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  star: "M12 3.2l2.6 5.6 6.1.7-4.5 4.2 1.2 6-5.4-3-5.4 3 1.2-6L3.3 9.5l6.1-.7z",
  chat: "M4 5.5h16v11H9.5L5.5 20v-3.5H4z M8.5 9.5h7 M8.5 12.8h4.5",
  close: "M6 6l12 12 M18 6L6 18",
  down: "M6 9.5l6 6 6-6",
  send: "M4.5 12h14 M13 6l6 6-6 6",
  fresh: "M12 5v14 M5 12h14",
  person: "M12 12.2a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6z M4.8 20c.8-3.6 3.6-5.4 7.2-5.4s6.4 1.8 7.2 5.4",
  windows: "M5 6.5h14v13H5z M5 10.5h14 M9 4v4 M15 4v4",
  appointment: "M5 6.5h14v13H5z M5 10.5h14 M9 4v4 M15 4v4 M9.2 15l2 2 3.8-3.8",
  order: "M14.5 6.5a4 4 0 0 0-5.3 4.9L4 16.6V20h3.4l5.2-5.2a4 4 0 0 0 4.9-5.3l-2.6 2.6-2.9-.8-.8-2.9z",
  complaint: "M4 5.5h16v11H9.5L5.5 20v-3.5H4z M12 8.2v3.6 M12 13.9v.1",
  warranty: "M12 3.5l7 2.6v5.3c0 4.3-2.9 7.4-7 9.1-4.1-1.7-7-4.8-7-9.1V6.1z M9 12l2.2 2.2L15.2 10",
  price: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z M8.8 7.8L12 11.8l3.2-4 M12 11.8v5 M9.2 12.4h5.6 M9.2 14.8h5.6",
  store: "M4.5 9.5L6 4.5h12l1.5 5 M5.5 10v9.5h13V10 M4.5 9.5c0 2.6 3.7 2.6 3.750 0 0 2.6 3.750 2.6 3.750 0 0 2.6 3.750 2.6 3.750 0 .05 2.6 3.750 2.6 3.750 0 M10 19.5V14.5h4v5",
} as const;

/** The symbol of a card's type; a type without its own gets the star. */
export const iconFor = (type: string) => icon(ICONS[type as keyof typeof ICONS] ?? ICONS.star);
