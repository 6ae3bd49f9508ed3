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

  // Whoever moved a card by keyboard goes on from it, wherever it stands now.
  let acting = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const card = event.detail.elt?.closest?.(".card-deal");
    if (card?.contains(document.activeElement)) acting = card.id;
  });
  document.addEventListener("htmx:afterRequest", () => {
    const id = acting;
    acting = null;
    if (!id) return;
    setTimeout(() => {
      const card = document.getElementById(id);
      const lost = !document.activeElement || document.activeElement === document.body;
      if (card && lost) card.querySelector(".card-name")?.focus({ preventScroll: false });
    }, 60);
  });

  // A card that was moved without dragging leaves its old place and is where it belongs.
  document.addEventListener("htmx:afterSettle", (event) => {
    const card = event.detail.elt?.closest?.(".card-deal") ?? null;
    const moved = card ?? document.getElementById(event.detail.target?.id ?? "");
    if (moved?.matches(".card-deal") && !moved.contains(document.activeElement)) {
      moved.querySelector("[autofocus], [data-focus], input:not([type=hidden]), a")?.focus({ preventScroll: true });
    }
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
