/** The launcher and the panel: opening, closing, focus, and what stands around the conversation. */

import type { Composer } from "./composer";
import { copy } from "./copy";
import { h, icon, ICONS } from "./dom";

interface Handlers {
  opened: () => void;
  person: () => void;
  fresh: () => void;
  retry: () => void;
}

const TOUCH = matchMedia("(pointer: coarse)");
const PHONE = matchMedia("(max-width: 640px)");

export class Panel {
  readonly element: HTMLElement;
  private readonly launcher: HTMLButtonElement;
  private readonly panel: HTMLElement;
  private readonly badge: HTMLElement;
  private readonly status: HTMLElement;
  private readonly alert: HTMLElement;
  private readonly confirm: HTMLElement;
  private unread = 0;
  private openedBy: HTMLElement | undefined;

  constructor(
    private readonly thread: HTMLElement,
    private readonly composer: Composer,
    private readonly on: Handlers,
  ) {
    this.badge = h("span.ac-unread", { hidden: true });
    this.launcher = h(
      "button.ac-launcher",
      { type: "button", "aria-expanded": "false", "aria-controls": "ac-panel", onclick: () => this.open() },
      icon(ICONS.chat), h("span.ac-launcher-text", {}, copy.name), this.badge,
    );
    this.status = h("p.ac-status", { role: "status" }, copy.status);
    this.alert = h("div.ac-alert", { role: "alert", hidden: true });
    this.confirm = this.freshQuestion();
    this.panel = h(
      "section.ac-panel",
      { id: "ac-panel", role: "dialog", "aria-label": copy.name, hidden: true },
      this.header(), this.alert, this.confirm, thread, this.footer(),
    );
    this.panel.addEventListener("keydown", (event) => this.key(event));
    this.element = h("div.ac-root", {}, this.launcher, this.panel);
    PHONE.addEventListener("change", () => this.settle());
    this.label();
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  open(by?: HTMLElement): void {
    this.openedBy = by ?? this.launcher;
    this.panel.hidden = false;
    this.unread = 0;
    this.settle();
    this.composer.fit();
    this.refocus();
    this.thread.scrollTop = this.thread.scrollHeight;
    this.on.opened();
  }

  close(): void {
    this.panel.hidden = true;
    this.confirm.hidden = true;
    this.settle();
    (this.openedBy?.isConnected ? this.openedBy : this.launcher).focus({ preventScroll: true });
  }

  /** After a button that disappears. On a touch screen the input would pull up the keyboard. */
  refocus(): void {
    if (TOUCH.matches) this.thread.focus({ preventScroll: true });
    else this.composer.focus();
  }

  /** New words from the shop: counted on the launcher while the panel is closed. */
  news(count: number): void {
    if (this.isOpen) return;
    this.unread += count;
    this.label();
  }

  connected(on: boolean): void {
    this.status.textContent = on ? copy.status : copy.offline;
    this.status.classList.toggle("ac-offline", !on);
  }

  /** The conversation cannot be opened: says so and offers to try again. */
  trouble(on: boolean, text = ""): void {
    this.alert.hidden = !on;
    this.alert.replaceChildren(
      ...(on
        ? [
            h("span", {}, text || copy.cannotOpen),
            h("button", { type: "button", onclick: () => this.on.retry() }, copy.retry),
          ]
        : []),
    );
  }

  private settle(): void {
    const open = this.isOpen;
    const covers = open && PHONE.matches;
    this.launcher.setAttribute("aria-expanded", String(open));
    this.launcher.hidden = open;
    this.panel.toggleAttribute("aria-modal", false);
    if (covers) this.panel.setAttribute("aria-modal", "true");
    document.documentElement.classList.toggle("ac-covered", covers);
    for (const other of document.body.children) {
      if (other !== this.element && !["SCRIPT", "NOSCRIPT"].includes(other.tagName)) {
        other.toggleAttribute("inert", covers);
      }
    }
    this.label();
  }

  private label(): void {
    const news = this.unread ? `，${copy.unread(this.unread)}` : "";
    this.launcher.setAttribute("aria-label", copy.open + news);
    this.badge.hidden = !this.unread;
    this.badge.textContent = String(Math.min(this.unread, 99));
  }

  private header(): HTMLElement {
    const fresh = h(
      "button.ac-tool",
      { type: "button", onclick: () => this.ask(true) },
      icon(ICONS.fresh), h("span", {}, copy.fresh),
    );
    const close = h(
      "button.ac-tool.ac-close",
      { type: "button", "aria-label": copy.close, onclick: () => this.close() },
      icon(ICONS.down),
    );
    return h(
      "div.ac-head",
      {},
      h("span.ac-head-mark", {}, icon(ICONS.star)),
      h("div.ac-head-words", {}, h("h2.ac-head-name", {}, copy.name), this.status),
      fresh, close,
    );
  }

  private footer(): HTMLElement {
    const person = h(
      "button.ac-person",
      { type: "button", onclick: () => this.on.person() },
      icon(ICONS.person), h("span", {}, copy.person),
    );
    return h("div.ac-foot", {}, person, this.composer.element);
  }

  private freshQuestion(): HTMLElement {
    const yes = () => (this.ask(false), this.on.fresh(), this.composer.focus());
    return h(
      "div.ac-confirm",
      { role: "group", "aria-label": copy.fresh, hidden: true },
      h("p", {}, copy.freshAsk),
      h("button", { type: "button", onclick: yes }, copy.freshYes),
      h("button.ac-quiet", { type: "button", onclick: () => this.ask(false) }, copy.freshNo),
    );
  }

  private ask(on: boolean): void {
    this.confirm.hidden = !on;
    if (on) this.confirm.querySelector<HTMLButtonElement>("button")!.focus();
    else this.composer.focus();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      if (this.confirm.hidden) this.close();
      else this.ask(false);
    }
  }
}
