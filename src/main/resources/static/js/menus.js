// A menu closes when something else is clicked or Escape is pressed; only one is open at a time.
export function menus(document) {
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    open().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const suggestions = document.getElementById("suggestions");
    if (suggestions && !suggestions.parentElement.contains(event.target)) suggestions.replaceChildren();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.getElementById("suggestions")?.replaceChildren();
  });
}
