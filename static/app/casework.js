/* Small helps; every page works without them. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  // Copy a sentence or a table as text and as HTML, digits as they are printed.
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      const plain = new Blob([source.innerText], { type: "text/plain" });
      const copy = source.cloneNode(true);
      for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
      for (const extra of copy.querySelectorAll("button")) extra.remove();
      const rich = new Blob([copy.innerHTML], { type: "text/html" });
      const label = button.textContent;
      try {
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain, "text/html": rich })]);
        button.textContent = "Đã chép";
      } catch {
        getSelection().selectAllChildren(source);
        button.textContent = "Đã bôi đen, bấm Ctrl+C";
      }
      setTimeout(() => { button.textContent = label; }, 2500);
    });
  }
  // A long task: the button says so and cannot be pressed twice.
  for (const form of document.querySelectorAll("form[data-working]")) {
    form.addEventListener("submit", (event) => {
      const pressed = event.submitter;
      if (pressed && pressed.name) {
        const kept = document.createElement("input");
        kept.type = "hidden"; kept.name = pressed.name; kept.value = pressed.value;
        form.append(kept);
      }
      for (const button of form.querySelectorAll("button")) button.disabled = true;
      const told = form.querySelector("[data-told]");
      if (told) { told.hidden = false; }
    });
  }
  // Of a denunciation the identity boxes are emptied and closed as soon as the type is chosen.
  for (const form of document.querySelectorAll("form[data-type-field]")) {
    const type = form.elements[form.dataset.typeField];
    const boxes = form.querySelectorAll("[data-identity]");
    const note = form.querySelector("[data-denunciation-note]");
    const follow = () => {
      const secret = type.value === "denunciation";
      for (const box of boxes) { if (secret) box.value = ""; box.disabled = secret; }
      if (note) note.classList.toggle("late", secret);
    };
    type.addEventListener("change", follow);
    follow();
  }
});
