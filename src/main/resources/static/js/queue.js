import { keysAreOn } from "./keys.js";

// The queue of the day: h opens the form of the row one stands on, or leads to the button that would
// do it at once; o opens what the row is about; whoever has finished a row goes on with the next.
export function queue(document) {
  const list = document.querySelector("[data-queue]");

  document.addEventListener("keydown", (event) => {
    if (!["h", "o"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["INPUT", "TEXTAREA", "SELECT"].includes(event.target.tagName)) return;
    if (!keysAreOn(document)) return;
    if (event.key === "o") {
      document.activeElement?.closest("[data-row]")?.querySelector(".what a[href]")?.click();
      return;
    }
    const row = document.activeElement?.closest("[data-row]") ?? list.querySelector("[data-row]");
    const button = row?.querySelector("[data-main]");
    if (!button) return;
    event.preventDefault();
    button.focus();
    if (!button.matches("[data-at-once]")) button.click();
  });

  // Only what is new under an id that was there before: a finished row has no form any more.
  document.addEventListener("htmx:afterSettle", (event) => {
    const row = document.getElementById(event.detail.target?.id ?? "");
    if (!row?.matches("[data-finished]")) return;
    let next = row.nextElementSibling;
    while (next && !next.matches("[data-row]")) next = next.nextElementSibling;
    const button = (next ?? list.querySelector("[data-row]"))?.querySelector("[data-main]");
    if (button) button.focus();
    else row.querySelector("a")?.focus();
  });

  // How many are left, without those that were finished since the page was asked for.
  const toDo = document.querySelector("[data-to-do]");
  document.addEventListener("htmx:afterSettle", () => {
    if (!toDo) return;
    const left = Math.max(0, Number(toDo.dataset.count) - list.querySelectorAll("[data-finished]").length);
    toDo.textContent =
      left === 0 ? toDo.dataset.none : left === 1 ? toDo.dataset.one : toDo.dataset.many.replace("…", String(left));
  });

  // Who calls, writes or sends a message from a row will say so in its form.
  list.addEventListener("click", (event) => {
    const talk = event.target.closest("[data-talk]");
    if (talk) talk.closest("[data-row]").dataset.talked = talk.dataset.talk;
  });
  list.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target.closest?.("[data-row]");
    if (!row?.dataset.talked) return;
    const talked = row.dataset.talked;
    const id = row.id;
    document.addEventListener(
      "htmx:afterSettle",
      () => {
        const kind = document.getElementById(id)?.querySelector("select[name=kind]");
        if (kind) kind.value = talked;
      },
      { once: true },
    );
  });
}
