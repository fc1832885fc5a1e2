
"use strict";
(() => {
  const FIRST = 50; // posts that are shown before somebody asks for more
  const PAUSE = 150; // milliseconds without a key, so that a screen reader is not told of every letter

  const at = id => document.getElementById(id);
  const { posts, names } = JSON.parse(at("data").textContent);
  const [form, query, tag, found, list, more] = ["find", "query", "tag", "found", "list", "more"].map(at);

  // -- words ----------------------------------------------------------------------------------------------------------

  // As postindex itself takes words: c++ and c# are words, and accents do not count.
  const WORD = /[\p{L}\p{N}\p{M}]+(?:\+\+|#)?|\.[a-z][\p{L}\p{N}]*/giu;
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/u;
  const folded = word => word.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  const wordsOf = text => text.normalize("NFKC").match(WORD) ?? [];

  // Scripts without spaces have no words to find, so two characters in a row are one.
  const split = (text, asked) => wordsOf(text).flatMap(word => {
    const characters = [...word];
    if (!UNSPACED.test(word) || characters.length < 2) return [word];
    const pairs = characters.map((character, place) => character + (characters[place + 1] ?? ""));
    return asked ? pairs.slice(0, -1) : pairs;
  });

  const mistakes = word => (UNSPACED.test(word) || word.length < 4 ? false : word.length < 8 ? 1 : 2);

  let index; // made when somebody searches
  const indexed = () => {
    if (!index) {
      index = new MiniSearch({
        fields: ["title", "tags", "summary"],
        extractField: (post, field) =>
          field === "tags" ? post.tags.map(slug => `${names[slug]} ${slug}`).join(" ") : post[field],
        tokenize: text => split(text, false),
        processTerm: folded,
        searchOptions: {
          boost: { title: 3, tags: 2 },
          combineWith: "AND",
          fuzzy: mistakes,
          prefix: (word, place, words) => place === words.length - 1 || UNSPACED.test(word),
          tokenize: text => split(text, true),
        },
      });
      index.addAll(posts.map((post, id) => ({ id, ...post })));
    }
    return index;
  };

  // -- what is shown --------------------------------------------------------------------------------------------------

  const element = (name, ...inside) => {
    const made = document.createElement(name);
    made.append(...inside);
    return made;
  };

  const marked = (text, words) => {
    const parts = [];
    let end = 0;
    for (const match of words.size ? text.matchAll(WORD) : []) {
      const word = match[0];
      if (!split(word, true).some(part => words.has(folded(part)))) continue;
      parts.push(text.slice(end, match.index), element("mark", word));
      end = match.index + word.length;
    }
    return [...parts, text.slice(end)];
  };

  const item = ({ id, words }) => {
    const post = posts[id];
    const title = element("h3", ...marked(post.title, words));
    if (post.url) {
      const link = element("a", ...title.childNodes);
      link.href = post.url;
      title.append(link);
    }
    title.dir = "auto";
    const tags = post.tags.flatMap(slug => [" · ", ...marked(names[slug], words)]);
    const made = element("li", title, element("p", post.day, ...tags));
    if (post.language) title.lang = post.language;
    if (post.summary) {
      const summary = element("p", ...marked(post.summary, words));
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
    const tagged = post => !tag.value || post.tags.includes(tag.value);
    if (!asked && !tag.value) {
      list.replaceChildren(...asWritten.items);
      more.parentElement.hidden = true;
      found.textContent = asWritten.said;
      return;
    }
    hits = asked
      ? indexed()
        .search(asked, { filter: ({ id }) => tagged(posts[id]) })
        .map(({ id, terms }) => ({ id, words: new Set(terms) }))
      : posts.flatMap((post, id) => (tagged(post) ? [{ id, words: new Set() }] : []));
    list.replaceChildren();
    show();
    const number = hits.length.toLocaleString("en");
    const kept = tag.value ? ` tagged ${names[tag.value]}` : "";
    const said = hits.length === 1 ? "1 post" : `${hits.length ? number : "No"} posts`;
    found.textContent =
      `${said}${kept}${asked ? ` for “${asked}”` : ""}${hits.length > FIRST ? `, the first ${FIRST} shown` : ""}.`;
  };

  // -- what people do -------------------------------------------------------------------------------------------------

  let pause;
  const soon = () => {
    clearTimeout(pause);
    pause = setTimeout(search, PAUSE);
  };
  const now = () => {
    clearTimeout(pause);
    search();
  };

  query.addEventListener("input", soon);
  tag.addEventListener("change", now);
  form.addEventListener("submit", event => {
    event.preventDefault();
    now();
  });
  query.addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.isComposing) return; // that one is the input method's
    event.preventDefault();
    query.value = tag.value = "";
    now();
  });
  more.addEventListener("click", () => {
    const next = show();
    next.tabIndex = -1;
    next.focus(); // the button may be gone
  });
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[data-tag]");
    if (!link) return;
    event.preventDefault();
    query.value = "";
    tag.value = link.dataset.tag;
    now();
    at("posts").scrollIntoView();
    tag.focus({ preventScroll: true });
  });

  // What is wider than its place has to be reached by keys, to be scrolled with them.
  const watch = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const wide of document.querySelectorAll(".wide")) watch.observe(wide);

  form.hidden = false;
  if (query.value || tag.value) search(); // as a browser keeps them over a reload
})();
