/** Which part of a mail is its text, which are other forms of that text, and which are files. Works on BODYSTRUCTURE as on raw mail. */
import type { PartNode } from './part-node.ts';

export interface Shown {
  part: string;
  kind: 'html' | 'text';
  charset: string | null;
  encoding: string | null;
  /** Octets as on the wire. */
  size: number;
}

export interface Choice<N extends PartNode = PartNode> {
  /** The text that is shown first; null where the mail has none. */
  shown: (Shown & { node: N }) | null;
  /** The same text in other forms, best first. */
  alternatives: (Shown & { node: N })[];
  /** Everything else that is not a container, in the mail's order. */
  files: N[];
}

/**
 * RFC 2046 §5.1.4: of multipart/alternative the last form that we can show. RFC 2387: of multipart/related the root. Of
 * multipart/mixed the first text; further texts (footers of lists, text between pictures) are files, so that nothing is hidden.
 * A forwarded message (message/rfc822) is a file.
 */
export function chooseText<N extends PartNode>(root: N): Choice<N> {
  return visit(root);
}

function visit<N extends PartNode>(node: N): Choice<N> {
  const children = node.children as readonly N[];
  if (!node.type.startsWith('multipart/') || children.length === 0) return leaf(node);
  const choices = children.map((child) => visit(child));
  if (node.type === 'multipart/alternative') return alternative(choices);
  if (node.type === 'multipart/related') return related(node, children, choices);
  return mixed(choices);
}

function leaf<N extends PartNode>(node: N): Choice<N> {
  const kind = textKind(node);
  if (kind === null) return { shown: null, alternatives: [], files: [node] };
  const { part, encoding, size } = node;
  return {
    shown: { part, kind, charset: node.parameters.charset ?? null, encoding, size, node },
    alternatives: [],
    files: [],
  };
}

function textKind(node: PartNode): 'html' | 'text' | null {
  if (node.disposition === 'attachment' || (node.name !== null && node.disposition !== 'inline')) return null;
  if (node.type === 'text/html' || node.type === 'application/xhtml+xml') return 'html';
  // text/enriched and the like are readable as they are; calendars and cards are not.
  return node.type === 'text/plain' || node.type === 'text/enriched' || node.type === 'text/markdown' ? 'text' : null;
}

function alternative<N extends PartNode>(choices: Choice<N>[]): Choice<N> {
  const files = choices.flatMap((c) => c.files);
  const texts = choices.filter((c) => c.shown !== null).reverse();
  const filled = texts.filter((c) => !isEmpty(c));
  const best = filled.find((c) => c.shown?.kind === 'html') ?? filled[0] ?? texts[0];
  if (best === undefined) return { shown: null, alternatives: [], files };
  const others = texts.filter((c) => c !== best).flatMap((c) => [c.shown as Shown & { node: N }, ...c.alternatives]);
  return { shown: best.shown, alternatives: [...best.alternatives, ...others], files };
}

function related<N extends PartNode>(node: N, children: readonly N[], choices: Choice<N>[]): Choice<N> {
  const start = node.parameters.start?.trim().replace(/^<|>$/g, '');
  const named = start === undefined ? -1 : children.findIndex((c) => c.id === start);
  const rootAt = named >= 0 ? named : choices.findIndex((c) => c.shown !== null);
  return around(choices, rootAt);
}

function mixed<N extends PartNode>(choices: Choice<N>[]): Choice<N> {
  const filled = choices.findIndex((c) => c.shown !== null && !isEmpty(c));
  return around(choices, filled >= 0 ? filled : choices.findIndex((c) => c.shown !== null));
}

/** The text of one child; all texts of the others become files, in order. */
function around<N extends PartNode>(choices: Choice<N>[], at: number): Choice<N> {
  const files: N[] = [];
  choices.forEach((choice, i) => {
    if (i !== at && choice.shown !== null && !isEmpty(choice)) files.push(choice.shown.node);
    files.push(...choice.files);
  });
  const main = choices[at];
  return { shown: main?.shown ?? null, alternatives: main?.alternatives ?? [], files };
}

function isEmpty<N extends PartNode>(choice: Choice<N>): boolean {
  return (choice.shown?.size ?? 0) <= 2; // a line end
}
