// Moves cards by drag. It only fills in and sends a form that the page has anyway, so what a move
// means is decided in one place, on the server, and the same is done without a mouse by another form.
//
//   [data-sortable="group"]  a place that takes cards of its group; data-drop is its value
//   [data-drag="/address"]   a card that can be moved; data-version is its version
//   [data-refuses]           a place that takes none; a drop there is answered with data-refused of
//                            the form, as on a place of another group
//   #move-form               sent to that address with [data-drop-value] and [data-drop-version];
//                            its data-announce is said meanwhile; what comes back replaces #board
import Sortable from "/webjars/sortablejs/modular/sortable.esm.js";
import { announce } from "./forms.js";

const PLACES = "[data-sortable], [data-refuses]";

export function drag(document) {
  const form = document.getElementById("move-form");
  if (!form) return;
  start(document, form);
  document.addEventListener("htmx:afterSwap", () => start(document, form));
  // A card stands where it was dropped; if the server did not take it, show what it has.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt === form || event.detail.requestConfig?.elt === form) window.location.reload();
  });
}

function start(document, form) {
  document.querySelectorAll("[data-sortable]").forEach((place) => {
    if (Sortable.get(place)) return;
    Sortable.create(place, {
      group: place.dataset.sortable,
      draggable: "[data-drag]",
      filter: "form, input, .move",
      preventOnFilter: false,
      sort: false,
      delay: 200,
      delayOnTouchOnly: true,
      animation: 120,
      chosenClass: "dragging",
      ghostClass: "ghost",
      onMove: (event) => mark(document, event.to),
      onEnd: (event) => {
        mark(document, null);
        if (event.to !== event.from) send(document, form, event.item, event.to);
        else if (elsewhere(document, event)) refuse(document, form.dataset.refused);
      },
    });
  });
}

// Dropped on a place that takes no cards of this group. Sortable says nothing of that.
function elsewhere(document, event) {
  const original = event.originalEvent ?? {};
  const point = original.changedTouches?.[0] ?? original;
  const place = document.elementFromPoint(point.clientX ?? -1, point.clientY ?? -1)?.closest(PLACES);
  return place != null && place.dataset.sortable !== event.from.dataset.sortable;
}

function refuse(document, sentence) {
  if (!sentence) return;
  announce(document, sentence);
  const flash = document.createElement("div");
  flash.className = "flash flash-refused";
  flash.textContent = sentence;
  document.getElementById("flash")?.replaceChildren(flash);
}

function mark(document, place) {
  document.querySelectorAll("[data-sortable].drop").forEach((other) => other.classList.remove("drop"));
  place?.classList.add("drop");
}

function send(document, form, card, place) {
  form.querySelector("[data-drop-value]").value = place.dataset.drop;
  form.querySelector("[data-drop-version]").value = card.dataset.version;
  announce(document, form.dataset.announce ?? "");
  if (window.htmx) {
    const values = Object.fromEntries(new FormData(form));
    window.htmx.ajax("POST", card.dataset.drag, { source: form, target: "#board", swap: "outerHTML", values });
  } else {
    form.action = card.dataset.drag;
    form.submit();
  }
}
