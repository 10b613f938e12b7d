import type { AttachmentInfo, PartNode, TextChoice, TextPart } from './types.ts';

/** Which text of a message is shown, its other forms, and what is offered as files. */
export function chooseText(structure: PartNode): TextChoice {
  const found: Found = { texts: [], attachments: [] };
  walk(structure, found, false);
  const shown = found.texts.find((text) => text.kind === 'html') ?? found.texts[0] ?? null;
  return { shown, alternatives: found.texts.filter((text) => text !== shown), attachments: found.attachments };
}

interface Found {
  texts: TextPart[];
  attachments: AttachmentInfo[];
}
function walk(_node: PartNode, _found: Found, _closed: boolean): void {}
