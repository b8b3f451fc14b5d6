// The tab 问答. The conversation and what is chosen live here; HTML comes, escaped, from the server.
(() => {
  const LIMITS = ["report", "version", "part", "issue", "status", "unit"];
  const wide = matchMedia("(min-width: 1200px)");
  const touch = matchMedia("(pointer: coarse)");

  const { element } = window.page;

  window.page.ask = async (root, server) => {
    const find = (selector) => root.querySelector(selector);
    const box = () => find("#question input");
    let generation = Number(find(".desk").dataset.generation);
    let turns = []; // {question, resolved, short, answer, evidence} and the limits it was asked in
    let shown = null;
    let busy = false;
    let next = null;
    let composing = false;
    const source = page.source(root, server);

    const limitsOf = (values) => Object.fromEntries(LIMITS.filter((n) => values[n]).map((n) => [n, values[n]]));
    const chosen = () => limitsOf(Object.fromEntries(new FormData(find(".limits form"))));
    const sent = (turn) => Object.fromEntries(["question", ...LIMITS].map((n) => [n, turn[n] ?? ""]));

    const tellChosen = () => {
      const fields = find(".limits form").querySelectorAll("select, input:checked, input[name=unit]");
      const words = [...fields]
        .filter((field) => field.value)
        .map((field) => field.selectedOptions?.[0].text ?? (field.type === "radio" ? field.nextSibling.textContent : field.value))
        .map((text) => text.split(" · ")[0]);
      find("[data-part=chosen]").textContent = words.join(" · ") || "全部内容";
      find(".limits [type=reset]").hidden = words.length === 0;
    };

    // The fields of a report or version, made anew; what is chosen meanwhile stays where it can.
    const limit = async (limits, keep = true) => {
      const before = chosen();
      const found = await page.call(server.limits, limits, find("[data-part=limits]"));
      if (!found) return;
      const since = Object.entries(chosen()).filter(([name, value]) => keep && before[name] !== value);
      find("[data-part=limits]").innerHTML = found.limits;
      for (const [name, value] of since) {
        const field = find(".limits form").elements[name];
        if (field && (!field.options || [...field.options].some((o) => o.value === value))) field.value = value;
      }
      tellChosen();
    };

    // The fields are made anew: the focus stays where it was, unless the user went on meanwhile.
    const limitFrom = async (limits, field) => {
      await limit(limits);
      if (document.activeElement === document.body) find(field)?.focus();
    };

    const showToday = () => {
      const asked = page.today.read();
      find(".today").hidden = asked.length === 0;
      find(".today ol").replaceChildren(
        ...asked.map((turn) => {
          const button = element("button", "", turn.question);
          button.type = "button";
          button.append(element("small", "", turn.short));
          button.onclick = () => reopen(turn);
          const row = element("li");
          row.append(button);
          return row;
        }),
      );
    };

    const showEarlier = () => {
      const others = turns.filter((turn) => turn !== shown).reverse();
      const place = find("#earlier");
      place.replaceChildren();
      if (!others.length) return;
      const section = element("section", "turns");
      section.setAttribute("aria-label", "本次对话");
      const list = element("ol");
      for (const turn of others) {
        const button = element("button");
        button.type = "button";
        button.append(element("span", "", turn.resolved), element("b", "", turn.short));
        button.onclick = () => show(turn);
        list.append(element("li"));
        list.lastChild.append(button);
      }
      const restart = element("button", "pill", "开始新对话");
      restart.type = "button";
      restart.id = "restart";
      restart.onclick = start;
      section.append(element("h2", "", "本次对话"), list, restart);
      place.append(section);
    };

    const tellAddress = (parameters) => {
      const address = new URL(location);
      address.search = new URLSearchParams(parameters);
      history.replaceState(history.state, "", address);
    };

    const show = (turn) => {
      shown = turn;
      source.close();
      find("#answer").innerHTML = turn.answer;
      find("#evidence").innerHTML = turn.evidence ?? "";
      find(".desk").classList.add("answered");
      showEarlier();
      tellAddress({ q: turn.resolved ?? turn.question, ...limitsOf(turn) });
    };

    const start = async () => {
      turns = [];
      shown = null;
      source.close();
      box().value = "";
      tellAddress({});
      const before = chosen();
      const found = await page.call(server.opened, {}, find("#answer"));
      if (found) renewFrom(found.frame, true);
      if (Object.keys(before).length) await limit(before);
      box().focus();
    };

    // One question at a time; of those sent meanwhile the last one is asked next.
    const ask = async (question, limits = chosen()) => {
      if (busy) return void (next = [question, limits]);
      busy = true;
      root.classList.add("busy");
      find("#answer").setAttribute("aria-busy", "true");
      const turn = { question, ...limits };
      const found = await page.call(server.asked, { turns: [...turns, turn].map(sent) }, find("#answer"));
      busy = false;
      root.classList.remove("busy");
      find("#answer").setAttribute("aria-busy", "false");
      if (next) {
        const [later, within] = next;
        next = null;
        if (found && !found.failed) turns.push({ ...turn, ...found });
        return ask(later, within);
      }
      if (!found) return find("#evidence").replaceChildren();
      Object.assign(turn, found);
      if (!found.failed) {
        turns.push(turn);
        page.today.add({ ...limitsOf(turn), question: turn.resolved, short: turn.short });
        showToday();
      }
      show(turn);
      if (found.failed) showEarlier();
      if (found.generation && found.generation !== generation) renew();
      // With a keyboard the next question replaces this one; on a touch screen the keyboard goes.
      if (touch.matches) box().blur();
      else if (document.activeElement === box() || document.activeElement === document.body) box().select();
    };

    const reopen = async (turn) => {
      turns = [];
      box().value = turn.question;
      await limit(limitsOf(turn));
      await ask(turn.question);
    };

    const renewFrom = (frame, answerToo) => {
      const made = element("template");
      made.innerHTML = frame;
      const fresh = made.content;
      generation = Number(fresh.querySelector(".desk").dataset.generation);
      box().placeholder = fresh.querySelector("#question input").placeholder;
      find(".side").replaceChildren(...fresh.querySelector(".side").childNodes);
      if (answerToo) {
        find("#answer").replaceChildren(...fresh.querySelector("#answer").childNodes);
        find("#evidence").replaceChildren();
        find("#earlier").replaceChildren();
        find(".desk").classList.remove("answered");
      }
      fold();
      showToday();
      tellChosen();
    };

    const renew = async () => {
      const before = chosen();
      const found = await server.opened({}).catch(() => null);
      if (!found?.frame) return;
      renewFrom(found.frame, false);
      if (!Object.keys(before).length) return;
      // What was chosen may have left with its report: then nothing is.
      const within = await server.limits(before).catch(() => null);
      if (!within?.limits) return;
      find("[data-part=limits]").innerHTML = within.limits;
      tellChosen();
    };

    const fold = () => {
      for (const details of root.querySelectorAll(".side > details")) details.open = wide.matches;
    };

    const explain = async (details) => {
      const place = details.querySelector("[data-part=why]");
      if (place.childElementCount) return;
      const data = { ...details.closest("article").dataset };
      const asked = { ...data, question: shown.resolved, chosen: limitsOf(shown) };
      const found = await page.call(server.why, asked, place);
      if (found) place.innerHTML = found.why;
    };

    root.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.target.id === "ask-bar" && !composing) ask(box().value);
    });
    root.addEventListener("compositionstart", () => (composing = true));
    root.addEventListener("compositionend", () => (composing = false));
    root.addEventListener("keydown", (event) => {
      // Enter while an input method composes takes its word and asks nothing.
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
      if (event.key === "Escape" && source.place()) source.leave();
    });
    addEventListener("keydown", (event) => {
      const typing = event.target.matches?.("input, textarea, select");
      if (event.key !== "/" || typing || !root.offsetParent) return;
      event.preventDefault();
      box().focus();
    });
    root.addEventListener("change", (event) => {
      const form = event.target.closest(".limits form");
      if (!form) return;
      const { name, value } = event.target;
      if (name === "report") return void limitFrom({ report: value }, "#ask-report");
      if (name === "version") {
        const report = form.elements.report?.value ?? "";
        return void limitFrom({ report, version: value }, "#ask-version");
      }
      // The main text is of no issue: either is chosen.
      if (name === "part" && value === "main") {
        for (const field of form.querySelectorAll("[name=issue], [name=status], [name=unit]")) field.value = "";
      } else if (name !== "part" && value && form.elements.part?.value === "main") form.elements.part.value = "";
      tellChosen();
    });
    root.addEventListener("reset", (event) => {
      if (event.target.closest(".limits")) limit({}, false);
    });
    root.addEventListener("toggle", (event) => {
      if (event.target.matches(".why[open]")) explain(event.target);
    }, true);
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.closest("#examples")) {
        box().value = button.textContent;
        ask(button.textContent);
      } else if (button.matches("[data-place]")) source.open({ data: { ...button.dataset }, button }, "");
      else if (button.matches("[data-whole]")) source.open(source.place(), button.dataset.whole);
      else if (button.matches("[data-close]")) source.leave();
      else if (button.matches("[data-forget]")) {
        page.today.write([]);
        showToday();
      } else if (button.matches("[data-copy]")) page.copy(button, button.dataset.copy);
      else if (button.matches("[data-link]")) page.copy(button, location.href);
    });
    wide.addEventListener("change", fold);

    page.onReports(renew);
    fold();
    showToday();
    const asked = new URLSearchParams(location.search);
    if (asked.get("q")) {
      await reopen({ question: asked.get("q"), ...Object.fromEntries(asked) });
    }
    // The frame was made when the server started; reports may have been indexed since.
    const live = await server.limits({}).catch(() => null);
    if (live?.generation && live.generation !== generation) renew();
  };
})();
