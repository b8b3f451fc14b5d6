// The tabs 对比 and 检索调试: a form each, and what the server found for it.
(() => {
  const part = (element) => element.querySelector('[data-part="found"]');

  window.page.compare = async (element, server) => {
    let latest = 0;
    const compare = async () => {
      const turn = ++latest;
      const form = element.querySelector("form");
      const asked = Object.fromEntries(new FormData(form));
      part(element).setAttribute("aria-busy", "true");
      const found = await page.call(server.compared, asked, part(element), () => turn !== latest);
      if (turn === latest) part(element).setAttribute("aria-busy", "false");
      if (found) part(element).innerHTML = found.found;
    };
    element.addEventListener("change", compare);
    element.addEventListener("submit", (event) => event.preventDefault());
    element.addEventListener("click", (event) => {
      if (!event.target.closest("[data-swap]")) return;
      const { old, new: later } = element.querySelector("form").elements;
      [old.value, later.value] = [later.value, old.value];
      compare();
    });
    const open = async () => {
      const form = element.querySelector("form");
      const before = form ? [...new FormData(form)] : [];
      const found = await page.call(server.opened, {}, element);
      if (!found) return;
      element.innerHTML = found.frame;
      for (const [name, value] of before) {
        const field = element.querySelector(`[name="${name}"]`);
        if ([...(field?.options ?? [])].some((option) => option.value === value)) field.value = value;
      }
      if (part(element)) await compare();
    };
    await open();
    page.onReports(open);
  };

  window.page.inspect = async (element, server) => {
    let latest = 0;
    const scope = async () => {
      const place = element.querySelector('[data-part="scope"]');
      const before = place.querySelector("select")?.value ?? "";
      const found = await page.call(server.scope, { report: before }, place);
      if (found) place.innerHTML = found.scope;
    };
    element.addEventListener("submit", async (event) => {
      event.preventDefault();
      const turn = ++latest;
      const asked = Object.fromEntries(new FormData(event.target));
      const found = await page.call(server.inspected, asked, part(element), () => turn !== latest);
      if (found) part(element).innerHTML = found.found;
    });
    // The same passage in the other legs.
    const same = (row) => {
      for (const other of element.querySelectorAll(".leg li"))
        other.classList.toggle("same", Boolean(row) && other.dataset.fused === row.dataset.fused);
    };
    element.addEventListener("mouseover", (event) => same(event.target.closest(".leg li")));
    element.addEventListener("mouseleave", () => same(null));
    page.onReports(scope);
    await scope();
  };
})();
