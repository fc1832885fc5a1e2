// The search of postindex, in a browser or in Node: the same hits in the same order with the same scores as
// `PostIndex.search`, on the data that `postindex.websearch` writes. No character is folded or classed by the engine's
// own tables, and nothing but sums, products and quotients of numbers is computed, so every engine gives one answer.

/** @typedef {"title" | "tags" | "summary"} Field */
/** @typedef {"exact" | "prefix" | "typo" | "compound"} MatchKind */
/** @typedef {{ slug: string, name: string }} Tag */
/** @typedef {{ word: string, start: number, end: number }} Word  its span counts UTF-16 units, the end exclusive */
/**
 * @typedef {object} Match
 * @property {Field} field
 * @property {Tag | null} tag  the tag whose name matches, if the field is "tags"
 * @property {number} start  of the span in the text, in UTF-16 units
 * @property {number} end  exclusive
 * @property {string} token  the typed word, folded; a phrase with its quotation marks
 * @property {string} word  the matched word, folded
 * @property {MatchKind} kind
 * @property {number} similarity  from 0 to 1
 */
/**
 * @typedef {object} Hit
 * @property {string} id
 * @property {number} score  from 0 to 1
 * @property {string} title
 * @property {string} summary
 * @property {string | null} url
 * @property {string} date  such as "2026-03-22"
 * @property {string | null} language
 * @property {Tag[]} tags
 * @property {Match[]} matches
 */
/** @typedef {{ kind: "tag" | "title", text: string, tag: Tag | null, id: string | null, url: string | null }} Suggestion */
/** @typedef {{ limit?: number, tag?: string | null, sort?: "score" | "newest" }} Options */
/** @typedef {{ kind: MatchKind, similarity: number, words: string[], rows: string[][] }} Expansion */
/** @typedef {{ typed: string, expansions: Expansion[], rarity: number, byWord: Map<string, Expansion> }} Term */
/** @typedef {{ position: number, score: number, place: number }} Ranked */
/**
 * @typedef {object} Tables  what folding makes of characters, and the classes of folded ones
 * @property {string} letters
 * @property {string} unspaced
 * @property {string} digits
 * @property {string} marks
 * @property {string} dropped
 * @property {string} shifted
 * @property {string} expanded
 * @property {string} composed
 */
/**
 * @typedef {object} Posts  one array a field, newest post first
 * @property {string[]} id
 * @property {string[]} title
 * @property {string[]} date
 * @property {(string | null)[]} url
 * @property {(string | null)[]} language
 * @property {number[][]} tags  numbers of `Data.tags`
 * @property {string[]} summary
 */
/** @typedef {{ version: number, fields: Field[], characters: Tables, tags: [string, string][], posts: Posts }} Data */

const VERSION = 1
const MAX_CHARACTERS = 1000 // of a query
const MAX_TERMS = 10
const MAX_LIMIT = Number.MAX_SAFE_INTEGER
/** @type {Record<Field, number>} */
const WEIGHTS = { title: 1, tags: 0.93, summary: 0.69 }
const WINDOW = 10 // of the best posts, whose titles are compared by the place of the terms
const MAX_TWINS = 100
const PLACE = 0.25 // the share of a score that the place of the words decides
const NEIGHBOURS = 0.7 // the share of the place due to neighbours
const SCORE_SCALE = 1e12
const POINT_SCALE = 2 ** 40
const LOGARITHM_BITS = 30
const SUMMARY_ALONE = 0.25 // the share of its rarity that a word keeps which is in no title and no tag
const MANY_POSTS = 1000

