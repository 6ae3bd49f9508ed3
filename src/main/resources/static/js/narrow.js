// Leaves of a list only what contains what is typed; the form finds the rest when it is sent.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function narrow(root) {
  for (const field of root.querySelectorAll("[data-narrow]")) {
    const rows = root.querySelectorAll(`${field.dataset.narrow} > li`);
    field.addEventListener("input", () => {
      const wanted = plain(field.value.trim());
      for (const row of rows) {
        row.hidden = !plain(row.textContent).includes(wanted);
      }
    });
  }
}
