// Flags as people write them (`--name value` or `--name=value`), for programs that read only one form.
import { Told } from './say.mjs';

/**
 * @param {readonly string[]} words
 * @param {{ values?: readonly string[], switches?: readonly string[], usage: string }} o
 * @returns {{ values: Map<string, string>, switches: Set<string>, rest: string[] }} @throws Told
 */
export function readFlags(words, { values = [], switches = [], usage }) {
  /** @type {Map<string, string>} */
  const given = new Map();
  /** @type {Set<string>} */
  const on = new Set();
  const rest = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const [name = '', ...value] = word.startsWith('--') ? word.slice(2).split('=') : [];
    if (!word.startsWith('-')) rest.push(word);
    else if (switches.includes(name) && value.length === 0) on.add(name);
    else if (values.includes(name)) {
      const text = value.length > 0 ? value.join('=') : words[++i];
      if (text === undefined || text === '') throw new Told(`${word} needs a value\n${usage}`);
      given.set(name, text);
    } else throw new Told(`${word} is not known\n${usage}`);
  }
  return { values: given, switches: on, rest };
}
