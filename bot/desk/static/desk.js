// The desk comes ready from the server; this keeps it fresh, keeps drafts, and hints at the tone.
"use strict";

const DRAFT = "desk-draft:";
const SENT = "desk-sent:";
const KEPT = "desk-kept";

/** Fetches a live part again and again. The parser of XHR makes inert nodes: nothing in them runs. */
function keepFresh(region) {
  const request = new XMLHttpRequest();
  const again = () => setTimeout(() => keepFresh(region), Number(region.dataset.every) * 1000);
  request.open("GET", region.dataset.live);
  request.responseType = "document";
  request.timeout = 10000;
  request.onloadend = () => {
    if (request.status === 401) return location.reload();
    const fresh = request.status === 200 && request.response?.querySelector("[data-live]");
    if (fresh) show(region, fresh);
    again();
  };
  request.send();
}

function show(region, fresh) {
  if (fresh.dataset.title) document.title = fresh.dataset.title;
  const isNews = fresh.innerHTML !== region.lastHtml;
  region.classList.toggle("behind", isNews && isBusy(region));
  if (isBusy(region) || !isNews) return;
  const follows = isAtEnd(region);
  const aside = region.querySelector(".scroll")?.scrollLeft;
  region.lastHtml = fresh.innerHTML;
  region.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
  if (aside !== undefined) region.querySelector(".scroll")?.scrollTo(aside, 0);
  if (follows) scrollToEnd(region);
}

/** Somebody works in it: what they typed or opened must not go away under their hands. */
function isBusy(region) {
  const typed = [...region.querySelectorAll("input:not([type=hidden]), textarea")];
  return region.querySelector("details[open]") !== null
    || typed.some((field) => field.value !== field.defaultValue || field === document.activeElement);
}

function isAtEnd(region) {
  return region.scrollHeight - region.scrollTop - region.clientHeight < 60;
}

function scrollToEnd(region) {
  if ("scroll" in region.dataset) region.scrollTop = region.scrollHeight;
}

/** On a narrow screen the timetable begins at the present hour. */
function scrollToNow(table) {
  const heading = table.querySelector("th").offsetWidth;
  const now = table.querySelector("td.now");
  if (now) table.scrollTo(now.offsetLeft - heading - now.offsetWidth, 0);
}

/** A draft stays until its words stand in the record: a reload or a refusal loses nothing. */
function keepDraft(field) {
  const draft = DRAFT + field.dataset.draft;
  const sent = SENT + field.dataset.draft;
  const key = localStorage.getItem(sent);
  if (key && document.querySelector(`[data-key="${CSS.escape(key)}"]`)) {
    localStorage.removeItem(draft);
    localStorage.removeItem(sent);
  }
  field.value = field.value || localStorage.getItem(draft) || "";
  if (field.value && field.dataset.hints) hint(field);
  field.addEventListener("input", () => localStorage.setItem(draft, field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form.requestSubmit();
  });
  field.form.addEventListener("submit", () => {
    localStorage.setItem(draft, field.value);
    localStorage.setItem(sent, field.form.elements.key.value);
  });
}

/** Puts a canned answer where the cursor is; it is a draft like any other words. */
function insert(button) {
  const field = document.getElementById(button.dataset.insert);
  field.setRangeText(button.value, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A form of the board that was refused comes back as it was filled in. It is kept for one load. */
function bringBackRefused() {
  const { action, values } = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
  sessionStorage.removeItem(KEPT);
  const form = action && document.querySelector(`form[action="${CSS.escape(action)}"]`);
  if (!form || !document.querySelector(".note.bad")) return;
  for (const [name, value] of values) form.elements[name].value = value;
  form.closest("details").open = true;
}

function keepForm(form) {
  const fields = form.querySelectorAll("input:not([type=hidden]), select");
  const values = [...fields].map((field) => [field.name, field.value]);
  sessionStorage.setItem(KEPT, JSON.stringify({ action: form.getAttribute("action"), values }));
}

function forgetDrafts() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(DRAFT) || name.startsWith(SENT)) localStorage.removeItem(name);
  }
}

async function hint(field) {
  const list = document.getElementById(field.dataset.hints);
  const body = new URLSearchParams({ form_key: document.body.dataset.formKey, text: field.value });
  const answer = await fetch("/desk/tone", { method: "POST", body }).catch(() => null);
  if (!answer?.ok || !list) return;
  const { hints } = await answer.json();
  list.replaceChildren(...hints.map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }));
}

let waiting;
document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.hints) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => hint(target), 500);
});
document.addEventListener("click", ({ target }) => {
  if (target.dataset?.insert) insert(target);
});
document.addEventListener("submit", ({ target }) => {
  if ("forget" in target.dataset) forgetDrafts();
  if ("keep" in target.dataset) keepForm(target);
});
for (const field of document.querySelectorAll("[data-draft]")) keepDraft(field);
for (const region of document.querySelectorAll("[data-live]")) {
  scrollToEnd(region);
  region.lastHtml = region.innerHTML;
  setTimeout(() => keepFresh(region), Number(region.dataset.every) * 1000);
}
document.querySelectorAll(".scroll").forEach(scrollToNow);
bringBackRefused();
if (new URLSearchParams(location.search).has("note")) {
  const address = new URL(location.href);
  address.searchParams.delete("note");
  history.replaceState(null, "", address);
}
