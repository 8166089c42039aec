// Lets Publicodes hold the same conversations: reads the rules and the people as JSON from standard
// input, writes what was asked and what was found. Its score of missing variables, added up over the
// calls that are not decided, says what comes next, as in the simulators of mon-entreprise.fr.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(process.argv[2] + '/')
const { default: Engine } = require('publicodes')

const { rules, calls, gates, people } = JSON.parse(readFileSync(0, 'utf8'))
const quiet = { log: () => {}, warn: () => {}, error: (text) => console.error(text) }
const engine = new Engine(rules, { logger: quiet })
const talks = []
const began = process.hrtime.bigint()
for (const person of people) {
  const situation = {}
  const asked = []
  for (;;) {
    engine.setSituation(situation)
    const scores = {}
    const verdicts = calls.map((call) => {
      const found = engine.evaluate(call)
      if (found.nodeValue === undefined) {
        for (const [name, score] of Object.entries(found.missingVariables)) {
          scores[name] = (scores[name] ?? 0) + score
        }
      }
      return found.nodeValue ?? null
    })
    const next = Object.entries(scores)
      .sort((one, other) => other[1] - one[1])
      .map(([name]) => name)
      .find((name) => !(name in situation) && gates[name].every((gate) => gate in situation))
    if (next === undefined) {
      talks.push({ asked, verdicts })
      break
    }
    asked.push(next)
    situation[next] = person[next]
  }
}
const seconds = Number(process.hrtime.bigint() - began) / 1e9
console.log(JSON.stringify({ talks, seconds }))
