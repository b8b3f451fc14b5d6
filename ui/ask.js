// The tab 问答. The conversation and what is chosen live here; HTML comes, escaped, from the server.
(() => {
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
    const limits = page.limits(root, server);

    const sent = (turn) => Object.fromEntries(["question", ...limits.NAMES].map((n) => [n, turn[n] ?? ""]));

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
      tellAddress({ q: turn.resolved ?? turn.question, ...limits.of(turn) });
    };

    const start = async () => {
      turns = [];
      shown = null;
      source.close();
      box().value = "";
      tellAddress({});
      const before = limits.chosen();
      const found = await page.call(server.opened, {}, find("#answer"));
      if (found) renewFrom(found.frame, true);
      if (Object.keys(before).length) await limits.limit(before);
      box().focus();
    };

    // One question at a time; of those sent meanwhile the last one is asked next.
    const ask = async (question, within = limits.chosen()) => {
      if (busy) return void (next = [question, within]);
      busy = true;
      root.classList.add("busy");
      find("#answer").setAttribute("aria-busy", "true");
      const turn = { question, ...within };
      const found = await page.call(server.asked, { turns: [...turns, turn].map(sent) }, find("#answer"));
      busy = false;
      root.classList.remove("busy");
      find("#answer").setAttribute("aria-busy", "false");
      if (next) {
        const [later, chosen] = next;
        next = null;
        if (found && !found.failed) turns.push({ ...turn, ...found });
        return ask(later, chosen);
      }
      if (!found) return find("#evidence").replaceChildren();
      Object.assign(turn, found);
      if (!found.failed) {
        turns.push(turn);
        page.today.add({ ...limits.of(turn), question: turn.resolved, short: turn.short });
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
      await limits.limit(limits.of(turn));
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
      limits.tell();
    };

    const renew = async () => {
      const before = limits.chosen();
      const found = await server.opened({}).catch(() => null);
      if (!found?.frame) return;
      renewFrom(found.frame, false);
      if (Object.keys(before).length) limits.limitQuietly(before);
    };

    const fold = () => {
      for (const details of root.querySelectorAll(".side > details")) details.open = wide.matches;
    };

    const explain = async (details) => {
      const place = details.querySelector("[data-part=why]");
      if (place.childElementCount) return;
      const data = { ...details.closest("article").dataset };
      const asked = { ...data, question: shown.resolved, chosen: limits.of(shown) };
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
