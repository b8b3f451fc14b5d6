// The source of a passage, in the place of the evidence; on a phone over everything.
(() => {
  const phone = matchMedia("(max-width: 899px)");

  // `place`: {data: what the server is asked for, button: what opened it}; null while none is open.
  window.page.source = (root, server) => {
    let opened = null;
    const find = (selector) => root.querySelector(selector);

    const close = () => {
      if (!opened) return;
      root.classList.remove("reading");
      find("#source").replaceChildren();
      const button = opened.button;
      opened = null;
      if (button?.isConnected) button.focus();
    };

    const open = async (place, whole) => {
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

    const leave = () => {
      if (history.state?.source) history.back();
      else close();
    };

    addEventListener("popstate", close);
    return { open, close, leave, place: () => opened };
  };
})();
