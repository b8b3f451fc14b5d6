// The scope of the tab 问答: the fields on the left, what is chosen in them, and its words.
(() => {
  const NAMES = ["report", "version", "part", "issue", "status", "unit"];

  window.page.limits = (root, server) => {
    const find = (selector) => root.querySelector(selector);
    const form = () => find(".limits form");
    const place = () => find("[data-part=limits]");

    // Those of `values` that limit a question, by their names.
    const of = (values) => Object.fromEntries(NAMES.filter((n) => values[n]).map((n) => [n, values[n]]));
    const chosen = () => of(Object.fromEntries(new FormData(form())));

    const wordsOf = (field) => {
      if (field.selectedOptions) return field.selectedOptions[0].text.split(" · ")[0];
      return field.type === "radio" ? field.nextSibling.textContent : field.value;
    };

    const tell = () => {
      const fields = form().querySelectorAll("select, input:checked, input[name=unit]");
      const words = [...fields].filter((field) => field.value).map(wordsOf);
      find("[data-part=chosen]").textContent = words.join(" · ") || "全部内容";
      find(".limits [type=reset]").hidden = words.length === 0;
    };

    // The fields for what `limits` chooses, made anew; what is chosen meanwhile stays where it can.
    const limit = async (limits, keep = true) => {
      const before = chosen();
      const found = await page.call(server.limits, limits, place());
      if (!found) return;
      const since = Object.entries(chosen()).filter(([name, value]) => keep && before[name] !== value);
      place().innerHTML = found.limits;
      for (const [name, value] of since) {
        const field = form().elements[name];
        if (field && (!field.options || [...field.options].some((o) => o.value === value))) field.value = value;
      }
      tell();
    };

    // As `limit`; nothing is said where what was chosen has left with its report: then nothing is.
    const limitQuietly = async (limits) => {
      const found = await server.limits(limits).catch(() => null);
      if (!found?.limits) return;
      place().innerHTML = found.limits;
      tell();
    };

    // The focus stays where it was, unless the user went on meanwhile.
    const limitFrom = async (limits, field) => {
      await limit(limits);
      if (document.activeElement === document.body) find(field)?.focus();
    };

    root.addEventListener("change", (event) => {
      if (event.target.closest(".limits form") !== form()) return;
      const { name, value } = event.target;
      if (name === "report") return void limitFrom({ report: value }, "#ask-report");
      if (name === "version") {
        const report = form().elements.report?.value ?? "";
        return void limitFrom({ report, version: value }, "#ask-version");
      }
      // The main text is of no issue: either is chosen.
      const part = form().elements.part;
      if (name === "part" && value === "main") {
        for (const field of form().querySelectorAll("[name=issue], [name=status], [name=unit]")) field.value = "";
      } else if (name !== "part" && value && part?.value === "main") part.value = "";
      tell();
    });
    root.addEventListener("reset", (event) => {
      if (event.target === form()) limit({}, false);
    });

    return { of, chosen, tell, limit, limitQuietly, NAMES };
  };
})();
