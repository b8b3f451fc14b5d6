// The ledger tab. What is chosen lives here; HTML comes, escaped, from the server.
(() => {
  const TYPING = 150; // milliseconds without a key until the list follows
  const phone = matchMedia("(max-width: 899px)");

  const day = (now = new Date()) =>
    [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

  window.page.ledger = async (element, server) => {
    const order = { by: "编号", reverse: false, most: 0 };
    let keys = [];
    let picked = null;
    let latest = 0;
    let waiting;

    const part = (name) => element.querySelector(`[data-part="${name}"]`);
    const form = () => element.querySelector("form");
    const view = () => ({ ...Object.fromEntries(new FormData(form())), ...order });

    const call = (name, asked, place, overtaken) => page.call(server[name], asked, place, overtaken);

    const mark = () => {
      for (const row of element.querySelectorAll("tr[data-key]")) {
        row.classList.toggle("picked", row.dataset.key === picked);
        row.querySelector("button").setAttribute("aria-current", String(row.dataset.key === picked));
      }
    };

    const pick = async (key, open) => {
      picked = key;
      mark();
      part("issue").setAttribute("aria-busy", String(key !== null));
      if (key === null) return part("issue").replaceChildren();
      const found = await call("issue", { ...view(), key }, part("issue"), () => picked !== key);
      if (picked === key) part("issue").setAttribute("aria-busy", "false");
      if (!found) return;
      part("issue").innerHTML = found.issue;
      part("issue").scrollTop = 0;
      if (open && phone.matches) {
        if (!element.classList.contains("open")) history.pushState({ issue: key }, "");
        element.classList.add("open");
        part("issue").querySelector("h2").focus();
      }
    };

    const show = async () => {
      const turn = ++latest;
      const found = await call("shown", view(), part("list"), () => turn !== latest);
      if (!found) return;
      for (const name of ["overview", "remarks", "list"]) {
        const open = part(name).querySelector("details[open]") !== null;
        part(name).innerHTML = found[name];
        if (open) part(name).querySelector("details")?.setAttribute("open", "");
      }
      part("count").textContent = found.count;
      keys = found.keys;
      for (const button of element.querySelectorAll("[data-save]")) button.disabled = keys.length === 0;
      if (keys.includes(picked)) await pick(picked, false);
      else await pick(keys[0] ?? null, false);
    };

    const close = () => {
      if (!element.classList.contains("open")) return;
      element.classList.remove("open");
      element.querySelector("tr.picked button")?.focus();
    };

    const save = async (kind) => {
      const found = await call("saved", { ...view(), form: kind }, part("list"));
      if (found) window.page.download(found);
    };

    const follow = (delay) => {
      order.most = 0;
      clearTimeout(waiting);
      waiting = setTimeout(show, delay);
    };

    element.addEventListener("input", (event) => {
      if (!form()?.contains(event.target)) return;
      const dated = event.target.closest(".dated");
      if (event.target.type === "date") dated.querySelector("[name]").value = event.target.value;
      else if (dated) return; // half a day is none: the list follows when it is written
      follow(["text", "unit"].includes(event.target.name) ? TYPING : 0);
    });
    element.addEventListener("change", (event) => {
      if (event.target.matches('.dated [type="text"]')) follow(0);
    });
    element.addEventListener("submit", (event) => event.preventDefault());
    element.addEventListener("click", async (event) => {
      const target = event.target.closest(
        "[data-sort], [data-save], [data-reset], [data-more], [data-calendar], [data-key], .close");
      if (!target) return;
      const { sort, save: kind, key } = target.dataset;
      if (sort) {
        order.reverse = order.by === sort && !order.reverse;
        order.by = sort;
        await show();
        element.querySelector(`[data-sort="${sort}"]`)?.focus();
      } else if (kind) await save(kind);
      else if (target.matches("[data-reset]")) {
        form().reset();
        follow(0);
      } else if (target.matches("[data-calendar]")) target.parentElement.querySelector('[type="date"]').showPicker();
      else if (target.matches("[data-more]")) {
        order.most = keys.length + 100;
        await show();
      } else if (target.matches(".close")) history.back();
      else if (key && !getSelection().toString()) await pick(key, true);
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && element.classList.contains("open")) history.back();
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      const here = event.target.closest?.("tr[data-key], .column");
      if (!step || !here) return;
      const all = [...element.querySelectorAll(here.matches("tr") ? "tr[data-key]" : ".column")];
      const next = all[all.indexOf(here) + step];
      if (!next) return;
      event.preventDefault();
      if (here.matches("tr")) {
        next.querySelector("button").focus();
        pick(next.dataset.key, false);
      } else {
        here.setAttribute("tabindex", "-1"); // one stop of the Tab key for the whole plot
        next.setAttribute("tabindex", "0");
        next.focus();
      }
    });
    addEventListener("popstate", close);

    const open = async () => {
      const before = form() ? [...new FormData(form())] : [];
      const found = await call("opened", { day: day() }, element);
      if (!found) return;
      element.innerHTML = found.frame;
      for (const [name, value] of before) {
        const field = form().elements[name];
        if (!field) continue; // left with its report
        if (field.type === "checkbox") field.checked = true;
        else if (field.tagName !== "SELECT" || [...field.options].some((o) => o.value === value)) field.value = value;
      }
      await show();
    };
    await open();
    page.onReports(open);
  };
})();