const ONE_TYPO = 0.85
const TWO_TYPOS = 0.7
const TYPO_OF_KNOWN = 0.5
const COMPOUND = 0.95
const MIN_PREFIX = 0.7
const TYPO_IN_PREFIX = 0.6
const MIN_LETTERS = { one: 4, two: 8 } // of a known word, by the number of typos that it tolerates
const MIN_LETTERS_OF_UNKNOWN = [6, 5]
const MAX_TYPED = 64
const MISTYPED_PREFIX = { first: 5, last: 12 } // letters of an unfinished word that may have a typo
const MIN_JOINED = 3
const MAX_INITIALS = 8
const LAST_WITH_CAPITALS = "\u058f"

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
const QUOTES = /[“”„‟«»＂]/g
const PART = new RegExp(
  `((?<![^${SPACE}])-(?=[^${SPACE}-]))?` +
    `(?:[tT][aA][gG]:(?:"([^"]+)"|([^${SPACE}"]+))|"([^"]*)"|([^${SPACE}"]+))`,
  "gu",
)
const ASCII = /^[\0-\x7f]*$/
const NOT_ASCII = /[^\0-\x7f]/g
const ASCII_WORD = /[a-z](?:\+\+|#)|[a-z0-9]+|(?<![\w.])\.[a-z][a-z0-9]*/g
const WORD = /((?:um*)+)|(?<![ldu_.])\.l[ldm]*|l(?:\+\+|#)|[ld][ldm]*/g // of the classes of a text
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u

/**
 * Return an engine for the data at an address, or for data that is there already.
 *
 * @param {string | URL | Data} source
 * @returns {Promise<Engine>}
 */
export async function open(source) {
  if (typeof source !== "string" && !(source instanceof URL)) return new Engine(source)
  const answer = await fetch(source)
  if (!answer.ok) throw new Error(`${source} cannot be read: ${answer.status} ${answer.statusText}`)
  return new Engine(await answer.json())
}

/** A search in posts: `search`, `suggest`, `didYouMean`, `facets` and `highlighted`. */
export class Engine {
  /** @param {Data} data  as `postindex.websearch` writes it */
  constructor(data) {
    if (data?.version !== VERSION) throw new Error("this is not data of this version of postindex; write it again")
    this.text = new Text(data.characters)
    this.words = new WordIndex(this.text, data)
  }

  /**
   * Return the posts that match a query, best first; equal scores newest first.
   *
   * `tag` is a slug, or a name, of which alone posts are returned; without a query, all of them, newest first.
   *
   * @param {string} query
   * @param {Options} [options]
   * @returns {Hit[]}
   */
  search(query, { limit = 10, tag = null, sort = "score" } = {}) {
    const answer = new Answer(this.words, requireQuery(query), tag)
    const ranked = answer.ranked(sort === "newest" ? MAX_LIMIT : requireLimit(limit))
    if (sort === "newest") ranked.sort((one, other) => one.position - other.position)
    return ranked.slice(0, limit).map(({ position, score }) => this.words.hit(position, score, answer.terms))
  }

  /**
   * Return the number of posts of each tag among all that match a query, most first, equal numbers by slug.
   *
   * @param {string} query
   * @param {{ tag?: string | null }} [options]
   * @returns {{ tag: Tag, posts: number }[]}
   */
  facets(query, { tag = null } = {}) {
    /** @type {Map<Tag, number>} */
    const counts = new Map()
    for (const { position } of new Answer(this.words, requireQuery(query), tag).ranked(MAX_LIMIT))
      for (const number of this.words.tagsOf(position)) {
        const named = this.words.tagBySlug.get(this.words.tags[number].slug) ?? this.words.tags[number]
        counts.set(named, (counts.get(named) ?? 0) + 1)
      }
    return [...counts]
      .map(([tag, posts]) => ({ tag, posts }))
      .sort((one, other) => other.posts - one.posts || compare(one.tag.slug, other.tag.slug))
  }

  /**
   * Return tags and titles that contain the typed words; the last word may be unfinished.
   *
   * @param {string} typed
   * @param {{ limit?: number }} [options]
   * @returns {Suggestion[]}
   */
  suggest(typed, { limit = 8 } = {}) {
    return suggestions(this.words, this.text.terms(requireQuery(typed), false), requireLimit(limit))
  }

  /**
   * Return the query with each unknown word replaced by the most similar known word, or null.
   *
   * @param {string} query
   * @returns {string | null}
   */
  didYouMean(query) {
    return corrected(this.words, requireQuery(query))
  }

  /**
   * Return a field of a hit as escaped HTML, with a `mark` element around each matched word.
   *
   * @param {Hit} hit
   * @param {Field} field  the names of tags are joined by a comma and a space
   * @returns {string}
   */
  highlighted(hit, field) {
    const texts = field === "tags" ? hit.tags.map(tag => tag.name) : [field === "title" ? hit.title : hit.summary]
    return texts.map((text, number) => marked(text, this.spans(hit, field, number))).join(", ")
  }

  /**
   * Return the start and the end of each matched part of a text, in its order, without overlaps.
   *
   * @param {Hit} hit
   * @param {Field} field
   * @param {number} [number]  of the tag
   * @returns {[number, number][]}
   */
  spans(hit, field, number = 0) {
    const slug = field === "tags" ? hit.tags[number].slug : undefined
    /** @type {[number, number][]} */
    const spans = []
    for (const { start, end } of hit.matches.filter(match => match.field === field && match.tag?.slug === slug)) {
      const last = spans[spans.length - 1]
      if (last && start < last[1]) last[1] = Math.max(end, last[1])
      else spans.push([start, end])
    }
    return spans
  }
}

// -- text -------------------------------------------------------------------------------------------------------------

/** Folds text and cuts it into words, by the tables that Python has too. */
class Text {
  /** @param {Tables} tables */
  constructor(tables) {
    /** @type {Map<string, string>} */
    this.folds = new Map()
    for (let code = 65; code <= 90; code++) this.folds.set(character(code), character(code + 32))
    for (const [first, last] of runs(tables.dropped))
      for (let code = first; code <= last; code++) this.folds.set(character(code), "")
    let code = 0
    for (const part of tables.shifted.trim().split(" ")) {
      const [run, distance] = part.split(":")
      const [start, more = "0"] = run.split(/[+*]/)
      const step = run.includes("*") ? 2 : 1
      code += parseInt(start, 36)
      const last = code + step * parseInt(more, 36)
      for (let each = code; each <= last; each += step)
        this.folds.set(character(each), character(each + parseInt(distance, 36)))
    }
    for (const part of tables.expanded.trim().split(" ")) {
      const [char] = part
      this.folds.set(char, part.slice(char.length).replaceAll("_", " "))
    }
    /** @type {Map<string, string>} */
    this.composed = new Map()
    for (const part of tables.composed.trim().split(" ")) {
      const [first, second, both] = part
      this.composed.set(first + second, both)
    }
    /** @type {Map<string, string>} */
    this.known = new Map() // the classes of characters that were asked for
    /** @type {Map<string, string>} */
    this.plainChars = new Map()
    this.classed = [
      ...runs(tables.letters).map(run => ({ run, kind: "l" })),
      ...runs(tables.unspaced).map(run => ({ run, kind: "u" })),
      ...runs(tables.digits).map(run => ({ run, kind: "d" })),
      ...runs(tables.marks).map(run => ({ run, kind: "m" })),
    ].sort((one, other) => one.run[0] - other.run[0])
  }

  /**
   * Return the folded characters of a text, and where each begins in it.
   *
   * @param {string} text
   * @returns {{ chars: string[], starts: number[] }}
   */
  fold(text) {
    /** @type {string[]} */
    const chars = []
    /** @type {number[]} */
    const starts = []
    let offset = 0
    for (const char of text) {
      for (const folded of this.folds.get(char) ?? char) {
        const before = chars.length ? chars[chars.length - 1] : ""
        const both = before && (this.composed.get(before + folded) ?? syllable(before, folded))
        if (both) chars[chars.length - 1] = both
        else {
          chars.push(folded)
          starts.push(offset)
        }
      }
      offset += char.length
    }
    return { chars, starts }
  }

  /**
   * Return the class of each folded character: `l`, `u` (of a script without spaces), `d`, `m`, itself, or a space.
   *
   * @param {Iterable<string>} folded
   * @returns {string}
   */
  classes(folded) {
    let classes = ""
    for (const char of folded) classes += this.known.get(char) ?? this.classify(char)
    return classes
  }

  /** @param {string} char */
  classify(char) {
    const code = char.codePointAt(0) ?? 0
    let kind = " "
    if (code < 128) kind = /[a-z]/.test(char) ? "l" : /[0-9]/.test(char) ? "d" : "+#._".includes(char) ? char : " "
    else {
      const after = bisect(this.classed.length, number => this.classed[number].run[0] <= code)
      const found = after ? this.classed[after - 1] : null
      if (found && code <= found.run[1]) kind = found.kind
    }
    this.known.set(char, kind)
    return kind
  }

  /**
   * Return a text folded to ASCII, of the same length, or null if that is not possible.
   *
   * @param {string} text
   */
  plain(text) {
    if (ASCII.test(text)) return text.toLowerCase()
    let isPlain = true
    const plain = text.replace(NOT_ASCII, char => {
      const folded = this.plainOf(char)
      isPlain &&= folded !== ""
      return folded
    })
    return isPlain ? plain.toLowerCase() : null
  }

  /**
   * Return the one ASCII character that a character folds to, a space if it only separates words, or nothing.
   *
   * @param {string} char
   */
  plainOf(char) {
    let plain = this.plainChars.get(char)
    if (plain === undefined) {
      const folded = this.folds.get(char) ?? char
      plain = folded.length === 1 && ASCII.test(folded) ? folded : ""
      if (folded === char && !isSurrogate(char.charCodeAt(0)) && this.classify(char) === " ") plain = " "
      this.plainChars.set(char, plain)
    }
    return plain
  }

  /**
   * Return the words of a text in order, folded, with their spans.
   *
   * @param {string} text
   * @param {boolean} [singles]  whether each character of a script without spaces is a word, beside each pair
   * @returns {Word[]}
   */
  words(text, singles = true) {
    const plain = this.plain(text)
    if (plain !== null)
      return Array.from(plain.matchAll(ASCII_WORD), ({ 0: word, index }) => ({
        word,
        start: index,
        end: index + word.length,
      }))
    /** @type {Word[]} */
    const words = []
    const { chars, starts } = this.fold(text)
    const classes = this.classes(chars)
    /** @type {(start: number, end: number) => void} */
    const add = (start, end) => {
      let after = end
      while (after < starts.length && starts[after] === starts[end - 1]) after++
      let last = after < starts.length ? starts[after] : text.length
      for (let char = before(text, last); char && INVISIBLE.test(char); char = before(text, last)) last -= char.length
      words.push({ word: chars.slice(start, end).join(""), start: starts[start], end: last })
    }
    for (const match of classes.matchAll(WORD)) {
      const end = match.index + match[0].length
      if (match[1] === undefined) {
        add(match.index, end)
        continue
      }
      const at = [...match[0].matchAll(/u/g)].map(unspaced => match.index + unspaced.index)
      for (let number = 0; number < at.length; number++) {
        if (singles || at.length === 1) add(at[number], at[number + 1] ?? end)
        if (number + 1 < at.length) add(at[number], at[number + 2] ?? end)
      }
    }
    return words
  }

  /**
   * @param {string} text
   * @param {boolean} [singles]
   */
  terms(text, singles = true) {
    return this.words(text, singles).map(({ word }) => word)
  }

  /**
   * Return the parts of a word whose classes match a pattern.
   *
   * @param {string} word
   * @param {RegExp} pattern
   */
  parts(word, pattern) {
    const chars = [...word]
    return [...this.classes(chars).matchAll(pattern)].map(({ 0: part, index }) =>
      chars.slice(index, index + part.length).join(""),
    )
  }

  /** @param {string} word */
  isNumber(word) {
    return /^d+$/.test(this.classes(word))
  }

  /**
   * @param {string} one
   * @param {string} other
   */
  haveSameNumbers(one, other) {
    return this.parts(one, /d+/g).join(" ") === this.parts(other, /d+/g).join(" ")
  }
}

/** @param {number} code */
const character = code => String.fromCodePoint(code)

/**
 * Return the first and the last of each run of a table.
 *
 * @param {string} table
 * @returns {[number, number][]}
 */
function runs(table) {
  let last = 0
  return table
    .trim()
    .split(" ")
    .map(part => {
      const [start, more = "0"] = part.split("+")
      const first = last + parseInt(start, 36)
      last = first + parseInt(more, 36)
      return [first, last]
    })
}

/**
 * Return the Korean syllable that two characters compose, or nothing (the Unicode Standard, section 3.12).
 *
 * @param {string} one
 * @param {string} other
 */
function syllable(one, other) {
  const [first, second] = [one.codePointAt(0) ?? 0, other.codePointAt(0) ?? 0]
  const [lead, vowel, number, final] = [first - 0x1100, second - 0x1161, first - 0xac00, second - 0x11a7]
  if (lead >= 0 && lead < 19 && vowel >= 0 && vowel < 21) return character(0xac00 + (lead * 21 + vowel) * 28)
  if (number >= 0 && number < 19 * 21 * 28 && number % 28 === 0 && final > 0 && final < 28)
    return character(first + final)
  return ""
}

/**
 * Return the character before an offset.
 *
 * @param {string} text
 * @param {number} offset
 */
function before(text, offset) {
  const last = text.charAt(offset - 1)
  const pair = text.slice(Math.max(0, offset - 2), offset)
  return [...pair].length === 1 ? pair : last
}

/**
 * Compare two texts by code point, as Python does; JavaScript's own order is by UTF-16 units.
 *
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  if (one === other) return 0
  const length = Math.min(one.length, other.length)
  let at = 0
  while (at < length && one.charCodeAt(at) === other.charCodeAt(at)) at++
  if (at === length) return one.length - other.length
  const [first, second] = [one.charCodeAt(at), other.charCodeAt(at)]
  const [high, otherHigh] = [isSurrogate(first), isSurrogate(second)]
  return high === otherHigh ? first - second : high ? 1 : -1
}

/** @param {number} unit */
const isSurrogate = unit => unit >= 0xd800 && unit < 0xe000

/**
 * Return how many numbers from 0 on are true, of `length` of which the first ones are.
 *
 * @param {number} length
 * @param {(number: number) => boolean} isTrue
 */
function bisect(length, isTrue) {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isTrue(middle)) low = middle + 1
    else high = middle
  }
  return low
}

