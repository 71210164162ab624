/** Where the customer types. Enter sends, Shift+Enter breaks the line, an input method is left alone. */

import { copy } from "./copy";
import { h, icon, ICONS } from "./dom";

export const MAX_LENGTH = 1000;
const SHOW_COUNT_FROM = 900;
const DRAFT = "aftercare.draft";

export class Composer {
  readonly element: HTMLFormElement;
  private readonly input: HTMLTextAreaElement;
  private readonly button: HTMLButtonElement;
  private readonly count: HTMLElement;

  constructor(private readonly say: (text: string) => void) {
    this.input = h("textarea.ac-input", {
      id: "ac-input",
      rows: 1,
      maxlength: MAX_LENGTH,
      placeholder: copy.placeholder,
      enterkeyhint: "send",
      oninput: () => this.changed(),
      onkeydown: (event: KeyboardEvent) => this.key(event),
    });
    this.button = h("button.ac-send", { type: "submit", "aria-label": copy.send }, icon(ICONS.send));
    this.count = h("span.ac-count", { role: "status" });
    this.element = h(
      "form.ac-composer",
      { onsubmit: (event: Event) => (event.preventDefault(), this.submit()) },
      h("label.ac-unseen", { for: "ac-input" }, copy.input),
      this.input, this.button, this.count,
    );
    this.input.value = sessionStorage.getItem(DRAFT) ?? "";
    this.changed();
  }

  focus(): void {
    this.input.focus({ preventScroll: true });
  }

  /** Fits the height to the words; needed once the panel is visible. */
  fit(): void {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }

  private changed(): void {
    const { value } = this.input;
    this.button.disabled = !value.trim();
    this.count.textContent =
      value.length >= SHOW_COUNT_FROM ? copy.left(MAX_LENGTH - value.length) : "";
    sessionStorage.setItem(DRAFT, value);
    this.fit();
  }

  private key(event: KeyboardEvent): void {
    const composing = event.isComposing || event.keyCode === 229; // Safari ends composing early
    if (event.key === "Enter" && !event.shiftKey && !composing) {
      event.preventDefault();
      this.submit();
    }
  }

  private submit(): void {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.changed();
    this.say(text);
  }
}
