/** FNV-1a over UTF-16 units with a last mix, 32 bits, never negative: to find texts again within one version of the program's data;
 *  no protection against somebody who looks for collisions. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