// -- queries ----------------------------------------------------------------------------------------------------------

/**
 * @param {string} query
 * @returns {string}
 */
function requireQuery(query) {
  if (typeof query !== "string") throw new TypeError("the query is not text")
  if ([...query].length > MAX_CHARACTERS) throw new RangeError("the query has over 1,000 characters; shorten it")
  return query
}

/** @param {number} limit */
function requireLimit(limit) {
  if (!Number.isInteger(limit) || limit < 0) throw new RangeError("the limit is not a whole number from 0")
  return limit
}

/** @param {string} query */
function partsOf(query) {
  let text = query.replace(QUOTES, '"')
  if (text.split('"').length % 2 === 0) {
    // The last quotation mark has no pair, perhaps not yet; an apostrophe is not part of a word or tag.
    const last = text.lastIndexOf('"')
    text = `${text.slice(0, last)}'${text.slice(last + 1)}`
  }
  return [...text.matchAll(PART)].map(({ 1: minus, 2: quoted, 3: bare, 4: phrase, 5: words, 0: part, index }) => ({
    without: minus !== undefined,
    tag: (quoted ?? bare)?.replace(/^'/, ""),
    phrase,
    words,
    start: index + part.length - (words?.length ?? 0),
  }))
}

/**
 * Return the parts of a query. Every text is a valid query.
 *
 * @param {Text} text
 * @param {string} query
 */
function parse(text, query) {
  /** @type {string[]} */
  const words = []
  /** @type {{ phrases: string[][], without: string[][], tags: string[], withoutTags: string[] }} */
  const parts = { phrases: [], without: [], tags: [], withoutTags: [] }
  for (const part of partsOf(query)) {
    if (part.tag !== undefined) {
      ;(part.without ? parts.withoutTags : parts.tags).push(part.tag)
      continue
    }
    const row = text.terms(part.phrase || part.words || "", false)
    if (part.without) parts.without.push(row)
    else if (part.words) words.push(...row)
    else parts.phrases.push(row)
  }
  return {
    words: [...new Set(words.reverse())].reverse(), // keep the last, which may be unfinished
    phrases: distinctRows(parts.phrases),
    without: distinctRows(parts.without),
    tags: parts.tags,
    withoutTags: parts.withoutTags,
  }
}

/** @param {string[][]} rows */
function distinctRows(rows) {
  return [...new Map(rows.filter(row => row.length).map(row => [row.join(" "), row])).values()]
}

// -- the words of the posts -------------------------------------------------------------------------------------------

/** The words of the posts, with their positions: the newest post is at position 0. */
class WordIndex {
  /**
   * @param {Text} text
   * @param {Data} data
   */
  constructor(text, data) {
    this.text = text
    this.posts = data.posts
    /** @type {string[][]} */
    this.titleTerms = []
    this.size = data.posts.title.length
    this.fields = data.fields
    this.tags = data.tags.map(([slug, name]) => ({ slug, name }))
    /** @type {Record<Field, Map<string, number[]>>} */
    this.postings = { title: new Map(), tags: new Map(), summary: new Map() }
    /** @type {Map<string, number[]>} */
    this.byTitle = new Map()
    /** @type {Map<string, number[]>} */
    this.byTag = new Map() // positions by slug, in the order in which tags occur
    const tagWords = this.tags.map(tag => text.terms(tag.name))
    for (let position = 0; position < this.size; position++) {
      const title = text.terms(this.posts.title[position])
      push(this.byTitle, title.join(" "), position)
      for (const number of this.tagsOf(position)) push(this.byTag, this.tags[number].slug, position)
      this.add("title", title, position)
      this.add("tags", this.tagsOf(position).flatMap(number => tagWords[number]), position)
      this.add("summary", text.terms(this.posts.summary?.[position] ?? ""), position)
    }
    /** @type {Map<string, number>} */
    this.counts = new Map()
    for (const postings of Object.values(this.postings))
      for (const [word, positions] of postings) this.counts.set(word, (this.counts.get(word) ?? 0) + positions.length)
    this.vocabulary = new Vocabulary(text, [...this.counts.keys()])
    /** @type {Map<string, number[]>} */
    this.rows = new Map()
    /** @type {Map<string, Tag>} */
    this.tagBySlug = new Map()
    for (const number of (this.posts.tags ?? []).flat())
      if (!this.tagBySlug.has(this.tags[number].slug)) this.tagBySlug.set(this.tags[number].slug, this.tags[number])
    /** @type {Map<string, string[]>} */
    this.slugsByWords = new Map()
    for (const { slug, name } of this.tagBySlug.values())
      for (const row of new Set([name, slug].map(each => text.terms(each).join(" "))))
        push(this.slugsByWords, row, slug)
  }

  /**
   * @param {Field} field
   * @param {string[]} words
   * @param {number} position
   */
  add(field, words, position) {
    if (this.fields.includes(field)) for (const word of new Set(words)) push(this.postings[field], word, position)
  }

  /**
   * Return the words of a title, without single characters of scripts without spaces.
   *
   * @param {number} position
   */
  titleTermsOf(position) {
    return (this.titleTerms[position] ??= this.text.terms(this.posts.title[position], false))
  }

  /**
   * Return the numbers of the tags of a post.
   *
   * @param {number} position
   * @returns {number[]}
   */
  tagsOf(position) {
    return this.posts.tags?.[position] ?? []
  }

  /**
   * Return the positions of the posts with a word in a field, ascending.
   *
   * @param {string} word
   * @param {Field} field
   * @returns {readonly number[]}
   */
  positions(word, field) {
    return this.postings[field].get(word) ?? []
  }

  /**
   * Return the positions of the posts whose title has the words of a text and no others.
   *
   * @param {string} text
   */
  titled(text) {
    return this.byTitle.get(this.text.terms(text).join(" ")) ?? []
  }

  /**
   * Return the positions of the posts with a tag that has these words in its name or slug.
   *
   * @param {string} name
   */
  tagged(name) {
    return union((this.slugsByWords.get(this.text.terms(name).join(" ")) ?? []).map(slug => this.byTag.get(slug) ?? []))
  }

  /**
   * Return the positions of the posts with these words in a row in a field, ascending.
   *
   * @param {string[]} row
   * @param {Field} field
   * @returns {readonly number[]}
   */
  inRow(row, field) {
    if (row.length === 1) return this.positions(row[0], field)
    const key = `${field} ${row.join(" ")}`
    let found = this.rows.get(key)
    if (!found) {
      found = this.withAll(row, field).filter(position =>
        this.texts(position, field).some(text => hasRow(this.text.terms(text, false), row)),
      )
      this.rows.set(key, found)
    }
    return found
  }

  /**
   * Return the positions of the posts with all of these words in a field.
   *
   * @param {string[]} row
   * @param {Field} field
   */
  withAll(row, field) {
    return intersection(row.map(word => this.positions(word, field)))
  }

  /**
   * @param {string[]} row
   * @param {readonly Field[]} [fields]
   */
  inAny(row, fields = this.fields) {
    return union(fields.map(field => this.inRow(row, field)))
  }

  /**
   * Return the texts of a field.
   *
   * @param {number} position
   * @param {Field} field
   */
  texts(position, field) {
    if (field === "tags") return this.tagsOf(position).map(number => this.tags[number].name)
    return [(field === "title" ? this.posts.title : this.posts.summary)?.[position] ?? ""]
  }

  /**
   * @param {number} position
   * @param {number} score
   * @param {Term[]} terms
   * @returns {Hit}
   */
  hit(position, score, terms) {
    const { id, title, url, date, language, summary } = this.posts
    const tags = this.tagsOf(position).map(number => this.tags[number])
    /** @type {Match[] | null} */
    let matches = null
    const find = () =>
      this.fields.flatMap(field =>
        this.texts(position, field).flatMap((text, number) =>
          matchesIn(this.text, terms, text, field, field === "tags" ? tags[number] : null),
        ),
      )
    return {
      id: id[position],
      score,
      title: title[position],
      summary: summary?.[position] ?? "",
      url: url?.[position] ?? null,
      date: date[position],
      language: language?.[position] ?? null,
      tags,
      get matches() {
        return (matches ??= find())
      },
    }
  }
}

/**
 * @template Key
 * @template Value
 * @param {Map<Key, Value[]>} lists
 * @param {Key} key
 * @param {Value} value
 */
function push(lists, key, value) {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** @param {readonly (readonly number[])[]} lists */
function union(lists) {
  return [...new Set(lists.flat())].sort((one, other) => one - other)
}

/**
 * @param {readonly (readonly number[])[]} lists
 * @returns {number[]}
 */
function intersection(lists) {
  const [smallest, ...larger] = [...lists].sort((one, other) => one.length - other.length)
  const sets = larger.map(list => new Set(list))
  return smallest.filter(position => sets.every(set => set.has(position)))
}

/**
 * Return whether words contain a row of words, next to each other.
 *
 * @param {string[]} words
 * @param {string[]} row
 */
function hasRow(words, row) {
  return words.some((_, first) => row.every((word, number) => words[first + number] === word))
}

/**
 * Return the matches of the terms in a text, in its order.
 *
 * @param {Text} text
 * @param {Term[]} terms
 * @param {string} content
 * @param {Field} field
 * @param {Tag | null} tag
 */
function matchesIn(text, terms, content, field, tag) {
  /** @type {Match[]} */
  const matches = []
  const words = text.words(content)
  const hasRows = terms.some(term => term.expansions.some(each => each.rows.length))
  const withoutSingles = hasRows ? text.words(content, false) : []
  for (const term of terms) {
    /** @type {(word: string, start: number, end: number, expansion: Expansion) => void} */
    const add = (word, start, end, { kind, similarity }) => {
      matches.push({ field, tag, start, end, token: term.typed, word, kind, similarity })
    }
    for (const { word, start, end } of words) {
      const expansion = term.byWord.get(word)
      if (expansion) add(word, start, end, expansion)
    }
    for (const expansion of term.expansions)
      for (const row of expansion.rows)
        for (let first = 0; first + row.length <= withoutSingles.length; first++)
          if (row.every((word, number) => word === withoutSingles[first + number].word))
            add(row.join(" "), withoutSingles[first].start, withoutSingles[first + row.length - 1].end, expansion)
  }
  return matches.sort((one, other) => one.start - other.start || one.end - other.end)
}

/**
 * @param {string} text
 * @param {[number, number][]} spans
 */
function marked(text, spans) {
  let [html, endOfLast] = ["", 0]
  for (const [start, end] of spans) {
    html += `${escaped(text.slice(endOfLast, start))}<mark>${escaped(text.slice(start, end))}</mark>`
    endOfLast = end
  }
  return html + escaped(text.slice(endOfLast))
}

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" }

/** @param {string} text */
const escaped = text => text.replace(/[&<>"']/g, char => ENTITIES[char])

// -- the words that a typed word may mean ------------------------------------------------------------------------------

/** A sorted set of folded words that expands typed words to known ones. */
class Vocabulary {
  /**
   * @param {Text} text
   * @param {string[]} words
   */
  constructor(text, words) {
    this.text = text
    this.sorted = words.sort(compare)
    this.known = new Set(words)
    /** @type {Map<string, TypoTable>} */
    this.tables = new Map()
  }

  /**
   * Return a table of words for typos, built on first use.
   *
   * @param {string} name
   * @param {number} edits
   * @param {() => Iterable<string>} words
   */
  table(name, edits, words) {
    let table = this.tables.get(name)
    if (!table) this.tables.set(name, (table = new TypoTable(words(), edits)))
    return table
  }

  /** @param {string} typed */
  beginningWith(typed) {
    const first = bisect(this.sorted.length, number => compare(this.sorted[number], typed) < 0)
    const found = []
    for (let number = first; number < this.sorted.length && this.sorted[number].startsWith(typed); number++)
      found.push(this.sorted[number])
    return found
  }

  /**
   * Return the expansions of a word, the most similar first; each word is in one of them.
   *
   * @param {string} typed
   * @param {boolean} unfinished
   * @returns {Expansion[]}
   */
  expand(typed, unfinished) {
    const [known, length] = [this.known.has(typed), lengthOf(typed)]
    const expansions = known ? [expansion("exact", 1, [typed])] : []
    const completed = unfinished ? this.beginningWith(typed) : []
    expansions.push(...completions("prefix", MIN_PREFIX, 1, length, completed.filter(word => word !== typed)))
    const [versions, rows] = [this.versions(typed), this.splits(typed, known)]
    if (versions.length || rows.length) expansions.push(expansion("compound", COMPOUND, versions, rows))
    if (this.isPlain(typed) && length >= MIN_LETTERS.one - 1 && length <= MAX_TYPED) {
      expansions.push(...this.mistyped(typed, known, new Set([typed, ...completed])))
      const isPrefix = length >= MISTYPED_PREFIX.first && length <= MISTYPED_PREFIX.last
      if (unfinished && !known && !completed.length && isPrefix) {
        const excluded = new Set(expansions.flatMap(each => each.words))
        const words = this.beginningNear(typed).filter(word => !excluded.has(word))
        expansions.push(...completions("typo", 0, TYPO_IN_PREFIX, length, words))
      }
    }
    return expansions.sort((one, other) => other.similarity - one.similarity)
  }

  /**
   * Return the expansion of a word without any other to short words with two typos.
   *
   * @param {string} typed
   * @param {boolean} alone  whether no other word of the query has an expansion
   * @returns {Expansion[]}
   */
  mistypedTwice(typed, alone) {
    if (!this.isPlain(typed) || lengthOf(typed) > MAX_TYPED) return []
    const [better, least] = MIN_LETTERS_OF_UNKNOWN
    const isShort = (/** @type {string} */ word) => lengthOf(word) >= least && lengthOf(word) < MIN_LETTERS.two
    const table = this.table("short", 2, () => this.sorted.filter(isShort))
    const near = table.near(typed).filter(({ word }) => this.text.haveSameNumbers(word, typed))
    for (const letters of [better, least]) {
      const words = near.map(({ word }) => word).filter(word => lettersOf(word) >= letters)
      if (words.length && !(alone && Math.min(letters, lengthOf(typed)) < better))
        return [expansion("typo", TWO_TYPOS, words)]
    }
    return []
  }

  /** @param {string} typed */
  isPlain(typed) {
    return /^[lud]*$/.test(this.text.classes(typed))
  }

  /**
   * @param {string} typed
   * @param {boolean} known
   * @param {Set<string>} excluded
   */
  mistyped(typed, known, excluded) {
    const near = this.table("one", 1, () => this.sorted).near(typed)
    if (!known) {
      const found = new Set(near.map(({ word }) => word))
      const table = this.table("two", 2, () => this.sorted.filter(word => lengthOf(word) >= MIN_LETTERS.two))
      near.push(...table.near(typed).filter(({ word }) => !found.has(word)))
    }
    const expansions = []
    for (const [edits, similarity, letters] of [
      [1, ONE_TYPO, MIN_LETTERS.one],
      [2, TWO_TYPOS, MIN_LETTERS.two],
    ]) {
      const words = near
        .filter(each => each.edits === edits && lettersOf(each.word) >= letters && !excluded.has(each.word))
        .map(({ word }) => word)
        .filter(word => this.text.haveSameNumbers(word, typed))
      if (words.length) expansions.push(expansion("typo", known ? TYPO_OF_KNOWN : similarity, words))
    }
    return expansions
  }

  /**
   * Return the words whose beginning is within one edit of a typed word.
   *
   * @param {string} typed
   */
  beginningNear(typed) {
    const table = this.table("prefixes", 1, () => {
      const prefixes = new Set()
      for (const word of this.sorted) {
        const chars = [...word]
        for (let size = MISTYPED_PREFIX.first - 1; size <= MISTYPED_PREFIX.last + 1 && size < chars.length; size++)
          prefixes.add(chars.slice(0, size).join(""))
      }
      return prefixes
    })
    const near = table.near(typed).filter(({ word }) => this.text.haveSameNumbers(word, typed))
    return [...new Set(near.flatMap(({ word }) => this.beginningWith(word)))]
  }

  /**
   * Return the expansion of several words typed instead of one, or of the beginning of one.
   *
   * @param {string[]} typed
   * @param {boolean} unfinished
   * @returns {Expansion | null}
   */
  joined(typed, unfinished) {
    if (typed.every(word => this.text.isNumber(word)) && lengthOf(typed[typed.length - 1]) !== 3) return null
    const whole = typed.join("")
    if (this.known.has(whole)) return expansion("compound", COMPOUND, [whole])
    const completed = unfinished && lengthOf(typed[0]) >= MIN_JOINED ? this.beginningWith(whole) : []
    return completed.length ? expansion("compound", MIN_PREFIX, completed) : null
  }

  /**
   * Return the rows of known words that a typed word joins.
   *
   * @param {string} typed
   * @param {boolean} known
   */
  splits(typed, known) {
    const chars = [...typed]
    /** @type {(from: number, to?: number) => string} */
    const part = (from, to) => chars.slice(from, to).join("")
    /** @type {string[][]} */
    const rows = []
    if (this.text.isNumber(typed)) rows.push([part(0, -3), part(-3)])
    else {
      if (chars.length >= (known ? MIN_LETTERS.one : MIN_JOINED))
        for (let end = 1; end < chars.length; end++) rows.push([part(0, end), part(end)])
      rows.push(this.text.parts(typed, /d+|[^d]+/g))
      const kinds = this.text.classes(chars)
      const hasCapitals = chars.some((char, number) => kinds[number] === "l" && compare(char, LAST_WITH_CAPITALS) <= 0)
      if (chars.length <= MAX_INITIALS && hasCapitals) rows.push(chars)
    }
    return distinctRows(rows).filter(row => row.length > 1 && row.every(word => this.known.has(word)))
  }

  /**
   * Return the other spelling of a version, if known: `v16` for `16`, and `16` for `v16`.
   *
   * @param {string} typed
   */
  versions(typed) {
    const number = typed.replace(/^v/, "")
    if (!this.text.isNumber(number)) return []
    const other = number === typed ? `v${number}` : number
    return this.known.has(other) ? [other] : []
  }
}

/**
 * A set of words in which to find those within one or two edits of a typed word.
 *
 * An edit is an insertion, a deletion, a substitution or a transposition of neighbours. Divide a word into one piece more
 * than there are edits, with one character between each two: one piece stays intact, near its place. A table maps pieces
 * to words, and only words that share a piece are compared (postindex/index/search/typos.py has the proof).
 */
class TypoTable {
  /**
   * @param {Iterable<string>} words
   * @param {number} edits
   */
  constructor(words, edits) {
    this.edits = edits
    /** @type {Map<string, string[]>} */
    this.byPiece = new Map() // of each length, start and piece
    for (const word of words) {
      const chars = [...word]
      const size = this.sizeOf(chars.length)
      if (size > 0)
        for (let number = 0; number <= edits; number++) {
          const start = number * (size + 1)
          const piece = chars.slice(start, number < edits ? start + size : undefined)
          push(this.byPiece, `${chars.length} ${number} ${piece.join("")}`, word)
        }
    }
  }

  /**
   * Return the size of each piece of a word, except the last.
   *
   * @param {number} length
   */
  sizeOf(length) {
    return Math.floor((length - this.edits) / (this.edits + 1))
  }

  /**
   * Return the words within the edits of a typed word, by edits, then by word.
   *
   * @param {string} typed
   */
  near(typed) {
    const { edits } = this
    const chars = [...typed]
    /** @type {Set<string>} */
    const candidates = new Set()
    for (let length = chars.length - edits; length <= chars.length + edits; length++) {
      const size = this.sizeOf(length)
      if (size <= 0) continue
      /** @type {(number: number, start: number, end: number | undefined) => void} */
      const add = (number, start, end) => {
        const piece = chars.slice(start, end).join("")
        for (const word of this.byPiece.get(`${length} ${number} ${piece}`) ?? []) candidates.add(word)
      }
      add(0, 0, size)
      const lastSize = length - edits * (size + 1)
      add(edits, Math.max(0, chars.length - lastSize), undefined)
      for (let number = 1; number < edits; number++)
        for (const moved of [-1, 0, 1]) {
          const start = number * (size + 1) + moved
          add(number, start, start + size)
        }
    }
    const codes = codesOf(typed)
    return [...candidates]
      .map(word => ({ word, edits: editsBetween(codes, codesOf(word), edits) }))
      .filter(each => each.edits <= edits)
      .sort((one, other) => one.edits - other.edits || compare(one.word, other.word))
  }
}

/** @param {string} word */
const codesOf = word => Array.from(word, char => char.codePointAt(0) ?? 0)

/**
 * @param {MatchKind} kind
 * @param {number} similarity
 * @param {string[]} words
 * @param {string[][]} [rows]
 * @returns {Expansion}
 */
const expansion = (kind, similarity, words, rows = []) => ({ kind, similarity, words, rows })

/** @param {string} word */
const lengthOf = word => [...word].length

/** @param {string} word */
const lettersOf = word => lengthOf(word.replace(/^[.+#]+|[.+#]+$/g, ""))

/**
 * Return words grouped by similarity, in tenths, which increases from `low` to `high` with the typed part.
 *
 * @param {MatchKind} kind
 * @param {number} low
 * @param {number} high
 * @param {number} typed
 * @param {string[]} words
 */
function completions(kind, low, high, typed, words) {
  /** @type {Map<number, string[]>} */
  const byLength = new Map()
  for (const word of words) push(byLength, lengthOf(word), word)
  /** @type {Map<number, string[]>} */
  const byTenths = new Map()
  for (const [length, group] of byLength) {
    const tenths = Math.min(Math.floor(10 * (low + (high - low) * Math.min(typed / length, 1))), 9)
    byTenths.set(tenths, [...(byTenths.get(tenths) ?? []), ...group])
  }
  return [...byTenths].filter(([tenths]) => tenths).map(([tenths, group]) => expansion(kind, tenths / 10, group))
}

/**
 * Return the edits between two words (the optimal string alignment distance), or more than `most`.
 *
 * @param {number[]} one
 * @param {number[]} other
 * @param {number} most
 */
function editsBetween(one, other, most) {
  // What the words have in common at both ends takes no edits.
  let [start, end, otherEnd] = [0, one.length, other.length]
  while (start < end && start < otherEnd && one[start] === other[start]) start++
  while (end > start && otherEnd > start && one[end - 1] === other[otherEnd - 1]) [end, otherEnd] = [end - 1, otherEnd - 1]
  const width = otherEnd - start
  let [beforeLast, last, here] = ROWS
  for (let column = 0; column <= width; column++) last[column] = column
  for (let row = 1; row <= end - start; row++) {
    here[0] = row
    let least = row
    const from = one[start + row - 1]
    for (let column = 1; column <= width; column++) {
      const to = other[start + column - 1]
      let edits = last[column - 1] + (from === to ? 0 : 1)
      if (last[column] < edits) edits = last[column] + 1
      if (here[column - 1] < edits) edits = here[column - 1] + 1
      const isSwapped = row > 1 && column > 1 && from === other[start + column - 2] && one[start + row - 2] === to
      if (isSwapped && beforeLast[column - 2] < edits) edits = beforeLast[column - 2] + 1
      here[column] = edits
      if (edits < least) least = edits
    }
    if (least > most + 1) return most + 1
    ;[beforeLast, last, here] = [last, here, beforeLast]
  }
  return last[width]
}

const ROWS = [0, 1, 2].map(() => new Uint8Array(MAX_TYPED + 4)) // of the table of `editsBetween`

/**
 * Return a term for each word and phrase of a query.
 *
 * @param {WordIndex} words
 * @param {{ words: string[], phrases: string[][] }} query
 * @returns {Term[]}
 */
function termsOf(words, query) {
  const ofWords = expandWords(words, query.words)
  const ofPhrases = query.phrases.map(phrase => [expansion("exact", 1, [], [phrase])])
  const names = [...query.words, ...query.phrases.map(phrase => `"${phrase.join(" ")}"`)]
  return [...ofWords, ...ofPhrases].map((expansions, number) => ({
    typed: names[number],
    expansions,
    rarity: rarityOf(words, expansions),
    byWord: new Map([...expansions].reverse().flatMap(each => each.words.map(word => [word, each]))),
  }))
}

/**
 * Return the expansions of each typed word, the most similar first; the last word may be unfinished.
 *
 * @param {WordIndex} words
 * @param {string[]} typed
 * @returns {Expansion[][]}
 */
function expandWords(words, typed) {
  const last = typed[typed.length - 1]
  const expansions = typed.map(word => expandWord(words, word, word === last))
  for (const numbers of runsOf(typed)) {
    const parts = numbers.map(number => typed[number])
    const joined = words.vocabulary.joined(parts, parts[parts.length - 1] === last)
    if (joined)
      for (const number of numbers) {
        expansions[number].push(joined)
        expansions[number].sort((one, other) => other.similarity - one.similarity)
      }
  }
  const alone = expansions.every(each => !each.length)
  return expansions.map((each, number) => (each.length ? each : words.vocabulary.mistypedTwice(typed[number], alone)))
}

/**
 * Return the numbers of words that may be one word: of each two neighbours, and of single characters.
 *
 * @param {string[]} typed
 */
function runsOf(typed) {
  const found = typed.slice(1).map((_, number) => [number, number + 1])
  /** @type {number[]} */
  let run = []
  for (let number = 0; number <= typed.length; number++) {
    if (number < typed.length && lengthOf(typed[number]) === 1) run.push(number)
    else {
      if (run.length > 2) found.push(run)
      run = []
    }
  }
  return found
}

/**
 * Return the expansions of a word, without compounds that occur nowhere or by chance.
 *
 * @param {WordIndex} words
 * @param {string} typed
 * @param {boolean} unfinished
 */
function expandWord(words, typed, unfinished) {
  const kept = []
  for (const each of words.vocabulary.expand(typed, unfinished)) {
    const rows = (words.counts.get(typed) ?? 0) <= MANY_POSTS ? each.rows : []
    const found = rows.filter(
      row =>
        words.fields.reduce((sum, field) => sum + words.withAll(row, field).length, 0) <= MANY_POSTS &&
        words.inAny(row).length,
    )
    if (each.words.length || found.length) kept.push({ ...each, rows: found })
  }
  return kept
}

/**
 * @param {WordIndex} words
 * @param {Expansion[]} expansions
 */
function rarityOf(words, expansions) {
  const known = expansions.some(each => each.kind === "exact")
  const counted = expansions.filter(each => !(known && each.kind === "typo"))
  let [count, topical] = [0, 0]
  for (const field of words.fields)
    for (const each of counted) {
      const lists = [
        ...each.words.map(word => words.positions(word, field)),
        ...each.rows.map(row => words.inRow(row, field)),
      ]
      const found = lists.reduce((sum, positions) => sum + positions.length, 0)
      count += found
      if (field !== "summary") topical += found
    }
  if (!count) count = topical = 1
  return logarithm(1 + words.size / Math.min(count, words.size)) * (SUMMARY_ALONE + (1 - SUMMARY_ALONE) * (topical / count))
}

/**
 * Return the binary logarithm of a number from 1, rounded down to 30 binary places, by multiplications alone.
 *
 * @param {number} number
 */
function logarithm(number) {
  let [result, bit] = [0, 1]
  for (; number >= 2; number /= 2) result++
  for (let place = 0; place < LOGARITHM_BITS; place++) {
    number *= number
    bit /= 2
    if (number >= 2) {
      number /= 2
      result += bit
    }
  }
  return result
}

// -- ranking ----------------------------------------------------------------------------------------------------------

/** A query in an index: its terms, and the posts that may match. */
class Answer {
  /**
   * @param {WordIndex} words
   * @param {string} query
   * @param {string | null} tag
   */
  constructor(words, query, tag) {
    this.words = words
    this.query = query
    this.parts = parse(words.text, query)
    this.terms = rarest(termsOf(words, this.parts))
    const conditions = [
      ...this.parts.phrases.map(phrase => words.inAny(phrase)),
      ...this.parts.tags.map(name => words.tagged(name)),
      ...(tag === null ? [] : [words.byTag.get(tag) ?? words.tagged(tag)]),
    ]
    this.isBrowsing = this.parts.tags.length > 0 || (tag !== null && !query.trim())
    this.among = conditions.length ? new Set(intersection(conditions)) : null
    this.without = new Set([
      ...this.parts.without.flatMap(row => words.inAny(row)),
      ...this.parts.withoutTags.flatMap(name => words.tagged(name)),
    ])
  }

  /** @param {number} position */
  has(position) {
    return (!this.among || this.among.has(position)) && !this.without.has(position)
  }

  /**
   * Return the best posts, best first; equal scores by position; without words, those of the tags, newest first.
   *
   * @param {number} limit
   * @returns {Ranked[]}
   */
  ranked(limit) {
    const { words, parts, terms } = this
    if (!terms.length) {
      const newest = this.isBrowsing ? [...(this.among ?? [])].filter(position => this.has(position)) : []
      return newest
        .sort((one, other) => one - other)
        .slice(0, limit)
        .map(position => ({ position, score: 1, place: 1 }))
    }
    const kept = Math.max(WINDOW, limit)
    const points = terms.map(term => this.pointsOf(term))
    const maximum = terms.reduce((sum, term) => sum + pointsFor(term, 1), 0)
    /** @type {(position: number, place: number) => number} */
    const score = (position, place) => {
      let [sum, hasAll] = [0, true]
      for (const ofTerm of points) {
        sum += ofTerm[position]
        hasAll &&= ofTerm[position] > 0
      }
      const share = sum / maximum
      const placed = share * (1 - PLACE + PLACE * place)
      return Math.floor((hasAll ? 0.5 + placed / 2 : (placed / 2) * share) * SCORE_SCALE + 0.5) / SCORE_SCALE
    }
    /** @type {Map<number, number>} */
    const bounds = new Map()
    for (let position = 0; position < words.size; position++)
      if (points.some(ofTerm => ofTerm[position])) bounds.set(position, score(position, 1))
    const isUnfiltered = !(parts.tags.length || parts.without.length || parts.withoutTags.length)
    const titled = new Set((isUnfiltered ? words.titled(this.query) : []).filter(each => this.has(each)).slice(0, kept))
    const inRow = this.titledInRow().filter(each => this.has(each)).slice(0, WINDOW)
    /** @type {(one: number, other: number) => number} */
    const byBound = (one, other) => (bounds.get(other) ?? 0) - (bounds.get(one) ?? 0) || one - other
    const best = [...bounds.keys()].sort(byBound).slice(0, kept)
    const also = [...titled, ...inRow].filter(position => bounds.has(position))
    const candidates = [...new Set([...best, ...also])].sort(byBound)
    const window = new Set([...inRow, ...candidates.slice(0, WINDOW)])
    const searchesTitles = words.fields.includes("title")
    /** @type {Ranked[]} */
    let ranked = candidates.map(position => {
      let place = 0
      if (searchesTitles && titled.has(position)) place = 1
      else if (searchesTitles && window.has(position)) place = placeOf(words, terms, position)
      return { position, place, score: score(position, place) }
    })
    /** @type {(one: Ranked, other: Ranked) => number} */
    const byScore = (one, other) => other.score - one.score || one.position - other.position
    ranked.sort(byScore)
    if (ranked.length && ranked[0].place) {
      const [{ position: first, place }] = ranked
      const twins = words
        .titled(words.posts.title[first])
        .filter(position => position !== first && this.has(position))
        .slice(0, MAX_TWINS)
        .filter(position => points.every(ofTerm => !ofTerm[first] || ofTerm[position]))
        .map(position => ({ position, place, score: score(position, place) }))
      const group = [ranked[0], ...twins].sort(byScore)
      const inGroup = new Set(group.map(({ position }) => position))
      ranked = [...group, ...ranked.filter(({ position }) => !inGroup.has(position))]
    }
    return ranked.slice(0, limit)
  }

  /**
   * Return the points of each post for a term: those of its best expansion in the best field.
   *
   * @param {Term} term
   */
  pointsOf(term) {
    const { words } = this
    const tiers = term.expansions.flatMap(each =>
      words.fields.map(field => ({ field, each, points: pointsFor(term, each.similarity * WEIGHTS[field]) })),
    )
    const points = new Float64Array(words.size)
    for (const { field, each, points: ofTier } of tiers.sort((one, other) => other.points - one.points)) {
      const lists = [
        ...each.words.map(word => words.positions(word, field)),
        ...each.rows.map(row => words.inRow(row, field)),
      ]
      for (const positions of lists)
        for (const position of positions)
          if (!points[position] && this.has(position)) points[position] = ofTier
    }
    return points
  }

  /** Return the posts with the words of the query in a row in the title, unless all words are common. */
  titledInRow() {
    const row = this.parts.words
    const isWorthwhile =
      row.length > 1 && Math.min(...row.map(word => this.words.positions(word, "title").length)) <= MANY_POSTS
    return isWorthwhile ? this.words.inRow(row, "title") : []
  }
}

/**
 * Return the points for a match; `value` is its similarity times the weight of its field.
 *
 * @param {Term} term
 * @param {number} value
 */
function pointsFor(term, value) {
  return Math.max(1, Math.floor(term.rarity * value * POINT_SCALE + 0.5))
}

/**
 * Return the rarest terms of a query, in its order.
 *
 * @param {Term[]} terms
 */
function rarest(terms) {
  const numbers = terms.map((_, number) => number)
  numbers.sort((one, other) => terms[other].rarity - terms[one].rarity || one - other)
  const kept = new Set(numbers.slice(0, MAX_TERMS))
  return terms.filter((_, number) => kept.has(number))
}

/**
 * Return the place of the terms in a title: 1 if they are the title, 0 if it has none of them.
 *
 * @param {WordIndex} words
 * @param {Term[]} terms
 * @param {number} position
 */
function placeOf(words, terms, position) {
  const titleWords = words.titleTermsOf(position)
  /** @type {(term: Term, word: string) => boolean} */
  const has = (term, word) => term.byWord.has(word) || term.expansions.some(each => each.rows.flat().includes(word))
  const matches = titleWords.map(word => new Set(terms.flatMap((term, number) => (has(term, word) ? [number] : []))))
  const matched = matches.filter(numbers => numbers.size).length
  if (!matched) return 0
  const followed = new Set()
  matches.forEach((here, at) => {
    for (const number of here)
      if (matches[at + 1]?.has(number + 1) || here.has(number + 1)) followed.add(number)
  })
  const neighbours = terms.length > 1 ? followed.size / (terms.length - 1) : 1
  return NEIGHBOURS * neighbours + ((1 - NEIGHBOURS) * matched) / titleWords.length
}

// -- suggestions ------------------------------------------------------------------------------------------------------

/**
 * @param {WordIndex} words
 * @param {string[]} typed
 * @param {number} limit
 * @returns {Suggestion[]}
 */
function suggestions(words, typed, limit) {
  if (!typed.length || !words.size) return []
  const completions = expandWords(words, typed).map(expansions => {
    const exact = expansions.filter(each => each.kind !== "typo")
    const complete = exact.length ? exact : expansions.filter(each => each.similarity !== TWO_TYPOS)
    return { words: new Set(complete.flatMap(each => each.words)), rows: complete.flatMap(each => each.rows) }
  })
  const tags = [...words.tagBySlug.values()]
    .map(tag => {
      const name = words.text.terms(tag.name, false)
      const begins = name.join("").startsWith(typed.join(""))
      const contains = completions.every(
        each => name.some(word => each.words.has(word)) || each.rows.some(row => hasRow(name, row)),
      )
      return { tag, begins, matches: begins || contains, posts: words.byTag.get(tag.slug)?.length ?? 0 }
    })
    .filter(({ matches }) => matches)
    .sort(
      (one, other) =>
        Number(other.begins) - Number(one.begins) ||
        other.posts - one.posts ||
        compare(one.tag.slug, other.tag.slug),
    )
    .slice(0, limit)
    .map(({ tag }) => ({ kind: /** @type {const} */ ("tag"), text: tag.name, tag, id: null, url: null }))
  const beginning = words.posts.title.flatMap((_, position) =>
    words.titleTermsOf(position).join(" ").startsWith(typed.join(" ")) ? [position] : [],
  )
  const [first, ...others] = completions.map(
    each =>
      new Set([
        ...[...each.words].flatMap(word => words.positions(word, "title")),
        ...each.rows.flatMap(row => words.inRow(row, "title")),
      ]),
  )
  const withWords = [...first].filter(position => others.every(each => each.has(position)))
  /** @type {Map<string, number>} */
  const newest = new Map()
  for (const position of new Set([...beginning, ...withWords.sort((one, other) => one - other)])) {
    if (newest.size >= limit) break
    const title = words.posts.title[position]
    if (!newest.has(title)) newest.set(title, position)
  }
  const titles = [...newest].map(([text, position]) => ({
    kind: /** @type {const} */ ("title"),
    text,
    tag: null,
    id: words.posts.id[position],
    url: words.posts.url?.[position] ?? null,
  }))
  return [...tags.slice(0, Math.max(limit - titles.length, (limit + 1) >> 1)), ...titles].slice(0, limit)
}

/**
 * @param {WordIndex} words
 * @param {string} query
 * @returns {string | null}
 */
function corrected(words, query) {
  const typed = partsOf(query)
    .filter(part => part.words && !part.without && part.tag === undefined)
    .flatMap(part =>
      words.text
        .words(part.words, false)
        .map(({ word, start, end }) => ({ word, start: start + part.start, end: end + part.start })),
    )
  const expansions = expandWords(words, typed.map(({ word }) => word))
  let [text, endOfLast] = ["", 0]
  for (const [number, { start, end }] of typed.entries()) {
    if (!expansions[number].length) return null
    if (expansions[number].every(each => each.kind === "typo")) {
      const [best] = [...expansions[number][0].words].sort(
        (one, other) => (words.counts.get(other) ?? 0) - (words.counts.get(one) ?? 0) || compare(one, other),
      )
      text += query.slice(endOfLast, start) + best
      endOfLast = end
    }
  }
  return endOfLast ? text + query.slice(endOfLast) : null
}
