// rss-parser and feedsmith: `node read.mjs READER URL` prints what read.py describes.

const readers = {
  "rss-parser": async url => {
    const { default: Parser } = await import("rss-parser")
    const feed = await new Parser().parseURL(url)
    return feedOf(feed.title, feed.link, feed.items, item => ({
      id: item.id ?? item.guid,
      title: item.title,
      link: item.link,
      published: item.isoDate,
      // Of RSS, it calls a description content.
      summary: item.guid ? item.content : item.summary,
      content: item.guid ? item["content:encoded"] : item.content,
      categories: item.categories?.map(category => category._ ?? category), // one with a domain is an object
      authors: [item.author ?? item.creator],
      enclosures: item.enclosure && [item.enclosure.url],
    }))
  },

  // It leaves it to others to fetch.
  feedsmith: async url => {
    const { parseFeed } = await import("feedsmith")
    const { format, feed } = parseFeed(await (await fetch(url)).text())
    return {
      rss: () => feedOf(feed.title, feed.link, feed.items, item => ({
        id: item.guid?.value,
        title: item.title,
        link: item.link,
        published: item.pubDate,
        summary: item.description,
        content: item.content?.encoded,
        categories: item.categories?.map(category => category.name),
        authors: item.dc?.creators,
        enclosures: item.enclosures?.map(enclosure => enclosure.url),
      })),
      atom: () => feedOf(feed.title.value, linkIn(feed.links), feed.entries, entry => ({
        id: entry.id,
        title: entry.title.value,
        link: linkIn(entry.links),
        published: entry.published,
        updated: entry.updated,
        summary: entry.summary?.value,
        content: entry.content?.value,
        categories: entry.categories?.map(category => category.term),
        labels: entry.categories?.map(category => category.label),
        authors: entry.authors?.map(author => author.name),
        enclosures: entry.links.filter(link => link.rel === "enclosure").map(link => link.href),
      })),
      json: () => feedOf(feed.title, feed.home_page_url, feed.items, item => ({
        id: item.id,
        title: item.title,
        link: item.url,
        published: item.date_published,
        updated: item.date_modified,
        summary: item.summary,
        content: item.content_html ?? item.content_text,
        categories: item.tags,
        authors: item.authors?.map(author => author.name),
        enclosures: item.attachments?.map(attachment => attachment.url),
      })),
    }[format]()
  },
}

const fields = [
  ...["id", "title", "link", "published", "updated", "summary", "content", "categories", "labels", "authors"],
  "enclosures",
]
const linkIn = links => links.find(link => (link.rel ?? "alternate") === "alternate")?.href
const seconds = date => date && Math.floor(Date.parse(date) / 1000)
const given = value => (value === "" || value?.length === 0 ? null : (value ?? null))

function feedOf(title, link, entries, read) {
  const known = entries.map(read).map(entry => {
    const dated = { ...entry, published: seconds(entry.published), updated: seconds(entry.updated) }
    return Object.fromEntries(fields.map(field => [field, given(dated[field])]))
  })
  return { title, link, entries: known }
}

const [name, url] = process.argv.slice(2)
if (new URL(url).hostname !== "127.0.0.1") {
  throw new Error(`${url} is not on this machine; only what the tests serve is read`)
}
process.stdout.write(`${JSON.stringify(await readers[name](url))}\n`)
