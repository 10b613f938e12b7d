/** One mail: from octets to text, parts, addresses. See README.md. */
export { formatAddress, isAddress, parseAddresses } from './address.ts';
export { type Decoded, decodeText } from './charset.ts';
export { parseDate } from './date.ts';
export { limits } from './limits.ts';
export { parseStructured } from './parameters.ts';
export { parseMessage } from './parse.ts';
export type { AttachmentInfo, HeldMessage, MailOutline, ParsedMessage, PartInfo, TextPart } from './parsed.ts';
export type { PartNode } from './part-node.ts';
export { type ParserPool, type PoolOptions, parserPool } from './pool.ts';
export { previewOf } from './preview.ts';
export { nameForPart, safeName } from './safe-name.ts';
export { type LocalPart, readStructure } from './structure.ts';
export { type MessageSummary, summaryOf } from './summary.ts';
export { type Choice, chooseText, type Shown } from './text.ts';
export { decodeTransfer } from './transfer.ts';
export { decodeEncodedWords, decodeWords } from './words.ts';
