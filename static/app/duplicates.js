/* Likely duplicates are looked up while a record is typed; what was ticked stays ticked. The button asks the same. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("[data-duplicates]");
  const form = box?.closest("form") ?? document.getElementById(box?.dataset.form);
  if (!box || !form) return;
  const found = box.querySelector("[data-duplicates-found]");
  const matter = ["type", "place", "subject", "content"];
  const person = ["person_name", "person_address", "person_id_number", "person_phone"];
  let waiting = 0, asked = "", turn = 0;
  // Where the matter is typed, one line says that there is something to look at.
  const line = document.createElement("div");
  line.className = "small";
  line.setAttribute("role", "status");
  form.elements.content?.after(line);
  const hint = () => {
    const count = found.querySelectorAll(".alike > li").length;
    line.replaceChildren();
    if (!count) return;
    const link = document.createElement("a");
    link.href = "#trung";
    link.textContent = count + " hồ sơ có thể trùng – xem";
    line.append(link);
  };
  const told = () => {
    const secret = form.elements.type?.value === "denunciation";
    const names = secret ? matter : [...matter, ...person];
    return names.filter((name) => form.elements[name]?.value.trim()).map((name) => [name, form.elements[name].value.trim()]);
  };
  const look = async () => {
    const values = told();
    const now = JSON.stringify(values);
    if (now === asked || found.querySelector("input:checked")) return;
    asked = now;
    const mine = ++turn;
    const body = new FormData();
    for (const [name, value] of values) body.set(name, value);
    if (box.dataset.look) body.set("look", box.dataset.look);
    body.set("csrf_token", form.elements.csrf_token.value);
    try {
      const answer = await fetch(box.dataset.duplicates, { method: "POST", body, redirect: "manual" });
      if (!answer.ok || mine !== turn || found.contains(document.activeElement)) return;
      found.innerHTML = await answer.text();
      hint();
    } catch { /* the button asks the same */ }
  };
  form.addEventListener("input", (event) => {
    if (![...matter, ...person].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 400);
  });
  form.addEventListener("change", (event) => {
    if ([...matter, ...person].includes(event.target.name)) look();
  });
});
