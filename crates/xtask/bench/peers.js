// Other engines, given the same dialogues, pages and visitors.

import { evalCondition } from './growthbook.js';

const { jsonLogic } = globalThis;

// JsonLogic has no regular expressions; this is how it is told to have more. Each is compiled once, as GrowthBook does by itself.
const compiled = new Map();
jsonLogic.add_operation('like', (text, source) => {
  let expression = compiled.get(source);
  if (!expression) compiled.set(source, (expression = new RegExp(source)));
  return expression.test(text);
});

/** Tells whether a rule matches a view, and which is the first that does, counted from 1; 0: none. */
const chooser = (rules, views, matches) => ({
  verdict: (view, at) => matches(rules[at], views[view]),
  resolve: (view) => {
    const attributes = views[view];
    for (let at = 0; at < rules.length; at += 1) if (matches(rules[at], attributes)) return at + 1;
    return 0;
  },
});

/** As many conditions in one object as have different keys: nothing that GrowthBook is given takes it less time. */
export const merged = (conditions) => {
  const all = {};
  for (const [at, condition] of conditions.entries()) {
    const [key, value] = Object.entries(condition)[0] ?? [];
    if (key in all) return { ...all, $and: [merged(conditions.slice(at))] };
    if (key) all[key] = value;
  }
  return all;
};

export const peers = ({ views, json_logic, growthbook }) => ({
  'json-logic': chooser(json_logic, views, (rule, data) => jsonLogic.truthy(jsonLogic.apply(rule, data))),
  GrowthBook: chooser(growthbook.map(merged), views, (rule, data) => evalCondition(data, rule)),
});
