// A merge field goes into the text where the cursor stands. Without scripts it is typed.
export function merge(document) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-merge-into]");
    if (!button) return;
    const text = document.getElementById(button.dataset.mergeInto);
    text.setRangeText(button.textContent, text.selectionStart, text.selectionEnd, "end");
    text.focus();
  });
}
