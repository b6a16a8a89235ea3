/** Singer messages → an output that pushes back. Each promise resolves when the system has taken the bytes. */
import { activateVersionLine, type SchemaParts, schemaLine, stateLine } from "./messages.ts";

export interface LineOutput {
  write(data: Uint8Array | string): Promise<void>;
}

export interface SingerWriter {
  schema(parts: SchemaParts): Promise<void>;
  /** Whole RECORD lines. */
  records(lines: Uint8Array): Promise<void>;
  activateVersion(stream: string, version: number): Promise<void>;
  state(value: object): Promise<void>;
}

export function createSingerWriter(output: LineOutput): SingerWriter {
  return {
    schema: (parts) => output.write(schemaLine(parts)),
    records: (lines) => output.write(lines),
    activateVersion: (stream, version) => output.write(activateVersionLine(stream, version)),
    state: (value) => output.write(stateLine(value)),
  };
}
