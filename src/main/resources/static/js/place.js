// A form that leads back to its own page leads back to where one was on it: whoever works by keyboard
// does not begin at the top again. Where that is gone, one begins at what is said of it.
const PLACE = "arena.place";
const LASTS_MS = 10_000;

export function place(document) {
  goBack(document);
  let byKeys = false;
  document.addEventListener("keydown", () => (byKeys = true), true);
  document.addEventListener("pointerdown", () => (byKeys = false), true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!byKeys || event.defaultPrevented || form.matches("[hx-post], [hx-get]")) return;
    const active = document.activeElement;
    const focused = active === document.body ? event.submitter : active;
    if (!focused) return;
    keep({ path: location.pathname, at: Date.now(), mark: markOf(focused), posted: form.method === "post" });
  });
}

function goBack(document) {
  const was = kept();
  if (!was || was.path !== location.pathname || Date.now() - was.at > LASTS_MS) return;
  if (location.hash || document.activeElement !== document.body) return;
  const flash = was.posted ? document.getElementById("flash") : null;
  flash?.setAttribute("tabindex", "-1");
  (find(document, was.mark) ?? flash)?.focus({ preventScroll: true });
}

// What a control is known by when the page is drawn anew.
function markOf(control) {
  const form = control.form ?? control.closest("form");
  return {
    id: control.id || null,
    action: form?.getAttribute("action") ?? null,
    name: control.name || null,
    value: ["checkbox", "radio", "submit"].includes(control.type) ? control.value : null,
    href: control.getAttribute("href"),
  };
}

function find(document, mark) {
  if (mark.id) return document.getElementById(mark.id);
  if (mark.href) {
    return [...document.querySelectorAll("main a")].find((a) => a.getAttribute("href") === mark.href);
  }
  const forms = [...document.querySelectorAll("main form")].filter(
    (form) => form.getAttribute("action") === mark.action,
  );
  const controls = forms.flatMap((form) => [...form.elements]);
  return controls.find(
    (control) =>
      (control.name || null) === mark.name &&
      control.type !== "hidden" &&
      (mark.value === null || control.value === mark.value),
  );
}

function keep(was) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(was));
  } catch {
    // Without a place to keep it, one begins at the top, as without scripts.
  }
}

function kept() {
  try {
    const was = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    return was;
  } catch {
    return null;
  }
}
