/** A certificate authority file as PEM text, whatever of the two usual forms it has. */
const begin = '-----BEGIN CERTIFICATE-----';

/** The PEM text, or null where the file holds no certificate. */
export async function readAuthority(file: Blob): Promise<string | null> {
  if (file.size === 0 || file.size > 1 << 20) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  if (text.includes(begin)) return text;
  // DER: a SEQUENCE with a two-octet length that spans the file (X.690 §8.1).
  const whole = bytes[0] === 0x30 && bytes[1] === 0x82 && ((bytes[2] ?? 0) << 8) + (bytes[3] ?? 0) + 4 === bytes.length;
  return whole ? `${begin}\n${base64Lines(bytes)}\n-----END CERTIFICATE-----\n` : null;
}

function base64Lines(bytes: Uint8Array): string {
  return (
    btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
      .match(/.{1,64}/g)
      ?.join('\n') ?? ''
  );
}
