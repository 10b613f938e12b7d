/** Octets held in a string, one character (U+0000 to U+00FF) each: how header fields are kept until their charset is known. */
export type ByteString = string;

/** A view without copying, with the fast searches of Buffer. */
export function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function toByteString(bytes: Uint8Array): ByteString {
  return view(bytes).toString('latin1', 0, bytes.length);
}

export function fromByteString(text: ByteString): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** Whether no octet is 0x80 or above. */
export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) >= 0x80) return false;
  return true;
}
