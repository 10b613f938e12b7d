/** Finds the text in a BODYSTRUCTURE: RFC 3501 §7.4.2. */

type Node = string | readonly Node[];

/** Number of the first text/plain part, else of the first text part; null where there is none. */
export function textPart(fetched: string): string | null {
  const at = fetched.indexOf('BODYSTRUCTURE (');
  if (at < 0) return null;
  const leaves = [...leavesOf(read(fetched, at + 'BODYSTRUCTURE '.length), '')];
  const text = leaves.filter(({ type }) => type.startsWith('text/'));
  return (text.find(({ type }) => type === 'text/plain') ?? text[0])?.number ?? null;
}

function* leavesOf(node: Node, number: string): Generator<{ readonly number: string; readonly type: string }> {
  if (typeof node === 'string') return;
  if (typeof node[0] === 'string') {
    yield { number: number || '1', type: `${String(node[0])}/${String(node[1])}`.toLowerCase() };
    return;
  }
  for (const [i, child] of node.entries()) {
    if (typeof child === 'string') return; // the subtype: the children are over
    yield* leavesOf(child, number === '' ? `${i + 1}` : `${number}.${i + 1}`);
  }
}

/** The parenthesised list that begins at `at`. */
function read(text: string, at: number): Node {
  const open: Node[][] = [];
  const token = /[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+/y;
  for (token.lastIndex = at; ; ) {
    while (text[token.lastIndex] === ' ') token.lastIndex += 1;
    const found = token.exec(text)?.[0];
    if (found === undefined) return [];
    if (found === '(') open.push([]);
    else if (found === ')') {
      const done = open.pop() ?? [];
      const above = open.at(-1);
      if (above === undefined) return done;
      above.push(done);
    } else open.at(-1)?.push(found.startsWith('"') ? found.slice(1, -1) : found);
  }
}
