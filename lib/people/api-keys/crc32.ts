const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/**
 * The CRC-32 of an ASCII text, as zlib has it. Node's own came with version 22.2.
 *
 * @see RFC 1952 §8
 */
export function crc32(text: string): number {
  let remainder = 0xffffffff;
  for (let nth = 0; nth < text.length; nth += 1) {
    remainder = (remainder >>> 8) ^ (TABLE[(remainder ^ text.charCodeAt(nth)) & 0xff] ?? 0);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}
