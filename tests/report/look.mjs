// `node look.mjs CHROMIUM PAGE LONG QUERIES` opens a report, and one of many posts, in a browser that has no network, does
// what people do, and prints what came of it as JSON. QUERIES is a file of JSON: for each page the queries to ask of it.

import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"
import { chromium } from "playwright-core"

const [executablePath, page, long, queries] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const args = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
]
const browser = await chromium.launch({ executablePath, args })
const report = { complaints: [], requests: [] }

async function open(path, options = {}, hash = "") {
  const context = await browser.newContext({ offline: true, viewport: { width: 1000, height: 900 }, ...options })
  const tab = await context.newPage()
  tab.setDefaultTimeout(10_000)
  tab.on("console", message => report.complaints.push(message.text()))
  tab.on("pageerror", error => report.complaints.push(String(error)))
  tab.on("request", request => report.requests.push(request.url()))
  await tab.goto(pathToFileURL(path).href + hash)
  return tab
}

const found = tab => tab.evaluate(() => ({
  status: document.getElementById("status").textContent,
  titles: [...document.querySelectorAll("#list h3")].map(title => title.textContent),
  marked: [...document.querySelectorAll("#list mark")].map(mark => mark.textContent),
}))

async function ask(tab, query) {
  const before = await tab.textContent("#status")
  await tab.fill("#query", query)
  await tab.waitForFunction(before => document.getElementById("status").textContent !== before, before)
  return found(tab)
}

