// Marks an answer as wrong, tells who is logged in, and leads back to the login when it ended.
(() => {
  const here = (path) => new URL(path, document.baseURI.replace(/[^/]*([?#].*)?$/, ""));

  // A session that ended answers 401 to whatever the page asks: the login page comes up instead.
  const fetched = window.fetch;
  window.fetch = async (...request) => {
    const answer = await fetched(...request);
    if (answer.status === 401 && answer.url.startsWith(location.origin)) location.reload();
    return answer;
  };

  const DIALOG = `
    <form method="dialog">
      <h2>这个回答有误</h2>
      <label>哪里不对<textarea name="comment" rows="3" maxlength="2000" required></textarea></label>
      <label>正确的答案（知道的话）<input name="correction" maxlength="2000"></label>
      <p role="status"></p>
      <menu><button type="button" value="cancel">取消</button>
        <button type="submit" class="primary">提交</button></menu>
    </form>`;

  const send = async (dialog, tools) => {
    const form = new FormData(dialog.querySelector("form"));
    const told = dialog.querySelector("[role=status]");
    told.textContent = "正在记下…";
    try {
      const answer = await fetch(here(`wrong/${tools.dataset.answer}`), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(Object.fromEntries(form)),
      });
      if (!answer.ok) throw new Error((await answer.json()).error);
      dialog.close();
      const button = tools.querySelector("[data-wrong]");
      button.textContent = "已记下，谢谢";
      button.disabled = true;
    } catch (error) {
      told.textContent = error.message || "没有记下，请再试一次。";
    }
  };

  const ask = (tools) => {
    const dialog = document.createElement("dialog");
    dialog.className = "wrong";
    dialog.setAttribute("aria-label", "这个回答有误");
    dialog.innerHTML = DIALOG;
    dialog.querySelector("[value=cancel]").onclick = () => dialog.close();
    dialog.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      send(dialog, tools);
    };
    dialog.onclose = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
  };

  addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-wrong]");
    if (button) ask(button.closest("[data-answer]"));
  });

  const told = (account, header) => {
    const bar = document.createElement("p");
    bar.className = "account";
    const name = document.createElement("span");
    name.textContent = account.name;
    const leave = document.createElement("button");
    leave.type = "button";
    leave.textContent = "退出";
    leave.onclick = async () => {
      localStorage.removeItem("asked"); // the next to log in may be someone else
      await fetched(here("logout"), { method: "POST" });
      location.reload();
    };
    bar.append(name, leave);
    header.append(bar);
  };

  addEventListener("DOMContentLoaded", async () => {
    const answer = await fetched(here("account")).catch(() => null);
    if (!answer?.ok) return;
    const account = await answer.json();
    document.documentElement.dataset.role = account.role; // for style sheets: hides, protects nothing
    if (!account.login) return;
    const place = () => {
      const header = document.querySelector("#header");
      if (header && !header.querySelector(".account")) told(account, header);
    };
    place();
    new MutationObserver(place).observe(document.body, { childList: true, subtree: true });
  });
})();
