// Choosing a person by typing: what the server offers is put into the field, and its identifier
// beside it. Without scripts the text alone says who is meant.
export function chooser(document) {
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.matches?.("[data-choice]")) event.detail.parameters.q = event.target.value;
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-choice]")) return;
    event.target.closest("[data-chooser]").querySelector("[data-chosen]").value = "";
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    const field = button?.closest("[data-chooser]");
    if (!field) return;
    field.querySelector("[data-chosen]").value = button.dataset.choose;
    const input = field.querySelector("[data-choice]");
    input.value = button.dataset.name;
    field.querySelector(".chooser").replaceChildren();
    input.focus();
  });
}
