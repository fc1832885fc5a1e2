
"use strict";
// The search of a page. createSearch takes posts and tag names, and returns three functions: find posts, mark the matched
// words in a text, and tell whether a query is still incomplete.
// The query syntax is that of `postindex search`: words, "phrases", -words, tag:name and -tag:name.
const createSearch = (posts, names) => {
  const FIELDS = ["title", "tags", "summary"];
  const TYPO = 0.45; // of the score of a word, as MiniSearch weighs its own typos

  // -- words ----------------------------------------------------------------------------------------------------------

  // Words as in postindex: c++, c# and .net are words; case and accents are ignored.
  const SCRIPTS = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff"
    + "\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const LETTER = "[\\p{L}\\p{N}\\p{M}]";
  const SPACED = `(?![${SCRIPTS}])${LETTER}`;
  const NAME = `(?<![\\p{L}\\p{N}_.])\\.\\p{L}(?:${SPACED})*`;
  const WORD = new RegExp(`(?:(?=[${SCRIPTS}])${LETTER})+|${NAME}|(?:${SPACED})+(?:\\+\\+|#)?`, "gu");
  const UNSPACED = new RegExp(`^[${SCRIPTS}]`, "u");
  const folded = word => word.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();

  // In scripts without spaces, every two consecutive characters are a word, and the last one begins a word.
  const tokens = text => [...text.matchAll(WORD)].flatMap(({ 0: run, index: start }) => {
    if (!UNSPACED.test(run)) return { word: folded(run), start, end: start + run.length };
    const ends = [];
    for (const character of run) ends.push((ends.at(-1) ?? start) + character.length);
    return ends.map((end, n) => {
      const [from, to] = [n ? ends[n - 1] : start, ends[n + 1] ?? end];
      return { word: folded(text.slice(from, to)), start: from, end: to, last: n > 0 && n === ends.length - 1 };
    });
  });
  const indexed = text => tokens(text).map(({ word }) => word);
  const wordsOf = text => tokens(text).flatMap(({ word, last }) => (last ? [] : word));
  const pairs = row => row.slice(1).flatMap((word, n) => (UNSPACED.test(word + row[n]) ? [] : row[n] + word));

  // -- queries --------------------------------------------------------------------------------------------------------

  const PART = /(?<without>(?<!\S)-(?=\S))?(?:tag:(?:"(?<quoted>[^"]+)"|(?<bare>[^\s"]+))|"(?<phrase>[^"]*)"|(?<words>[^\s"]+))/giu;

  const tagKey = name => wordsOf(name).join(" ");

  const parse = text => {
    const query = { words: [], phrases: [], without: [], tags: [], withoutTags: [] };
    // A last quotation mark without its pair, which may not be typed yet, is ignored.
    const plain = text.replace(/[“”„‟«»＂]/gu, '"').replace(/^((?:[^"]*"[^"]*")*[^"]*)"([^"]*)$/u, "$1'$2");
    for (const { groups: { without, quoted, bare, phrase, words } } of plain.matchAll(PART)) {
      const name = quoted ?? bare;
      const row = wordsOf(phrase ?? words ?? "");
      if (name) query[without ? "withoutTags" : "tags"].push(tagKey(name));
      else if (without && row.length) query.without.push(row);
      else if (words) query.words.push(...row);
      else if (row.length) query.phrases.push(row);
    }
    query.words = [...new Set(query.words.reverse())].reverse(); // of a word typed twice, keep the last, which may be unfinished
    return query;
  };

  // A query is incomplete if it has only a quotation mark, -, tag: or the dot of .net.
  const isIncomplete = text => text !== "" && !wordsOf(text.replace(/^-?tag:/iu, "")).length;

  // -- posts ----------------------------------------------------------------------------------------------------------

  const edits = word => (UNSPACED.test(word) || word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  // Two transposed letters are one typo to people, and two edits to MiniSearch.
  const transposed = word => Array.from({ length: edits(word) === 1 ? word.length - 1 : 0 }, (_, n) =>
    word.slice(0, n) + word[n + 1] + word[n] + word.slice(n + 2));

  // The forms that the n-th word matches: homelab also matches home lab, and home lab matches homelab.
  const expansions = (words, n) => {
    const [word, last] = [words[n], n === words.length - 1];
    return {
      combineWith: "OR",
      queries: [
        { queries: [word], fields: FIELDS, fuzzy: edits(word), prefix: last || UNSPACED.test(word) },
        { queries: transposed(word), fields: FIELDS, boostTerm: () => TYPO },
        { queries: [word], fields: ["joined"] },
        { queries: pairs(words.slice(Math.max(0, n - 1), n + 2)), fields: FIELDS },
      ],
    };
  };

  const textsOf = post => [post.title, ...post.tags.map(slug => names[slug]), post.summary];

  let index; // built by the first search
  const indexOfPosts = () => {
    if (!index) {
      index = new MiniSearch({
        fields: [...FIELDS, "joined"],
        stringifyField: words => words,
        tokenize: words => words,
        processTerm: word => word,
        searchOptions: { boost: { title: 3, tags: 2 }, tokenize: word => [word] },
      });
      index.addAll(posts.map((post, id) => ({
        id,
        title: indexed(post.title),
        tags: post.tags.flatMap(slug => indexed(names[slug])),
        summary: indexed(post.summary),
        joined: textsOf(post).flatMap(text => pairs(wordsOf(text))),
      })));
    }
    return index;
  };

  const matchesAt = (words, row, at) => row.every((word, n) => words[at + n] === word);
  const hasPhrase = (post, row) => textsOf(post).some(text => {
    const words = wordsOf(text);
    return words.some((_, at) => matchesAt(words, row, at));
  });
  const isTagged = (post, key) => post.tags.some(slug => tagKey(names[slug]) === key || tagKey(slug) === key);

  // Posts that match all words, best first; if there are none, posts that match some words, most words first.
  const find = (text, tag) => {
    const { words, phrases, without, tags, withoutTags } = parse(text);
    const nothing = ![words, phrases, without, tags, withoutTags].some(part => part.length);
    const hits = new Map();
    posts.forEach((post, id) => {
      const fits = (!tag || post.tags.includes(tag)) && !(text && nothing)
        && phrases.every(row => hasPhrase(post, row)) && !without.some(row => hasPhrase(post, row))
        && tags.every(key => isTagged(post, key)) && !withoutTags.some(key => isTagged(post, key));
      if (fits) hits.set(id, { id, score: 0, matched: 0, words: new Set(), phrases });
    });
    words.forEach((_, n) => {
      for (const { id, score, terms } of indexOfPosts().search(expansions(words, n), { filter: ({ id }) => hits.has(id) })) {
        const hit = hits.get(id);
        hit.score += score;
        hit.matched += 1;
        for (const term of terms) hit.words.add(term);
      }
    });
    const ranked = [...hits.values()].sort((one, other) =>
      other.matched - one.matched || other.score - one.score || one.id - other.id);
    const complete = ranked.filter(({ matched }) => matched === words.length);
    const partial = ranked.filter(({ matched }) => matched || phrases.length);
    return complete.length || !partial.length ? { hits: complete, allWords: true } : { hits: partial, allWords: false };
  };

  // The start and end of each matched part of a text, in order.
  const marks = (text, { words, phrases }) => {
    const textTokens = tokens(text);
    const row = textTokens.map(({ word }) => word);
    const marked = new Set();
    row.forEach((word, at) => {
      if (words.has(word)) marked.add(at);
      if (words.has(word + row[at + 1])) marked.add(at).add(at + 1);
      for (const phrase of phrases) {
        if (matchesAt(row, phrase, at)) phrase.forEach((_, n) => marked.add(at + n));
      }
    });
    const places = [];
    textTokens.forEach(({ start, end }, at) => {
      if (!marked.has(at)) return;
      if (places.length && start < places.at(-1).end) places.at(-1).end = end;
      else places.push({ start, end });
    });
    return places;
  };

  return { find, marks, isIncomplete };
};
