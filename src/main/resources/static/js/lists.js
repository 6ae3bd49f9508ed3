import { keysAreOn } from "./keys.js";

// Comforts of long lists. Without scripts all of it is links, boxes and buttons.
//
//   [data-list]          a list; its rows are [data-row], each with an id r-<record>: o opens one, as
//                        it does the card of a board
//   [data-list-back]          on the page of a record: the link back, which names the record's row
//   [data-previous/next] to its neighbours: keys [ and ]
//   #bulk                what is done with ticked rows: x ticks one, e goes there
export function lists(document) {
  const back = document.querySelector("[data-list-back]");
  if (back && back.hash.startsWith("#r-")) remember(back.pathname, back.hash.slice(1));

  const list = document.querySelector("[data-list]");
  if (list) {
    list.addEventListener("click", (event) => {
      const row = event.target.closest("a") && event.target.closest("[data-row]");
      if (row?.id) remember(location.pathname, row.id);
    });
    mark(document);
    addEventListener("pageshow", () => mark(document));
    tickAll(document, list);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (!keysAreOn(document)) return;
    const row = event.target.closest?.("[data-row]");
    switch (event.key) {
      case "x": {
        const box = row?.querySelector("input[name=pick]");
        box?.click();
        break;
      }
      case "o":
        row?.querySelector("a")?.click();
        break;
      case "e": {
        const kind = document.querySelector("#bulk select");
        if (kind) {
          event.preventDefault();
          kind.focus();
        }
        break;
      }
      case "[":
        document.querySelector("[data-previous]")?.click();
        break;
      case "]":
        document.querySelector("[data-next]")?.click();
        break;
    }
  });
}

function isTyping(target) {
  return (
    target.isContentEditable ||
    ["TEXTAREA", "SELECT"].includes(target.tagName) ||
    (target.tagName === "INPUT" && !["checkbox", "radio"].includes(target.type))
  );
}

// Which row was opened last, for as long as the tab is open.
function remember(path, row) {
  try {
    sessionStorage.setItem("opened " + path, row);
  } catch {
    // A browser that keeps nothing loses the mark only.
  }
}

function mark(document) {
  document.querySelectorAll("[data-opened]").forEach((row) => delete row.dataset.opened);
  let row = null;
  try {
    row = sessionStorage.getItem("opened " + location.pathname);
  } catch {
    return;
  }
  if (row) document.getElementById(row)?.setAttribute("data-opened", "");
}

// One box for all rows of the page, and how many are ticked.
function tickAll(document, list) {
  const head = list.querySelector("th.pick");
  const boxes = [...list.querySelectorAll("input[name=pick]")];
  if (!head || boxes.length === 0) return;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.textContent.trim());
  head.replaceChildren(all);
  const picked = document.querySelector("[data-picked]");
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
    if (picked) picked.textContent = ticked > 0 ? `(${ticked})` : "";
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => (box.checked = all.checked));
    count();
  });
  list.addEventListener("change", count);
  addEventListener("pageshow", count);
  count();
}
