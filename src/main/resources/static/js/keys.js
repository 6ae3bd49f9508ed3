// Single keys do something unless whoever sits here has turned them off, on the page that lists them:
// for who dictates, or touches keys by mistake. It is kept by the browser.
const NAME = "keys";

export function keysAreOn(document) {
  if (document.body.dataset.shortcuts !== "true") return false;
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return true;
  }
}

export function keySwitch(document) {
  const box = document.querySelector("[data-keys]");
  if (!box) return;
  box.checked = keysAreOn(document);
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(NAME);
      else localStorage.setItem(NAME, "off");
    } catch {
      // A browser that keeps nothing goes on with keys.
      box.checked = true;
    }
  });
}
