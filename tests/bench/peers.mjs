// MiniSearch and Fuse.js: `node peers.mjs NAME POSTS` answers as peers.py does, and says it in the same way.
import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"

const peers = {
  posts: async () => () => () => [],

  // One edit from three letters on, two from five (a swap is two here), and only the last word may be unfinished.
  "MiniSearch": async () => {
    const { default: MiniSearch } = await import("minisearch")
    const options = {
      fuzzy: word => (word.length < 3 ? false : word.length < 5 ? 1 : 2),
      prefix: (word, place, words) => place === words.length - 1,
      boost: { title: 2 },
      bm25: { k: 1.2, b: 0.4, d: 0.5 },
    }
    return posts => {
      const index = new MiniSearch({ fields: ["title", "tags", "summary"] })
      index.addAll(posts.map(post => ({ ...post, tags: post.tags.join(" ") })))
      return query => index.search(query, options).slice(0, 10).map(hit => hit.id)
    }
  },

  "Fuse.js": async () => {
    const { default: Fuse } = await import("fuse.js")
    const options = {
      keys: [{ name: "title", weight: 2 }, "tags", "summary"],
      useTokenSearch: true,
      ignoreLocation: true,
      ignoreFieldNorm: true,
      threshold: 0.3,
    }
    return posts => {
      const fuse = new Fuse(posts, options)
      return query => fuse.search(query, { limit: 10 }).map(hit => hit.item.id)
    }
  },
}

const say = answer => process.stdout.write(`${JSON.stringify(answer)}\n`)
const lines = stream => createInterface({ input: stream })
const timed = work => {
  const start = performance.now()
  const result = work()
  return [result, (performance.now() - start) / 1000]
}

const [name, path] = process.argv.slice(2)
const posts = []
for await (const line of lines(createReadStream(path))) posts.push(JSON.parse(line))
const build = await peers[name]()
const [search, seconds] = timed(() => build(posts))
say({ seconds, memory: process.resourceUsage().maxRSS })
for await (const line of lines(process.stdin)) {
  const [ids, taken] = timed(() => search(JSON.parse(line)))
  say({ ids, seconds: taken })
}
