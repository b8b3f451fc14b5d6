// The evaluation tab. What is open lives here; HTML comes, escaped, from the server.
(() => {
  const base64 = (file) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = reject;
      reader.readAsDataURL(file);
    });

  const time = (seconds) =>
    seconds < 60 ? `约 ${Math.max(1, Math.round(seconds))} 秒` : `约 ${Math.round(seconds / 60)} 分钟`;

  window.page.evaluation = async (element, server) => {
    const view = { run: null, only: "", most: 0 };
    let file = null; // { name, content, columns }

    const part = (name) => element.querySelector(`[data-part="${name}"]`);

    // What the server answers; an error is told inside `place`, and null comes back.
    const call = async (name, asked, place) => {
      let found;
      try {
        found = (await server[name](asked)) ?? { error: "登录已经结束。请重新登录，然后再试一次。" };
      } catch {
        found = { error: "没有连上服务。请确认服务还在运行，然后再试一次。" };
      }
      if (!found.error) return found;
      const card = document.createElement("p");
      card.className = "card error";
      card.setAttribute("role", "alert");
      card.textContent = found.error;
      place.replaceChildren(card);
      return null;
    };

    const save = async (name, asked, place) => {
      const found = await call(name, asked, place);
      if (found) window.page.download(found);
    };

    const keep = (html) => {
      const open = part("kept").querySelector("details[open]") !== null;
      part("kept").innerHTML = html;
      if (open) part("kept").querySelector("details")?.setAttribute("open", "");
    };

    const show = async (changes) => {
      Object.assign(view, changes);
      const found = await call("shown", view, part("result"));
      if (!found) return;
      keep(found.kept);
      part("result").innerHTML = found.result;
    };

    const busy = (on) => {
      for (const button of element.querySelectorAll("[data-start], [data-resume], [data-drafts-run]"))
        button.disabled = on;
    };

    const follow = async (run) => {
      busy(true);
      part("progress").innerHTML =
        '<div class="going"><progress max="1" value="0"></progress><span></span>' +
        '<button type="button" class="pill" data-cancel>取消</button></div>';
      const cancel = part("progress").querySelector("[data-cancel]");
      cancel.dataset.cancel = run;
      for (;;) {
        const found = await call("progress", { run }, part("progress"));
        if (!found) break;
        if (found.failed) {
          part("progress").textContent = found.failed;
          break;
        }
        if (!found.going) {
          part("progress").replaceChildren();
          break;
        }
        part("progress").querySelector("progress").value = found.done / Math.max(found.asked, 1);
        part("progress").querySelector("span").textContent =
          `${found.done}/${found.asked} 题` + (found.left === null ? "" : `，还要${time(found.left)}`);
      }
      busy(false);
      await show({ run, only: "", most: 0 });
    };

    const start = async (asked) => {
      busy(true);
      const found = await call("started", asked, part("progress"));
      busy(false);
      if (!found) return;
      part("prepared").replaceChildren();
      await follow(found.run);
    };

    const look = async () => {
      const found = await call("looked", file, part("prepared"));
      if (found) part("prepared").innerHTML = found.prepared;
    };

    const rows = () =>
      [...part("drafts").querySelectorAll("tr[data-id]")]
        .filter((row) => row.querySelector("input").checked)
        .map((row) => ({
          id: row.dataset.id,
          kind: row.dataset.kind,
          ...Object.fromEntries([...row.querySelectorAll("textarea")].map((box) => [box.name, box.value])),
        }));

    const tally = () => {
      const all = part("drafts").querySelectorAll("tr[data-id]").length;
      const place = part("drafts").querySelector("[data-part=tally]");
      if (place) place.textContent = `${all} 题，勾上 ${rows().length} 题`;
    };

    element.addEventListener("change", async (event) => {
      if (event.target.matches("[data-file]") && event.target.files.length) {
        const [chosen] = event.target.files;
        file = { name: chosen.name, content: await base64(chosen), columns: {} };
        event.target.value = ""; // the same file can be chosen again after it was mended
        await look();
      } else if (part("drafts")?.contains(event.target)) tally();
    });
    element.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!event.target.matches(".mapping")) return;
      file.columns = Object.fromEntries(new FormData(event.target));
      await look();
    });
    element.addEventListener("click", async (event) => {
      const target = event.target.closest("button");
      if (!target || !element.contains(target)) return;
      const data = target.dataset;
      if (data.start === "shipped") await start({ what: "shipped" });
      else if (data.start === "file") await start({ what: "file", ...file });
      else if (data.cancel) {
        target.disabled = true;
        await call("cancelled", { run: data.cancel }, part("progress"));
      } else if (data.template) await save("template", { form: data.template }, part("prepared"));
      else if (data.open) await show({ run: data.open, only: "", most: 0 });
      else if (data.resume) {
        const found = await call("resumed", { run: data.resume }, part("progress"));
        if (found) await follow(found.run);
      } else if (data.remove) {
        if (data.sure) {
          const found = await call("removed", { run: data.remove }, part("progress"));
          if (found) keep(found.kept);
          if (found && view.run === data.remove) part("result").replaceChildren();
        } else {
          data.sure = "yes";
          target.textContent = "真的删除";
        }
      } else if (data.compare) {
        if (!view.run) return void (part("result").textContent = "先打开一次评测，再选要比的另一次。");
        const place = document.createElement("div");
        part("result").querySelector(".compared")?.parentElement.remove();
        part("result").prepend(place);
        const found = await call("compared", { run: view.run, before: data.compare }, place);
        if (found) place.innerHTML = found.compared;
      } else if (data.save) await save("saved", { run: view.run, form: data.save }, part("progress"));
      else if ("only" in data) await show({ only: data.only, most: 0 });
      else if ("more" in data) await show({ most: element.querySelectorAll("details.question").length + 100 });
      else if ("drafts" in data) {
        target.disabled = true;
        const found = await call("drafted", {}, part("drafts"));
        target.disabled = false;
        if (found) part("drafts").innerHTML = found.drafts;
        tally();
      } else if ("drop" in data) {
        target.closest("tr").remove();
        tally();
      } else if ("confirmAll" in data) {
        for (const box of part("drafts").querySelectorAll("[type=checkbox]")) box.checked = true;
        tally();
      } else if (data.draftsSave)
        await save("drafts_saved", { rows: rows(), form: data.draftsSave }, part("progress"));
      else if ("draftsRun" in data) await start({ what: "drafts", rows: rows() });
      else if ("draftsClose" in data) part("drafts").replaceChildren();
    });

    const found = await call("opened", {}, element);
    if (!found) return;
    element.innerHTML = found.frame;
    if (found.running) await follow(found.running);
  };
})();
