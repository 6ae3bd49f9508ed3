// Filters apply as they are chosen; a button remains for those without scripts. By keyboard a choice
// is passed through on the way to another one, so it applies with Enter or when one goes on.
export function filters(document) {
  let keyed = null;
  let waiting = null;

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("form[data-auto] :is(select, input)");
    keyed = field && event.key !== "Enter" && event.key !== "Tab" ? field : null;
    if (event.key === "Enter" && field && field === waiting) apply(field.form);
  });
  document.addEventListener("pointerdown", () => (keyed = null));

  document.addEventListener("change", (event) => {
    const field = event.target;
    const form = field.closest("form[data-auto]");
    if (!form || field.type === "search" || field.type === "text") return;
    if (keyed === field && field.type !== "checkbox") waiting = field;
    else apply(form);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target !== waiting) return;
    // After the focus has gone on, so that it is there again when the page comes back.
    setTimeout(() => apply(event.target.form));
  });

  // Back to a page, browsers fill its form in again as it was left, with what was chosen for the next
  // page; but a filter says what this one shows.
  addEventListener("pageshow", (event) => {
    const [arrival] = performance.getEntriesByType("navigation");
    if (!event.persisted && arrival?.type !== "back_forward") return;
    document.querySelectorAll("form[data-auto]").forEach((form) => form.reset());
  });

  function apply(form) {
    waiting = null;
    form.requestSubmit();
  }
}
