
"use strict";
(() => {
  const PAGE = 50; // posts shown at first, and by each "Show more"
  const DELAY = 150; // milliseconds after the last key, so that a screen reader does not announce every letter

  const byId = id => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  let built; // by the first search
  const engine = () => (built ??= new Engine(data));
  // A query is incomplete if it has only a quotation mark, -, tag: or the dot of .net.
  const isIncomplete = text => text !== "" && !engine().text.terms(text.replace(/^-?tag:/i, ""), false).length;
  const [form, query, tag, status, list, more] = ["find", "query", "tag", "status", "list", "more"].map(byId);

  // -- results --------------------------------------------------------------------------------------------------------

  const element = (name, ...content) => {
    const created = document.createElement(name);
    created.append(...content);
    return created;
  };

  const marked = (text, spans) => {
    const parts = [];
    let after = 0;
    for (const [start, end] of spans) {
      parts.push(text.slice(after, start), element("mark", text.slice(start, end)));
      after = end;
    }
    return [...parts, text.slice(after)];
  };

  const item = hit => {
    const title = element("h3", ...marked(hit.title, engine().spans(hit, "title")));
    if (hit.url) {
      const link = element("a", ...title.childNodes);
      link.href = hit.url;
      title.append(link);
    }
    title.dir = "auto";
    const tags = hit.tags.flatMap(({ name }, number) => [
      " · ",
      element("bdi", ...marked(name, engine().spans(hit, "tags", number))),
    ]);
    const entry = element("li", title, element("p", hit.date, ...tags));
    if (hit.language) title.lang = hit.language;
    if (hit.summary) {
      const summary = element("p", ...marked(hit.summary, engine().spans(hit, "summary")));
      summary.dir = "auto";
      if (hit.language) summary.lang = hit.language;
      entry.append(summary);
    }
    return entry;
  };

  const initial = { status: status.textContent, items: [...list.children] };
  let hits = [];

  const show = () => {
    const shown = list.children.length;
    list.append(...hits.slice(shown, shown + PAGE).map(item));
    more.parentElement.hidden = list.children.length >= hits.length;
    return list.children[shown];
  };

  const search = () => {
    const text = query.value.trim();
    if (!text && !tag.value) {
      list.replaceChildren(...initial.items);
      more.parentElement.hidden = true;
      status.textContent = initial.status;
      return;
    }
    hits = engine().search(text, { tag: tag.value || null, limit: data.posts.title.length });
    list.replaceChildren();
    show();
    const tagged = tag.value ? ` tagged ${tag.selectedOptions[0].dataset.name}` : "";
    const shown = hits.length > PAGE ? `, the first ${PAGE} shown` : "";
    const number = hits.length ? hits.length.toLocaleString("en") : "No";
    const complete = hits.filter(({ score }) => score >= 0.5).length;
    const some = complete && complete < hits.length ? `, ${complete.toLocaleString("en")} with all words` : "";
    const one = hits.length === 1;
    status.textContent =
      complete || !hits.length
        ? `${number} ${one ? "post" : "posts"}${tagged}${text ? ` for “${text}”` : ""}${some}${shown}.`
        : `No post${tagged} matches all words; ${number} ${one ? "matches" : "match"} some${shown}.`;
  };

  // -- address and history --------------------------------------------------------------------------------------------

  // The address contains the search, so that it can be bookmarked and shared: #q=words&tag=slug.
  const addressOf = (words, slug) => {
    const parameters = [["q", words.trim()], ["tag", slug]].filter(([, value]) => value);
    return parameters.length ? `#${new URLSearchParams(parameters)}` : "";
  };
  const parametersOf = address => new URLSearchParams(address.slice(1));

  // An address such as #tags is a place in the page and does not contain the search: the history state does.
  const isPlace = () => location.hash !== "" && !["q", "tag"].some(name => parametersOf(location.hash).has(name));
  const stored = () => {
    const parameters = parametersOf(isPlace() ? history.state ?? "" : location.hash);
    return [parameters.get("q") ?? "", parameters.get("tag") ?? ""];
  };

  // A page in the srcdoc of a frame has no address to change, and Safari limits the rate of changes; the search works
  // without.
  const change = (method, state, address) => {
    try {
      history[method](state, "", address);
      return true;
    } catch {
      return false;
    }
  };

  const isNewPlace = () => isPlace() && history.state === null; // just reached by a link
  const remember = () => {
    if (isNewPlace()) change("replaceState", addressOf(query.value, tag.value));
  };

  const restore = () => {
    [query.value, tag.value] = stored();
    if (tag.selectedIndex < 0) tag.value = ""; // an unknown tag
    search();
  };

  // Back undoes a choice, and everything typed until Enter or until the box loses focus.
  let settled = true;
  let before; // the address of the history entry before the unsettled one
  let returning = false;
  const store = () => {
    const [here, address] = [addressOf(...stored()), addressOf(query.value, tag.value)];
    if (returning || address === here) return;
    if (!settled && address === before) { // the typed text was deleted again: two entries would be equal
      settled = returning = true;
      history.back();
      return;
    }
    if (!change(settled ? "pushState" : "replaceState", null, address || location.pathname + location.search)) return;
    if (settled) before = here;
    settled = false;
  };

  // -- events ---------------------------------------------------------------------------------------------------------

  let timer = null;
  const cancel = () => {
    clearTimeout(timer);
    timer = null;
  };
  const searchNow = () => {
    cancel();
    search();
    store();
  };
  const choose = () => {
    settled = true;
    searchNow();
    settled = true;
  };
  const searchSoon = () => {
    cancel();
    if (!isIncomplete(query.value.trim())) timer = setTimeout(searchNow, DELAY);
  };

  query.addEventListener("input", searchSoon);
  query.addEventListener("blur", () => {
    if (timer !== null) searchNow();
    settled = true;
  });
  tag.addEventListener("change", choose);
  form.addEventListener("submit", event => {
    event.preventDefault();
    searchNow();
    settled = true;
  });
  query.addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.isComposing) return; // it belongs to the input method
    event.preventDefault();
    query.value = tag.value = "";
    choose();
  });
  more.addEventListener("click", () => {
    const next = show();
    next.tabIndex = -1;
    next.focus(); // the button may have disappeared
  });
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link) return;
    const slug = parametersOf(link.hash).get("tag");
    if (location.protocol === "about:") { // in a srcdoc, the link would lead to the surrounding page
      event.preventDefault();
      if (slug === null) byId(link.hash.slice(1)).scrollIntoView();
      else {
        [query.value, tag.value] = ["", slug];
        choose();
      }
    }
    if (slug === null) return;
    byId("posts").scrollIntoView(); // the link itself changes the address, and so the search
    tag.focus({ preventScroll: true });
  });
  addEventListener("hashchange", () => {
    if (returning) { // the results are right unless more was typed meanwhile
      returning = false;
      store();
      return;
    }
    cancel();
    settled = true;
    if (!isNewPlace()) restore();
    remember();
  });

  // Elements that scroll sideways must be focusable, so that keys can scroll them.
  const watch = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const wide of document.querySelectorAll(".wide")) watch.observe(wide);
  // If the left of a chart does not show the newest posts, scroll to the right; both sides have labels.
  for (const wide of document.querySelectorAll("[data-newest]")) {
    if (wide.dataset.newest * wide.scrollWidth > wide.clientWidth) wide.scrollLeft = wide.scrollWidth;
  }

  form.hidden = false;
  restore();
  remember();
  if (query.value || tag.value) byId("posts").scrollIntoView();
})();
