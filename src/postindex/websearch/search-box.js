// <postindex-search src="/search/search.json">: a search box with results as one types. It needs search.js beside it.
// The pattern is the combobox with a listbox of the ARIA Authoring Practices Guide.

import { open } from "./search.js"

/** @typedef {import("./search.js").Engine} Engine */
/** @typedef {import("./search.js").Hit} Hit */

const DELAY = 80 // milliseconds after the last key
const SUMMARY = 160 // characters

const STYLE = `
:host { display: block; position: relative; font: inherit; color: var(--postindex-text, inherit); color-scheme: inherit }
:host([hidden]) { display: none }
input { box-sizing: border-box; width: 100%; padding: .5em .75em; font: inherit; color: inherit;
  background: var(--postindex-background, Canvas); border: 1px solid var(--postindex-border, GrayText);
  border-radius: var(--postindex-radius, .375rem) }
input:focus-visible { outline: 2px solid var(--postindex-accent, Highlight); outline-offset: 1px }
.results { position: absolute; z-index: var(--postindex-z-index, 10); inset-inline: 0; top: calc(100% + .25rem);
  box-sizing: border-box; max-height: min(70vh, 32rem); overflow-y: auto; color: var(--postindex-text, CanvasText);
  background: var(--postindex-background, Canvas); border: 1px solid var(--postindex-border, GrayText);
  border-radius: var(--postindex-radius, .375rem); box-shadow: 0 .5rem 1.5rem rgb(0 0 0 / .15) }
.results[hidden] { display: none }
ul { margin: 0; padding: 0; list-style: none }
li { padding: .5em .75em; cursor: pointer; border-inline-start: 3px solid transparent; overflow-wrap: anywhere }
li[aria-selected=true] { background: var(--postindex-selected, rgb(127 127 127 / .15));
  border-inline-start-color: var(--postindex-accent, Highlight) }
.title { display: block; font-weight: 600 }
.about, .summary, .message { font-size: .875em; color: var(--postindex-muted, inherit) }
.about, .summary { display: block }
.title, .summary { text-align: match-parent }
.message { margin: 0; padding: .5em .75em }
.message button { padding: 0; font: inherit; color: inherit; text-decoration: underline; background: none; border: 0;
  cursor: pointer }
.status { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
mark { color: inherit; background: var(--postindex-mark, rgb(255 213 79 / .45)); border-radius: 2px }
@media (forced-colors: active) { li[aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px } }
`

/** @type {Record<string, string>} */
const WORDS = {
  label: "Search",
  placeholder: "Search…",
  results: "Results",
  none: "Nothing found for “{query}”.",
  instead: "Did you mean {query}?",
  found: "{count} results; use the arrow keys.",
  foundOne: "1 result; use the arrow keys.",
  failed: "The search cannot be loaded. Try again later.",
}

/**
 * A search box. Attributes: `src` of the data, `limit` of the results (8), `shortcut` for the key that focuses it (`/`;
 * empty for none), and `label`, `placeholder`, `results`, `none`, `instead`, `found`, `found-one`, `failed` for its
 * words. It fires `postindex-select` with the hit as its `detail`; unless that is prevented, the page of the hit opens.
 */
export class SearchBox extends HTMLElement {
  constructor() {
    super()
    const root = this.attachShadow({ mode: "open" })
    const sheet = new CSSStyleSheet() // which a strict Content-Security-Policy allows
    sheet.replaceSync(STYLE)
    root.adoptedStyleSheets = [sheet]
    /** @type {Promise<Engine> | null} */
    this.engine = null
    /** @type {Hit[]} */
    this.hits = []
    this.selected = -1
    this.asked = 0 // how many searches began: the answer of an earlier one is dropped
    this.input = element("input", {
      id: "input",
      type: "search",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "search",
      maxlength: "1000",
      dir: "auto",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "list",
    })
    this.list = element("ul", { id: "list", role: "listbox" })
    this.message = element("p", { class: "message" })
    this.status = element("div", { class: "status", role: "status" })
    this.results = element("div", { class: "results" }, this.list, this.message)
    this.results.hidden = true
    root.append(this.input, this.results, this.status)
    this.shortcut = this.shortcut.bind(this)
    this.closeOutside = this.closeOutside.bind(this)
  }

