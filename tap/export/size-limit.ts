import { ConnectorError } from "../../protocol/errors.ts";

/** Throws DOWNLOAD_TOO_LARGE where the file has more than `limit` bytes for certain. */
export function requireWithin(bytes: number, limit: number | undefined): void {
  if (limit === undefined || bytes <= limit) return;
  throw new ConnectorError("DOWNLOAD_TOO_LARGE", {
    what: `Anaplan connector supports file downloads up to ${sizeText(limit)} in size.`,
    why: 'The exported file is larger than "max_download_bytes".',
    next: "Raise it or leave it out, or split the export by a filter in Anaplan.",
  });
}

/** In round units, decimal or binary: 5000000000 and 5368709120 are both `5 GB`. */
export function sizeText(bytes: number): string {
  const units: [string, number][] = [
    ["GB", 3],
    ["MB", 2],
    ["KB", 1],
  ];
  for (const [unit, power] of units) {
    const exact = [1000 ** power, 1024 ** power].find((size) => bytes >= size && bytes % size === 0);
    if (exact !== undefined) return `${bytes / exact} ${unit}`;
  }
  return `${bytes} bytes`;
}
