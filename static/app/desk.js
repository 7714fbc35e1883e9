/* The desk: people are looked up while their name or number is typed, and filled in without a page of its own. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-people]");
  if (!form) return;
  const found = document.querySelector("[data-people-found]");
  const hint = document.querySelector("[data-people-hint]");
  const jump = form.querySelector("[data-people-jump]");
  const sought = ["person_name", "person_id_number", "person_phone"];
  let waiting = 0, asked = "";
  const look = async (text) => {
    if (text === asked) return;
    asked = text;
    if (text.length < 3) { found.replaceChildren(); jump.hidden = true; return; }
    const body = new FormData();
    body.set("q", text);
    body.set("csrf_token", form.elements.csrf_token.value);
    try {
      const answer = await fetch(form.dataset.people, { method: "POST", body, redirect: "manual" });
      if (answer.ok && text === asked) {
        found.innerHTML = await answer.text();
        if (hint) hint.hidden = true;
        const count = found.querySelectorAll(".person").length;
        jump.hidden = !count;
        jump.textContent = count + " người giống trong sổ";
      }
    } catch { /* the button asks the same */ }
  };
  for (const name of sought) {
    form.elements[name].addEventListener("input", (event) => {
      clearTimeout(waiting);
      const text = event.target.value.trim();
      waiting = setTimeout(() => look(text), 250);
    });
  }
  const earlier = form.querySelector("[data-earlier]");
  const joined = (value) => {
    form.elements.earlier.value = value;
    earlier.hidden = !value;
    if (value) earlier.querySelector("[data-earlier-link]").href = "/" + value.replace(":same", "").replace("-", "/");
  };
  form.querySelector("[data-earlier-drop]").addEventListener("click", () => {
    joined("");
    form.elements.turn.value = "first";
    form.elements.content.focus();
  });
  found.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=choose]");
    if (!button) return;
    event.preventDefault();
    for (const name of [...sought, "person_address"]) {
      const told = button.dataset[name.replace(/_(.)/g, (_all, sign) => sign.toUpperCase())];
      if (told !== undefined && !form.elements[name].disabled) form.elements[name].value = told;
    }
    const same = "same" in button.dataset;
    joined(same ? button.value : "");
    if (same) form.elements.turn.value = "repeated";
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.content.focus();
  });
  document.querySelector("[data-duplicates-found]").addEventListener("click", (event) => {
    const button = event.target.closest("button[name=matter]");
    if (!button) return;
    event.preventDefault();
    joined(button.value + ":same");
    if (button.value.startsWith("receptions-")) form.elements.turn.value = "repeated";
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.content.focus();
  });
  document.addEventListener("keydown", (event) => {
    const key = event.altKey && !event.ctrlKey ? form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`) : null;
    if (!key || key.hidden) return;
    event.preventDefault();
    key.click();
    if (key.hash) document.querySelector(key.hash)?.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    else if (event.key === "Enter" && event.target.tagName === "INPUT" && event.target.type !== "checkbox") {
      event.preventDefault();
      const boxes = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")]
        .filter((box) => !box.disabled && box.offsetParent);
      boxes[boxes.indexOf(event.target) + 1]?.focus();
    }
  });
  const box = form.querySelector("[data-opens]");
  const part = document.getElementById(box.dataset.opens);
  const open = () => { part.hidden = !box.checked; };
  box.addEventListener("change", open);
  open();
  if (!form.querySelector(".is-invalid")) form.elements.type.focus();
});