const focus = tab => tab.evaluate(() => {
  const { id, tagName, href } = document.activeElement
  return id || (tagName === "A" ? href.replace(/.*(?=#)/, "") : tagName)
})

async function tabTo(tab, wanted, most = 80) {
  const passed = []
  for (let step = 0; step < most; step++) {
    await tab.keyboard.press("Tab")
    passed.push(await focus(tab))
    if (passed.at(-1) === wanted) return passed
  }
  throw new Error(`Tab does not lead to ${wanted}: ${passed}`)
}

const look = {
  async search() {
    const tab = await open(page)
    const initial = await found(tab)
    const asked = ["postgers", "loan desk", "c++", "c#", "cafe", "デ", "データ", "</script>", "zzzzzz", "Ledgers"]
    const answers = {}
    for (const query of asked) answers[query] = await ask(tab, query)
    await tab.fill("#query", "")
    await tab.press("#query", "Enter")
    return { initial, ...answers, again: await found(tab), images: await tab.locator("img").count() }
  },

  async tags() {
    const tab = await open(page)
    await tab.selectOption("#tag", "bees")
    const alone = await found(tab)
    return { alone, both: await ask(tab, "camera") }
  },

  async keys() {
    const tab = await open(page)
    await tab.keyboard.press("Tab") // the links on top
    const top = [await focus(tab), ...(await tabTo(tab, "#posts", 5))]
    await tab.keyboard.press("Enter")
    const passed = await tabTo(tab, "query", 3)
    await tab.keyboard.type("catalogue")
    await tab.keyboard.press("Enter")
    const typed = await found(tab)
    await tab.keyboard.press("Tab")
    const after = await focus(tab)
    await tab.keyboard.type("bee")
    const chosen = await tab.inputValue("#tag")
    await tab.keyboard.press("Shift+Tab")
    await tab.keyboard.press("Escape")
    const cleared = [await tab.inputValue("#query"), await tab.inputValue("#tag"), await focus(tab)]
    const afterwards = await found(tab)
    await tab.keyboard.type("linked")
    await tab.keyboard.press("Enter")
    await tab.keyboard.press("Tab")
    await tab.keyboard.press("Tab")
    const link = await tab.evaluate(() => document.activeElement.href)
    await tab.reload()
    const reloaded = [await tab.inputValue("#query"), (await found(tab)).titles]
    await tab.goto(pathToFileURL(page).href)
    await tabTo(tab, "#tag=library")
    await tab.keyboard.press("Enter")
    const filtered = [await tab.inputValue("#tag"), await focus(tab), (await found(tab)).status]
    return { top, passed, typed, after, chosen, cleared, afterwards, link, reloaded, filtered }
  },

  async queries() {
    const answers = {}
    for (const [path, asked] of Object.entries(JSON.parse(readFileSync(queries, "utf8")))) {
      const tab = await open(path)
      answers[path] = {}
      for (const query of asked) {
        await tab.fill("#query", query)
        await tab.press("#query", "Enter") // which does not wait for a pause
        answers[path][query] = await found(tab)
      }
    }
    return answers
  },

  async address() {
    const tab = await open(page)
    const seen = async () => {
      const [query, tag] = [await tab.inputValue("#query"), await tab.inputValue("#tag")]
      return { hash: new URL(tab.url()).hash, query, tag, status: (await found(tab)).status }
    }
    const moved = async (move, said) => {
      await move()
      await tab.waitForFunction(said => document.getElementById("status").textContent.includes(said), said)
      return seen()
    }
    const steps = { initial: await seen() }
    steps.clicked = await moved(() => tab.click("#tags a[href='#tag=library']"), "library")
    steps.clickedAnother = await moved(() => tab.click("#tags a[href='#tag=bees']"), "bees")
    await ask(tab, "camera & hive")
    steps.typed = await seen()
    steps.reloaded = await moved(() => tab.reload(), "bees")
    steps.back = await moved(() => tab.goBack(), "2 posts tagged bees")
    steps.backAgain = await moved(() => tab.goBack(), "library")
    steps.forward = await moved(() => tab.goForward(), "bees")
    await tab.press("#query", "Escape")
    steps.cleared = await seen()
    for (const letter of "stat") await ask(tab, `${await tab.inputValue("#query")}${letter}`)
    await tab.press("#query", "Enter")
    await ask(tab, "bell")
    await tab.selectOption("#tag", "bees")
    steps.chosen = await moved(() => tab.goBack(), "“bell”.")
    steps.entered = await moved(() => tab.goBack(), "“stat”.")
    steps.typedInOneGo = await moved(() => tab.goBack(), "newest")
    const kept = await open(page, {}, "#q=loan+desk&tag=nowhere")
    return { ...steps, shared: [await kept.inputValue("#query"), await kept.inputValue("#tag"), (await found(kept)).status] }
  },

  async entries() {
    const tab = await open(page)
    const hash = () => decodeURIComponent(new URL(tab.url()).hash)
    const until = wanted => tab.waitForFunction(wanted => decodeURIComponent(location.hash) === wanted, wanted)
    const back = async () => {
      // The page itself may have gone back just now, of which the browser's own button hears later.
      const before = await tab.evaluate(() => {
        history.back()
        return decodeURIComponent(location.hash)
      })
      await tab.waitForFunction(before => decodeURIComponent(location.hash) !== before, before)
      return [hash(), await tab.inputValue("#query"), (await found(tab)).status]
    }
    const type = async (text, ...then) => {
      await tab.focus("#query")
      await tab.keyboard.press("Control+A")
      await tab.keyboard.type(text)
      for (const key of then) await tab.keyboard.press(key)
    }
    const steps = {}
    await type("bees", "Tab") // at once
    steps.left = [hash(), (await found(tab)).status]
    await type("ocr")
    await until("#q=ocr")
    steps.bees = await back()
    await back()
    await type("be")
    await until("#q=be")
    await tab.keyboard.type("es")
    await tab.keyboard.press("Tab")
    steps.went = hash()
    steps.start = await back()
    await tab.selectOption("#tag", "library")
    await type("b")
    await until("#q=b&tag=library")
    await tab.keyboard.press("Backspace")
    await until("#tag=library")
    await tab.keyboard.type("loan")
    await until("#q=loan&tag=library")
    await type("", "Backspace")
    await until("#tag=library")
    steps.deleted = await back()
    return steps
  },

  async places() {
    const tab = await open(page)
    const seen = async () => ({ hash: new URL(tab.url()).hash, ...(await found(tab)) })
    const steps = { initial: await seen() }
    await ask(tab, "postgers")
    steps.asked = await seen()
    await tab.click("nav a[href='#tags']")
    await tab.waitForFunction(() => location.hash === "#tags")
    steps.atTags = await seen()
    await tab.selectOption("#tag", "bees")
    steps.chosen = await seen()
    await tab.goBack()
    await tab.waitForFunction(() => location.hash === "#tags")
    steps.atTagsAgain = await seen()
    await tab.goBack()
    await tab.waitForFunction(() => location.hash.startsWith("#q"))
    steps.askedAgain = await seen()
    await tab.goBack()
    await tab.waitForFunction(() => location.hash === "")
    steps.again = await seen()
    const led = await open(page, {}, "#posts")
    await led.selectOption("#tag", "bees")
    await led.goBack()
    await led.waitForFunction(() => location.hash === "#posts")
    return { ...steps, led: await found(led) }
  },

  async framed() {
    const tab = await open(page)
    await tab.evaluate(page => {
      const frame = document.createElement("iframe")
      frame.srcdoc = page
      document.body.replaceChildren(frame)
    }, readFileSync(page, "utf8"))
    const frame = await (await tab.waitForSelector("iframe")).contentFrame()
    await frame.waitForSelector("#find:not([hidden])")
    await frame.fill("#query", "loan desk")
    await frame.waitForFunction(() => document.getElementById("status").textContent.includes("loan desk"))
    const typed = await found(frame)
    await frame.fill("#query", "")
    await frame.selectOption("#tag", "bees")
    const chosen = await found(frame)
    await frame.click("nav a[href='#tags']")
    await frame.click("#tags a[href='#tag=library']")
    await frame.waitForFunction(() => document.getElementById("status").textContent.includes("library"))
    return { typed, chosen, clicked: (await found(frame)).status }
  },

  async begun() {
    const tab = await open(page)
    const before = await ask(tab, "loan")
    const answers = {}
    for (const query of ['"', "“", "-", "tag:", "-tag:", 'tag:"', ".", '-"']) {
      await tab.fill("#query", query)
      await tab.waitForTimeout(300) // twice what the page waits, as nothing is to happen
      answers[query] = (await found(tab)).status
    }
    await tab.press("#query", "Enter")
    return { before: before.status, answers, entered: (await found(tab)).status }
  },

  async rhythms() {
    const tab = await open(long, { viewport: { width: 390, height: 800 } })
    return tab.evaluate(() => {
      const wide = document.querySelector(".rhythms .wide")
      return wide.scrollWidth - wide.clientWidth
    })
  },

  async more() {
    const tab = await open(long)
    await tab.selectOption("#tag", "tea")
    const first = await found(tab)
    await tab.focus("#more")
    await tab.keyboard.press("Enter")
    const focused = await tab.evaluate(() => document.activeElement.querySelector("h3").textContent)
    await tab.keyboard.press("Tab")
    await tab.keyboard.press("Enter")
    return {
      status: first.status,
      shown: [first.titles.length, (await found(tab)).titles.length],
      focused,
      offered: await tab.isVisible("#more"),
    }
  },

  async widths() {
    const widths = {}
    for (const width of [320, 400, 1000]) {
      const tab = await open(page, { viewport: { width, height: 800 } })
      await ask(tab, "postgres")
      widths[width] = await tab.evaluate(() => ({
        over: document.documentElement.scrollWidth - innerWidth,
        unreachable: [...document.querySelectorAll(".wide")].filter(
          wide => wide.checkVisibility() && wide.scrollWidth > wide.clientWidth && wide.tabIndex !== 0).length,
        needless: [...document.querySelectorAll(".wide")].filter(
          wide => wide.scrollWidth <= wide.clientWidth && wide.hasAttribute("tabindex")).length,
      }))
    }
    return widths
  },

  async newest() {
    const tab = await open(page, { viewport: { width: 390, height: 800 } })
    return tab.evaluate(() => [...document.querySelectorAll("figure .wide")].map(wide => {
      const end = wide.scrollWidth - wide.clientWidth
      return end === 0 ? "whole" : wide.scrollLeft > end - 2 ? "end" : wide.scrollLeft === 0 ? "start" : "between"
    }))
  },

  async lines() {
    const tab = await open(page, { viewport: { width: 320, height: 800 } })
    return tab.evaluate(() => {
      const days = [...document.querySelectorAll("time, tbody th, td")].filter(each => /^\d{4}-\d\d/.test(each.textContent))
      const lines = days.map(day => {
        const range = document.createRange()
        range.selectNodeContents(day)
        return range.getClientRects().length
      })
      return { days: days.length, broken: lines.filter(number => number > 1).length }
    })
  },

  async rules() {
    const broken = {}
    for (const [colorScheme, width] of [["light", 1000], ["dark", 1000], ["light", 400], ["dark", 400]]) {
      // The page's policy would not let axe work.
      const tab = await open(page, { colorScheme, viewport: { width, height: 800 }, bypassCSP: true })
      for (const query of ["", "postgers"]) {
        if (query) await ask(tab, query)
        await tab.evaluate(axe)
        const { violations, passes } = await tab.evaluate(() => axe.run())
        broken[`${colorScheme} ${width} ${query}`] = {
          violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`),
          passes: passes.map(({ id }) => id),
        }
      }
    }
    return broken
  },

  async without() {
    const tab = await open(page, { javaScriptEnabled: false })
    const shown = [await tab.isVisible("#find"), await tab.locator("#list li").count()]
    const paper = await open(page)
    await paper.emulateMedia({ media: "print", colorScheme: "dark" })
    const printed = await paper.evaluate(() => ({
      ground: getComputedStyle(document.body).backgroundColor,
      form: getComputedStyle(document.getElementById("find")).display,
    }))
    return { shown, printed }
  },

  async policy() {
    const tab = await open(page)
    const before = [report.complaints.length, report.requests.length]
    const ran = await tab.evaluate(async () => {
      const script = document.createElement("script")
      script.textContent = "window.ran = true"
      document.body.append(script)
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = true'>")
      const fetched = await fetch("https://example.org/").then(() => true, () => false)
      return [window.ran ?? false, fetched]
    })
    const refused = report.complaints.splice(before[0])
    report.requests.splice(before[1]) // those that were tried
    return { ran, refused: refused.filter(text => text.includes("Content Security Policy")).length }
  },
}

for (const [name, what] of Object.entries(look)) report[name] = await what()
await browser.close()
process.stdout.write(`${JSON.stringify(report)}\n`)
