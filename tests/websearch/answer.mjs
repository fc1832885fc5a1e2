// `node answer.mjs ENGINE DATA QUESTIONS` asks the engine every question of a file of JSON, and prints the answers.
import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [path, data, questions] = process.argv.slice(2)
const { open } = await import(pathToFileURL(path).href)
const read = file => JSON.parse(readFileSync(file, "utf8"))
const engine = await open(read(data))

/** @returns {unknown} */
export const answerTo = (engine, { query, ...options }) => {
  const hits = engine.search(query, options)
  return {
    hits: hits.map(hit => ({
      id: hit.id,
      score: hit.score,
      matches: hit.matches.map(match => ({ ...match, tag: match.tag?.slug ?? null })),
      highlighted: ["title", "tags", "summary"].map(field => engine.highlighted(hit, field)),
    })),
    suggested: engine.suggest(query).map(({ kind, text, tag, id }) => ({ kind, text, name: tag?.slug ?? id })),
    instead: engine.didYouMean(query),
    facets: engine.facets(query, { tag: options.tag ?? null }).map(({ tag, posts }) => [tag.slug, posts]),
  }
}

process.stdout.write(JSON.stringify(read(questions).map(question => answerTo(engine, question))))
