import { keysAreOn } from "./keys.js";

// Keys: / search, n new, g and a letter to go, j and k along a list, ? help.
export function shortcuts(document) {
  let going = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (!keysAreOn(document)) return;
    if (going) {
      going = false;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    switch (event.key) {
      case "/":
        event.preventDefault();
        document.getElementById("global-search")?.focus();
        break;
      case "n": {
        const menu = document.querySelector('[data-menu="new"]');
        if (menu) {
          event.preventDefault();
          menu.open = true;
          menu.querySelector("a")?.focus();
        }
        break;
      }
      case "g":
        going = true;
        setTimeout(() => (going = false), 1500);
        break;
      case "j":
        step(document, 1);
        break;
      case "k":
        step(document, -1);
        break;
      case "?":
        window.location.assign("/help");
        break;
    }
  });
}

function isTyping(target) {
  if (target.tagName === "INPUT") return !["checkbox", "radio"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
}

function step(document, by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
  (next.querySelector("a, button, summary") ?? next).focus();
}
