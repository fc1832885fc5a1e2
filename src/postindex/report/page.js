
"use strict";
(() => {
  const FIRST = 50; // posts that are shown before somebody asks for more
  const PAUSE = 150; // milliseconds without a key, so that a screen reader is not told of every letter

  const at = id => document.getElementById(id);
  const { posts, names } = JSON.parse(at("data").textContent);
  const { find, marks, isBegun } = searchOf(posts, names);
  const [form, query, tag, found, list, more] = ["find", "query", "tag", "found", "list", "more"].map(at);

  // -- what is shown --------------------------------------------------------------------------------------------------

  const element = (name, ...inside) => {
    const made = document.createElement(name);
    made.append(...inside);
    return made;
  };

  const marked = (text, hit) => {
    const parts = [];
    let after = 0;
    for (const { start, end } of marks(text, hit)) {
      parts.push(text.slice(after, start), element("mark", text.slice(start, end)));
      after = end;
    }
    return [...parts, text.slice(after)];
  };

  const item = hit => {
    const post = posts[hit.id];
    const title = element("h3", ...marked(post.title, hit));
    if (post.url) {
      const link = element("a", ...title.childNodes);
      link.href = post.url;
      title.append(link);
    }
    title.dir = "auto";
    const tags = post.tags.flatMap(slug => [" · ", ...marked(names[slug], hit)]);
    const made = element("li", title, element("p", post.day, ...tags));
    if (post.language) title.lang = post.language;
    if (post.summary) {
      const summary = element("p", ...marked(post.summary, hit));
      summary.dir = "auto";
      if (post.language) summary.lang = post.language;
      made.append(summary);
    }
    return made;
  };

  const asWritten = { said: found.textContent, items: [...list.children] };
  let hits = [];

  const show = () => {
    const shown = list.children.length;
    list.append(...hits.slice(shown, shown + FIRST).map(item));
    more.parentElement.hidden = list.children.length >= hits.length;
    return list.children[shown];
  };

  const search = () => {
    const asked = query.value.trim();
    if (!asked && !tag.value) {
      list.replaceChildren(...asWritten.items);
      more.parentElement.hidden = true;
      found.textContent = asWritten.said;
      return;
    }
    const answer = find(asked, tag.value);
    hits = answer.hits;
    list.replaceChildren();
    show();
    const kept = tag.value ? ` tagged ${names[tag.value]}` : "";
    const shown = hits.length > FIRST ? `, the first ${FIRST} shown` : "";
    const number = hits.length ? hits.length.toLocaleString("en") : "No";
    const one = hits.length === 1;
    found.textContent = answer.whole
      ? `${number} ${one ? "post" : "posts"}${kept}${asked ? ` for “${asked}”` : ""}${shown}.`
      : `No post${kept} has all of these words; ${number} ${one ? "has" : "have"} some${shown}.`;
  };

  // -- where it is kept -----------------------------------------------------------------------------------------------

  // The address says what is searched for, so that it can be kept, sent and come back to: #q=words&tag=slug.
  const addressOf = (words, slug) => {
    const asked = [["q", words.trim()], ["tag", slug]].filter(([, value]) => value);
    return asked.length ? `#${new URLSearchParams(asked)}` : "";
  };
  const saidBy = address => new URLSearchParams(address.slice(1));

  // An address such as #tags is a place in the page, and says nothing of the search: that is kept beside it.
  const isPlace = () => location.hash !== "" && !["q", "tag"].some(name => saidBy(location.hash).has(name));
  const kept = () => {
    const said = saidBy(isPlace() ? history.state ?? "" : location.hash);
    return [said.get("q") ?? "", said.get("tag") ?? ""];
  };

  // In the srcdoc of a frame a page has no address to change, and Safari refuses many changes in a short time; the search
  // goes on without.
  const change = (how, state, address) => {
    try {
      history[how](state, "", address);
      return true;
    } catch {
      return false;
    }
  };

  const isNewPlace = () => isPlace() && history.state === null; // a link has led there just now
  const remember = () => {
    if (isNewPlace()) change("replaceState", addressOf(query.value, tag.value));
  };

  const restore = () => {
    [query.value, tag.value] = kept();
    if (tag.selectedIndex < 0) tag.value = ""; // there is no such tag
    search();
  };

  // A choice is a step that Back undoes, and so is what is typed until Enter, or until the box is left.
  let settled = true;
  let before; // the search of the entry before the one that is not settled
  let returning = false;
  const keep = () => {
    const [here, address] = [addressOf(...kept()), addressOf(query.value, tag.value)];
    if (returning || address === here) return;
    if (!settled && address === before) { // what was typed is deleted again, and two entries would be the same
      settled = returning = true;
      history.back();
      return;
    }
    if (!change(settled ? "pushState" : "replaceState", null, address || location.pathname + location.search)) return;
    if (settled) before = here;
    settled = false;
  };

  // -- what people do -------------------------------------------------------------------------------------------------

  let pause = null;
  const wait = () => {
    clearTimeout(pause);
    pause = null;
  };
  const now = () => {
    wait();
    search();
    keep();
  };
  const choose = () => {
    settled = true;
    now();
    settled = true;
  };
  const soon = () => {
    wait();
    if (!isBegun(query.value.trim())) pause = setTimeout(now, PAUSE);
  };

  query.addEventListener("input", soon);
  query.addEventListener("blur", () => {
    if (pause !== null) now();
    settled = true;
  });
  tag.addEventListener("change", choose);
  form.addEventListener("submit", event => {
    event.preventDefault();
    now();
    settled = true;
  });
  query.addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.isComposing) return; // that one is the input method's
    event.preventDefault();
    query.value = tag.value = "";
    choose();
  });
  more.addEventListener("click", () => {
    const next = show();
    next.tabIndex = -1;
    next.focus(); // the button may be gone
  });
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link) return;
    const slug = saidBy(link.hash).get("tag");
    if (location.protocol === "about:") { // in a srcdoc, where the link would lead to the page around it
      event.preventDefault();
      if (slug === null) at(link.hash.slice(1)).scrollIntoView();
      else {
        [query.value, tag.value] = ["", slug];
        choose();
      }
    }
    if (slug === null) return;
    at("posts").scrollIntoView(); // the link itself changes the address, and so what is found
    tag.focus({ preventScroll: true });
  });
  addEventListener("hashchange", () => {
    if (returning) { // to what is shown, unless more was typed meanwhile
      returning = false;
      keep();
      return;
    }
    wait();
    settled = true;
    if (!isNewPlace()) restore();
    remember();
  });

  // What is wider than its place has to be reached by keys, to be scrolled with them.
  const watch = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const wide of document.querySelectorAll(".wide")) watch.observe(wide);
  // Where the beginning of a picture does not show what is newest, its end is shown, as names stand at both.
  for (const wide of document.querySelectorAll("[data-newest]")) {
    if (wide.dataset.newest * wide.scrollWidth > wide.clientWidth) wide.scrollLeft = wide.scrollWidth;
  }

  form.hidden = false;
  restore();
  remember();
  if (query.value || tag.value) at("posts").scrollIntoView();
})();
