/** The open line to the front: Server-Sent Events, and asking now and then while they do not come. */

import { history, type Message } from "./api";

interface Handlers {
  messages: (messages: Message[]) => void;
  typing: (on: boolean) => void;
  connected: (on: boolean) => void;
}

const ASK_EVERY_MS = 4_000;
const PATIENCE_MS = 3_000;

export class Line {
  private source: EventSource | undefined;
  private asking: number | undefined;
  private wanted = false;

  constructor(private readonly newest: () => number, private readonly on: Handlers) {
    // A hidden tab gives its connection back: browsers allow only a few to one host.
    document.addEventListener("visibilitychange", () => this.settle());
    addEventListener("online", () => this.restart());
    addEventListener("pagehide", () => this.hangUp());
    addEventListener("pageshow", () => this.settle());
  }

  open(): void {
    this.wanted = true;
    this.settle();
  }

  close(): void {
    this.wanted = false;
    this.settle();
  }

  restart(): void {
    this.hangUp();
    this.settle();
  }

  private settle(): void {
    if (!this.wanted || document.hidden) this.hangUp();
    else if (!this.source) this.dial();
  }

  private dial(): void {
    const source = new EventSource(`/api/stream?after=${this.newest()}`);
    this.source = source;
    const trouble = window.setTimeout(() => this.ask(), PATIENCE_MS);
    source.addEventListener("open", () => {
      clearTimeout(trouble);
      this.stopAsking();
      this.on.connected(true);
    });
    source.addEventListener("message", (event) => this.on.messages([JSON.parse(event.data)]));
    source.addEventListener("typing", (event) => this.on.typing(JSON.parse(event.data).on));
    source.addEventListener("error", () => {
      this.ask();
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.source = undefined; // refused: the browser will not try again by itself
        window.setTimeout(() => this.settle(), ASK_EVERY_MS);
      }
    });
  }

  private hangUp(): void {
    this.source?.close();
    this.source = undefined;
    this.stopAsking();
  }

  private ask(): void {
    if (this.asking !== undefined || !this.wanted) return;
    const once = async () => {
      try {
        const news = await history({ after: this.newest() });
        this.on.connected(true);
        this.on.messages(news.messages);
        this.on.typing(news.typing);
      } catch {
        this.on.connected(false);
      }
    };
    this.asking = window.setInterval(once, ASK_EVERY_MS);
    void once();
  }

  private stopAsking(): void {
    clearInterval(this.asking);
    this.asking = undefined;
  }
}
