/** The front's chat API: types and calls. The session is a cookie that this script never sees. */

export interface Choice {
  id: string;
  title: string;
}

export interface Card {
  type: string;
  title: string;
  number?: string;
  badge?: { text: string; tone: string };
  rows?: { label: string; value: string }[];
  steps?: { text: string; state: string }[];
  groups?: { title: string; actions: Choice[] }[];
  actions?: Choice[];
  note?: string;
}

export interface Message {
  id: number;
  from: "customer" | "bot" | "person" | "shop";
  author?: string;
  text?: string;
  day: string;
  time: string;
  /** The name this script gave a message when sending it. */
  key?: string;
  /** The shop could not answer it. */
  unanswered?: boolean;
  /** An excuse: for the message with this id. */
  missed?: number;
  buttons?: Choice[];
  card?: Card;
}

export interface Session {
  greeting: string;
  suggestions: string[];
}

export interface History {
  messages: Message[];
  more: boolean;
  typing: boolean;
}

/** What the customer says: typed words, or a button the server issued. */
export type Words = { text: string } | { button: string };

/** A refusal with a sentence for the customer; `final` ones are not worth sending again. */
export class Refused extends Error {
  constructor(message: string, readonly status: number, readonly final: boolean) {
    super(message);
  }
}

const TIMEOUT_MS = 20_000;

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      signal: stop.signal,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) {
      const passing = response.status === 429 || response.status >= 500;
      throw new Refused(answer?.error?.text ?? "", response.status, !passing);
    }
    return answer as T;
  } finally {
    clearTimeout(timer);
  }
}

export const openSession = (fresh = false) => call<Session>("POST", "/api/session", { fresh });

export const history = (query: { after?: number; before?: number } = {}) => {
  const given = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return call<History>("GET", "/api/messages" + (given.length ? "?" + given.join("&") : ""));
};

export const send = (words: Words, key: string) =>
  call<{ message: Message }>("POST", "/api/messages", { ...words, key });
