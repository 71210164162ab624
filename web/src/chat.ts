/** The chat widget: puts the parts together and decides what happens when. */

import { history, openSession, Refused, send, type Message, type Words } from "./api";
import { Composer } from "./composer";
import { copy } from "./copy";
import { Line } from "./line";
import { Panel } from "./panel";
import { Thread, type Unsent } from "./thread";

const STARTED = "aftercare.started";
const UNSENT = "aftercare.unsent";

interface Waiting extends Unsent {
  words: Words;
}

class Chat {
  private readonly thread = new Thread({
    choose: (choice) => this.say({ button: choice.id }, choice.title),
    older: () => void this.showOlder(),
    retry: (key) => this.retry(key),
    suggest: (text) => this.say({ text }, text),
  });
  private readonly composer = new Composer((text) => this.say({ text }, text));
  private readonly panel = new Panel(this.thread.element, this.composer, {
    opened: () => void this.start(),
    person: () => this.say({ text: copy.person }, copy.person),
    fresh: () => void this.begin(true),
    retry: () => void this.start(),
  });
  private readonly line = new Line(() => this.thread.newest, {
    messages: (messages) => this.receive(messages),
    typing: (on) => this.thread.typing(on),
    connected: (on) => this.panel.connected(on),
  });
  private waiting: Waiting[] = stored();
  private sending = false;
  private ready: Promise<boolean> | undefined;

  mount(): void {
    document.body.append(this.panel.element);
    document.addEventListener("click", (event) => this.pageClick(event));
    // Who has talked before hears of news without opening the panel first.
    if (localStorage.getItem(STARTED)) void this.start();
  }

  /** Elements of the page with `data-chat` open the panel; with words in it, say them. */
  private pageClick(event: Event): void {
    const asked = (event.target as Element).closest?.<HTMLElement>("[data-chat]");
    if (!asked) return;
    event.preventDefault();
    this.panel.open(asked);
    const words = asked.dataset.chat;
    if (words) this.say({ text: words }, words);
  }

  private start(): Promise<boolean> {
    this.ready ??= this.begin(false).then((well) => {
      if (!well) this.ready = undefined;
      return well;
    });
    return this.ready;
  }

  /** A session, the conversation so far, and the open line. */
  private async begin(fresh: boolean): Promise<boolean> {
    this.panel.trouble(false);
    try {
      this.line.close();
      const session = await openSession(fresh);
      if (fresh) this.keep([]);
      if (fresh) this.thread.clear();
      this.thread.greet(session.greeting, session.suggestions);
      this.thread.unsent(this.waiting);
      const past = await history();
      this.thread.showOlder(past.more);
      this.thread.add(past.messages, true);
      this.thread.typing(past.typing);
      this.thread.toEnd();
      if (past.messages.length) localStorage.setItem(STARTED, "1");
      else if (fresh) localStorage.removeItem(STARTED);
      this.line.open();
      void this.flush();
      return true;
    } catch (error) {
      this.panel.trouble(true, error instanceof Refused ? error.message : "");
      return false;
    }
  }

  private async showOlder(): Promise<void> {
    const before = this.thread.oldest;
    if (before === undefined) return;
    try {
      const past = await history({ before });
      this.thread.keepingPlace(() => {
        this.thread.showOlder(past.more);
        this.thread.add(past.messages, true);
      });
    } catch {
      this.panel.connected(false);
    }
  }

  private receive(messages: Message[]): void {
    const fresh = this.thread.add(messages);
    this.keep(this.waiting.filter((one) => !fresh.some((message) => message.key === one.key)));
    const heard = fresh.filter((message) => message.from !== "customer").length;
    if (heard) this.panel.news(heard);
  }

  private say(words: Words, text: string): void {
    const key = crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4))).join("-");
    this.keep([...this.waiting, { key, text, words }]);
    this.panel.refocus();
    void this.flush();
  }

  private retry(key: string): void {
    this.keep(this.waiting.map((one) => (one.key === key ? { ...one, failed: undefined } : one)));
    void this.flush();
  }

  /** Sends what waits, one after the other; the same key again is the same message. */
  private async flush(): Promise<void> {
    if (this.sending || !(await this.start())) return;
    this.sending = true;
    for (;;) {
      const next = this.waiting.find((one) => one.failed === undefined);
      if (!next) break;
      await this.deliver(next);
    }
    this.sending = false;
  }

  private async deliver(one: Waiting): Promise<void> {
    try {
      const { message } = await send(one.words, one.key);
      localStorage.setItem(STARTED, "1");
      this.receive([message]);
      this.keep(this.waiting.filter((other) => other.key !== one.key));
      this.thread.typing(true);
    } catch (error) {
      const refused = error instanceof Refused ? error : undefined;
      if (refused?.status === 401) this.sessionEnded();
      const failed = refused?.message ?? "";
      this.keep(this.waiting.map((other) => (other.key === one.key ? { ...other, failed } : other)));
    }
  }

  /** The cookie ran out: what is said next gets a new session, in a new conversation. */
  private sessionEnded(): void {
    this.ready = undefined;
    this.line.close();
    this.thread.clear();
  }

  private keep(waiting: Waiting[]): void {
    if (!waiting.length && !this.waiting.length) return;
    this.waiting = waiting;
    this.thread.unsent(waiting);
    sessionStorage.setItem(UNSENT, JSON.stringify(waiting));
  }
}

function stored(): Waiting[] {
  try {
    return JSON.parse(sessionStorage.getItem(UNSENT) ?? "[]") as Waiting[];
  } catch {
    return [];
  }
}

new Chat().mount();
