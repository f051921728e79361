// SPDX-License-Identifier: Apache-2.0
//
// Writes model-prices.txt anew from the npm package @pydantic/genai-prices:
//
//   cd agent/core/prices
//   npm install --no-save @pydantic/genai-prices
//   node generate.mjs
//
// The build of the agent does not run it: the table is a committed file. A difference between two
// versions of the package is a difference of the table, to be read before it is committed.
//
// The package matches names by prefixes and substrings. The agent does not: a model that comes out
// tomorrow and begins like one of today has another price. So the literals of the rules are kept as
// names, without what only tells a version, and each is asked of the package again: what it prices
// otherwise is left out.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/main/resources/io/obsagent/core/prices/model-prices.txt");
const packageDirectory = join(here, "node_modules/@pydantic/genai-prices");

/** gen_ai.provider.name, and what the package calls it. */
const PROVIDERS = {
  openai: "openai",
  anthropic: "anthropic",
  "gcp.gemini": "google",
  "azure.ai.openai": "azure",
  "aws.bedrock": "aws",
  cohere: "cohere",
  mistral_ai: "mistral",
  deepseek: "deepseek",
  x_ai: "x-ai",
  groq: "groq",
  moonshot_ai: "moonshotai",
  perplexity: "perplexity",
};

const BASE = ["input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok"];

/** Rates beside those four; what is not billed by tokens (hours, pages, searches) is left out. */
const NAMED = {
  cache_write_1h_mtok: "cache_write_1h",
  output_reasoning_mtok: "reasoning",
  input_audio_mtok: "input_audio",
  cache_audio_read_mtok: "cache_read_audio",
  output_audio_mtok: "output_audio",
  input_image_mtok: "input_image",
  cache_image_read_mtok: "cache_read_image",
  output_image_mtok: "output_image",
};

const known = new Set([...BASE, ...Object.keys(NAMED)]);
const REGION = /^(us|eu|au|apac|jp|ca|sa|in|us-gov|us-west|me)\./;

function literals(match) {
  const [kind] = Object.keys(match);
  const value = match[kind];
  if (kind === "or" || kind === "and") {
    return value.flatMap(literals);
  }
  return kind === "regex" ? [] : [{ kind, value }];
}

function matches(match, name) {
  const [kind] = Object.keys(match);
  const value = match[kind];
  switch (kind) {
    case "or":
      return value.some((part) => matches(part, name));
    case "and":
      return value.every((part) => matches(part, name));
    case "equals":
      return name === value;
    case "starts_with":
      return name.startsWith(value);
    case "ends_with":
      return name.endsWith(value);
    case "contains":
      return name.includes(value);
    case "regex":
      return new RegExp(value).test(name);
    default:
      throw new Error(`a rule of a kind that is not known: ${kind}`);
  }
}

/** As the agent does: see ModelNames. */
function withoutVersion(name) {
  let before;
  do {
    before = name;
    name = name
      .replace(/(.)-\d{4}-\d{2}-\d{2}$/, "$1")
      .replace(/(.)[-@:](\d{3,}|v\d+|latest)$/, "$1")
      .replace(/(.):\d+$/, "$1");
  } while (name !== before);
  return name;
}

function names(provider, model) {
  const found = new Set();
  const add = (literal) => {
    let name = literal.toLowerCase().replace(/[-@]+$/, "");
    if (name.startsWith("ft:")) {
      name = name.replace(/-20\d\d$/, "").replace(/-0$/, "");
    }
    if (provider === "aws.bedrock" && REGION.test(name)) {
      name = name.replace(REGION, "regional.");
    }
    if (name && !/[\s=]/.test(name)) {
      found.add(name);
    }
  };
  add(model.id);
  for (const { value } of literals(model.match)) {
    add(value);
  }
  return [...found];
}

const number = (value) => String(Number(value.toPrecision(12)));
const base = (rate) => (typeof rate === "object" ? rate.base : rate);

