// What the browser keeps and takes for the tab 问答: the questions of the day, copies.
(() => {
  const MOST_TODAY = 30;

  // What was asked today, in this browser only; what is older is forgotten.
  window.page.today = {
    day: () => new Date().toDateString(),
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem("asked")) ?? {};
        return kept.day === page.today.day() && Array.isArray(kept.asked) ? kept.asked : [];
      } catch {
        return [];
      }
    },
    write: (asked) => localStorage.setItem("asked", JSON.stringify({ day: page.today.day(), asked })),
    add(turn) {
      const others = page.today.read().filter((other) => other.question !== turn.question);
      page.today.write([turn, ...others].slice(0, MOST_TODAY));
    },
  };

  // Copies `text`; the button says so for a moment.
  window.page.copy = async (button, text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Over plain HTTP from another machine a browser offers no clipboard.
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const name = button.textContent;
    button.textContent = "已复制";
    setTimeout(() => (button.textContent = name), 1500);
  };
})();
