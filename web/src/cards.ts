/** Cards (docs/cards.md) as elements. */

import type { Card, Choice } from "./api";
import { copy } from "./copy";
import { h, iconFor } from "./dom";

export type Choose = (choice: Choice) => void;

export function choiceButton(choice: Choice, choose: Choose, look = "ac-chip"): HTMLButtonElement {
  const button = h(`button.${look}`, { type: "button", onclick: () => choose(choice) }, choice.title);
  button.dataset.choice = choice.id;
  return button;
}

export function cardElement(card: Card, choose: Choose): HTMLElement {
  return h(
    "div.ac-card",
    { role: "group", "aria-label": card.title },
    head(card),
    card.steps?.length ? steps(card.steps) : null,
    card.rows?.length ? rows(card.rows) : null,
    ...(card.groups ?? []).map((group) => choices(group.title, group.actions, choose)),
    card.note ? h("p.ac-card-note", {}, card.note) : null,
    card.actions?.length ? actions(card.actions, choose) : null,
  );
}

function head(card: Card): HTMLElement {
  const tone = ["good", "warn", "bad"].includes(card.badge?.tone ?? "") ? card.badge!.tone : "plain";
  return h(
    "div.ac-card-head",
    {},
    h("span.ac-card-symbol", {}, iconFor(card.type)),
    h(
      "div.ac-card-titles",
      {},
      h("p.ac-card-title", {}, card.title),
      card.number ? h("p.ac-card-number", {}, card.number) : null,
    ),
    card.badge ? h(`span.ac-badge.ac-badge-${tone}`, {}, card.badge.text) : null,
  );
}

function steps(list: { text: string; state: string }[]): HTMLElement {
  const items = list.map((step) => {
    const state = step.state in copy.stepState ? step.state : "next";
    const item = h(
      `li.ac-step.ac-step-${state}`,
      { "aria-current": state === "now" ? "step" : undefined },
      step.text,
    );
    item.append(h("span.ac-unseen", {}, `，${copy.stepState[state]}`));
    return item;
  });
  return h("ol.ac-steps", {}, ...items);
}

function rows(list: { label: string; value: string }[]): HTMLElement {
  return h(
    "dl.ac-facts",
    {},
    ...list.map((row) => h("div.ac-fact", {}, h("dt", {}, row.label), h("dd", {}, row.value))),
  );
}

function choices(title: string, list: Choice[], choose: Choose): HTMLElement {
  const buttons = list.map((choice) => choiceButton(choice, choose, "ac-slot"));
  return h(
    "div.ac-group",
    { role: "group", "aria-label": title },
    h("p.ac-group-title", { "aria-hidden": "true" }, title),
    h("div.ac-slots", {}, ...buttons),
  );
}

function actions(list: Choice[], choose: Choose): HTMLElement {
  return h("div.ac-card-actions", {}, ...list.map((one) => choiceButton(one, choose, "ac-action")));
}
