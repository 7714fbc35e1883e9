/* Small helps; every page works without them. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  // An open group of the menu closes by Escape and by a click beside it; without this, by its own heading.
  const opened = () => document.querySelector(".menu details[open]");
  document.addEventListener("keydown", (event) => {
    const group = event.key === "Escape" ? opened() : null;
    if (!group) return;
    group.open = false;
    group.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    const group = opened();
    if (group && !group.contains(event.target)) group.open = false;
  });
  // Sentences and tables of a paper can be copied as text and as HTML, digits as they are printed.
  const copied = async (source, button) => {
    const copy = source.cloneNode(true);
    for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    for (const extra of copy.querySelectorAll("button")) extra.remove();
    const plain = source.tagName === "TABLE"
      ? [...copy.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\t")).join("\n")
      : copy.textContent.trim();
    const kinds = { "text/plain": plain, "text/html": copy.outerHTML };
    const item = Object.fromEntries(Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]));
    const label = button.textContent;
    try {
      await navigator.clipboard.write([new ClipboardItem(item)]);
      button.textContent = "Đã chép";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Đã bôi đen, bấm Ctrl+C";
    }
    setTimeout(() => { button.textContent = label; }, 2500);
  };
  for (const source of document.querySelectorAll(".paper-body, .paper-items > li, .paper-table")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = source.tagName === "TABLE" ? "Chép bảng" : "Chép";
    button.addEventListener("click", () => copied(source, button));
    if (source.tagName === "TABLE") source.before(button); else source.append(" ", button);
  }
  // One box ticks every row of the page.
  for (const all of document.querySelectorAll("[data-tick-all]")) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of all.closest("table").querySelectorAll("input[name='row']")) box.checked = all.checked;
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
  // A form with typed text asks first whether the session still stands, so that the text is never lost; sent once.
  const tell = (form, words, link) => {
    form.querySelector("[data-not-sent]")?.remove();
    const notice = document.createElement("div");
    notice.className = "notice late";
    notice.dataset.notSent = "";
    notice.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = words + " ";
    if (link) {
      const door = document.createElement("a");
      door.href = "/sign-in"; door.target = "_blank"; door.textContent = link;
      line.append(door, ".");
    }
    notice.append(line);
    form.querySelector(".save").before(notice);
  };
  for (const form of document.querySelectorAll("form[data-typed]")) {
    let asking = false, asked = false;
    form.addEventListener("submit", async (event) => {
      if (asked) return;
      event.preventDefault();
      if (asking) return;
      asking = true;
      try {
        const answer = await fetch("/session", { redirect: "manual", cache: "no-store" });
        if (answer.ok) {
          form.elements.csrf_token.value = await answer.text();
          asked = true;
          form.requestSubmit(event.submitter);
        } else {
          tell(form, "Chưa lưu: phiên đăng nhập đã kết thúc. Nội dung vẫn còn ở trang này; xin giữ trang, "
            + "đăng nhập lại ở thẻ khác rồi bấm lưu lần nữa:", "mở trang đăng nhập");
        }
      } catch {
        tell(form, "Chưa lưu: không kết nối được với hệ thống. Nội dung vẫn còn ở trang này; xin thử lại sau ít phút.");
      }
      asking = false;
    });
  }
  // Of a denunciation the identity boxes are emptied and closed as soon as the type is chosen; chosen back, a record
  // that is being corrected shows again what stands in it.
  for (const form of document.querySelectorAll("form[data-type-field]")) {
    const type = form.elements[form.dataset.typeField];
    const boxes = form.querySelectorAll("[data-identity]");
    const note = form.querySelector("[data-denunciation-note]");
    const follow = () => {
      const secret = type.value === "denunciation";
      for (const box of boxes) {
        if (secret) box.value = ""; else if (box.disabled) box.value = box.defaultValue;
        box.disabled = secret;
      }
      if (note) note.classList.toggle("late", secret);
    };
    type.addEventListener("change", follow);
    follow();
  }
});
