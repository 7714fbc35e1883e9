// The live checks of a return: sums and pairs told while numbers are typed; the server checks again when it is filed.
(() => {
  "use strict";
  const form = document.querySelector("[data-return]");
  const live = form && form.querySelector("[data-live]");
  if (!live) return;
  live.hidden = false;

  const number = (column) => {
    const box = form.querySelector(`#c${column}`);
    const text = box ? box.value.replace(/[.\s]/g, "") : "";
    return /^\d+$/.test(text) ? Number(text) : null;
  };
  const written = (value) => value.toLocaleString("vi-VN");

  const lines = [...live.querySelectorAll("li[data-whole]")];
  const summary = live.querySelector("[data-summary]");

  // True, false, or null while a number of the check is missing; only what does not hold is shown.
  const judge = (line) => {
    const whole = number(line.dataset.whole);
    const parts = line.dataset.parts.split(" ").map(number);
    const sum = parts.reduce((one, other) => one + other, 0);
    const known = whole !== null && !parts.includes(null);
    const good = line.dataset.sign === "=" ? whole === sum : whole >= sum;
    line.hidden = !known || good;
    const told = line.querySelector("span");
    told.className = "late";
    told.textContent = known ? `chưa đạt: ${written(whole)} và ${written(sum)}, lệch ${written(Math.abs(whole - sum))}` : "";
    return known ? good : null;
  };
  const look = () => {
    const found = lines.map(judge);
    const asked = found.filter((one) => one !== null).length;
    const wrong = found.filter((one) => one === false).length;
    summary.className = wrong ? "small mb-1 late" : "small mb-1 quiet";
    summary.textContent = `Đã kiểm tra ${asked}/${found.length} phép; ${wrong ? `${wrong} phép chưa đạt:` : "chưa thấy phép nào sai."}`;
  };
  form.addEventListener("input", look);
  look();
})();