function rates(prices, above) {
  const at = (key) => {
    const rate = prices[key];
    if (typeof rate !== "object") {
      return rate;
    }
    const tier = above === undefined ? undefined : rate.tiers.find((t) => t.start === above);
    return tier ? tier.price : rate.base;
  };
  const text = (key) => (at(key) === undefined ? "-" : number(at(key)));
  const four = BASE.map((key) => (key === "output_mtok" && at(key) === undefined ? "0" : text(key)));
  const more = Object.entries(NAMED)
    .filter(([key]) => at(key) !== undefined)
    .map(([key, name]) => `${name}=${text(key)}`);
  return [four.join("/").replace(/(\/-)+$/, ""), ...more].join(" ");
}

function price(prices) {
  const starts = new Set();
  for (const key of known) {
    if (typeof prices[key] === "object") {
      prices[key].tiers.forEach((tier) => starts.add(tier.start));
    }
  }
  const tiers = [...starts].sort((a, b) => a - b).map((start) => ` >${start} ${rates(prices, start)}`);
  return rates(prices) + tiers.join("");
}

const minutes = (time) => time.slice(0, 5);

/** What holds now, then what will from a day on or holds at some hours; what is past is left out. */
function priceOf(model, today) {
  const list = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  let now;
  const later = [];
  for (const { constraint, prices } of list) {
    if (base(prices.input_mtok) === undefined) {
      continue;
    }
    if (constraint?.type === "time_of_date") {
      later.push(` @${minutes(constraint.start_time)}-${minutes(constraint.end_time)} ${price(prices)}`);
    } else if (constraint && constraint.start_date > today) {
      later.push(` @${constraint.start_date} ${price(prices)}`);
    } else {
      now = price(prices);
    }
  }
  return now && now + later.join("");
}

function serviceTiers() {
  const tiers = new Map();
  for (const line of readFileSync(join(here, "service-tiers.txt"), "utf8").split("\n")) {
    if (line && !line.startsWith("#")) {
      const [provider, model, ...factors] = line.split(" ");
      tiers.set(`${provider} ${model}`, factors.join(" "));
    }
  }
  return tiers;
}

const { findProvider } = await import(join(packageDirectory, "dist/index.js"));
const version = JSON.parse(readFileSync(join(packageDirectory, "package.json"), "utf8")).version;
const licence = readFileSync(join(packageDirectory, "LICENSE"), "utf8").trimEnd();
const today = process.argv[2] ?? new Date().toISOString().slice(0, 10);
const tiers = serviceTiers();

const lines = [
  `# Prices of AI models in USD per million tokens, as of ${today}. Made by agent/core/prices/generate.mjs:`,
  "# do not edit. The syntax is that of the option ai.prices; sections are gen_ai.provider.name.",
  "#",
  `# Facts from genai-prices ${version}, https://github.com/pydantic/genai-prices, and service-tiers.txt.`,
  "#",
  ...licence.split("\n").map((line) => `# ${line}`.trimEnd()),
];
let models = 0;
for (const [provider, id] of Object.entries(PROVIDERS)) {
  const { models: all } = findProvider({ providerId: id });
  const general = tiers.get(`${provider} *`);
  lines.push("", `[${provider}]${general ? ` ${general}` : ""}`);
  const taken = new Map();
  for (const model of all) {
    const text = priceOf(model, today);
    if (text === undefined) {
      continue;
    }
    const own = names(provider, model).filter((name) => {
      const asked = name.replace(/^regional\./, "us.");
      const meant = all.find((other) => matches(other.match, asked));
      return !taken.has(name) && (meant === undefined || meant === model || name === model.id);
    });
    own.forEach((name) => taken.set(name, text));
    const factors = tiers.get(`${provider} ${model.id}`);
    model.line = { names: own, text: factors ? `${text} ${factors}` : text };
  }
  for (const model of all) {
    // A dated name that costs what the bare one does needs no place of its own.
    const kept = model.line?.names.filter((name) => {
      const bare = withoutVersion(name);
      return bare === name || taken.get(bare) !== model.line.text.replace(/ (batch|flex|priority)=.*$/, "");
    });
    if (kept?.length) {
      lines.push(`${kept.join(" ")} = ${model.line.text}`);
      models++;
    }
  }
}
writeFileSync(target, lines.join("\n") + "\n");
console.log(`${models} models of ${Object.keys(PROVIDERS).length} providers in ${target}`);
