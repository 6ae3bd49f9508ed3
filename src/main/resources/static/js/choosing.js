// Choosing people from a search, one after the other, before a form is sent: what is chosen becomes
// a chip with a hidden field. Without scripts the form's list of names does the same.
//
//   form[data-choosing]   holds [data-chosen], whose data-remove names the button of a chip;
//                         data-form is the form that takes the people, where it is another
//   [data-choose="id"]    a result of the search; data-name is its name
export function choosing(document) {
  document.addEventListener("click", (event) => {
    const result = event.target.closest("[data-choose]");
    const form = result?.closest("form[data-choosing]");
    if (!form) return;
    const chosen = form.querySelector("[data-chosen]");
    if (![...chosen.querySelectorAll("input")].some((field) => field.value === result.dataset.choose)) {
      chosen.append(chip(document, result.dataset.choose, result.dataset.name, chosen.dataset));
    }
    clear(form)?.focus();
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-chosen] button")?.closest("li");
    if (!chip) return;
    const form = chip.closest("form");
    chip.remove();
    form.querySelector("input[type=search]")?.focus();
  });
  // Enter in the search takes the first result instead of sending a half-filled form.
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-choosing]");
    if (!form || event.target.type !== "search") return;
    if (event.key === "Enter") {
      event.preventDefault();
      form.querySelector("[data-choose]")?.click();
    } else if (event.key === "Escape") {
      clear(form);
    }
  });
}

function chip(document, id, name, { remove, form }) {
  const chip = document.createElement("li");
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "person";
  field.value = id;
  if (form) field.setAttribute("form", form);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", `${remove} ${name}`);
  chip.append(name, field, button);
  return chip;
}

function clear(form) {
  const search = form.querySelector("input[type=search]");
  if (search) search.value = "";
  form.querySelector(".pop")?.replaceChildren();
  return search;
}
