/** Every connection of the engine begins here. README.md says in which order to read. */
export { tlsOptions } from './certificates.ts';
export { asNetError, closedError, decode, oneLine } from './errors.ts';
export { wireTransport } from './imapflow.ts';
export { takeLine } from './line.ts';
export { WireStream } from './stream.ts';
export {
  Counters,
  type Pin,
  type Protocol,
  type Route,
  type TlsFacts,
  type TranscriptLine,
  type Trust,
  type Wire,
  type WireOptions,
} from './types.ts';
export { openWire } from './wire.ts';
