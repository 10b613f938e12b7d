/** The parts of a mail as our walk gives them and as a server's BODYSTRUCTURE does, in one form. */
import type { MessageStructureObject } from 'imapflow';
import type { LocalPart } from '../../src/message/index.ts';

export interface Leaf {
  part: string;
  type: string;
  encoding: string;
  size: number;
}

export function leavesOf(node: LocalPart): LocalPart[] {
  const own = node.type.startsWith('multipart/') ? [] : [node];
  return [...own, ...node.children.flatMap(leavesOf)];
}

export function plain({ part, type, encoding, size }: LocalPart): Leaf {
  return { part, type, encoding: encoding ?? '7bit', size };
}

/** imapflow numbers the one body of a message/rfc822 like the message itself; RFC 3501 §6.4.5 says n.1. */
export function theirs(root: MessageStructureObject): Leaf[] {
  const found: Leaf[] = [];
  const visit = (node: MessageStructureObject, number: string, ofMessage: boolean): void => {
    const children = node.childNodes ?? [];
    if (node.type.startsWith('multipart/')) {
      for (const [i, child] of children.entries())
        visit(child, number === '' ? `${i + 1}` : `${number}.${i + 1}`, false);
      return;
    }
    const own = ofMessage ? (number === '' ? '1' : `${number}.1`) : number;
    found.push({ part: own, type: node.type, encoding: (node.encoding ?? '').toLowerCase(), size: node.size ?? 0 });
    for (const child of children) visit(child, own, true);
  };
  visit(root, '', true);
  return found;
}
