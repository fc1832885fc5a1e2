// `node look.mjs CHROMIUM SITE PICTURES` serves a site with a search box, uses it as people do, and prints what it saw.
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { extname, join } from "node:path"
import { chromium } from "playwright-core"

const [executablePath, site, pictures] = process.argv.slice(2)
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".css": "text/css" }
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname
  if (path === "/favicon.ico") return response.writeHead(204).end()
  try {
    const body = readFileSync(join(site, path.endsWith("/") ? `${path}index.html` : path))
    response.writeHead(200, {
      "Content-Type": `${TYPES[extname(path)] ?? "text/html"}; charset=utf-8`,
      "Content-Security-Policy": "default-src 'self'",
    })
    response.end(body)
  } catch {
    response.writeHead(404)
    response.end()
  }
})
await new Promise(resolve => server.listen(0, "127.0.0.1", resolve))
const address = `http://127.0.0.1:${server.address().port}/`

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] })
const seen = { complaints: [], requests: [] }
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

const opened = async options => {
  const context = await browser.newContext({ bypassCSP: false, viewport: { width: 800, height: 700 }, ...options })
  const page = await context.newPage()
  page.on("console", message => seen.complaints.push(message.text()))
  page.on("pageerror", error => seen.complaints.push(String(error)))
  page.on("request", request => seen.requests.push(request.url().replace(address, "/")))
  await page.goto(address)
  return page
}
const state = page =>
  page.evaluate(() => {
    const root = document.querySelector("postindex-search").shadowRoot
    const input = root.querySelector("input")
    return {
      value: input.value,
      open: !root.querySelector(".results").hidden,
      expanded: input.getAttribute("aria-expanded"),
      titles: [...root.querySelectorAll(".title")].map(title => title.textContent),
      marked: [...root.querySelectorAll("mark")].map(mark => mark.textContent),
      message: root.querySelector(".message").hidden ? "" : root.querySelector(".message").textContent,
      status: root.querySelector(".status").textContent,
      active: root.getElementById(input.getAttribute("aria-activedescendant") ?? "")?.querySelector(".title").textContent,
      focused: root.activeElement === input,
      images: root.querySelectorAll("img, script").length,
    }
  })
const type = async (page, text) => {
  await page.locator("postindex-search input").fill(text)
  await page.waitForTimeout(400)
  return state(page)
}

const page = await opened({})
const before = seen.requests.length
await page.keyboard.press("/")
seen.shortcut = await state(page)
seen.typo = await type(page, "kuberntes")
await page.screenshot({ path: join(pictures, "light.png") })
await page.keyboard.press("ArrowDown")
seen.down = await state(page)
await page.keyboard.press("ArrowUp")
await page.keyboard.press("ArrowUp")
seen.up = await state(page)
await page.keyboard.press("Escape")
seen.escaped = await state(page)
await page.keyboard.press("Escape")
seen.cleared = await state(page)
seen.hostile = await type(page, "onerror")
seen.nothing = await type(page, "xyzzyxyzzy")
await page.screenshot({ path: join(pictures, "nothing.png") })
seen.rtl = await type(page, "שלום")
await page.locator("#comment").focus()
await page.keyboard.press("/")
seen.comment = await page.locator("#comment").inputValue()
seen.outside = await state(page)
seen.again = await type(page, "kubernetes at home")
await page.keyboard.press("Enter")
await page.waitForURL("**/pods/")
seen.entered = page.url().replace(address, "/")
await page.goBack()

seen.axe = {}
for (const [name, options] of Object.entries({
  light: {},
  dark: { colorScheme: "dark" },
  narrow: { viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true },
  rightToLeft: { locale: "he" },
})) {
  const look = await opened({ ...options, bypassCSP: true })
  if (name === "rightToLeft") await look.evaluate(() => (document.documentElement.dir = "rtl"))
  await look.evaluate(axe)
  await type(look, "home")
  await look.screenshot({ path: join(pictures, `${name}.png`) })
  const results = await look.evaluate(() => axe.run(document, { resultTypes: ["violations"] }))
  seen.axe[name] = results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(" ")}`)
  if (name === "narrow") {
    seen.fits = await look.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
    await look.locator("postindex-search li").first().tap()
    await look.waitForURL("**/*-home*/").catch(() => {})
    seen.tapped = look.url().replace(address, "/")
  }
}

const offline = await opened({})
await type(offline, "tea")
await offline.context().setOffline(true)
seen.offline = await type(offline, "kubernetes")
const failing = await opened({})
await failing.route("**/search.json", route => route.fulfill({ status: 500, body: "" }))
seen.failed = await type(failing, "tea")
seen.complaints = seen.complaints.filter(text => !text.includes("500"))

const vectors = JSON.parse(readFileSync(join(site, "vectors.json"), "utf8"))
seen.vectors = await page.evaluate(async ({ questions }) => {
  const { open } = await import("/search/search.js")
  const engine = await open("/vectors-search.json")
  return questions.map(({ query, ...options }) =>
    engine.search(query, options).map(({ id, score, matches }) => ({
      id,
      score,
      matches: matches.map(match => ({ ...match, tag: match.tag?.slug ?? null })),
    })),
  )
}, vectors)
await browser.close()
server.close()
process.stdout.write(JSON.stringify(seen))
