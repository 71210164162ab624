/** The conversation as it is seen: messages, days between them, choices under the last, typing. */

import type { Choice, Message } from "./api";
import { cardElement, choiceButton } from "./cards";
import { copy } from "./copy";
import { h, icon, ICONS } from "./dom";

/** A message of the customer that has not reached the server yet. */
export interface Unsent {
  key: string;
  text: string;
  failed?: string;
}

interface Handlers {
  choose: (choice: Choice) => void;
  older: () => void;
  retry: (key: string) => void;
  suggest: (text: string) => void;
}

const NEAR_THE_END = 120;
const ABOVE = 12;

export class Thread {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly unsentList: HTMLElement;
  private readonly typingLine: HTMLElement;
  private readonly olderButton: HTMLButtonElement;
  private readonly welcome: HTMLElement;
  private readonly messages = new Map<number, Message>();

  constructor(private readonly on: Handlers) {
    this.olderButton = h("button.ac-older", { type: "button", onclick: () => on.older(), hidden: true },
      copy.older);
    this.welcome = h("div.ac-welcome");
    this.list = h("div.ac-list");
    this.unsentList = h("div.ac-unsent");
    this.typingLine = h("div.ac-typing", { hidden: true }, h("i"), h("i"), h("i"));
    this.element = h(
      "div.ac-thread",
      { role: "log", "aria-live": "polite", "aria-label": copy.log, tabindex: 0 },
      this.olderButton, this.welcome, this.list, this.unsentList, this.typingLine,
    );
  }

  get newest(): number {
    return Math.max(0, ...this.messages.keys());
  }

  get oldest(): number | undefined {
    return this.messages.size ? Math.min(...this.messages.keys()) : undefined;
  }

  /** The words that greet, before anything is recorded; suggestions until something is said. */
  greet(text: string, suggestions: string[]): void {
    const chips = suggestions.map((words) =>
      h("button.ac-chip", { type: "button", onclick: () => this.on.suggest(words) }, words),
    );
    this.welcome.replaceChildren(
      row("bot", undefined, [bubble(text)]),
      h("div.ac-chips", { role: "group", "aria-label": copy.choices }, ...chips),
    );
  }

  /** Takes in messages, known or new, and shows them in order. Returns those that are new. */
  add(incoming: Message[], quietly = false): Message[] {
    const fresh = incoming.filter((message) => !this.messages.has(message.id));
    if (!fresh.length) return [];
    const follow = this.isAtEnd();
    fresh.forEach((message) => this.messages.set(message.id, message));
    this.element.setAttribute("aria-live", quietly ? "off" : "polite");
    this.draw(this.markMissed(fresh));
    if (follow || fresh.some((message) => message.from === "customer")) this.follow(fresh[0]!.id);
    return fresh;
  }

  clear(): void {
    this.messages.clear();
    this.list.replaceChildren();
    this.unsentList.replaceChildren();
  }

  showOlder(more: boolean): void {
    this.olderButton.hidden = !more;
  }

  /** Keeps the view where it is while `change` adds something above. */
  keepingPlace(change: () => void): void {
    const fromEnd = this.element.scrollHeight - this.element.scrollTop;
    change();
    this.element.scrollTop = this.element.scrollHeight - fromEnd;
  }

  typing(on: boolean): void {
    const follow = this.isAtEnd();
    this.typingLine.hidden = !on;
    if (follow) this.toEnd();
  }

  unsent(waiting: Unsent[]): void {
    this.unsentList.replaceChildren(
      ...waiting.map((one) => {
        const line = row("customer", undefined, [bubble(one.text)]);
        line.classList.add(one.failed === undefined ? "ac-sending" : "ac-failed");
        if (one.failed !== undefined) {
          line.append(trouble(one.failed || copy.notSent, copy.retry, () => this.on.retry(one.key)));
        }
        return line;
      }),
    );
    if (waiting.length) {
      this.toEnd();
      this.showChoices(false);
    }
  }

  /** To the end, but never past the beginning of what is new: a tall card is read from its top. */
  private follow(firstNew: number): void {
    const line = this.list.querySelector<HTMLElement>(`[data-name="m-${firstNew}"]`);
    const top = line ? line.offsetTop - this.element.offsetTop - ABOVE : Infinity;
    this.element.scrollTop = Math.min(this.element.scrollHeight - this.element.clientHeight, top);
  }

  toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** An excuse names the message that got no answer. Returns the ids of those to be shown anew. */
  private markMissed(fresh: Message[]): Set<number> {
    const missed = fresh.map((message) => message.missed ?? 0).filter((id) => this.messages.has(id));
    missed.forEach((id) => (this.messages.get(id)!.unanswered = true));
    return new Set(missed);
  }

  private isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  /** Puts elements where their numbers say; what is already there stays, so nothing is read twice. */
  private draw(redo: Set<number>): void {
    const shown = new Map<string, Element>();
    for (const child of this.list.children) shown.set((child as HTMLElement).dataset.name!, child);
    const wanted: Element[] = [];
    let day = "";
    for (const message of [...this.messages.values()].sort((a, b) => a.id - b.id)) {
      if (message.day !== day) {
        day = message.day;
        wanted.push(shown.get(`day-${day}`) ?? dayLine(day));
      }
      const known = redo.has(message.id) ? undefined : shown.get(`m-${message.id}`);
      wanted.push(known ?? this.line(message));
    }
    wanted.forEach((element, index) => {
      const there = this.list.children[index];
      if (there !== element) this.list.insertBefore(element, there ?? null);
    });
    while (this.list.children.length > wanted.length) this.list.lastElementChild!.remove();
    this.join();
    this.showChoices(true);
  }

  /** What one speaker says in one breath has one symbol and one time. */
  private join(): void {
    const lines = [...this.list.children] as HTMLElement[];
    lines.forEach((line, index) => {
      const together = (other?: HTMLElement) => other?.dataset.breath === line.dataset.breath;
      const spoken = line.dataset.breath !== undefined;
      line.classList.toggle("ac-joined", spoken && together(lines[index - 1]));
      line.classList.toggle("ac-follows", spoken && together(lines[index + 1]));
    });
  }

  /** Choices belong to the last turn; older ones disappear. */
  private showChoices(any: boolean): void {
    const all = [...this.messages.values()];
    const lastSaid = Math.max(0, ...all.filter((m) => m.from === "customer").map((m) => m.id));
    this.welcome.toggleAttribute("data-done", !any || all.length > 0);
    for (const child of this.list.querySelectorAll<HTMLElement>(".ac-row")) {
      const current = any && Number(child.dataset.id) > lastSaid;
      child.querySelectorAll<HTMLElement>(".ac-chips").forEach((part) => (part.hidden = !current));
      child.querySelectorAll<HTMLButtonElement>(".ac-slot, .ac-action")
        .forEach((button) => (button.disabled = !current));
    }
  }

  private line(message: Message): HTMLElement {
    const parts: Node[] = [];
    if (message.text) parts.push(bubble(message.text));
    if (message.card) parts.push(cardElement(message.card, this.on.choose));
    const line = row(message.from, message.author, parts, message.time);
    line.dataset.name = `m-${message.id}`;
    line.dataset.id = String(message.id);
    line.dataset.breath = `${message.from}-${message.author ?? ""}-${message.time}`;
    if (message.buttons?.length) {
      const chips = message.buttons.map((choice) => choiceButton(choice, this.on.choose));
      line.append(h("div.ac-chips", { role: "group", "aria-label": copy.choices }, ...chips));
    }
    if (message.unanswered) line.append(h("p.ac-trouble", {}, copy.unanswered));
    return line;
  }
}

function bubble(text: string): HTMLElement {
  return h("p.ac-bubble", {}, text);
}

function dayLine(day: string): HTMLElement {
  const line = h("p.ac-day", {}, day);
  line.dataset.name = `day-${day}`;
  return line;
}

function row(from: string, author: string | undefined, parts: Node[], time?: string): HTMLElement {
  const mine = from === "customer";
  const speaker = mine ? copy.you : (author ?? copy.speaker[from] ?? copy.speaker.bot!);
  return h(
    `div.ac-row.ac-from-${mine ? "customer" : from}`,
    {},
    mine ? null : h("span.ac-avatar", {}, icon(from === "person" ? ICONS.person : ICONS.star)),
    h(
      "div.ac-said",
      {},
      from === "person" || from === "shop"
        ? h("span.ac-author", {}, speaker)
        : h("span.ac-unseen", {}, `${speaker}：`),
      ...parts,
      time ? h("time.ac-time", {}, time) : null,
    ),
  );
}

function trouble(text: string, action: string, act: () => void): HTMLElement {
  return h(
    "p.ac-trouble",
    {},
    h("span", {}, text),
    h("button", { type: "button", onclick: act }, action),
  );
}
