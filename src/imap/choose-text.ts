import { chooseText as choose, nameForPart, type PartNode, type Shown, safeName } from '../message/index.ts';
import type { AttachmentInfo, TextChoice, TextPart } from './types.ts';

/** Which text of a message is shown, its other forms, and what is offered as files: by the rules of src/message, as for POP3. */
export function chooseText(structure: PartNode): TextChoice {
  const { shown, alternatives, files } = choose(structure);
  return {
    shown: shown && textPart(shown),
    alternatives: alternatives.map(textPart),
    attachments: files.map(attachment),
  };
}

function textPart({ part, kind, charset, encoding, size }: Shown): TextPart {
  return { part, kind, charset, encoding, size };
}

function attachment({ part, name, type, size, encoding, id }: PartNode): AttachmentInfo {
  const safe = safeName(name, nameForPart(part, type));
  return { part, name: safe, type, size, encoding, ...(id === null ? {} : { cid: id }) };
}
