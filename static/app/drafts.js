/* Drafts: what is typed is kept every few seconds, so that a lost session or a closed page loses nothing. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const told = form.querySelector("[data-draft-told]");
    let waiting = 0, sent = false;
    const keep = async () => {
      waiting = 0;
      if (sent) return;
      const body = new FormData(form);
      try {
        const answer = await fetch("/drafts/" + form.dataset.draft, { method: "POST", body, redirect: "manual" });
        if (!told) return;
        const at = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
        if (answer.status === 204) told.textContent = "Đã giữ nháp lúc " + at + ".";
        else if (!answer.ok) told.textContent = "Chưa giữ được nháp: phiên đăng nhập đã kết thúc; xin giữ trang này và đăng nhập lại ở thẻ khác.";
      } catch {
        if (told) told.textContent = "Chưa giữ được nháp: không kết nối được với hệ thống.";
      }
    };
    form.addEventListener("input", () => {
      if (!waiting) waiting = setTimeout(keep, 2500);
    });
    form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); setTimeout(() => { sent = false; }, 3000); });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && waiting) { clearTimeout(waiting); keep(); }
    });
  }
});
