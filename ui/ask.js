// The tab 问答. The conversation and what is chosen live here; HTML comes, escaped, from the server.
(() => {
  const LIMITS = ["report", "part", "issue", "status", "unit"];
  const MOST_TODAY = 30;
  const phone = matchMedia("(max-width: 899px)");
  const wide = matchMedia("(min-width: 1200px)");
  const touch = matchMedia("(pointer: coarse)");

  const element = (kind, className, text) => {
    const made = document.createElement(kind);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  // What was asked today, in this browser only; what is older is forgotten.
  const today = {
    day: () => new Date().toDateString(),
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem("asked")) ?? {};
        return kept.day === today.day() && Array.isArray(kept.asked) ? kept.asked : [];
      } catch {
        return [];
      }
    },
    write: (asked) => localStorage.setItem("asked", JSON.stringify({ day: today.day(), asked })),
    add(turn) {
      const others = today.read().filter((other) => other.question !== turn.question);
      today.write([turn, ...others].slice(0, MOST_TODAY));
    },
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Over plain HTTP from another machine a browser offers no clipboard.
      const area = document.body.appendChild(element("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  window.page.ask = async (root, server) => {
    const find = (selector) => root.querySelector(selector);
    const box = () => find("#question input");
    let generation = Number(find(".desk").dataset.generation);
    let turns = []; // {question, resolved, short, answer, evidence} and the limits it was asked in
    let shown = null;
    let busy = false;
    let next = null;
    let opened = null; // the place whose source is open, with the button that opened it
    let composing = false;

    const chosen = () => {
      const values = Object.fromEntries(new FormData(find(".limits form")));
      return Object.fromEntries(LIMITS.filter((name) => values[name]).map((n) => [n, values[n].trim()]));
    };
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

    const limit = async (limits) => {
      const found = await page.call(server.limits, limits, find("[data-part=limits]"));
      if (!found) return;
      find("[data-part=limits]").innerHTML = found.limits;
      tellChosen();
    };

    const showToday = () => {
      const asked = today.read();
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

    const show = (turn) => {
      shown = turn;
      closeSource();
      find("#answer").innerHTML = turn.answer;
      find("#evidence").innerHTML = turn.evidence ?? "";
      find(".desk").classList.add("answered");
      showEarlier();
      const address = new URL(location);
      address.search = new URLSearchParams({ q: turn.resolved ?? turn.question, ...limitsOf(turn) });
      history.replaceState(history.state, "", address);
    };
    const limitsOf = (turn) => Object.fromEntries(LIMITS.filter((n) => turn[n]).map((n) => [n, turn[n]]));

    const start = async () => {
      turns = [];
      shown = null;
      closeSource();
      box().value = "";
      const address = new URL(location);
      address.search = "";
      history.replaceState(history.state, "", address);
      const found = await page.call(server.opened, {}, find("#answer"));
      if (found) renewFrom(found.frame, true);
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
        today.add({ ...limitsOf(turn), question: turn.resolved, short: turn.short });
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
      if (Object.keys(before).length) await limit(before);
    };

    const fold = () => {
      for (const details of root.querySelectorAll(".side > details")) details.open = wide.matches;
    };

    const closeSource = () => {
      if (!opened) return;
      root.classList.remove("reading");
      find("#source").replaceChildren();
      const button = opened.button;
      opened = null;
      if (button?.isConnected) button.focus();
    };

    const openSource = async (place, whole) => {
      const found = await page.call(server.source, { ...place.data, whole }, find("#source"));
      if (found) find("#source").innerHTML = found.source;
      if (!opened && phone.matches) history.pushState({ source: true }, "");
      opened = place;
      root.classList.add("reading");
      const lines = find("#source .lines");
      const target = lines?.querySelector("mark") ?? lines?.querySelector(".cited");
      if (target) {
        const offset = target.getBoundingClientRect().top - lines.getBoundingClientRect().top;
        lines.scrollTop += offset - lines.clientHeight / 3;
      }
      find("#source h2")?.focus({ preventScroll: true });
    };

    const explain = async (details) => {
      const place = details.querySelector("[data-part=why]");
      if (place.childElementCount) return;
      const data = { ...details.closest("article").dataset };
      const asked = { ...data, question: shown.resolved, chosen: limitsOf(shown) };
      const found = await page.call(server.why, asked, place);
      if (found) place.innerHTML = found.why;
    };

    const said = (button, words) => {
      const before = button.textContent;
      button.textContent = words;
      setTimeout(() => (button.textContent = before), 1500);
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
      if (event.key === "Escape" && opened) leaveSource();
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
      if (name === "report") return void limit({ report: value }).then(() => find("#ask-report").focus());
      // The main text is of no issue: either is chosen.
      if (name === "part" && value === "main") {
        for (const field of form.querySelectorAll("[name=issue], [name=status], [name=unit]")) field.value = "";
      } else if (name !== "part" && value && form.elements.part?.value === "main") form.elements.part.value = "";
      tellChosen();
    });
    root.addEventListener("reset", (event) => {
      if (event.target.closest(".limits")) limit({});
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
      } else if (button.matches("[data-place]")) openSource({ data: { ...button.dataset }, button }, "");
      else if (button.matches("[data-whole]")) openSource(opened, button.dataset.whole);
      else if (button.matches("[data-close]")) leaveSource();
      else if (button.matches("[data-forget]")) {
        today.write([]);
        showToday();
      } else if (button.matches("[data-copy]")) copy(button.dataset.copy).then(() => said(button, "已复制"));
      else if (button.matches("[data-link]")) copy(location.href).then(() => said(button, "已复制"));
    });
    const leaveSource = () => {
      if (history.state?.source) history.back();
      else closeSource();
    };
    addEventListener("popstate", closeSource);
    wide.addEventListener("change", fold);

    fold();
    showToday();
    const asked = new URLSearchParams(location.search);
    if (asked.get("q")) {
      const limits = Object.fromEntries(LIMITS.filter((n) => asked.get(n)).map((n) => [n, asked.get(n)]));
      await reopen({ question: asked.get("q"), ...limits });
    }
    // The frame was made when the server started; reports may have been indexed since.
    const live = await server.limits({}).catch(() => null);
    if (live?.generation && live.generation !== generation) renew();
  };
})();
