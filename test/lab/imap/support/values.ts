/** What a response says, however its strings are written: quoted and literal are the same, NIL is null, a list is an array. */
export type Value = string | null | readonly Value[];

/** The data of `* n FETCH (…)` by name: `BODY[1]`, `ENVELOPE`. */
export function fetched(response: string): Map<string, Value> {
  const open = response.indexOf('(');
  const items = readList(response, { at: open });
  const found = new Map<string, Value>();
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i];
    if (typeof name === 'string') found.set(name.toUpperCase(), items[i + 1] ?? null);
  }
  return found;
}

interface Cursor {
  at: number;
}

function readList(text: string, cursor: Cursor): Value[] {
  const list: Value[] = [];
  cursor.at += 1;
  while (text[cursor.at] !== ')') {
    if (cursor.at >= text.length) throw new Error(`no end of list: ${text.slice(0, 200)}`);
    if (text[cursor.at] === ' ') cursor.at += 1;
    else list.push(readValue(text, cursor));
  }
  cursor.at += 1;
  return list;
}

function readValue(text: string, cursor: Cursor): Value {
  const char = text[cursor.at];
  if (char === '(') return readList(text, cursor);
  if (char === '"') {
    const found = /"((?:[^"\\]|\\.)*)"/y;
    found.lastIndex = cursor.at;
    const match = found.exec(text);
    if (match === null) throw new Error('no end of string');
    cursor.at += match[0].length;
    return (match[1] ?? '').replace(/\\(.)/g, '$1');
  }
  if (char === '{') {
    const end = text.indexOf('}\r\n', cursor.at);
    const size = Number(text.slice(cursor.at + 1, end));
    const value = text.slice(end + 3, end + 3 + size);
    cursor.at = end + 3 + size;
    return value;
  }
  // An atom; a section's name goes on to its bracket, spaces and all.
  const atom = /[^\s()[]+(?:\[[^\]]*\](?:<\d+>)?)?/y;
  atom.lastIndex = cursor.at;
  const match = atom.exec(text);
  if (match === null) throw new Error(`nothing to read at ${text.slice(cursor.at, cursor.at + 40)}`);
  cursor.at += match[0].length;
  return match[0].toUpperCase() === 'NIL' ? null : match[0];
}
