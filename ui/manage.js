// The tab 报告管理: files go up in pieces, and long work is asked after. HTML comes escaped.
(() => {
  const PIECE = 1 << 20; // bytes sent at once
  const ASK_AGAIN = 250; // milliseconds

  const base64 = async (blob) => {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  };

  const made = (tag, words, more = {}) => {
    const node = document.createElement(tag);
    node.textContent = words;
    Object.assign(node, more);
    return node;
  };

  window.page.manage = async (element, server) => {
    let batch = null;
    let job = null;
    let stopped = false;

    const part = (name) => element.querySelector(`[data-part="${name}"]`);
    const work = () => part("work");

    const fault = (words) => {
      work().prepend(made("p", words, { className: "card error", role: "alert" }));
    };

    // What the server answers; null after an error, which has been told.
    const call = async (name, asked = {}) => {
      let found;
      try {
        found = (await server[name](asked)) ?? { error: "登录已经结束。请重新登录，然后再试一次。" };
      } catch {
        found = { error: "没有连上服务。请确认服务还在运行，然后再试一次。" };
      }
      if (!found.error) return found;
      fault(found.error);
      return null;
    };

    const busy = (words, done = 0, total = 0) => {
      let card = work().querySelector(".busy");
      if (!card) {
        card = made("section", "", { className: "card busy" });
        card.append(made("p", ""), document.createElement("progress"));
        card.append(made("button", "取消", { type: "button", className: "pill" }));
        card.lastChild.dataset.cancel = "";
        work().replaceChildren(card);
      }
      card.querySelector("p").textContent = total > 1 ? `${words}（${done}/${total}）` : words;
      const bar = card.querySelector("progress");
      if (total > 0) Object.assign(bar, { max: total, value: done });
      else bar.removeAttribute("value");
    };

    const show = (found) => {
      if (found.lists) part("lists").innerHTML = found.lists;
    };

    const changed = (found) => {
      show(found);
      page.reportsChanged(found.indexed);
    };

    // Begins work on the server and waits for it; null where it failed or was called off.
    const done = async (name, asked, words) => {
      busy(words);
      const begun = await call(name, asked);
      if (!begun) return work().querySelector(".busy")?.remove(), null;
      job = begun.job;
      for (;;) {
        const state = await call("progress", { job });
        if (!state || state.finished) {
          job = null;
          work().querySelector(".busy")?.remove();
          if (!state) return null;
          if (state.finished.error) return fault(state.finished.error), null;
          if (!state.finished.called_off) return state.finished;
          work().replaceChildren(made("p", "已取消，什么都没有改动。", { className: "card" }));
          return null;
        }
        busy(state.what, state.done, state.total);
        await new Promise((go) => setTimeout(go, ASK_AGAIN));
      }
    };

    const giveUp = async () => {
      const given = batch;
      batch = null;
      if (given) await call("dropped", { batch: given });
    };

    const sent = async (file) => {
      let name = file.name;
      for (let offset = 0; offset === 0 || offset < file.size; offset += PIECE) {
        if (stopped) return false;
        const data = await base64(file.slice(offset, offset + PIECE));
        if (!(await call("received", { batch, name, offset, data }))) return false;
        busy(`传送 ${name}`, Math.min(offset + PIECE, file.size), file.size);
      }
      return true;
    };

    const take = async (files) => {
      if (!files.length || job) return;
      await giveUp();
      stopped = false;
      busy("传送文件");
      const begun = await call("begun");
      if (!begun) return;
      batch = begun.batch;
      const refused = [];
      for (const file of files) {
        if (await sent(file)) continue;
        if (stopped) {
          await giveUp();
          return work().replaceChildren(made("p", "已取消，什么都没有改动。", { className: "card" }));
        }
        refused.push(...work().querySelectorAll(".error"));
      }
      const found = await done("checked", { batch }, "读取文件");
      if (!found) return;
      work().innerHTML = found.preview;
      work().prepend(...refused);
      work().querySelector("h2")?.focus();
    };

    const confirmed = (button, words, go) => {
      const box = made("span", words, { className: "confirm" });
      box.append(made("button", "确定", { type: "button", className: "pill sure", onclick: go }));
      const keep = () => box.replaceWith(button);
      box.append(made("button", "不了", { type: "button", className: "pill", onclick: keep }));
      button.replaceWith(box);
      box.querySelector("button").focus();
    };

    const restore = async (generation) => {
      const found = await done("restored", { generation }, "恢复");
      if (!found) return;
      changed(found);
      work().replaceChildren(made("p", `已恢复到快照 ${found.restored} 的报告。`, { className: "card receipt" }));
    };

    element.addEventListener("change", (event) => {
      if (event.target.type === "file") {
        take([...event.target.files]);
        event.target.value = "";
      } else if (event.target.name === "file") {
        const chosen = element.querySelectorAll("[name=file]:checked").length;
        const go = element.querySelector("[data-adopt]");
        go.textContent = `收入选中的 ${chosen} 份`;
        go.disabled = chosen === 0;
      }
    });
    for (const kind of ["dragover", "dragleave", "drop"]) {
      element.addEventListener(kind, (event) => {
        event.preventDefault();
        element.querySelector("[data-drop]")?.classList.toggle("over", kind === "dragover");
        if (kind === "drop") take([...event.dataTransfer.files]);
      });
    }
    element.addEventListener("click", async (event) => {
      const target = event.target.closest("button");
      if (!target) return;
      const data = target.dataset;
      if ("cancel" in data) {
        stopped = true;
        if (job) await call("called_off", { job });
      } else if (job) return;
      else if ("giveUp" in data) {
        await giveUp();
        work().replaceChildren();
      } else if ("adopt" in data) {
        const names = [...element.querySelectorAll("[name=file]:checked")].map((box) => box.value);
        const found = await done("adopted", { batch, names }, "收入报告");
        if (!found) return;
        batch = null;
        changed(found);
        work().innerHTML = found.receipt;
      } else if ("remove" in data) {
        const { report } = target.closest("[data-report]").dataset;
        confirmed(target, "移除后就问不到它了，文件和旧版会留着。", async () => {
          const found = await done("removed", { report }, "移除报告");
          if (!found) return;
          changed(found);
          work().innerHTML = found.receipt;
        });
      } else if ("restore" in data) {
        const generation = Number(target.closest("[data-generation]").dataset.generation);
        confirmed(target, "现在的报告会换成那时的。", () => restore(generation));
      } else if ("undo" in data) await restore(Number(data.undo));
    });

    const found = await call("opened");
    if (!found) return;
    element.innerHTML = found.frame;
    show(found);
    // Another page of this browser: what is shown of a batch of files stays.
    page.onReports(async () => {
      if (!job) show((await server.opened({}).catch(() => null)) ?? {});
    });
  };
})();