  connectedCallback() {
    this.input.setAttribute("aria-label", this.words("label"))
    this.input.placeholder = this.words("placeholder")
    this.list.setAttribute("aria-label", this.words("results"))
    this.input.onfocus = () => this.load().catch(() => {}) // shown when something is typed
    this.input.oninput = () => this.searchSoon()
    this.input.onkeydown = event => this.press(event)
    this.list.onpointermove = event => this.select(this.numberAt(event), false)
    this.list.onclick = event => this.choose(this.numberAt(event), event)
    this.message.onclick = event => this.replace(event)
    document.addEventListener("keydown", this.shortcut)
    document.addEventListener("pointerdown", this.closeOutside)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.shortcut)
    document.removeEventListener("pointerdown", this.closeOutside)
  }

  /**
   * Return a text of the box: of its attribute, or the English one.
   *
   * @param {string} name
   * @param {Record<string, string>} [values]
   */
  words(name, values = {}) {
    const attribute = name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
    const text = this.getAttribute(attribute) ?? WORDS[name]
    return text.replace(/\{(\w+)\}/g, (whole, value) => values[value] ?? whole)
  }

  /** @returns {Promise<Engine>} */
  load() {
    if (!this.engine) {
      this.engine = open(new URL(this.getAttribute("src") ?? "search.json", document.baseURI))
      this.engine.catch(() => (this.engine = null)) // the next key tries once more
    }
    return this.engine
  }

  searchSoon() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.search(), DELAY)
  }

  async search() {
    clearTimeout(this.timer)
    const query = this.input.value
    const asked = ++this.asked
    if (!query.trim()) {
      this.show([], "")
      return
    }
    try {
      const engine = await this.load()
      if (asked !== this.asked) return
      const hits = engine.search(query, { limit: Number(this.getAttribute("limit") ?? 8) })
      this.show(hits, hits.length ? "" : this.words("none", { query }), hits.length ? null : engine.didYouMean(query))
      this.list.replaceChildren(...hits.map((hit, number) => this.item(engine, hit, number)))
    } catch {
      if (asked === this.asked) this.show([], this.words("failed"))
    }
  }

  /**
   * @param {Hit[]} hits
   * @param {string} message
   * @param {string | null} [instead]  a query to try instead
   */
  show(hits, message, instead = null) {
    this.hits = hits
    this.select(-1, false)
    this.list.replaceChildren()
    this.list.hidden = !hits.length
    this.message.hidden = !message
    this.message.replaceChildren(message)
    if (instead !== null) {
      const button = element("button", { type: "button" })
      button.textContent = instead
      const [before, after] = this.words("instead").split("{query}")
      this.message.append(" ", before, button, after ?? "")
    }
    const found = hits.length === 1 ? this.words("foundOne") : this.words("found", { count: String(hits.length) })
    this.status.textContent = hits.length ? found : message
    this.expand(hits.length > 0 || message !== "")
  }

  /**
   * @param {Engine} engine
   * @param {Hit} hit
   * @param {number} number
   */
  item(engine, hit, number) {
    const title = element("span", { class: "title", dir: "auto" }, ...marked(hit.title, engine.spans(hit, "title")))
    const about = element("span", { class: "about" }, hit.date)
    hit.tags.forEach(({ name }, of) => about.append(" · ", element("bdi", {}, ...marked(name, engine.spans(hit, "tags", of)))))
    const item = element("li", { id: `option-${number}`, role: "option", "aria-selected": "false" }, title, about)
    if (hit.language) item.lang = hit.language
    const spans = engine.spans(hit, "summary")
    if (spans.length) {
      const start = Math.max(0, hit.summary.lastIndexOf(" ", Math.max(0, spans[0][0] - SUMMARY / 3)) + 1)
      const end = Math.min(hit.summary.length, start + SUMMARY)
      const shown = spans.filter(span => span[1] <= end && span[0] >= start)
      const text = marked(hit.summary.slice(start, end), shown.map(span => [span[0] - start, span[1] - start]))
      const around = [start ? "…" : "", ...text, end < hit.summary.length ? "…" : ""]
      item.append(element("span", { class: "summary", dir: "auto" }, ...around))
    }
    return item
  }

  /** @param {boolean} isOpen */
  expand(isOpen) {
    this.results.hidden = !isOpen
    this.input.setAttribute("aria-expanded", String(isOpen && this.hits.length > 0))
    if (!isOpen) this.select(-1, false)
  }

  /**
   * @param {number} number  of a hit; -1 for none
   * @param {boolean} scroll
   */
  select(number, scroll) {
    if (number === this.selected) return
    this.list.children[this.selected]?.setAttribute("aria-selected", "false")
    this.selected = number
    const item = this.list.children[number]
    if (!item) {
      this.input.removeAttribute("aria-activedescendant")
      return
    }
    item.setAttribute("aria-selected", "true")
    this.input.setAttribute("aria-activedescendant", item.id)
    if (scroll) item.scrollIntoView({ block: "nearest" })
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.isComposing) return // the key belongs to the input method
    const count = this.hits.length
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      if (!count) return
      if (this.results.hidden) this.expand(true)
      const step = event.key === "ArrowDown" ? 1 : -1
      this.select(this.selected < 0 && step < 0 ? count - 1 : (this.selected + step + count) % count, true)
    } else if (event.key === "Enter") {
      event.preventDefault()
      if (this.selected >= 0) this.choose(this.selected, event)
      else this.search().then(() => this.choose(0, event))
    } else if (event.key === "Escape") {
      if (this.results.hidden && !this.input.value) return // it belongs to the page
      event.preventDefault()
      if (this.results.hidden) this.input.value = ""
      this.asked++
      this.expand(false)
    } else if (event.key === "Tab") this.expand(false)
  }

  /**
   * @param {number} number
   * @param {MouseEvent | KeyboardEvent} event
   */
  choose(number, event) {
    const hit = this.hits[number]
    if (!hit) return
    const proceed = this.dispatchEvent(
      new CustomEvent("postindex-select", { detail: hit, bubbles: true, composed: true, cancelable: true }),
    )
    if (!proceed || !hit.url || !/^(?:https?:|[^:]*(?:[/?#]|$))/i.test(hit.url)) return
    if (event.ctrlKey || event.metaKey) window.open(hit.url, "_blank", "noopener")
    else location.assign(hit.url)
  }

  /** @param {MouseEvent} event */
  replace(event) {
    if (!(event.target instanceof HTMLButtonElement)) return
    this.input.value = event.target.textContent ?? ""
    this.input.focus()
    this.search()
  }

  /** @param {MouseEvent} event */
  numberAt(event) {
    const item = event.target instanceof Element ? event.target.closest("li") : null
    return item ? [...this.list.children].indexOf(item) : -1
  }

  /** @param {KeyboardEvent} event */
  shortcut(event) {
    const key = this.getAttribute("shortcut") ?? "/"
    if (!key || event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const [target] = event.composedPath()
    const isTyping = target instanceof HTMLElement && (target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName))
    if (isTyping) return
    event.preventDefault()
    this.input.focus()
  }

  /** @param {PointerEvent} event */
  closeOutside(event) {
    if (!event.composedPath().includes(this)) this.expand(false)
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} content
 * @returns {HTMLElementTagNameMap[Name]}
 */
function element(name, attributes, ...content) {
  const created = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, value)
  created.append(...content)
  return created
}

/**
 * @param {string} text
 * @param {number[][]} spans
 * @returns {(Node | string)[]}
 */
function marked(text, spans) {
  /** @type {(Node | string)[]} */
  const parts = []
  let after = 0
  for (const [start, end] of spans) {
    parts.push(text.slice(after, start), element("mark", {}, text.slice(start, end)))
    after = end
  }
  return [...parts, text.slice(after)]
}

customElements.define("postindex-search", SearchBox)
