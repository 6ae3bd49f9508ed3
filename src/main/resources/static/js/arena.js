// What scripts add to pages that work without them: shortcuts, menus that close, focus on what is
// wrong, copying a link. Each part looks for its own marks in the page.
import { keySwitch } from "./keys.js";
import { shortcuts } from "./shortcuts.js";
import { menus } from "./menus.js";
import { filters } from "./filters.js";
import { forms } from "./forms.js";
import { place } from "./place.js";

document.documentElement.classList.add("js");
// On a telephone the navigation is wider than the screen: where one is stays in sight.
document.querySelector(".top nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
menus(document);
forms(document);
filters(document);
place(document);
shortcuts(document);
keySwitch(document);

if (document.querySelector("[data-sortable]")) {
  import("./drag.js").then(({ drag }) => drag(document));
}

if (document.querySelector("[data-choosing]")) {
  import("./choosing.js").then(({ choosing }) => choosing(document));
}

if (document.querySelector("[data-board]")) {
  import("./board.js").then(({ board }) => board(document));
}

if (document.querySelector("[data-queue]")) {
  import("./queue.js").then(({ queue }) => queue(document));
}

if (document.querySelector("[data-merge]")) {
  import("./merge.js").then(({ merge }) => merge(document));
}

if (document.querySelector("[data-chooser], [data-needs~=chooser]")) {
  import("./chooser.js").then(({ chooser }) => chooser(document));
}

if (document.querySelector("[data-narrow]")) {
  import("./narrow.js").then(({ narrow }) => narrow(document));
}

if (document.querySelector("[data-list], [data-list-back], [data-board]")) {
  import("./lists.js").then(({ lists }) => lists(document));
}
