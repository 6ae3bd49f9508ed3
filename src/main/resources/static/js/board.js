// Dragging cards between the columns of the board. What a drop means is decided by the server, with
// the same form that "move to…" sends; it answers with the card where it belongs.
import Sortable from "/webjars/sortablejs/modular/sortable.esm.js";

export function board(document) {
  const board = document.querySelector("[data-board]");
  if (board.dataset.mayWrite !== "true") return;
  board.querySelectorAll("[data-stage]").forEach((column) =>
    Sortable.create(column, {
      group: "deals",
      draggable: ".card-deal",
      filter: "button, input, select, textarea, label, summary",
      preventOnFilter: false,
      delay: 180,
      delayOnTouchOnly: true,
      animation: 120,
      ghostClass: "card-ghost",
      sort: false,
      onEnd: (event) => drop(document, board, event),
    }),
  );

  // What a drag leaves on a card must not be carried over to the one that the server answers with.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.matches?.(".card-deal")) event.detail.target.removeAttribute("style");
  });

  // Where a card was dropped is not always where its deal went: it is won and lost on its own way.
  document.addEventListener("htmx:afterSettle", (event) => {
    const card = document.getElementById(event.detail.target?.id ?? "");
    if (!card?.matches(".card-deal") || card.querySelector(".move, .log")) return;
    const column = card.closest("[data-stage]");
    if (!column || column.dataset.stage === card.dataset.at) return;
    const own = document.getElementById(`cards-${card.dataset.at}`);
    if (own) own.prepend(card);
    else card.remove();
  });

  // Whoever works by keyboard goes on where it goes on: in what opened on the card, or, when that is
  // done or given up, at what opened it, wherever the card stands now.
  let acting = null;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.target.closest(".card-deal")?.querySelector(GIVES_UP)?.click();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const card = event.detail.elt?.closest?.(".card-deal");
    if (!card?.contains(document.activeElement)) return;
    const opener = event.detail.elt.closest(".card-foot") ? opens(event.detail.elt) : null;
    acting = { id: card.id, opener: opener ?? (acting?.id === card.id ? acting.opener : null) };
  });
  document.addEventListener("htmx:afterSettle", () => goOn(document, acting));
  document.addEventListener("htmx:afterRequest", () => {
    // What comes out of band, as a card in another column, settles a moment later.
    setTimeout(() => goOn(document, acting), 60);
  });
}

function drop(document, board, event) {
  if (event.from === event.to) return;
  const card = event.item;
  window.htmx.ajax("POST", `/pipeline/opportunities/${card.id.slice("c-".length)}/moves`, {
    target: `#${card.id}`,
    swap: "outerHTML",
    source: card,
    values: {
      stage: event.to.dataset.stage,
      version: card.dataset.version,
      dragged: "true",
      from: "board",
      back: board.dataset.back,
      _csrf: document.querySelector("#board-token [name=_csrf]").value,
    },
  });
}

const OPENED = ".move, .log";
const GIVES_UP = "a[hx-get*='form=none']";
const GOES_ON = "[autofocus], [data-focus], a, button, input:not([type=hidden]), select, textarea";

function goOn(document, acting) {
  const card = acting && document.getElementById(acting.id);
  if (!card) return;
  const focused = document.activeElement;
  const opened = card.querySelector(OPENED);
  if (opened?.contains(focused) || (!opened && card.contains(focused))) return;
  // Somebody who has gone elsewhere meanwhile stays there.
  if (focused && focused !== document.body && !card.contains(focused)) return;
  const openers = [...card.querySelectorAll(".card-foot a")];
  const next = opened
    ? (opened.querySelector("[autofocus], [data-focus]") ?? opened.querySelector(GOES_ON))
    : (openers.find((link) => opens(link) === acting.opener) ?? card.querySelector(".card-name"));
  next?.focus({ preventScroll: false });
}

// What a link of a card opens: the address without what narrows it.
function opens(link) {
  return link.getAttribute("href")?.split(/[?#]/)[0] ?? null;
}
