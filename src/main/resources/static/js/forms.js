// Small comforts of forms. None of them is needed to fill a form in.
export function forms(document) {
  focusProblems(document);
  // What was there when the page came is not read out by itself.
  const happened = document.querySelector("#flash [role=status] > span")?.textContent.trim();
  if (happened) setTimeout(() => announce(document, happened), 200);
  document.addEventListener("htmx:afterSwap", (event) => focusProblems(event.target));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    navigator.clipboard?.writeText(field.value).then(() => announce(document, button.dataset.copied));
  });

  // Who opens a message with a text of ours uses it; the link goes its own way.
  document.addEventListener("click", (event) => {
    const form = event.target.closest("[data-uses]")?.closest("form");
    if (!form) return;
    fetch(form.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams(new FormData(form)),
      keepalive: true,
    });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  keepTyped(document);

  // A second click while the first is on its way would only ask the server twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // A file that is too large is told so before it travels.
  document.addEventListener("change", (event) => {
    const input = event.target.closest("input[type=file][data-largest]");
    if (!input) return;
    const tooLarge = [...input.files].some((file) => file.size > Number(input.dataset.largest));
    input.setCustomValidity(tooLarge ? input.dataset.tooLarge : "");
    if (tooLarge) input.reportValidity();
  });

  // A day chosen by a quick pick goes into the date field beside it.
  document.addEventListener("change", (event) => {
    const pick = event.target.closest("input[data-date]");
    if (!pick) return;
    const date = pick.closest("form").querySelector("input[type=date]");
    if (pick.value === "date") date.showPicker?.();
    else date.value = pick.dataset.date;
  });

  // The rhythm follows the first day for as long as it says no more than that day did.
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("input[name=firstDay]")) event.target.dataset.was ||= event.target.value;
  });
  document.addEventListener("change", (event) => {
    const day = event.target;
    if (!day.matches("input[name=firstDay]") || !day.value) return;
    const [before, now] = [weekdayOf(day.dataset.was || day.defaultValue), weekdayOf(day.value)];
    day.dataset.was = day.value;
    const ticks = [...day.form.querySelectorAll("input[name=weekdays]")];
    const ticked = ticks.filter((tick) => tick.checked);
    if (ticked.length === 1 && ticked[0].value === before) {
      ticks.forEach((tick) => (tick.checked = tick.value === now));
    }
    const weekday = day.form.elements.weekday;
    if (weekday?.value === before) weekday.value = now;
  });
}

function weekdayOf(date) {
  const names = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];
  return names[new Date(date + "T00:00Z").getUTCDay()];
}

export function announce(document, text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

// What is typed while a form is being drawn anew stays, wherever its row has gone meanwhile.
function keepTyped(document) {
  let sent = new Map();
  let newer = new Map();
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.target?.matches("form[data-redrawn]")) sent = typed(detail.target);
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    newer = new Map();
    if (!detail.target?.matches("form[data-redrawn]")) return;
    typed(detail.target).forEach((value, place) => {
      if (sent.get(place) !== value) newer.set(place, value);
    });
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (newer.size === 0) return;
    for (const field of document.querySelector("form[data-redrawn]")?.elements ?? []) {
      const value = newer.get(placeOf(field));
      if (value === undefined) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
    }
    newer = new Map();
  });
}

function typed(form) {
  const fields = [...form.elements].filter(
    (field) => field.name && field.type !== "hidden" && field.localName !== "button",
  );
  return new Map(
    fields.map((field) => [placeOf(field), field.type === "checkbox" ? field.checked : field.value]),
  );
}

// The name of a field, whichever number its row has.
function placeOf(field) {
  const row = field.closest("li[id]");
  return row ? row.id + field.name.replace(/^\w+\[\d+\]/, "") : field.name;
}

function focusProblems(root) {
  root.querySelector?.("[data-focus]")?.focus();
}
