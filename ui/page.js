// Runs before Gradio's own scripts. Needs no framework and no network.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (localStorage.getItem("theme") ?? (system.matches ? "dark" : "light")) === "dark";
  const applyTheme = () => {
    root.classList.toggle("dark", isDark());
    document.body?.classList.toggle("dark", isDark());
  };
  applyTheme();
  system.addEventListener("change", applyTheme);

  // Gradio words its own parts by the browser's language; this page is Chinese everywhere.
  Object.defineProperty(navigator, "language", { get: () => "zh-CN" });
  Object.defineProperty(navigator, "languages", { get: () => ["zh-CN"] });

  // What Gradio has in English only.
  const WORDS = {
    "Connection Lost": "连接已断开",
    "Connection to the server was lost. Attempting reconnection...":
      "正在重新连接。如果一直连不上，请确认服务还在运行。",
    "Error": "出错了",
    "More tabs": "更多",
    "Close": "关闭",
  };
  const translate = (node) => {
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.nodeValue.trim();
      if (Object.hasOwn(WORDS, text)) texts.currentNode.nodeValue = WORDS[text];
    }
    for (const labelled of node.querySelectorAll("[aria-label]")) {
      const label = labelled.getAttribute("aria-label");
      if (Object.hasOwn(WORDS, label)) labelled.setAttribute("aria-label", WORDS[label]);
    }
  };

  const box = () => document.querySelector("#question input");
  let greeted = false;
  const onChange = () => {
    applyTheme(); // Gradio sets the theme once more when it starts.
    for (const node of document.querySelectorAll(".toast-wrap, .tab-wrapper")) translate(node);
    if (!greeted && box()) {
      greeted = true;
      box().focus();
    }
  };
  addEventListener("DOMContentLoaded", () => {
    applyTheme();
    new MutationObserver(onChange).observe(document.body, { childList: true, subtree: true });
  });

  // Told in this page and in the others of this browser, when reports went live or left.
  const channel = new BroadcastChannel("reports");
  const followers = [];
  const follow = () => followers.forEach((renew) => renew());
  const tellIndexed = (words) => {
    const place = document.querySelector(".indexed");
    if (place && words) place.replaceChildren(page.element("span", "", words));
  };
  channel.onmessage = (event) => {
    tellIndexed(event.data);
    follow();
  };

  const lost = { error: "没有连上服务。请确认服务还在运行，然后再试一次。" };

  window.page = {
    // `found`: a file's name, its kind as a media type, and its content in base64.
    download(found) {
      const bytes = Uint8Array.from(atob(found.content), (letter) => letter.charCodeAt(0));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes], { type: found.kind }));
      link.download = found.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    },
    element(kind, className, text) {
      const made = document.createElement(kind);
      if (className) made.className = className;
      if (text) made.textContent = text;
      return made;
    },
    // What the server answers; an error is told inside `place`, and null comes back. So it does
    // when `overtaken` says that a later call has been made.
    async call(func, asked, place, overtaken = () => false) {
      // Nothing comes back where the session has ended: the page is on its way to the login.
      const found = (await func(asked).catch(() => lost)) ?? lost;
      if (overtaken()) return null;
      if (!found.error) return found;
      const card = document.createElement("p");
      card.className = "card error";
      card.setAttribute("role", "alert");
      card.textContent = found.error;
      place.replaceChildren(card);
      return null;
    },
    // `indexed`: what the header says of the reports that are live now.
    reportsChanged(indexed) {
      tellIndexed(indexed);
      channel.postMessage(indexed);
      follow();
    },
    onReports: (renew) => followers.push(renew),
    toggleTheme() {
      localStorage.setItem("theme", isDark() ? "light" : "dark");
      applyTheme();
    },
  };
})();
